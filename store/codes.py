"""One-time codes in memory: kept, counted, tried."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from store.tables import OneTimeCode
from store.writing import table_of

_T = table_of(OneTimeCode)


def keep(tx: Connection, row: dict[str, Any]) -> None:
    tx.execute(insert(_T).values(tries=0, **row))


def asked_from(tx: Connection, channel: str, address: str, since: datetime) -> tuple[int, int]:
    """How many codes were asked for from an address since then, and how often one was tried in vain."""
    wrong = func.coalesce(func.sum(_T.c.tries), 0) - func.count(_T.c.used_at)
    found = select(func.count(), wrong).where(_T.c.channel == channel, _T.c.address == address, _T.c.sent_at >= since)
    count, missed = tx.execute(found).one()
    return int(count), int(missed)


def asked_about(tx: Connection, about: str, since: datetime) -> int:
    return tx.scalar(select(func.count()).where(_T.c.about == about, _T.c.sent_at >= since)) or 0


def try_newest(tx: Connection, channel: str, address: str, tries: int, now: datetime) -> Any:
    """(id, code_hash, customer_id) of the newest code of the address, the try counted; None when none can be tried."""
    newest = select(func.max(_T.c.id)).where(_T.c.channel == channel, _T.c.address == address).scalar_subquery()
    statement = (
        update(_T)
        .where(_T.c.id == newest, _T.c.used_at.is_(None), _T.c.expires_at > now, _T.c.tries < tries)
        .values(tries=_T.c.tries + 1)
        .returning(_T.c.id, _T.c.code_hash, _T.c.customer_id)
    )
    return tx.execute(statement).first()


def use(tx: Connection, code_id: int, now: datetime) -> None:
    tx.execute(update(_T).where(_T.c.id == code_id).values(used_at=now))
