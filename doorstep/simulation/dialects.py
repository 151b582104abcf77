"""Scenes in each sender's words: bodies of the shapes that EasyPost, Onfleet and Doorstep's own format have."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.localtime import local_day, zone
from doorstep.simulation.parcels import SimulatedParcel
from doorstep.simulation.stories import Eta, Scene


@dataclass(frozen=True, slots=True)
class Told:
    """A scene that was played: when, and the how-manieth of its parcel it is."""

    scene: Scene
    at: datetime
    position: int


def write(parcel: SimulatedParcel, told: Sequence[Told]) -> dict[str, Any]:
    """The body about the last of these scenes; a sender of snapshots repeats its earlier ones."""
    return _WRITERS[told[-1].scene.sender](parcel, told)


def _easypost(parcel: SimulatedParcel, told: Sequence[Told]) -> dict[str, Any]:
    """`tracker.updated` with the whole tracker (EasyPost tracker guide)."""
    scans = [_easypost_scan(parcel, one) for one in told if one.scene.sender == "easypost"]
    last = scans[-1]
    day = local_day(parcel.arrives_at, zone(parcel.town.zone)).isoformat()
    known = any(one.scene.eta is Eta.TODAY for one in told)
    tracker = {
        "id": f"trk_{parcel.number.lower()}",
        "object": "Tracker",
        "mode": "production",
        "tracking_code": parcel.number,
        "status": last["status"],
        "status_detail": last["status_detail"],
        "updated_at": last["datetime"],
        "est_delivery_date": f"{day}T00:00:00Z" if known else None,
        "carrier": "UPS",
        "tracking_details": scans,
        "carrier_detail": {
            "object": "CarrierDetail",
            "service": "Ground",
            "est_delivery_date_local": day if known else None,
            "est_delivery_time_local": None,
        },
        "finalized": False,
        "is_return": False,
    }
    return {
        "id": f"evt_{parcel.number.lower()}_{told[-1].position}",
        "object": "Event",
        "description": "tracker.created" if len(scans) == 1 else "tracker.updated",
        "mode": "production",
        "created_at": last["datetime"],
        "status": "pending",
        "result": tracker,
    }


_EASYPOST = {
    "created": ("pre_transit", "label_created"),
    "accepted": ("in_transit", "received_at_origin_facility"),
    "in_transit": ("in_transit", "departed_facility"),
}


def _easypost_scan(parcel: SimulatedParcel, one: Told) -> dict[str, Any]:
    status, detail = _EASYPOST[one.scene.milestone]
    town = parcel.town
    return {
        "object": "TrackingDetail",
        "message": one.scene.text,
        "description": "",
        "status": status,
        "status_detail": detail,
        "datetime": one.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "source": "UPS",
        "tracking_location": {
            "object": "TrackingLocation",
            "city": town.depot.upper(),
            "state": town.region,
            "country": town.country,
            "zip": town.postcode,
        },
    }


_TRIGGERS = {"out_for_delivery": (0, "taskStarted"), "arriving": (1, "taskEta"), "delivered": (3, "taskCompleted")}


def _onfleet(parcel: SimulatedParcel, told: Sequence[Told]) -> dict[str, Any]:
    """One trigger with the whole task (docs.onfleet.com, Webhooks); the shop put the number into its metadata."""
    one = told[-1]
    number, name = _TRIGGERS[one.scene.detail or one.scene.milestone]
    done = one.scene.milestone == "delivered"
    opens, closes = parcel.window
    task = {
        "id": f"T~{parcel.number.lower()}",
        "shortId": parcel.number[-8:].lower(),
        "timeLastModified": _millis(one.at),
        "state": 3 if done else 2,
        "completeAfter": _millis(opens),
        "completeBefore": _millis(closes),
        "pickupTask": False,
        "completionDetails": {
            "success": done,
            "time": _millis(one.at) if done else None,
            "failureReason": "NONE",
            "failureNotes": "",
            "events": [],
        },
        "metadata": [{"name": "tracking_number", "type": "string", "value": parcel.number}],
        "destination": {"address": {"city": parcel.town.city, "country": parcel.town.country}},
    }
    body = {
        "taskId": task["id"],
        "workerId": "w1",
        "actionContext": {"type": "WORKER", "id": "w1"},
        "triggerId": number,
        "triggerName": name,
        "time": _millis(one.at),
        "data": {"task": task},
    }
    if one.scene.eta is Eta.NEAR:
        body["etaSeconds"] = max(60, int((parcel.arrives_at - one.at).total_seconds()))
    return body


def _doorstep(parcel: SimulatedParcel, told: Sequence[Told]) -> dict[str, Any]:
    """One native event (carriers/doorstep/README.md)."""
    one = told[-1]
    scene = one.scene
    place = parcel.town.city if scene.milestone.startswith("deliver") else parcel.town.depot
    return {
        "id": f"{parcel.number}-{one.position}",
        "tracking_number": parcel.number,
        "milestone": scene.milestone,
        "detail": scene.detail,
        "reason": scene.reason,
        **({"timeliness": scene.timeliness} if scene.timeliness else {}),
        **({"eta": {"kind": "date", "date": _tomorrow(parcel)}} if scene.eta is Eta.TOMORROW else {}),
        "occurred_at": one.at.isoformat(),
        "text": scene.text,
        "location": {"city": place, "country": parcel.town.country},
    }


def answer(parcel_number: str, request_id: str, detail: str, window: Mapping[str, str] | None, at: datetime) -> Any:
    """The 3PL's yes or no to a reschedule, as a native event."""
    return {
        "id": f"{parcel_number}-{request_id}",
        "tracking_number": parcel_number,
        "detail": detail,
        "occurred_at": at.isoformat(),
        **({"eta": {"kind": "window", "from": window["from"], "to": window["to"]}} if window else {}),
    }


def _tomorrow(parcel: SimulatedParcel) -> str:
    return (local_day(parcel.begins_at, zone(parcel.town.zone)) + timedelta(days=1)).isoformat()


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


_WRITERS: Mapping[str, Callable[[SimulatedParcel, Sequence[Told]], dict[str, Any]]] = {
    "easypost": _easypost,
    "onfleet": _onfleet,
    "doorstep": _doorstep,
}
