"""One parcel under several numbers (doubled, changed, the carrier's of the last mile): all that is said of it is filed
under the number that its order names, in whatever sequence numbers, events and order become known.

Only what a sender says belongs together is taken together. Where orders name both numbers, each keeps its own events.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from carriers.contract import Reading, Report
from store import other_numbers as numbers
from store.other_numbers import Named

if TYPE_CHECKING:
    from flows.webhooks.receive import Arrival

Known = Mapping[Named, Mapping[str, datetime]]
"""What else parcels are called, and when that was said last."""

MOST = 5
"""Numbers of one parcel. A body that names more lists parcels that travel together."""


def filed(tx: Connection, arrivals: Sequence["Arrival"]) -> list["Arrival"]:
    """The arrivals, with their events under the numbers that orders name; what is new about numbers is remembered.

    One statement where nobody has another number, which is nearly always.
    """
    arrivals = list(arrivals)
    if not arrivals:
        return arrivals
    now = max(arrival.received_at for arrival in arrivals)
    told = [(a.source.merchant_id, a.reading) for a in arrivals]
    under = places(tx, told, now)
    if not under:
        return arrivals
    return [replace(a, reading=moved(a.reading, a.source.merchant_id, under)) for a in arrivals]


def places(tx: Connection, told: Sequence[tuple[int, Reading]], now: datetime) -> Mapping[Named, str]:
    """For numbers (with their merchant's id) that an order knows under another one: that one."""
    groups = [
        (merchant_id, frozenset([*[e.tracking_number for e in item.events], *item.also]), bool(item.also))
        for merchant_id, reading in told
        for item in reading.items
        if isinstance(item, Report) and item.events
    ]
    names = {(merchant_id, number) for merchant_id, group, _ in groups for number in group}
    known = numbers.known(tx, names, now) if names else {}
    said = [(merchant_id, group) for merchant_id, group, is_said in groups if is_said and 1 < len(group) <= MOST]
    if not known and not said:
        return {}
    fresh: set[Named] = set()
    for merchant_id, group in said:
        fresh |= _remember(tx, merchant_id, group, known, now)
    if fresh:
        known = numbers.known(tx, names | fresh, now)
    ordered = numbers.announced(tx, {(m, n) for (m, one), others in known.items() for n in (one, *others)}, now)
    under = {name: place for name in known if (place := _place(name, known, ordered)) is not None}
    for merchant_id, number in fresh & set(under):
        numbers.refile(tx, merchant_id, number, under[merchant_id, number], now)
    return under


def moved(reading: Reading, merchant_id: int, under: Mapping[Named, str]) -> Reading:
    """The reading with its events under the numbers that orders name."""
    return replace(
        reading,
        items=tuple(
            replace(
                item,
                events=tuple(
                    e._replace(tracking_number=under.get((merchant_id, e.tracking_number), e.tracking_number))
                    for e in item.events
                ),
            )
            if isinstance(item, Report)
            else item
            for item in reading.items
        ),
    )


def named_by_order(tx: Connection, merchant_id: int, ordered: Collection[str], now: datetime) -> None:
    """An order names these numbers: what came under their other ones, which no order names, is theirs."""
    known = numbers.known(tx, {(merchant_id, number) for number in ordered}, now)
    others = {(merchant_id, other) for found in known.values() for other in found}
    if not others:
        return
    taken = numbers.announced(tx, others, now)
    for (_, number), found in known.items():
        for other in sorted(found):
            if (merchant_id, other) not in taken:
                numbers.refile(tx, merchant_id, other, number, now)


def _remember(
    tx: Connection,
    merchant_id: int,
    group: frozenset[str],
    known: Mapping[Named, Mapping[str, datetime]],
    now: datetime,
) -> set[Named]:
    """Writes down what is new, or was said long enough ago; returns the numbers of which more is known now.

    Who changes their number twice keeps all three: what belongs to one belongs to the others.
    """
    whole = group | {other for number in group for other in known.get((merchant_id, number), {})}
    whole = whole if len(whole) <= MOST else group
    pairs = {(a, b) for a in whole for b in whole if a != b}
    due = {
        (a, b)
        for a, b in pairs
        if (said_at := known.get((merchant_id, a), {}).get(b)) is None or said_at < now - numbers.SAID_AGAIN
    }
    numbers.remember(tx, ((merchant_id, a, b) for a, b in due), now)
    return {(merchant_id, a) for a, b in due if b not in known.get((merchant_id, a), {})}


def _place(name: Named, known: Known, ordered: Collection[Named]) -> str | None:
    """The one other number that an order names; None where the number is named itself, or nobody can tell."""
    if name in ordered:
        return None
    merchant_id, _ = name
    found = [other for other in known[name] if (merchant_id, other) in ordered]
    return found[0] if len(found) == 1 else None
