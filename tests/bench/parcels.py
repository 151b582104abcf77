"""Made-up parcels, and the signed webhooks that an EasyPost account would post about them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from carriers.registry import adapter
from carriers.signatures import sign

SECRET = "bench-easypost-secret"
SLUG = "bench-easypost"
REPEATED = 0.05
"""The share of webhooks that the sender posts once more."""
OUT_OF_ORDER = 0.05
"""The share that is overtaken by a later one of the same parcel."""
EVERY = timedelta(hours=4)
"""Between two scans of a parcel."""

_SCANS = (
    ("pre_transit", "label_created", "Shipment information sent to UPS", "MP"),
    ("in_transit", "received_at_origin_facility", "Picked up", "OR"),
    ("in_transit", "departed_origin_facility", "Departed from facility", "DP"),
    ("in_transit", "arrived_at_facility", "Arrived at facility", "AR"),
    ("in_transit", "departed_facility", "Departed from facility", "DP"),
    ("in_transit", "arrived_at_facility", "Arrived at facility", "AR"),
    ("in_transit", "received_at_destination_facility", "Arrived at the local depot", "DS"),
    ("out_for_delivery", "out_for_delivery", "Out for delivery today", "OT"),
    ("delivered", "arrived_at_destination", "DELIVERED: left at the front door", "FS"),
)
_MISSED = (*_SCANS[:-1], ("failure", "delivery_exception", "Delivery attempted: nobody at home", "NH"))
_LATE = (*_SCANS[:4], ("in_transit", "weather_delay", "Delayed by severe weather", "WX"), *_SCANS[5:])
_LIVES = (_SCANS, _SCANS, _SCANS, _LATE, _MISSED)
LAST = {"delivered": "delivered", "failure": "delivery_attempted"}
"""Where a parcel ends, by the last status of its life."""
STAGES = range(2, len(_SCANS) + 1)
"""A parcel's webhooks: the first comes with its second scan."""
_PLACES = (
    ("EDISON", "NJ", "08817"),
    ("SECAUCUS", "NJ", "07094"),
    ("MASPETH", "NY", "11378"),
    ("NEW YORK", "NY", "10001"),
)
_NOWHERE = {"object": "TrackingLocation", "city": None, "state": None, "country": None, "zip": None}

FIRST_NUMBER = 1_000_000_000

_ADAPTER = adapter("easypost")


@dataclass(frozen=True, slots=True)
class Webhook:
    """One signed body; `key` is the event id by which it is known, `is_repeat` says that it was posted before."""

    key: str
    body: bytes
    signature: str
    is_repeat: bool = False


def number(parcel: int) -> str:
    """The tracking number of the n-th parcel."""
    return f"1ZBENCH{FIRST_NUMBER + parcel}"


def life(parcel: int) -> Sequence[tuple[str, str, str, str]]:
    """What happens to the n-th parcel: one in five is late, one in five is missed at the door."""
    return _LIVES[parcel % len(_LIVES)]


def end(parcel: int) -> str:
    """The milestone at which the n-th parcel's life ends."""
    return LAST[life(parcel)[-1][0]]


def events(parcel: int) -> int:
    """How many different events its webhooks report: its scans and, until it is delivered, an estimate with each."""
    estimates = sum(life(parcel)[stage - 1][0] != "delivered" for stage in STAGES)
    return len(life(parcel)) + estimates


def webhooks(parcels: range, now: datetime, seed: int = 1) -> list[Webhook]:
    """All that is posted about these parcels, in the order of posting: eight bodies of about 3 kB for each parcel.

    Parcels advance side by side; 5 % of the bodies overtake their predecessor and 5 % are posted twice.
    """
    chance = random.Random(seed)
    stages = [[webhook(parcel, stage, now) for parcel in parcels] for stage in STAGES]
    for earlier, later in pairwise(stages):
        for position in range(len(earlier)):
            if chance.random() < OUT_OF_ORDER:
                earlier[position], later[position] = later[position], earlier[position]
    return [one for stage in stages for one in _with_repeats(stage, chance)]


def _with_repeats(stage: Sequence[Webhook], chance: random.Random) -> Iterator[Webhook]:
    for position, one in enumerate(stage):
        yield one
        if chance.random() < REPEATED:
            again = stage[max(0, position - chance.randrange(50))]
            yield Webhook(again.key, again.body, again.signature, is_repeat=True)


def webhook(parcel: int, stage: int, now: datetime) -> Webhook:
    """The body posted at the parcel's scan number `stage` (from 1): the tracker with all its scans so far."""
    key = f"evt_{parcel:09d}_{stage}"
    body = msgspec.json.encode(_event(key, parcel, stage, now))
    signed = sign(_ADAPTER.signature, SECRET, body, now, key)
    return Webhook(key, body, signed[_ADAPTER.signature.header])


def _event(key: str, parcel: int, stage: int, now: datetime) -> dict[str, Any]:
    scanned_at = _scanned_at(stage, now)
    return {
        "description": "tracker.updated",
        "mode": "production",
        "previous_attributes": {"status": "in_transit"},
        "created_at": _stamp(scanned_at),
        "pending_urls": ["https://shop.example/hook"],
        "completed_urls": [],
        "updated_at": _stamp(scanned_at),
        "id": key,
        "user_id": "user_b3nch",
        "status": "pending",
        "object": "Event",
        "result": _tracker(parcel, stage, now),
    }


def _tracker(parcel: int, stage: int, now: datetime) -> dict[str, Any]:
    scans = life(parcel)[:stage]
    status, detail, _, _ = scans[-1]
    due = (now + timedelta(days=1)).date().isoformat()
    return {
        "id": f"trk_{parcel:09d}",
        "object": "Tracker",
        "mode": "production",
        "tracking_code": number(parcel),
        "status": status,
        "status_detail": detail,
        "created_at": _stamp(_scanned_at(1, now)),
        "updated_at": _stamp(_scanned_at(stage, now) + timedelta(minutes=2)),
        "signed_by": None,
        "weight": 17.6,
        "est_delivery_date": f"{due}T00:00:00Z",
        "shipment_id": None,
        "carrier": "UPS",
        "tracking_details": [_scan(scan, position, now) for position, scan in enumerate(scans, start=1)],
        "carrier_detail": {
            "object": "CarrierDetail",
            "service": "Ground",
            "est_delivery_date_local": due,
            "est_delivery_time_local": None,
            "guaranteed_delivery_date": None,
            "alternate_identifier": None,
            "initial_delivery_attempt": None,
        },
        "finalized": status == "delivered",
        "is_return": False,
        "public_url": f"https://track.easypost.example/{parcel:09d}",
        "fees": [],
    }


def _scan(scan: tuple[str, str, str, str], position: int, now: datetime) -> dict[str, Any]:
    status, detail, words, code = scan
    return {
        "object": "TrackingDetail",
        "message": words,
        "description": "",
        "status": status,
        "status_detail": detail,
        "datetime": _stamp(_scanned_at(position, now)),
        "source": "UPS",
        "carrier_code": code,
        "tracking_location": _place(position),
        "est_delivery_date": None,
    }


def _place(position: int) -> dict[str, str | None]:
    if position == 1:
        return dict(_NOWHERE)
    city, state, postcode = _PLACES[min((position - 2) // 2, len(_PLACES) - 1)]
    return {"object": "TrackingLocation", "city": city, "state": state, "country": "US", "zip": postcode}


def _scanned_at(position: int, now: datetime) -> datetime:
    """The last scan is five minutes old."""
    return now - timedelta(minutes=5) - EVERY * (len(_SCANS) - position)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
