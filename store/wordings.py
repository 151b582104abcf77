"""Merchants' own words: versions are added, publications say which of them speak, and both are read in sets."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, and_, func, insert, select, update

from store.among import among
from store.prepared import Prepared
from store.tables import Merchant, PolicyChange, WordingPublication, WordingVersion
from store.writing import table_of

_VERSION, _PUBLICATION, _MERCHANT = table_of(WordingVersion), table_of(WordingPublication), table_of(Merchant)
_POLICY = table_of(PolicyChange)
LAST_GOOD = 3
"""So many published versions are tried before the shipped words speak."""

Place = tuple[int, str, str, str]
"""Merchant, name, language, channel."""

_SPEAKING = Prepared(
    select(
        _PUBLICATION.c.merchant_id,
        _PUBLICATION.c.name,
        _PUBLICATION.c.language,
        _PUBLICATION.c.channel,
        _VERSION.c.source,
    )
    .join(_VERSION, _VERSION.c.id == _PUBLICATION.c.version_id)
    .where(
        _PUBLICATION.c.speaks.is_not(None),
        among(_PUBLICATION.c.merchant_id, "merchants"),
        among(_PUBLICATION.c.name, "names"),
    )
    .order_by(_PUBLICATION.c.speaks)
)


def speaking(tx: Connection, merchant_ids: Collection[int], names: Collection[str]) -> Sequence[Any]:
    """(merchant_id, name, language, channel, source) of what speaks, the newest first."""
    if not merchant_ids or not names:
        return []
    return _SPEAKING.rows(tx, {"merchants": list(merchant_ids), "names": list(names)})


def merchants(tx: Connection) -> Sequence[Any]:
    """(id, name, title, language, settings) of all, by name."""
    columns = (_MERCHANT.c.id, _MERCHANT.c.name, _MERCHANT.c.title, _MERCHANT.c.language, _MERCHANT.c.settings)
    return tx.execute(select(*columns).order_by(_MERCHANT.c.name)).all()


def lock(tx: Connection, merchant_id: int) -> bool:
    """What is published for a merchant is decided under its lock; False where there is no such merchant."""
    statement = select(_MERCHANT.c.id).where(_MERCHANT.c.id == merchant_id)
    if tx.dialect.name == "postgresql":
        statement = statement.with_for_update()
    return tx.scalar(statement) is not None


def add_version(tx: Connection, place: Place, source: str, who: str, now: datetime) -> tuple[int, int]:
    """A new version (id, number) of this place; the merchant must be locked."""
    newest: int = tx.scalar(select(func.coalesce(func.max(_VERSION.c.number), 0)).where(_of(_VERSION, place))) or 0
    row = {**_named(place), "number": newest + 1, "source": source, "written_by": who, "written_at": now}
    return cast("int", tx.execute(insert(_VERSION).values(row).returning(_VERSION.c.id)).scalar_one()), newest + 1


def version(tx: Connection, version_id: int) -> Any:
    return tx.execute(select(_VERSION).where(_VERSION.c.id == version_id)).first()


def versions(tx: Connection, place: Place, limit: int) -> Sequence[Any]:
    """The newest versions of this place, newest first."""
    return tx.execute(
        select(_VERSION).where(_of(_VERSION, place)).order_by(_VERSION.c.number.desc()).limit(limit)
    ).all()


def publications(tx: Connection, place: Place, limit: int) -> Sequence[Any]:
    """What was published at this place with its version's `number`, newest first."""
    statement = (
        select(_PUBLICATION, _VERSION.c.number, _VERSION.c.source)
        .outerjoin(_VERSION, _VERSION.c.id == _PUBLICATION.c.version_id)
        .where(_of(_PUBLICATION, place))
        .order_by(_PUBLICATION.c.id.desc())
        .limit(limit)
    )
    return tx.execute(statement).all()


def live(tx: Connection, place: Place) -> Any:
    """(version_id, number, source) of what speaks first at this place; None where the shipped words do."""
    statement = (
        select(_PUBLICATION.c.version_id, _VERSION.c.number, _VERSION.c.source)
        .join(_VERSION, _VERSION.c.id == _PUBLICATION.c.version_id)
        .where(_of(_PUBLICATION, place), _PUBLICATION.c.speaks == 0)
    )
    return tx.execute(statement).first()


def overview(tx: Connection, merchant_id: int) -> Sequence[Any]:
    """(name, language, channel, number, at) of every place with words of the merchant's own; `number` is the live
    version or None, `newest` the newest version's number, `written_at` when it was written.
    """
    newest = (
        select(
            _VERSION.c.name,
            _VERSION.c.language,
            _VERSION.c.channel,
            func.max(_VERSION.c.number).label("newest"),
            func.max(_VERSION.c.written_at).label("written_at"),
        )
        .where(_VERSION.c.merchant_id == merchant_id)
        .group_by(_VERSION.c.name, _VERSION.c.language, _VERSION.c.channel)
        .subquery()
    )
    spoken = (
        select(_PUBLICATION.c.name, _PUBLICATION.c.language, _PUBLICATION.c.channel, _VERSION.c.number)
        .join(_VERSION, _VERSION.c.id == _PUBLICATION.c.version_id)
        .where(_PUBLICATION.c.merchant_id == merchant_id, _PUBLICATION.c.speaks == 0)
        .subquery()
    )
    same = and_(
        spoken.c.name == newest.c.name, spoken.c.language == newest.c.language, spoken.c.channel == newest.c.channel
    )
    return tx.execute(select(newest, spoken.c.number).outerjoin(spoken, same)).all()


def publish(tx: Connection, place: Place, version_id: int | None, who: str, why: str, now: datetime) -> None:
    """From now on this version speaks (None: the shipped words); the ones before stand behind it."""
    mine = and_(_of(_PUBLICATION, place), _PUBLICATION.c.speaks.is_not(None))
    silenced = mine if version_id is None else and_(mine, _PUBLICATION.c.version_id == version_id)
    tx.execute(update(_PUBLICATION).where(silenced).values(speaks=None))
    tx.execute(update(_PUBLICATION).where(mine).values(speaks=_PUBLICATION.c.speaks + LAST_GOOD))
    for rank, row_id in enumerate(tx.scalars(select(_PUBLICATION.c.id).where(mine).order_by(_PUBLICATION.c.speaks))):
        speaks = rank + 1 if rank + 1 < LAST_GOOD else None
        tx.execute(update(_PUBLICATION).where(_PUBLICATION.c.id == row_id).values(speaks=speaks))
    speaks = None if version_id is None else 0
    row = {**_named(place), "version_id": version_id, "speaks": speaks, "who": who, "why": why, "at": now}
    tx.execute(insert(_PUBLICATION).values(row))


def published(tx: Connection, merchant_id: int) -> Sequence[Any]:
    """Every publication of the merchant with its source, oldest first."""
    statement = (
        select(_PUBLICATION, _VERSION.c.source)
        .outerjoin(_VERSION, _VERSION.c.id == _PUBLICATION.c.version_id)
        .where(_PUBLICATION.c.merchant_id == merchant_id)
        .order_by(_PUBLICATION.c.id)
    )
    return tx.execute(statement).all()


def note_policy(tx: Connection, merchant_id: int, before: Any, after: Any, now: datetime) -> None:
    tx.execute(insert(_POLICY).values(merchant_id=merchant_id, before=before, after=after, at=now))


def policies_since(tx: Connection, merchant_id: int, since: datetime) -> Sequence[Any]:
    """(before, after, at) of the merchant's policy changes since then, oldest first."""
    statement = select(_POLICY.c.before, _POLICY.c.after, _POLICY.c.at)
    return tx.execute(
        statement.where(_POLICY.c.merchant_id == merchant_id, _POLICY.c.at > since).order_by(_POLICY.c.id)
    ).all()


def _named(place: Place) -> dict[str, Any]:
    return dict(zip(("merchant_id", "name", "language", "channel"), place, strict=True))


def _of(table: Any, place: Place) -> Any:
    return and_(*(table.c[name] == value for name, value in _named(place).items()))
