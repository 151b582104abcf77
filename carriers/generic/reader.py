"""Reading a body by a mapping."""

from typing import Any

from carriers.contract import Reading, Reception, Report, Unreadable
from carriers.generic.mapping import FieldMap
from carriers.generic.paths import each, picked
from carriers.keys import body_key
from carriers.meaning import UNMAPPED
from carriers.parcels import Item, Parcel, other_numbers
from carriers.reading import place, text, too_many, tracking_number, word
from carriers.times import Moment, estimate, window
from domain.axes import FINAL, Direction
from domain.events import Estimate, Raw


def read_with(mapping: FieldMap, document: object, body: bytes, reception: Reception) -> Reading:
    """One report per event, so that a flaw costs only its own event."""
    events = [document] if mapping.events is None else each(document, mapping.events)
    key = word(_Source(mapping, document, document).value("delivery_id")) or body_key(body)
    if refusal := too_many(events):
        return Reading(key, (refusal,))
    if not events:
        return Reading(key, (Unreadable("no event stands where the mapping says"),))
    return Reading(key, tuple(_event(_Source(mapping, document, event), reception) for event in events))


class _Source:
    """One event inside its body, asked by the mapping's names."""

    def __init__(self, mapping: FieldMap, document: Any, event: Any) -> None:
        self.mapping, self._document, self._event = mapping, document, event

    def value(self, name: str) -> Any:
        """What stands where the mapping says; None when it says nothing."""
        if name not in self.mapping.paths:
            return None
        from_body, steps = self.mapping.paths[name]
        return picked(self._document if from_body else self._event, steps)


def _event(source: _Source, reception: Reception) -> Item:
    number = tracking_number(source.value("tracking_number"))
    if number is None:
        return Unreadable("no tracking number stands where the mapping says")
    at: Moment | None = None
    if "occurred_at" in source.mapping.paths:
        at = source.mapping.clock(source.value("occurred_at"), reception.zone)
        if at is None:
            return Unreadable("no time stands where the mapping says, or its format is another one")
    raw = Raw(word(source.value("status")), word(source.value("substatus")), word(source.value("code")))
    meaning = source.mapping.statuses.get(raw.status or "", UNMAPPED)
    eta = None if meaning.milestone in FINAL else _estimate(source, reception)
    object_id = word(source.value("object_id")) or number
    parcel = Parcel(number, object_id, reception, text(source.value("carrier"), 60), _direction(source))
    spot = place(*(source.value(name) for name in ("city", "region", "postcode", "country")))
    words, key = text(source.value("text")), word(source.value("event_id"))
    others = source.value("other_number")
    also = other_numbers(number, *(others if isinstance(others, list) else [others]))
    return Report((parcel.event(meaning, at, raw, key=key, eta=eta, place=spot, text=words),), also=also)


def _direction(source: _Source) -> Direction:
    value = (text(source.value("direction")) or "").lower()
    return Direction(value) if value in set(Direction) else Direction.DELIVERY


def _estimate(source: _Source, reception: Reception) -> Estimate | None:
    start, end = source.value("eta_from"), source.value("eta_to")
    if start is not None or end is not None:
        return window(start, end, reception.zone)
    value = source.value("eta")
    if isinstance(value, int) and (at := source.mapping.clock(value, reception.zone)):
        value = at.at.isoformat()
    return estimate(value, reception.zone)
