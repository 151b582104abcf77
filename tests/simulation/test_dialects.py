"""What the simulated 3PL writes is what the real adapters read."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from carriers.contract import Reception, Report
from carriers.registry import adapter
from carriers.signatures import Verified, new_secret, sign, verify
from domain.axes import ZoneSource
from domain.events import TrackingEvent
from domain.localtime import local_day, zone
from domain.windows import Guard, Window, window_of
from doorstep.simulation import dialects
from doorstep.simulation.dialects import Told
from doorstep.simulation.parcels import SimulatedParcel, parcel
from doorstep.simulation.stories import AFTER_A_MISS, STORIES, Story, as_agreed, day

NOW = datetime(2026, 11, 24, 17, 5, tzinfo=UTC)
ENDINGS = [(as_agreed(AFTER_A_MISS, change),) for change in ("neighbour", "safe_place", "pickup_point", None)]
ALL: list[Story] = [*STORIES.values(), day(late=True, missed=True), *ENDINGS]


@pytest.fixture
def one() -> SimulatedParcel:
    return parcel("SIM1", 1, "en", NOW)


@pytest.mark.parametrize("story", ALL)
def test_every_scene_is_read_as_what_it_means(one: SimulatedParcel, story: Story) -> None:
    told: list[Told] = []
    for position, scene in enumerate(story):
        told.append(Told(scene, NOW + timedelta(seconds=5 * position), position))
        events = _read(one, told)
        newest = max(events, key=lambda event: event.occurred_at)
        assert {event.tracking_number for event in events} == {"SIM1"}
        assert newest.milestone.value == scene.milestone
        assert (newest.detail or None) == (scene.detail if scene.sender != "easypost" else newest.detail)
        assert newest.reason == scene.reason
        assert newest.zone_source is not ZoneSource.ASSUMED


def test_every_estimate_of_a_day_is_the_same_window(one: SimulatedParcel) -> None:
    told: list[Told] = []
    windows: list[Window] = []
    for position, scene in enumerate(STORIES["smooth"]):
        told.append(Told(scene, NOW + timedelta(seconds=5 * position), position))
        said = [window_of(e.eta, zone(one.town.zone), Guard()) for e in _read(one, told) if e.eta]
        windows += [window for window in said if window is not None]

    spans = {(window.from_at, window.to_at) for window in windows if not window.is_day}
    assert spans == {one.window}
    assert {window.on for window in windows} == {local_day(NOW, zone(one.town.zone))}


@pytest.mark.parametrize("sender", ["easypost", "onfleet", "doorstep"])
def test_it_signs_as_each_sender_does(one: SimulatedParcel, sender: str) -> None:
    scheme = adapter(sender).signature
    secret, body = new_secret(scheme), b'{"a": 1}'

    headers = sign(scheme, secret, body, NOW, "msg_1")

    assert isinstance(verify(scheme, [secret], headers, {}, body, NOW), Verified)


def _read(one: SimulatedParcel, told: list[Told]) -> list[TrackingEvent]:
    body = msgspec.json.encode(dialects.write(one, told))
    reading = adapter(told[-1].scene.sender).read(msgspec.json.decode(body), body, Reception(told[-1].at, {}))
    assert all(isinstance(item, Report) for item in reading.items), reading.items
    return [event for item in reading.items if isinstance(item, Report) for event in item.events]
