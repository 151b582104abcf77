"""The collected bodies of listed senders and the collected signatures, where they are at hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from carriers.contract import Reading, Unreadable
from carriers.registry import ADAPTERS, adapter
from carriers.signatures import Verified, verify
from domain.axes import EtaKind, Milestone, TrackingHealth, ZoneSource
from domain.events import Estimate
from tests.carriers.bodies import NOW, REAL, events, needs_real_bodies, newest, received

pytestmark = needs_real_bodies

FOLDERS = {
    "17track": "17track",
    "aftership": "aftership",
    "bringg": "bringg",
    "dhl_express_mydhl": "dhl",
    "dhl_parcel_de": "dhl",
    "dhl_unified": "dhl",
    "easypost": "easypost",
    "easyship": "easyship",
    "ehub": "ehub",
    "fedex": "fedex",
    "karrio": "karrio",
    "locate2u": "locate2u",
    "onfleet": "onfleet",
    "sendcloud": "sendcloud",
    "sendle": "sendle",
    "shippo": "shippo",
    "uber_direct": "uber_direct",
    "ups": "ups",
    "ups_track_alert": "ups",
}
"""The folder of the collection and the adapter that reads it."""


def files() -> list[Path]:
    return [path for folder in FOLDERS if REAL.is_dir() for path in sorted((REAL / folder).glob("*.json"))]


def read_real(path: Path | str) -> Reading:
    """As a push, and when it is none, as an answer of the sender's API."""
    file = REAL / path
    body = file.read_bytes().rstrip(b"\n")
    document = msgspec.json.decode(body)
    one = adapter(FOLDERS[file.parent.name])
    asked = replace(received(), subject="ASKED1")
    reading = one.read(document, body, asked)
    return reading if events(reading) else one.read_poll(document, asked)


@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_collected_body_is_read_whole(path: Path) -> None:
    reading = read_real(path)
    if path.name in NOT_A_PARCEL:
        return
    assert bool(events(reading)) is (path.name not in NO_NUMBER_YET)
    assert not [item for item in reading.items if isinstance(item, Unreadable)]


# Printed by a Java object mapper: trackingCode instead of tracking_code.
NOT_A_PARCEL = {"tracker_unknown_nulldetail_0details.json"}

# A label that could not be made: there is no number yet, and nothing to tell.
NO_NUMBER_YET = {"api_parcel_1002_announcement_failed_5.json"}


def vectors() -> list[dict[str, Any]]:
    path = REAL / "signature_vectors.json"
    known: list[dict[str, Any]] = msgspec.json.decode(path.read_bytes()) if path.is_file() else []
    return [vector for vector in known if vector["provider"] in ADAPTERS]


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["provider"])
def test_collected_signatures_fit(vector: dict[str, Any]) -> None:
    if "body_file" in vector:
        body = (REAL / vector["body_file"].removeprefix("payloads/")).read_bytes().rstrip(b"\n")
    else:
        body = vector["body"].encode()
    signature = adapter(vector["provider"]).signature
    headers = {signature.header: vector["expected"]}
    assert verify(signature, [vector["secret"]], headers, {}, body, NOW) == Verified(0)


def test_easyposts_production_event() -> None:
    found = events(read_real("easypost/event_tracker_updated_fedex_in_transit.json"))
    assert len(found) == 8
    assert found[0].milestone is Milestone.CREATED
    assert found[-1].eta == Estimate(EtaKind.DATE, on=date(2024, 8, 5))
    assert found[-2].occurred_at == datetime(2024, 8, 2, 18, 50, tzinfo=UTC)


def test_aftership_delivered_without_checkpoints() -> None:
    event = newest(read_real("aftership/webhook_tracking_update_delivered_no_checkpoints.json"))
    assert (event.milestone, event.tracking_number) == (Milestone.DELIVERED, "123456789")
    assert event.occurred_at == datetime(2021, 8, 24, 10, 40, 8, tzinfo=UTC)


def test_aftership_list_holds_an_expired_tracking() -> None:
    found = events(read_real("aftership/sdkjava_get_trackings_result.json"))
    assert {event.tracking_number for event in found} == {"1111111111111", "2222222222222", "1231231231231"}
    assert [e.health for e in found if e.raw.status == "Expired"] == [TrackingHealth.STALE] * 2


def test_onfleet_task_completed_with_a_photo() -> None:
    event = newest(read_real("onfleet/webhook_task_updated_completed_with_photo_and_signature.json"))
    assert (event.milestone, event.tracking_number) == (Milestone.DELIVERED, "3B2556C2")
    assert event.occurred_at == datetime(2022, 6, 28, 20, 14, 35, 344000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "milestone", "source"),
    [
        ("17track/gettrackinfo_yanwen_190012.json", Milestone.UNKNOWN, ZoneSource.EXPLICIT),
        ("bringg/webhook_way_point_arrived.json", Milestone.OUT_FOR_DELIVERY, ZoneSource.EXPLICIT),
        ("ehub/webhook_shipment_tracking_batch_of_two_newest_first.json", Milestone.DELIVERED, ZoneSource.EXPLICIT),
        ("fedex/karrio_inconsistent_date_time_response.json", Milestone.DELIVERED, ZoneSource.EXPLICIT),
        ("karrio/event_tracker_updated.json", Milestone.DELIVERED, ZoneSource.ASSUMED),
        ("locate2u/webhook_shipment_assigned.json", Milestone.ACCEPTED, ZoneSource.EXPLICIT),
        ("sendle/karrio_tracking_response.json", Milestone.DELIVERED, ZoneSource.EXPLICIT),
        ("shippo/api_test_create_0.json", Milestone.DELIVERED, ZoneSource.ASSUMED),
        ("uber_direct/webhook_courier_update.json", Milestone.DELIVERED, ZoneSource.EXPLICIT),
        ("ups_track_alert/webhook_delivery_message.json", Milestone.DELIVERED, ZoneSource.PAIRED),
        ("ups_track_alert/webhook_out_for_delivery_message.json", Milestone.OUT_FOR_DELIVERY, ZoneSource.PAIRED),
    ],
)
def test_what_the_newest_event_of_other_senders_says(path: str, milestone: Milestone, source: ZoneSource) -> None:
    event = newest(read_real(path))
    assert (event.milestone, event.zone_source) == (milestone, source)
