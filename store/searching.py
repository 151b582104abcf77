"""Searching words: what was said, found by the beginnings of its words, on either engine.

SQLite keeps an FTS5 table beside `message` (triggers fill it), PostgreSQL an index over the words; both are made by a
migration, and no model knows them.
"""

import re
from collections.abc import Sequence

from sqlalchemy import Connection, func, select, text

from store.tables import Message
from store.writing import table_of

_T = table_of(Message)

NAME = "message_search"
"""Tables and indexes that are called so, or begin so, belong to the search."""
WORDS = 8
"""So many words of what is looked for count."""

_WORD = re.compile(r"\w+")


def message_ids(tx: Connection, words: str, before: int | None, limit: int) -> Sequence[int]:
    """The newest first, from below the id `before` on. Every word counts, and so does a word that begins with it."""
    found = [word for word in _WORD.findall(words.casefold())[:WORDS] if word.strip("_")]
    if not found:
        return []
    most = {"before": before if before is not None else 2**62, "limit": limit}
    if tx.dialect.name == "sqlite":
        query = " ".join(f'"{word}"*' for word in found)
        statement = text(
            "SELECT rowid FROM message_search WHERE message_search MATCH :query AND rowid < :before "
            "ORDER BY rowid DESC LIMIT :limit"
        )
        return list(tx.scalars(statement, {"query": query, **most}))
    query = " & ".join(f"'{word}':*" for word in found)
    matches = func.to_tsvector(text("'simple'"), _T.c.text).op("@@")(func.to_tsquery(text("'simple'"), query))
    ids = select(_T.c.id).where(matches, _T.c.id < most["before"]).order_by(_T.c.id.desc()).limit(limit)
    return list(tx.scalars(ids))
