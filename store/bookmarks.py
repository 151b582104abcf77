"""Bookmarks: how far a reader has come."""

from sqlalchemy import Connection, select

from store.tables import Bookmark
from store.writing import insert_into, table_of

_T = table_of(Bookmark)


def place_of(tx: Connection, reader: str) -> int | None:
    return tx.scalar(select(_T.c.position).where(_T.c.reader == reader))


def put(tx: Connection, reader: str, position: int) -> None:
    statement = insert_into(tx, _T).values(reader=reader, position=position)
    tx.execute(statement.on_conflict_do_update(index_elements=["reader"], set_={"position": position}))
