"""The one parcel a body speaks of: its scans made into events, and what the sender says beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carriers.contract import Ignored, Reception, Report, Unreadable
from carriers.keys import digest_key, standing_key
from carriers.meaning import UNMAPPED, Meaning, adds, newest_of
from carriers.reading import fields, too_many, tracking_number
from carriers.times import Moment
from domain.axes import Direction, ZoneSource
from domain.events import Estimate, Place, Raw, TrackingEvent

Item = Report | Ignored | Unreadable


@dataclass(frozen=True, slots=True)
class Parcel:
    """`number` is the tracking number, `object_id` the sender's own id (else the number): identity is taken from it.

    `direction` is that of the whole object (a return label, a pickup task).
    """

    number: str
    object_id: str
    reception: Reception
    carrier: str | None = None
    direction: Direction = Direction.DELIVERY

    def event(
        self,
        meaning: Meaning,
        moment: Moment | None,
        raw: Raw,
        *,
        key: str | None = None,
        eta: Estimate | None = None,
        place: Place | None = None,
        text: str | None = None,
        carrier: str | None = None,
    ) -> TrackingEvent:
        """One event. Without a `key` it is known by status, sub-status and time.

        Without a `moment` it happened now, and stands until the object says something else.
        """
        at = moment or self.heard()
        return TrackingEvent(
            key or self._key(raw, moment, eta),
            self.number,
            at.at,
            self.reception.received_at,
            meaning.milestone,
            meaning.detail,
            meaning.reason,
            meaning.timeliness,
            meaning.action_by,
            meaning.health,
            meaning.scope,
            meaning.direction if self.direction is Direction.DELIVERY else self.direction,
            eta,
            at.zone_source,
            place,
            text,
            carrier or self.carrier,
            raw,
        )

    def _key(self, raw: Raw, moment: Moment | None, eta: Estimate | None) -> str:
        if moment is None:
            return standing_key(self.object_id, raw.status, raw.substatus, eta)
        return digest_key(self.object_id, raw.status, raw.substatus, moment.written)

    def heard(self) -> Moment:
        """For what comes without a time: when we heard of it, by our own clock."""
        return Moment(self.reception.received_at, ZoneSource.EXPLICIT, self.reception.received_at)

    def own_word(
        self,
        meaning: Meaning,
        moment: Moment | None,
        raw: Raw,
        newest: TrackingEvent | None,
        *,
        eta: Estimate | None = None,
        text: str | None = None,
    ) -> TrackingEvent | None:
        """The object's own status, when it says more than its newest scan: another status, or an estimate.

        An estimate alone comes under no milestone, for it tells nothing about where the parcel is. The time the sender
        touched the object is no part of the key: a snapshot sent again under a new `updated_at` is the same fact.
        """
        if newest is not None and not adds(meaning, newest):
            if eta is None or eta == newest.eta:
                return None
            meaning, raw, text = UNMAPPED, Raw(), None
        # Beside its newest scan, known by that scan's key and not by its time: a zone set later changes no key.
        key = standing_key(self.object_id, raw.status, raw.substatus, eta, beside=newest.key if newest else "")
        return self.event(meaning, moment, raw, key=key, eta=eta, text=text)


def snapshot(
    scans: Sequence[object],
    time_field: str,
    read_scan: Callable[[Mapping[str, Any]], TrackingEvent | None],
    own: Callable[[TrackingEvent | None], TrackingEvent | None] = lambda newest: None,
    also: tuple[str, ...] = (),
) -> tuple[Item, ...]:
    """A parcel with its history: one report of all its scans, and a flaw for each scan that holds no time.

    `own` gets the newest scan and adds the object's own word. `time_field` (`events[].date`) names the flaw. Of two
    scans with one key the one with more to say stays, so that their order does not matter. `also` are other numbers of
    the parcel.
    """
    if refusal := too_many(scans):
        return (refusal,)
    events: dict[str, TrackingEvent] = {}
    flaws = []
    for position, scan in enumerate(scans):
        event = read_scan(fields(scan))
        if event is None:
            flaws.append(Unreadable(f"`{time_field.replace('[]', f'[{position}]')}` holds no time"))
        else:
            events[event.key] = _fuller(event, events.get(event.key))
    told = tuple(events.values())
    word = own(newest_of(told))
    return (Report((*told, word) if word else told, also=also), *flaws)


def other_numbers(number: str, *given: object) -> tuple[str, ...]:
    """What else the parcel of this number is called, of these values."""
    found = dict.fromkeys(map(tracking_number, given))
    return tuple(one for one in found if one is not None and one != number)


def _fuller(event: TrackingEvent, known: TrackingEvent | None) -> TrackingEvent:
    return known if known is not None and (known.text or "") >= (event.text or "") else event
