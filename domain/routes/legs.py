"""Legs of a tour: from each stop to the next at once, between all others when somebody asks for them."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from math import dist

from domain.routes.driven import UNKNOWN_LEG_S

Flat = tuple[float, float]
"""Kilometres north and east."""


class LazyLegs(Sequence[Sequence[float]]):
    """`legs[i][j]` in seconds, as a list of lists would have it. A van that has room where it drives anyway is asked
    only for the legs along its tour: for 150 stops that is a hundredth of the work.
    """

    def __init__(
        self, flat: Sequence[Flat | None], lines: Sequence[tuple[float, float]], known: Sequence[float | None]
    ) -> None:
        """`lines`: seconds fixed and for each kilometre, of each stop that is left; `known`: of the legs along it."""
        self._lines, self._known = lines, known
        self._at = {per_km_s: _scaled(flat, per_km_s) for _, per_km_s in set(lines)}
        self._rows = [_Row(self, n, self._next(n)) for n in range(len(flat))]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, n: int) -> Sequence[float]:  # type: ignore[override]  # no slices: nobody takes any
        return self._rows[n]

    def whole(self) -> list[list[float]]:
        """All of them, as lists."""
        return [self.row(n) for n in range(len(self._rows))]

    def leg(self, a: int, b: int) -> float:
        if b == a + 1:
            return self._rows[a].next_s
        fixed_s, per_km_s = self._lines[a]
        places = self._at[per_km_s]
        start, end = places[a], places[b]
        return UNKNOWN_LEG_S if start is None or end is None else fixed_s + dist(start, end)

    def to(self, n: int) -> list[float]:
        """From each stop to this one."""
        places = [self._at[per_km_s] for _, per_km_s in self._lines]
        away = [None if at[n] is None else at[k] for k, at in enumerate(places)]
        column = [
            UNKNOWN_LEG_S if a is None else fixed_s + dist(a, at[n])  # type: ignore[arg-type]  # known where `a` is
            for a, at, (fixed_s, _) in zip(away, places, self._lines, strict=True)
        ]
        if n:
            column[n - 1] = self._rows[n - 1].next_s
        return column

    def _next(self, n: int) -> float:
        """The leg to the stop after this one; the last has none."""
        if n < len(self._known) and (leg_s := self._known[n]) is not None:
            return leg_s
        fixed_s, per_km_s = self._lines[n]
        places = self._at[per_km_s]
        a, b = places[n], places[n + 1] if n + 1 < len(places) else None
        return UNKNOWN_LEG_S if a is None or b is None else fixed_s + dist(a, b)

    def row(self, n: int) -> list[float]:
        """From this stop to each."""
        fixed_s, per_km_s = self._lines[n]
        places = self._at[per_km_s]
        a = places[n]
        if a is None:
            row = [UNKNOWN_LEG_S] * len(places)
        elif None in places:
            row = [UNKNOWN_LEG_S if b is None else fixed_s + dist(a, b) for b in places]
        else:
            row = [fixed_s + s for s in map(dist, repeat(a), places)]  # type: ignore[arg-type]  # none is None
        if n + 1 < len(row):
            row[n + 1] = self._rows[n].next_s
        return row


class _Row(Sequence[float]):
    __slots__ = ("_legs", "_n", "next_s")

    def __init__(self, legs: LazyLegs, n: int, next_s: float) -> None:
        self._legs, self._n, self.next_s = legs, n, next_s

    def __len__(self) -> int:
        return len(self._legs)

    def __iter__(self) -> Iterator[float]:
        return iter(self._legs.row(self._n))

    def __getitem__(self, n: int) -> float:  # type: ignore[override]  # no slices: nobody takes any
        return self._legs.leg(self._n, n)


def _scaled(flat: Sequence[Flat | None], per_km_s: float) -> list[Flat | None]:
    """Places in seconds instead of kilometres."""
    return [None if p is None else (p[0] * per_km_s, p[1] * per_km_s) for p in flat]
