"""How a parcel stood at a moment of the past: by its order, its customer, its shop, and the record of its carrier."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any

from store import bygones
from store.dry_runs import CustomerLog
from store.types import from_json

Standing = Callable[[Any, datetime], Mapping[str, object]]
"""Of a shipment's head, at a moment: the columns that are changed in place."""

_PARCEL = tuple(name for name in bygones.PARCEL if name != "customer_id")


def standing(log: CustomerLog) -> Standing:
    current = {head.id: head for head in log.heads}

    @cache
    def past(about: str) -> list[tuple[datetime, Mapping[str, object]]]:
        return [(until_at, from_json(facts)) for until_at, facts in log.stood.get(about, ()) if facts]

    def then(row: Any, about: str, names: tuple[str, ...], now: datetime) -> dict[str, object]:
        was = next((facts for until_at, facts in past(about) if until_at > now), None)
        return {name: getattr(row, name) if was is None else was[name] for name in names}

    def at(head: Any, now: datetime) -> Mapping[str, object]:
        row = current[head.id]
        stood = (
            then(row, bygones.parcel_of(row.id), _PARCEL, now)
            | then(row, bygones.order_of(row.order_id), ("zone",), now)
            | then(log.person, bygones.customer_of(log.customer_id), bygones.CUSTOMER, now)
            | then(row, bygones.merchant_of(row.merchant_id), ("title",), now)
        )
        carrier, lane = str(stood["carrier"]), stood["lane"]
        of_lane = _record(log, bygones.record_of(row.merchant_id, carrier, str(lane)), now) if lane else None
        return {
            **stood,
            "learned": _record(log, bygones.record_of(row.merchant_id, carrier, None), now),
            "learned_lane": of_lane,
        }

    return at


def mine(log: CustomerLog, head: Any) -> tuple[datetime, datetime | None]:
    """From when on, and until when, a parcel was this customer's: an order may be handed over."""
    stood = log.stood.get(bygones.parcel_of(head.id), ())
    owners = [*(from_json(facts)["customer_id"] for _, facts in stood if facts), head.customer_id]
    times: list[datetime] = [head.announced_at, *(until_at for until_at, _ in stood)]
    begins_at, ends_at = head.announced_at, None
    for at, (before, owner) in zip(times[1:], pairwise(owners), strict=True):
        if owner == log.customer_id != before:
            begins_at, ends_at = at, None
        elif before == log.customer_id != owner:
            ends_at = at
    return begins_at, ends_at


def announced_again(log: CustomerLog) -> Iterator[tuple[datetime, int]]:
    """When which orders came again with something else in them: all their parcels were planned anew."""
    for head in log.heads:
        yield head.announced_at, head.order_id
        for until_at, _ in log.stood.get(bygones.order_of(head.order_id), ()):
            yield until_at, head.order_id
        stood = log.stood.get(bygones.parcel_of(head.id), ())
        states = [*(from_json(facts) for _, facts in stood if facts), head._mapping]
        for (until_at, _), (was, then) in zip(stood, pairwise(states), strict=True):
            if any(was[name] != then[name] for name in _ORDERED):
                yield until_at, head.order_id


_ORDERED = ("carrier", "allow", "lane")


def _record(log: CustomerLog, about: str, now: datetime) -> str | None:
    """What was learned under this name."""
    return next((facts for until_at, facts in log.stood.get(about, ()) if until_at > now), log.learned.get(about))
