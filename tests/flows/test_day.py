"""A parcel's day, from the order to the question how it was."""

from datetime import datetime, timedelta

from domain.axes import EtaKind
from domain.events import Estimate
from store.tables import Notice
from tests.flows.house import NOON, House

MORNING = datetime.fromisoformat("2026-11-25T13:12:00+00:00")
"""Wednesday 08:12 in New York."""


def window(start: str, end: str) -> Estimate:
    return Estimate(EtaKind.WINDOW, None, datetime.fromisoformat(start), datetime.fromisoformat(end))


def test_a_smooth_day_is_told_once_and_in_order(house: House) -> None:
    house.order("DS100")
    announced = house.say()
    assert len(announced) == 1
    tomorrow = window("2026-11-25T15:00:00+00:00", "2026-11-25T17:00:00+00:00")
    house.report(house.event("in_transit", eta=tomorrow))
    assert len(house.say()) == 1
    house.until(MORNING)
    house.report(house.event("out_for_delivery", eta=tomorrow))
    assert len(house.say()) == 1
    house.now += timedelta(hours=2)
    house.report(house.event("delivered"))
    assert len(house.say()) == 1
    house.until(timedelta(days=10))
    assert [key for key, state in house.notices().items() if state == "sent"] == [
        "announced",
        "estimate",
        "out_for_delivery:2026-11-25",
        "delivered:2026-11-25",
        "feedback",
    ]


def test_the_same_events_again_say_nothing_again(house: House) -> None:
    house.order("DS100")
    events = [house.event("in_transit"), house.event("out_for_delivery")]
    house.report(*events)
    first = house.until(timedelta(minutes=5))
    assert house.report(*events).duplicates == 2
    assert first
    assert house.until(timedelta(minutes=5)) == []


def test_events_wait_for_their_order(house: House) -> None:
    house.report(house.event("out_for_delivery"))
    assert house.until(timedelta(minutes=1)) == []
    house.order("DS100")
    assert "out_for_delivery:2026-11-24" in house.notices()


def test_old_news_is_never_told_as_new(house: House) -> None:
    house.order("DS100")
    house.say()
    house.report(house.event("delivered", at=NOON - timedelta(days=3)))
    assert house.until(timedelta(days=2)) == []
    assert house.notices()["delivered:2026-11-21"] == "expired"


def test_three_parcels_on_the_van_are_one_message(house: House) -> None:
    house.order("DS100", "DS101", "DS102")
    house.until(timedelta(minutes=2))
    for number in ("DS100", "DS101", "DS102"):
        house.report(house.event("out_for_delivery", number))
        house.now += timedelta(seconds=3)
    assert len(house.until(timedelta(minutes=2))) == 1
    states = [row.state for row in house.rows(Notice, kind="out_for_delivery")]
    assert sorted(states) == ["merged", "merged", "sent"]
