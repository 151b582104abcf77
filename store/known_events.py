"""Which events are stored already: asked with every webhook, so that only new ones are inserted."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, func, select, text

from store.among import among
from store.deliveries import EventName
from store.prepared import Prepared
from store.tables import EventRow
from store.types import to_json
from store.writing import table_of

USUAL = 64
"""Events of a parcel; where its numbers have more, a sender uses one for many, and only what came is asked for."""

_EVENT = table_of(EventRow)
# All that is stored of these numbers, which lies side by side in one index, up to a limit.
_STORED = (
    select(_EVENT.c.tracking_number.concat("\t").concat(_EVENT.c.key).label("line"))
    .where(
        _EVENT.c.merchant_id == bindparam("merchant"),
        among(_EVENT.c.tracking_number, "numbers"),
        _EVENT.c.source_id == bindparam("source"),
    )
    .limit(bindparam("most"))
    .subquery()
)
# As one text: the driver lets go of the interpreter at every row it fetches, and must wait to have it back.
_OF_NUMBERS = Prepared(select(func.aggregate_strings(_STORED.c.line, "\n")))
_OF_NAMES = (
    "SELECT {aggregate}(e.tracking_number || '\t' || e.key, '\n') FROM {asked} CROSS JOIN tracking_event AS e"
    " WHERE e.merchant_id = :merchant AND e.tracking_number = {number} AND e.source_id = :source AND e.key = {key}"
)
_NAMED = {
    "sqlite": _OF_NAMES.format(
        aggregate="group_concat",
        asked="json_each(:names) AS asked",
        number="json_extract(asked.value, '$[0]')",
        key="json_extract(asked.value, '$[1]')",
    ),
    "postgresql": _OF_NAMES.format(
        aggregate="string_agg",
        asked="json_array_elements(CAST(:names AS json)) AS asked(value)",
        number="(asked.value ->> 0)",
        key="(asked.value ->> 1)",
    ),
}


def known_events(tx: Connection, events: Collection[EventName], merchants: Mapping[int, int]) -> set[EventName]:
    """Those of these events that are stored, and maybe others of their parcels; `merchants` are the sources' merchants,
    by id. However much is stored of a number, no more is read than of as many usual ones.
    """
    numbers: dict[int, set[str]] = defaultdict(set)
    for source_id, number, _ in events:
        numbers[source_id].add(number)
    known: set[EventName] = set()
    for source_id, those in numbers.items():
        given = {"merchant": merchants[source_id], "numbers": sorted(those), "source": source_id}
        most = USUAL * len(those)
        lines = (_OF_NUMBERS.scalar(tx, {**given, "most": most}) or "").split("\n")
        if len(lines) == most:
            lines = _lines_of(tx, [[n, key] for source, n, key in events if source == source_id], given)
        for line in lines:
            number, _, key = line.partition("\t")
            known.add((source_id, number, key))
    return known


def _lines_of(tx: Connection, names: Collection[Collection[str]], given: Mapping[str, object]) -> list[str]:
    """Of events named by number and key, each looked up by itself."""
    asked = {"merchant": given["merchant"], "source": given["source"], "names": to_json(names)}
    return (tx.scalar(text(_NAMED[tx.dialect.name]), asked) or "").split("\n")
