"""Insertion against brute force: never a window broken, and nothing missed that a move of one stop allows."""

from itertools import permutations
from random import Random

import pytest

from domain.eta.stops import StopErrors
from domain.routes.insertion import Fits, Full, insert
from domain.routes.tour import Stop, Tour, starts, with_room


class Town:
    """Places at random, a tour that keeps its windows, and a stop that asks to be taken."""

    def __init__(self, seed: int, stops: int, width: float = 60.0) -> None:
        random = Random(seed)
        self.places = [(random.uniform(0, 60), random.uniform(0, 60)) for _ in range(stops + 3)]
        times = self._times(random, stops, width)
        self.stops = [Stop(0, 0), *times, Stop(0, 90.0 * stops + 150)]
        self.new = Stop(opens := random.uniform(0, 30.0 * stops), opens + 12.0 * stops, 5)
        self.legs = [[self._leg(a, b) for b in range(stops + 2)] for a in range(stops + 2)]
        self.there = [self._leg(n, stops + 2) for n in range(stops + 2)]
        self.back = self.there
        self.tour = Tour(self.stops, self.legs)

    def _leg(self, a: int, b: int) -> float:
        (ax, ay), (bx, by) = self.places[a], self.places[b]
        return abs(ax - bx) + abs(ay - by)

    def _times(self, random: Random, stops: int, width: float) -> list[Stop]:
        """Windows around the times at which the van comes, when it drives the places in order."""
        now, found = 0.0, []
        for n in range(1, stops + 1):
            now += self._leg(n - 1, n)
            opens = now - random.uniform(0, width)
            found.append(Stop(opens, opens + width, 5))
            now = max(now, opens) + 5
        return found

    def keeps(self, order: tuple[int, ...]) -> bool:
        """By driving it: every window is kept."""
        stops = [*self.stops, self.new]
        legs = [*([*row, self.there[n]] for n, row in enumerate(self.legs)), [*self.back, 0.0]]
        begun = starts(stops, legs, order)
        return all(begin <= stops[n].closes_s for n, begin in zip(order, begun, strict=True))

    def feasible_at_all(self) -> bool:
        middle = [*range(1, len(self.stops) - 1), len(self.stops)]
        return any(self.keeps((0, *order, len(self.stops) - 1)) for order in permutations(middle))

    def feasible_by_insertion(self) -> bool:
        number, order = len(self.stops), self.tour.order
        return any(self.keeps((*order[:place], number, *order[place:])) for place in range(1, len(order)))

    def feasible_by_a_move(self) -> bool:
        for gone in self.tour.order[1:-1]:
            rest = [n for n in self.tour.order if n != gone]
            for place in range(1, len(rest)):
                one = [*rest[:place], len(self.stops), *rest[place:]]
                if any(self.keeps((*one[:again], gone, *one[again:])) for again in range(1, len(one))):
                    return True
        return False


@pytest.mark.parametrize("seed", range(150))
def test_what_is_accepted_keeps_every_window_and_nothing_is_missed(seed: int) -> None:
    town = Town(seed, stops=3 + seed % 9)
    answer = insert(town.tour, town.new, town.there, town.back)
    if isinstance(answer, Fits):
        assert town.keeps(answer.order)
        assert sorted(answer.order) == list(range(len(town.stops) + 1))
        assert (answer.order[0], answer.order[-1]) == (0, len(town.stops) - 1)
    elif len(town.stops) < 10:
        assert not town.feasible_by_insertion()
        assert not town.feasible_by_a_move()


def test_of_what_is_possible_at_all_nearly_everything_is_found() -> None:
    possible = found = 0
    for seed in range(300):
        town = Town(seed, stops=5)
        taken = isinstance(insert(town.tour, town.new, town.there, town.back), Fits)
        can = taken or town.feasible_at_all()
        possible, found = possible + can, found + taken
    assert possible > 80
    assert found >= 0.95 * possible


def test_times_that_break_the_triangle_change_nothing_about_soundness() -> None:
    for seed in range(300):
        town, random = Town(seed, stops=8), Random(seed)
        town.there = [leg * random.uniform(0.3, 2.0) for leg in town.there]
        town.back = [leg * random.uniform(0.3, 2.0) for leg in town.back]
        answer = insert(town.tour, town.new, town.there, town.back)
        assert isinstance(answer, Full) or town.keeps(answer.order)


def test_the_cheapest_place_is_taken() -> None:
    stops = [Stop(0, 0), Stop(0, 900), Stop(0, 900), Stop(0, 900)]
    legs = [[abs(a - b) * 100.0 for b in range(4)] for a in range(4)]
    there = [abs(a - 1.5) * 100.0 for a in range(4)]
    answer = insert(Tour(stops, legs), Stop(0, 900), there, there)
    assert answer == Fits((0, 1, 4, 2, 3), 0.0)


def test_a_tour_that_is_late_by_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="breaks a window already"):
        Tour([Stop(0, 0), Stop(0, 10)], [[0, 20], [20, 0]])


def test_room_for_bad_hours_is_kept_for_those_who_were_promised() -> None:
    errors = StopErrors()
    for n in range(1000):
        errors.add(1, float(n % 100), n * 86_400.0)
    stops = [Stop(0, 0), Stop(0, 200), Stop(0, 1000)]
    legs = [[0.0, 100.0, 200.0], [100.0, 0.0, 100.0], [200.0, 100.0, 0.0]]
    new, there = Stop(0, 1000, 30), [20.0, 90.0, 190.0]
    bare, roomy = Tour(stops, legs), with_room(Tour(stops, legs), errors)
    assert insert(bare, new, there, there) == Fits((0, 3, 1, 2), 10.0)
    answer = insert(roomy, new, there, there)
    assert isinstance(answer, Fits)
    assert answer.order == (0, 1, 3, 2)
