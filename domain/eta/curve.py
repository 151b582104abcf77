"""A survival curve: which share of parcels like this one is still on its way at each age."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

NEVER = float("inf")
FEW = 10
"""Where no more parcels than this are left, the curve ends: what comes later is known better elsewhere."""
_EDGE = 1e-12


@dataclass(frozen=True, slots=True)
class Curve:
    """A step function. At `ages[i]` the share that has arrived rises to `arrived[i]`; both only rise.

    Ages have the unit of the cohort the curve was made of: hours, or shares of the time quoted.
    """

    ages: Sequence[float]
    arrived: Sequence[float]
    parcels: int
    """How many parcels it speaks of, those still on the road included."""

    def waiting(self, age: float) -> float:
        """The share still on its way at this age, between 0 and 1."""
        position = bisect_right(self.ages, age)
        return 1.0 - self.arrived[position - 1] if position else 1.0

    def by(self, chance: float, age: float = 0.0) -> float:
        """The age by which a parcel arrives with this chance, if it has not at `age`; NEVER if none is known."""
        gone = 1.0 - self.waiting(age) * (1.0 - chance) if age > 0 else chance
        position = bisect_left(self.arrived, gone - _EDGE)
        return self.ages[position] if position < len(self.ages) else NEVER

    def risk(self, promised: float, age: float = 0.0) -> float:
        """The chance that a parcel of this age, not here yet, is still not here at the promised age."""
        if age >= promised:
            return 1.0
        waiting = self.waiting(age)
        return self.waiting(promised) / waiting if waiting > 0 else 1.0

    def alarm(self, promised: float, risk: float) -> float:
        """The age from which a parcel that is not here yet breaks the promise with more than this risk.

        Known ahead, because risk only grows while nothing arrives: a notice can be planned for this age.
        """
        still = self.waiting(promised)
        if still <= 0:
            return promised
        position = bisect_right(self.arrived, 1.0 - still / risk + _EDGE)
        return min(promised, self.ages[position]) if position < len(self.ages) else promised

    def thinned(self, steps: int) -> "Curve":
        """About the same curve in at most so many steps, none of them earlier than it was."""
        every = -(-len(self.ages) // steps)
        if every <= 1:
            return self
        places = range(len(self.ages) - 1, -1, -every)
        return Curve([self.ages[n] for n in places][::-1], [self.arrived[n] for n in places][::-1], self.parcels)


def kaplan_meier(arrivals: Sequence[float], waiting: Sequence[float], few: int = FEW) -> Curve:
    """The product-limit estimate (Kaplan and Meier, 1958) from ascending ages: of arrivals, and of those that wait.

    It ends where only a `few` are left.
    """
    arrived: list[float] = []
    alive = 1.0
    at_risk = parcels = len(arrivals) + len(waiting)
    rest = iter(waiting)
    leaves = next(rest, NEVER)
    for age in arrivals:
        while leaves < age:
            leaves = next(rest, NEVER)
            at_risk -= 1
        if at_risk <= few:
            break
        alive *= 1.0 - 1.0 / at_risk
        at_risk -= 1
        arrived.append(1.0 - alive)
    return Curve(arrivals[: len(arrived)], arrived, parcels)


def continued(curve: Curve, coarser: Curve) -> Curve:
    """`curve` as far as it goes, and from there the shape of a coarser one.

    So a short window of recent parcels keeps its news, and the rare long waits come from many.
    """
    if not curve.ages:
        return coarser
    last, alive = curve.ages[-1], 1.0 - curve.arrived[-1]
    beside = coarser.waiting(last)
    if beside <= 0:
        return curve
    first, scale = bisect_right(coarser.ages, last), alive / beside
    ages = [*curve.ages, *coarser.ages[first:]]
    arrived = [*curve.arrived, *(1.0 - (1.0 - gone) * scale for gone in coarser.arrived[first:])]
    return Curve(ages, arrived, curve.parcels)
