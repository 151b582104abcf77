"""Hints: what a weakly proven sender posts is not believed; its parcels are asked about, and the answer counts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from carriers.contract import Ignored, Reading, Report
from store import polls

if TYPE_CHECKING:
    from flows.webhooks.receive import Arrival

WHY = "not believed by itself: the sender's API is asked about its parcels"


def hinted(reading: Reading) -> tuple[Reading, tuple[str, ...]]:
    """The reading without its events, and the numbers they spoke of. A wish for silence is honoured at once."""
    numbers: dict[str, None] = {}
    items = []
    for item in reading.items:
        if not isinstance(item, Report) or not item.events:
            items.append(item)
            continue
        numbers.update(dict.fromkeys((*(event.tracking_number for event in item.events), *item.also)))
        items.append(Report((), item.opted_out_phone) if item.opted_out_phone else Ignored(WHY))
    return Reading(reading.key, tuple(items)), tuple(numbers)


def ask_about(tx: Connection, arrivals: "Sequence[Arrival]") -> None:
    """The parcels hinted at are due to be asked about; at most once a minute each, however often they are hinted at."""
    for arrival in arrivals:
        if arrival.hints:
            source = arrival.source
            polls.hint(tx, source.id, source.merchant_id, arrival.hints, arrival.received_at)
