"""A fortnight of a shop with four carriers: it learns how they keep their word, follows vans, and has bad hours."""

import heapq
import itertools
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from domain.axes import EtaKind, Milestone, Timeliness
from domain.events import Estimate, Raw, TrackingEvent
from domain.orders import Parcel
from flows.promises.calibration import Calibration, gather
from flows.webhooks.digest import digest
from store import unmapped
from store.tables import Announcement, EventRow
from tests.flows.house import House
from tests.routes.street import Street, door
from tests.wording.announce import act, advance
from tests.wording.busy import ACTS

HOURS_LATE = {"prompt": (-1, 1), "tardy": (1, 8), "vague": (0, 30), "silent": (0, 20)}
"""How late the parcels of each carrier come, against what it said (of the silent one: it says nothing)."""
TOWNS = (("New York", "10001"), ("Boston", "02108"), ("Chicago", "60601"))
CUSTOMERS = 40


class Fortnight:
    """`play` plays it. `outages` are hours in which webhooks are kept and nothing is said."""

    def __init__(self, house: House, seed: int, *, days: int = 14, parcels: int = 6) -> None:
        self.house, self.chance = house, random.Random(seed)
        self.calibration, self.street = Calibration(), Street(house)
        self.begin, self.end = house.now, house.now + timedelta(days=days)
        self.outages = [self.begin + timedelta(days=d, hours=h) for d, h in ((2, 1), (6, 3), (11, -4))]
        self.learned = 0
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._count, self._routes = itertools.count(), itertools.count(1)
        for n in range(days * parcels):
            self.at(self.begin + timedelta(hours=24 * n / parcels + self.chance.random()), partial(self._parcel, n))
        for hours in range(3, 24 * days, 3):
            self.at(self.begin + timedelta(hours=hours), self._learn)
        for day in range(4, days - 1, 4):
            self.at(self.begin + timedelta(days=day), self._route)

    def at(self, at: datetime, then: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (at, next(self._count), then))

    def play(self) -> None:
        while self._agenda and self._agenda[0][0] <= self.end:
            at, _, then = heapq.heappop(self._agenda)
            if any(down <= at < down + timedelta(hours=2) for down in self.outages):
                self.house.now = max(at, self.house.now)
            else:
                self.house.until(max(at, self.house.now))
            self.house.now += timedelta(seconds=1)
            then()
        self.house.until(max(self.end, self.house.now))

    def _parcel(self, n: int) -> None:
        chance, number = self.chance, f"DS{n:04}"
        carrier = chance.choice(list(HOURS_LATE))
        town, postcode = chance.choice(TOWNS)
        who = chance.randrange(CUSTOMERS)
        self.house.order(
            *(number,),
            name=f"order-{n}",
            phone=f"+1212555{who:04}",
            language=("en", "de", "es")[who % 3],
            parcels=(Parcel(number, carrier, chance.choice(((), ("reschedule",)))),),
            address={"lines": ["1 Elm St"], "city": town, "postcode": postcode, "country": "US"},
        )
        start = self.house.now + timedelta(hours=chance.uniform(1, 9))
        window = (start + timedelta(hours=chance.uniform(20, 40))).replace(minute=0, second=0, microsecond=0)
        came = window + timedelta(hours=2 + chance.uniform(*HOURS_LATE[carrier]))
        delayed = chance.choice((Timeliness.DELAYED, Timeliness.UNKNOWN))
        steps: list[tuple[datetime, str, dict[str, Any]]] = [
            (start, "accepted", {}),
            (start + timedelta(hours=3), "in_transit", {"eta": _estimate(carrier, window)}),
            (start + timedelta(hours=12), "in_transit", {"timeliness": delayed, "eta": _estimate(carrier, window)}),
            (start + timedelta(hours=13), "unknown", {"raw": Raw("XB17", None, None)}),
            (came - timedelta(hours=chance.uniform(1, 5)), "out_for_delivery", {"eta": _estimate(carrier, window)}),
            (came, chance.choice(("delivered",) * 9 + ("exception",)), {}),
        ]
        for step, (at, milestone, more) in enumerate(steps):
            event = self.house.event(milestone, number, at=at, key=f"{number}-{step}", **more)
            self.at(at + timedelta(seconds=chance.expovariate(1 / 400)), partial(self._report, event))

    def _report(self, event: TrackingEvent) -> None:
        """Kept at once, or a moment after something was said: then it was not known there."""
        received_at = self.house.now
        if self.chance.random() < 0.3:
            self.house.now += timedelta(seconds=2)
            self.house.say()
            self.house.now += timedelta(seconds=1)
        self.house.report(event._replace(received_at=received_at))
        if self.chance.random() < 0.15:
            self.house.now += timedelta(seconds=1)
            self.chance.choice((*ACTS, self._teach, self._halt))(self.house, self.chance, CUSTOMERS)

    def _learn(self) -> None:
        self.house.now += timedelta(minutes=2)
        while self.house.database.step(gather, self.house.now):
            pass
        ways: set[tuple[int, str, str | None]] = set()
        while fresh := self.house.database.step(self.calibration.follow, self.house.now):
            ways |= fresh
        self.learned += self.house.database.step(self.calibration.publish, ways, self.house.now)

    def _teach(self, *_: object) -> None:
        """What nobody had understood means something from now on."""
        unknown = self.house.rows(EventRow, milestone="unknown")
        if unknown:
            row = self.chance.choice(unknown)
            meant = self.house.event("exception", row.tracking_number, reason="weather.storm", key=row.key)
            with self.house.in_transaction() as tx:
                unmapped.learn(tx, [(row, meant)], self.house.now)
                digest(tx, [row.delivery_id], self.house.now)

    def _halt(self, *_: object) -> None:
        """An announcement pauses, or goes on."""
        for row in self.house.rows(Announcement):
            if row.state in ("sending", "paused"):
                act(self.house, "pause" if row.state == "sending" else "resume", row.id)
                advance(self.house)

    def _route(self) -> None:
        """A van takes five parcels along its street, and is looked at now and then; half an hour it stands still."""
        first = next(self._routes) * 10
        doors = range(1, 6)
        numbers = {n: first + n for n in doors}
        self.street.order(*numbers.values())
        self.house.say()
        self.house.now += timedelta(seconds=1)
        starts_at = self.house.now + timedelta(hours=1)
        self.street.give(list(numbers.values()), name=f"r{first}", starts_at=starts_at)
        for minute in range(0, 130, 3):
            self.at(starts_at + timedelta(minutes=minute), self._look)
        for n in doors:
            at = starts_at + timedelta(minutes=12 * n + (30 if n > 3 else 0))
            self.at(at, partial(self._stop, f"DS{numbers[n]}", numbers[n]))

    def _look(self) -> None:
        self.street.look()

    def _stop(self, number: str, n: int) -> None:
        self.street.seen(door(n))
        self.house.report(self.house.event(Milestone.DELIVERED, number))


def _estimate(carrier: str, window: datetime) -> Estimate | None:
    match carrier:
        case "silent":
            return None
        case "vague":
            return Estimate(EtaKind.DATE, window.date(), None, None)
        case _:
            return Estimate(EtaKind.WINDOW, None, window, window + timedelta(hours=2))
