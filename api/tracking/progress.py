"""How far a parcel is, in four steps: what is behind it, where it stands, and what is ahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from domain.axes import Milestone

_M = Milestone


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of the way; `stands` is done, current or ahead."""

    name: str
    stands: str


def legs(milestone: Milestone) -> tuple[Leg, ...]:
    """The way as far as it is known. What went wrong takes the place of the step at which it did."""
    names, current = _way(milestone)
    return tuple(_placed(names, current))


def _placed(names: tuple[Milestone, ...], current: int) -> Iterator[Leg]:
    for position, name in enumerate(names):
        stands = "done" if position < current else "current" if position == current else "ahead"
        yield Leg(name.value, stands)


def _way(milestone: Milestone) -> tuple[tuple[Milestone, ...], int]:
    match milestone:
        case _M.UNKNOWN | _M.CREATED:
            return (_M.CREATED, _M.IN_TRANSIT, _M.OUT_FOR_DELIVERY, _M.DELIVERED), 0
        case _M.ACCEPTED | _M.IN_TRANSIT:
            return (_M.CREATED, _M.IN_TRANSIT, _M.OUT_FOR_DELIVERY, _M.DELIVERED), 1
        case _M.EXCEPTION:
            return (_M.CREATED, _M.EXCEPTION, _M.OUT_FOR_DELIVERY, _M.DELIVERED), 1
        case _M.OUT_FOR_DELIVERY | _M.DELIVERY_ATTEMPTED | _M.AVAILABLE_FOR_PICKUP:
            return (_M.CREATED, _M.IN_TRANSIT, milestone, _M.DELIVERED), 2
        case _M.DELIVERED:
            return (_M.CREATED, _M.IN_TRANSIT, _M.OUT_FOR_DELIVERY, _M.DELIVERED), 3
        case _M.RETURNING:
            return (_M.CREATED, _M.IN_TRANSIT, _M.RETURNING, _M.RETURNED), 2
        case _M.RETURNED:
            return (_M.CREATED, _M.IN_TRANSIT, _M.RETURNING, _M.RETURNED), 3
        case _M.CANCELLED:
            return (_M.CREATED, _M.CANCELLED), 1
        case _:
            assert_never(milestone)
