"""How parcels fared, one row each, kept as their stories go on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, or_

from store.tables import JourneyRow
from store.writing import insert_into, table_of

_JOURNEY = table_of(JourneyRow)


def keep(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Adds journeys, and renews those that went on. The arm a parcel was first seen in stands."""
    if not rows:
        return
    statement = insert_into(tx, _JOURNEY)
    new = statement.excluded
    renewed = {name: new[name] for name in ("carrier", "lane", "state", "ended_on", "attempts", "reason", "changed_at")}
    compared = ("carrier", "lane", "state", "ended_on", "attempts", "reason")
    is_news = or_(*(_JOURNEY.c[name].is_distinct_from(new[name]) for name in compared))
    tx.execute(statement.on_conflict_do_update(index_elements=["shipment_id"], set_=renewed, where=is_news), rows)
