"""What was kept and waits to be read: batches in which every source has a part, and since when the oldest waits.

All go by one small index, source by source: what is asked costs the same, however much waits.
"""

import random
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, literal, or_, select, text

from store.among import among
from store.known_events import USUAL
from store.prepared import Prepared
from store.tables import Delivery, EventRow
from store.writing import table_of

IN_TURN = 20
"""Sources that have a part in one batch, drawn by lot where more wait."""

_T, _EVENT = table_of(Delivery), table_of(EventRow)
_IS_KEPT = text("delivery.state = 'kept'")  # as a literal: only so does the planner know that the small index will do
_FIRST = select(_T.c.source_id).where(_IS_KEPT).order_by(_T.c.source_id).limit(1).scalar_subquery()
_SOURCE = select(_FIRST.label("id")).cte("waiting", recursive=True)
_NEXT = select(_T.c.source_id).where(_IS_KEPT, _T.c.source_id > _SOURCE.c.id).order_by(_T.c.source_id).limit(1)
_WALK = _SOURCE.union_all(select(_NEXT.scalar_subquery()).where(_SOURCE.c.id.is_not(None)))
_WHO = select(_WALK.c.id).where(_WALK.c.id.is_not(None))
_SINCE = select(_T.c.received_at).where(_IS_KEPT, _T.c.source_id == _WALK.c.id).order_by(_T.c.id).limit(1)
_AT = func.min(_SINCE.scalar_subquery(), type_=_T.c.received_at.type).label("at")
_SINCE_WHEN = select(_AT).select_from(_WALK)
QUESTIONS = (_WHO, _SINCE_WHEN)
_SOURCES, _OLDEST = Prepared(_WHO), Prepared(_SINCE_WHEN)
_OF_SOURCE = (
    select(_T.c.id).where(_IS_KEPT, _T.c.source_id == bindparam("source")).order_by(_T.c.id).limit(bindparam("most"))
)
_WAITING, _CLAIMED = Prepared(_OF_SOURCE), Prepared(_OF_SOURCE.with_for_update(skip_locked=True))
_NAMED, _SEEN, _LATER, _OTHER = (_EVENT.alias(name) for name in ("named", "seen", "later", "other"))
_MINE = (
    select(_NAMED.c.merchant_id, _NAMED.c.tracking_number)
    .distinct()
    .where(among(_NAMED.c.delivery_id, "ids"))
    .cte("mine")
)
_SEEN_OF = (
    select(literal(1).label("one"))
    .where(_SEEN.c.merchant_id == _MINE.c.merchant_id, _SEEN.c.tracking_number == _MINE.c.tracking_number)
    .limit(USUAL + 1)
    .correlate(_MINE)
    .subquery()
)
_IS_A_PARCEL = select(func.count()).select_from(_SEEN_OF).scalar_subquery() <= USUAL
_PARCELS = Prepared(select(_MINE).where(_IS_A_PARCEL))
_OF_ANOTHER = or_(_OTHER.c.merchant_id != _LATER.c.merchant_id, _OTHER.c.tracking_number != _LATER.c.tracking_number)
_LATER_OF = Prepared(
    select(_LATER.c.merchant_id, _LATER.c.tracking_number, _LATER.c.delivery_id).where(
        among(_LATER.c.merchant_id, "merchants"),
        among(_LATER.c.tracking_number, "numbers"),
        # Not by the index of deliveries, of which all that waits would be read.
        _LATER.c.delivery_id + 0 > bindparam("first", type_=_T.c.id.type),
        ~exists().where(_OTHER.c.delivery_id == _LATER.c.delivery_id, _OF_ANOTHER),
    )
)
# No literal here: of what is named by its id the table is asked, and not the index of all that waits.
BY_ID = select(_T.c.id).where(among(_T.c.id, "ids"), func.lower(_T.c.state) == "kept")
_ALSO_CLAIMED = Prepared(BY_ID.with_for_update(skip_locked=True))


def claim(tx: Connection, limit: int) -> list[int]:
    """Ids of kept deliveries; on PostgreSQL those another process reads are passed over.

    Oldest first of each source, and every source that waits has a part: one that floods does not delay the others.
    """
    return _some(tx, _CLAIMED, limit)


def of_same_parcels(tx: Connection, delivery_ids: Collection[int]) -> list[int]:
    """Claims what else waits that speaks of no parcel but these: parcels are read whole, so it is read with them. What
    comes under a number with more events than a parcel has waits for its turn: that could be anything, and any number.
    """
    parcels = {(row.merchant_id, row.tracking_number) for row in _PARCELS.rows(tx, {"ids": list(delivery_ids)})}
    merchants, numbers = ({parcel[place] for parcel in parcels} for place in (0, 1))
    given = {"merchants": sorted(merchants), "numbers": sorted(numbers), "first": min(delivery_ids)}
    rows = _LATER_OF.rows(tx, given) if parcels else ()
    later = {row.delivery_id for row in rows if (row.merchant_id, row.tracking_number) in parcels}
    others = sorted(later.difference(delivery_ids))
    return _ALSO_CLAIMED.scalars(tx, {"ids": others}) if others else []


def peek(tx: Connection, limit: int) -> list[int]:
    """The same without claiming them."""
    return _some(tx, _WAITING, limit)


def oldest(tx: Connection) -> datetime | None:
    """When the one that waits longest came."""
    found: datetime | None = _OLDEST.scalar(tx, {})
    return found


def _some(tx: Connection, statement: Prepared, limit: int) -> list[int]:
    """An equal part of each source, and what that leaves over of those that have more."""

    def of(source_id: int, most: int) -> list[int]:
        return statement.scalars(tx, {"source": source_id, "most": most})

    waiting = _SOURCES.scalars(tx, {})
    sources = random.sample(waiting, min(len(waiting), IN_TURN, limit))
    part = limit // max(1, len(sources))
    parts = {source_id: of(source_id, part) for source_id in sources}
    found = [one for those in parts.values() for one in those]
    for source_id, those in parts.items():
        if len(those) == part and len(found) < limit:
            more = of(source_id, part + limit - len(found))
            found += [one for one in more if one not in set(those)][: limit - len(found)]
    return found
