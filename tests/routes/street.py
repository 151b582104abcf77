"""A street to drive: doors a kilometre apart, a van that stops at each, and customers who live there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.routes.given import Place, RouteGiven, StopGiven
from domain.routes.positions import Position
from flows.routes import positions
from flows.routes.driving import Knowledge
from flows.routes.giving import put
from flows.routes.reckon import Looked, reckon_due
from tests.flows.house import NOON, House

DEPOT = (40.70, -73.90)
VAN = "van-7"


def door(number: int) -> Place:
    """The door of the stop with this number, from 1; each a kilometre north of the one before."""
    return DEPOT[0] + number / 111.2, DEPOT[1]


class Street:
    """A house whose customers live in one street; the parcel for door n has the number DSn."""

    def __init__(self, house: House) -> None:
        self.house, self.knowledge = house, Knowledge()

    def order(self, *doors: int, phone: str | None = None, **changes: Any) -> None:
        """Parcels, each with an order and a customer of its own, who agreed to SMS."""
        for n in doors:
            latitude, longitude = door(n)
            address = {"lines": [f"{n} Elm St"], "city": "New York", "postcode": "10001", "country": "US"}
            self.house.order(
                f"DS{n}",
                name=f"O{n}",
                phone=phone or f"+121255501{n:02d}",
                address={**address, "latitude": latitude, "longitude": longitude},
                **changes,
            )

    def give(self, doors: Sequence[int], name: str = "r1", **changes: Any) -> Looked:
        """A route along these doors, and a look at it."""
        starts_at = changes.pop("starts_at", NOON)
        stops = tuple(changes.pop("stops", ()) or (StopGiven(f"DS{n}", None, door(n)) for n in doors))
        route = RouteGiven(
            id=name,
            vehicle=VAN,
            zone="America/New_York",
            starts_at=starts_at,
            ends_at=changes.pop("ends_at", starts_at + timedelta(hours=8)),
            start=DEPOT,
            end=DEPOT,
            stops=stops,
            **changes,
        )
        with self.house.database.transaction() as tx:
            put(tx, "acme", route, self.house.now)
        return self.look()

    def look(self) -> Looked:
        """Reckons whatever is due now."""
        with self.house.database.transaction() as tx:
            self.knowledge.follow(tx, self.house.now)
            return reckon_due(tx, self.knowledge, self.house.now)

    def seen(self, at: Place, when: datetime | None = None) -> int:
        """The van is seen there; returns of how many vans that is news. Its route is looked at when it is due."""
        position = Position(VAN, when or self.house.now, *at)
        with self.house.database.transaction() as tx:
            return positions.keep(tx, {("acme", VAN): position}, self.house.now)

    def wait(self, **span: float) -> list[str]:
        """Time passes, and what falls due is said; routes are looked at every minute."""
        words, until = [], self.house.now + timedelta(**span)
        while self.house.now < until:
            words += self.house.until(min(timedelta(minutes=1), until - self.house.now))
            self.look()
        return words + self.house.say()
