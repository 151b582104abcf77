"""Slots: what a 3PL may publish, whose they are, and which to offer first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from domain.axes import Milestone
from domain.localtime import local_day
from domain.windows import Window

MAX_CAPACITY = 100_000
LONGEST = timedelta(hours=24)


class BadSlot(ValueError):
    """A published slot that cannot be; `slot_id` names it."""

    def __init__(self, slot_id: str, why: str) -> None:
        super().__init__(f"slot {slot_id!r}: {why}")
        self.slot_id, self.why = slot_id, why


@dataclass(frozen=True, slots=True)
class SlotGiven:
    """A slot as the 3PL publishes it, for one parcel or for a zone: a postcode's beginning, or the name of a town."""

    id: str
    from_at: datetime
    to_at: datetime
    capacity: int
    cutoff_at: datetime
    tracking_number: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A stored slot: `id` is ours, `external_id` the 3PL's."""

    id: int
    external_id: str
    merchant_id: int
    tracking_number: str | None
    zone: str | None
    from_at: datetime
    to_at: datetime
    cutoff_at: datetime

    def window(self, tz: tzinfo) -> Window:
        return Window(local_day(self.from_at, tz), self.from_at, self.to_at)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A shipment as far as slots need it. `window` is when it is expected now, `zone` the delivery address's."""

    shipment_id: int
    merchant_id: int
    tracking_number: str
    allow: frozenset[str]
    milestone: Milestone
    zone: tzinfo
    areas: frozenset[str]
    window: Window | None


def check(slots: Sequence[SlotGiven]) -> None:
    """Raises BadSlot for the first slot that cannot be."""
    seen: set[str] = set()
    for slot in slots:
        if why := _fault(slot, seen):
            raise BadSlot(slot.id, why)
        seen.add(slot.id)


def _fault(slot: SlotGiven, seen: set[str]) -> str | None:
    if not slot.id or len(slot.id) > 200:
        return "its id must have 1 to 200 characters"
    if slot.id in seen:
        return "its id is given twice"
    if (slot.tracking_number is None) == (slot.zone is None):
        return "it needs either a tracking_number or a zone"
    if not area(slot.zone or slot.tracking_number or ""):
        return "its tracking_number or zone is empty"
    if not slot.from_at < slot.to_at:
        return "it must end after it begins"
    if slot.to_at - slot.from_at > LONGEST:
        return "it is longer than a day"
    if slot.cutoff_at > slot.from_at:
        return "its cut-off must not be after its beginning"
    if not 0 <= slot.capacity <= MAX_CAPACITY:
        return f"its capacity must be 0 to {MAX_CAPACITY}"
    return None


def area(name: str) -> str:
    """The name of a zone as it is stored and compared: case, spaces and hyphens make no difference."""
    return "".join(name.split()).replace("-", "").casefold()


def areas(address: Mapping[str, object]) -> frozenset[str]:
    """The names of all zones an address lies in: each beginning of its postcode, its town, and its own zone if set."""
    postcode = area(str(address.get("postcode") or ""))
    names = {area(str(address.get(key) or "")) for key in ("city", "zone")}
    return frozenset({postcode[:end] for end in range(1, len(postcode) + 1)} | names - {""})


def serves(slot: Slot, parcel: Parcel) -> bool:
    """Whether the slot is for this parcel."""
    if slot.merchant_id != parcel.merchant_id:
        return False
    return slot.tracking_number == parcel.tracking_number or slot.zone in parcel.areas


def choose(slots: Iterable[Slot], parcel: Parcel, limit: int) -> tuple[Slot, ...]:
    """What to offer, by time: the first slot of each of the nearest days, then more of the same days if there is room.

    Never what is expected anyway: a slot around, or inside, the window that stands.
    """
    ordered = sorted(
        (s for s in slots if not _is_current(s, parcel)), key=lambda s: (s.from_at, s.to_at, s.external_id)
    )
    days: dict[object, Slot] = {}
    for slot in ordered:
        days.setdefault(local_day(slot.from_at, parcel.zone), slot)
    firsts = list(days.values())[:limit]
    others = [slot for slot in ordered if slot not in firsts][: limit - len(firsts)]
    return tuple(sorted(firsts + others, key=lambda s: (s.from_at, s.to_at, s.external_id)))


def _is_current(slot: Slot, parcel: Parcel) -> bool:
    window = parcel.window
    if window is None or window.from_at is None or window.to_at is None:
        return False
    around = slot.from_at <= window.from_at and window.to_at <= slot.to_at
    inside = window.from_at <= slot.from_at and slot.to_at <= window.to_at
    return around or inside
