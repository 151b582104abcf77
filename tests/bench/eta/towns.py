"""Towns with customers and vans: Solomon's where they are at hand, else made ones; and the questions asked of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from random import Random

from domain.routes.insertion import Fits, insert
from domain.routes.tour import Stop, Tour
from tests.bench.eta.series import REAL

SLOTS_OF_A_DAY = 6
MADE = 50


@dataclass(frozen=True, slots=True)
class Place:
    x: float
    y: float
    stop: Stop
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class Town:
    """The depot is the first place; a van takes `room`."""

    places: list[Place]
    room: float

    def leg(self, a: int, b: int) -> float:
        return hypot(self.places[a].x - self.places[b].x, self.places[a].y - self.places[b].y)

    def tour(self, order: list[int]) -> Tour:
        return Tour([self.places[n].stop for n in order], [[self.leg(a, b) for b in order] for a in order])


def towns() -> list[Town]:
    files = sorted((REAL / "vrptw" / "solomon").glob("*.txt"))
    return [read(file) for file in files] or [_made(seed) for seed in range(MADE)]


def questions(town: Town, random: Random, count: int) -> Iterator[tuple[Tour, Stop, list[float]]]:
    """A van somewhere on its tour, and a customer of another van who would like one sixth of the day."""
    vans = _plan(town)
    day = town.places[0].stop.closes_s
    for _ in range(count):
        van = random.choice(vans)
        here = random.randrange(0, len(van) - 2)
        rest, now = van[here:], town.tour(van).starts[here]
        ahead = [town.places[n].stop for n in rest]
        ahead[0] = Stop(now, now, ahead[0].service_s)
        tour = Tour(ahead, [[town.leg(a, b) for b in rest] for a in rest])
        guest = random.choice([n for n in range(1, len(town.places)) if n not in van])
        slot = random.randrange(SLOTS_OF_A_DAY) * day / SLOTS_OF_A_DAY
        wish = Stop(slot, slot + day / SLOTS_OF_A_DAY, town.places[guest].stop.service_s)
        yield tour, wish, [town.leg(n, guest) for n in rest]


def _plan(town: Town) -> list[list[int]]:
    """Far customers first, each where it costs least: into a van with room, or into a new one."""
    vans: list[list[int]] = []
    for n in sorted(range(1, len(town.places)), key=lambda n: -town.leg(0, n)):
        best, where = 2 * town.leg(0, n), len(vans)
        best_van = [0, n, 0]
        for number, van in enumerate(vans):
            if sum(town.places[m].load for m in van) + town.places[n].load > town.room:
                continue
            there = [town.leg(m, n) for m in van]
            answer = insert(town.tour(van), town.places[n].stop, there, there)
            if isinstance(answer, Fits) and answer.extra_s < best:
                best, where, best_van = answer.extra_s, number, [[*van, n][i] for i in answer.order]
        vans[where : where + 1] = [best_van]
    return vans


def read(file: Path) -> Town:
    """A Solomon instance. Its units of time are taken for seconds."""
    places, room = [], 0.0
    for line in file.read_text().splitlines():
        fields = line.split()
        if len(fields) == 2 and fields[0].isdigit():
            room = float(fields[1])
        if len(fields) == 7 and fields[0].isdigit():
            x, y, load, opens, closes, service = map(float, fields[1:])
            places.append(Place(x, y, Stop(opens, closes, service), load))
    return Town(places, room)


def _made(seed: int) -> Town:
    random = Random(seed)
    day, width, room = random.choice([(240.0, 30.0, 200.0), (1000.0, 160.0, 1000.0)])
    places = [Place(35, 35, Stop(0, day))]
    width *= random.uniform(0.5, 3.0)
    for _ in range(100):
        x, y = random.uniform(0, 70), random.uniform(0, 70)
        opens = random.uniform(hypot(x - 35, y - 35), day * 0.7)
        places.append(Place(x, y, Stop(opens, min(opens + width, day * 0.75), 10), random.uniform(5, 25)))
    return Town(places, room)
