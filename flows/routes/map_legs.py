"""Map legs: routes that are driven as they were given get their travel times from the map server, in the background."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from domain.routes.given import Place
from domain.routes.van import Van, legs_of
from flows.routes import vans
from flows.routes.roads import NoRoads, Roads
from store import routes
from store.database import Database, Turn

AHEAD = timedelta(hours=36)
"""Routes that begin later may still change."""
TOGETHER = 50
"""So many places are asked for at once: of a route only the legs from each stop to the next are wanted."""
REST = timedelta(minutes=1)
"""How long a server that does not answer is left alone."""
REMEMBERED = 10_000

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wanting:
    """A route with stops whose legs nobody has asked the map for: its van at the stop it left last, and those left."""

    route_id: int
    version: int
    van: Van
    stops: vans.Stops

    @property
    def places(self) -> list[Place | None]:
        return [self.van.place, *(stop.place for stop in self.van.left)]


class MapLegs:
    """Asks once for each version of a route. Without roads nothing is ever asked."""

    def __init__(self, database: Database, clock: Callable[[], datetime], roads: Roads | None) -> None:
        self._database, self._clock, self._roads = database, clock, roads
        self._asked: dict[tuple[int, int], None] = {}
        self._rests_until: datetime | None = None

    async def ask_some(self, most: int = 20) -> int:
        """Asks for so many routes at most; returns how many now have times of the map."""
        if self._roads is None or (self._rests_until is not None and self._clock() < self._rests_until):
            return 0
        count = 0
        for wanting in await self._database.read(_wanting, list(self._asked), most, self._clock()):
            found = await self._legs(self._roads, wanting.places)
            if found is None:
                self._rests_until = self._clock() + REST
                return count
            self._remember(wanting)
            count += await self._database.write(_keep, wanting, found, self._clock(), turn=Turn.WORK)
        return count

    async def _legs(self, roads: Roads, places: Sequence[Place | None]) -> list[float | None] | None:
        """The seconds of each leg, None for one to or from a place that nobody knows; None when the server is away."""
        legs: list[float | None] = [None] * (len(places) - 1)
        for first in range(0, len(places) - 1, TOGETHER - 1):
            part = [(n, place) for n, place in enumerate(places[first : first + TOGETHER], first) if place is not None]
            if len(part) < 2:
                continue
            found = await roads.seconds([place for _, place in part])
            if isinstance(found, NoRoads):
                log.warning("roads.unknown", why=found.why)
                return None
            for k, (n, _) in enumerate(part[1:], 1):
                if part[k - 1][0] == n - 1:
                    legs[n - 1] = found[k - 1][k]
        return legs

    def _remember(self, wanting: Wanting) -> None:
        self._asked[wanting.route_id, wanting.version] = None
        if len(self._asked) > REMEMBERED:
            del self._asked[next(iter(self._asked))]


def _wanting(tx: Connection, asked: Sequence[tuple[int, int]], most: int, now: datetime) -> list[Wanting]:
    known = set(asked)
    ids = [one for one in routes.without_legs(tx, now, now + AHEAD) if one not in known][:most]
    found = []
    for row in routes.by_ids(tx, [route_id for route_id, _ in ids]):
        ((van, stops),) = vans.load(tx, [row], row.starts_at)  # at its last stop, wherever it was seen since
        found.append(Wanting(row.id, row.version, van, stops))
    return found


def _keep(tx: Connection, wanting: Wanting, legs: Sequence[float | None], now: datetime) -> bool:
    """Writes the times, unless the route has changed meanwhile: then it is asked for again."""
    (row,) = routes.by_ids(tx, [wanting.route_id]) or (None,)
    if row is None or row.version != wanting.version:
        return False
    known = [(n, leg_s) for n, leg_s in enumerate(legs) if leg_s is not None]
    routes.note_legs(tx, [{"b_id": wanting.stops[n].id, "leg_s": leg_s} for n, leg_s in known])
    road = road_of(wanting.van, dict(known))
    routes.note(tx, row.id, next_at=now, **({"road": road} if road is not None else {}))
    return bool(known)


def road_of(van: Van, by_map: dict[int, float]) -> float | None:
    """How many times as long as reckoned legs take by the map, which is asked for these (by number); None: unknown."""
    plain = replace(
        van,
        speeds=replace(van.speeds, road=1.0),
        left=tuple(replace(stop, leg_s=None) for stop in van.left),
    )
    reckoned = legs_of(plain)
    guessed = sum(reckoned[n][n + 1] for n in by_map)
    return sum(by_map.values()) / guessed if guessed else None
