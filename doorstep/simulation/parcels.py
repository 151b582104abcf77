"""A simulated parcel: who waits for it, when it should come, and the slots in which it could come instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from domain.localtime import at_local, local_day, zone
from domain.orders import Consent, NewOrder, Parcel
from domain.slots import SlotGiven
from doorstep.simulation.towns import Town, town_at

CHANGES = ("reschedule", "neighbour", "safe_place", "pickup_point")
NAMES = ("Alma Reyes", "Bo Ek", "Chidi Okafor", "Dana Levi", "Eero Salo", "Fatima Haddad", "Goran Ilic", "Hana Sato")
SEATS = 80_000
"""+1 … 555-01xx are nobody's numbers: a hundred in each of 800 areas."""
_HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class SimulatedParcel:
    """`begins_at` is when its order is announced; its day is played from then on, in real time."""

    number: str
    name: str
    phone: str
    language: str
    town: Town
    begins_at: datetime

    @property
    def order_number(self) -> str:
        return f"O-{self.number}"

    @property
    def window(self) -> tuple[datetime, datetime]:
        """The two hours in which it comes; they have just begun."""
        midnight = at_local(local_day(self.begins_at, zone(self.town.zone)), time(), zone(self.town.zone))
        opens = midnight + (self.begins_at - midnight) // _HALF_HOUR * _HALF_HOUR - _HALF_HOUR
        return opens, opens + timedelta(hours=2)

    @property
    def arrives_at(self) -> datetime:
        """Such that an estimate of this minute is widened to the same window."""
        return self.window[0] + timedelta(minutes=65)


def parcel(number: str, seat: int, language: str, begins_at: datetime) -> SimulatedParcel:
    """A parcel whose customer is the made-up person on this seat: each seat is another person, up to SEATS."""
    return SimulatedParcel(
        number=number,
        name=NAMES[seat % len(NAMES)],
        phone=f"+1{200 + seat % SEATS // 100}55501{seat % 100:02d}",
        language=language,
        town=town_at(begins_at),
        begins_at=begins_at,
    )


def order(parcel: SimulatedParcel, merchant: str) -> NewOrder:
    """Its order, as a shop announces it: to be told on the tracking page alone."""
    town = parcel.town
    latitude, longitude = town.door
    return NewOrder(
        number=parcel.order_number,
        merchant=merchant,
        name=parcel.name,
        phone=parcel.phone,
        language=parcel.language,
        zone=town.zone,
        address={
            "lines": ["12 Elm St"],
            "city": town.city,
            "postcode": town.postcode,
            "country": town.country,
            "latitude": latitude,
            "longitude": longitude,
        },
        parcels=(Parcel(parcel.number, "easypost", CHANGES),),
        consent=Consent(("web",), "simulation", parcel.begins_at),
    )


def order_json(given: NewOrder) -> dict[str, Any]:
    """The same as the body of PUT /api/v1/orders/{order_number}."""
    return {
        "merchant": given.merchant,
        "customer": {
            "name": given.name,
            "phone": given.phone,
            "language": given.language,
            "timezone": given.zone,
        },
        "address": dict(given.address),
        "parcels": [
            {"tracking_number": p.tracking_number, "carrier": p.carrier, "allow": list(p.allow)} for p in given.parcels
        ],
        "consent": {
            "channels": list(given.consent.channels),
            "source": given.consent.source,
            "given_at": given.consent.given_at.isoformat(),
        },
    }


def slots(parcel: SimulatedParcel) -> tuple[SlotGiven, ...]:
    """Three windows in which it could come instead, on the next two days."""
    return tuple(_slots(parcel))


def _slots(parcel: SimulatedParcel) -> Iterator[SlotGiven]:
    tz = zone(parcel.town.zone)
    today = local_day(parcel.begins_at, tz)
    for days, opens, closes in ((1, 9, 12), (1, 17, 20), (2, 9, 12)):
        day = today + timedelta(days=days)
        from_at, to_at = at_local(day, time(opens), tz), at_local(day, time(closes), tz)
        yield SlotGiven(
            id=f"{parcel.number}-{days}-{opens}",
            from_at=from_at,
            to_at=to_at,
            capacity=1,
            cutoff_at=from_at - timedelta(hours=1),
            tracking_number=parcel.number,
        )


def slots_json(given: tuple[SlotGiven, ...]) -> list[dict[str, Any]]:
    """The same as PUT /api/v1/slots takes them."""
    return [
        {
            "id": slot.id,
            "tracking_number": slot.tracking_number,
            "from": slot.from_at.isoformat(),
            "to": slot.to_at.isoformat(),
            "capacity": slot.capacity,
            "cutoff_at": slot.cutoff_at.isoformat(),
        }
        for slot in given
    ]
