"""What an event means for a request: a table, and the same through the journey."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.axes import Direction, EtaKind, Milestone, ZoneSource
from domain.events import Estimate, TrackingEvent
from domain.evidence import Meaning, Question, read
from domain.reschedules import RescheduleState
from domain.windows import Window
from flows.changes import reschedule
from tests.reschedule.scene import POLICY, Scene

NEW_YORK = ZoneInfo("America/New_York")
ASKED_AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FROM, TO = datetime(2026, 11, 25, 22, 0, tzinfo=UTC), datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
WEDNESDAY_EVENING = Window(date(2026, 11, 25), FROM, TO)
TUESDAY = Window(date(2026, 11, 24))
ASKED = Question("reschedule", RescheduleState.SENT, ASKED_AT, NEW_YORK, WEDNESDAY_EVENING, TUESDAY)
AGREED = replace(ASKED, state=RescheduleState.CONFIRMED, decided_at=ASKED_AT + timedelta(hours=1))
CALLED_OFF = replace(ASKED, kind="cancel", window=None, previous=None)

IN_THE_SLOT = Estimate(EtaKind.WINDOW, None, FROM, TO - timedelta(hours=1))
ACROSS_ITS_END = Estimate(EtaKind.WINDOW, None, FROM, TO + timedelta(hours=1))
THAT_DAY = Estimate(EtaKind.DATE, date(2026, 11, 25))
ANOTHER_DAY = Estimate(EtaKind.DATE, date(2026, 11, 27))
OF_UNKNOWN_ZONE = Estimate(EtaKind.DATETIME, None, FROM, None, ZoneSource.ASSUMED)


def event(after: timedelta = timedelta(hours=2), **fields: Any) -> TrackingEvent:
    at = ASKED_AT + after
    blank = TrackingEvent("e", "DS1", at, at, Milestone.IN_TRANSIT)
    return blank._replace(**fields)


@pytest.mark.parametrize(
    ("question", "happened", "meaning"),
    [
        (ASKED, event(detail="reschedule_confirmed"), Meaning.CONFIRMS),
        (ASKED, event(detail="reschedule_confirmed", eta=IN_THE_SLOT), Meaning.CONFIRMS),
        (ASKED, event(detail="reschedule_confirmed", eta=ANOTHER_DAY), Meaning.CONTRADICTS),
        (ASKED, event(timedelta(minutes=-1), detail="reschedule_confirmed"), Meaning.CONFIRMS),
        (ASKED, event(timedelta(minutes=-5), detail="reschedule_confirmed"), Meaning.NOTHING),
        (ASKED, event(detail="reschedule_declined"), Meaning.DECLINES),
        (ASKED, event(detail="safe_place_confirmed"), Meaning.NOTHING),
        (ASKED, event(detail="reschedule_confirmed", direction=Direction.PICKUP), Meaning.NOTHING),
        (ASKED, event(eta=IN_THE_SLOT), Meaning.CONFIRMS),
        (ASKED, event(timedelta(seconds=-50), eta=IN_THE_SLOT), Meaning.CONFIRMS),
        (ASKED, event(timedelta(minutes=-2), eta=IN_THE_SLOT), Meaning.NOTHING),
        (ASKED, event(eta=ACROSS_ITS_END), Meaning.NOTHING),
        (ASKED, event(eta=THAT_DAY), Meaning.CONFIRMS),
        (ASKED, event(eta=ANOTHER_DAY), Meaning.NOTHING),
        (ASKED, event(eta=OF_UNKNOWN_ZONE), Meaning.CONFIRMS),
        (replace(ASKED, previous=None), event(eta=THAT_DAY), Meaning.NOTHING),
        (replace(ASKED, previous=None), event(eta=IN_THE_SLOT), Meaning.CONFIRMS),
        (replace(ASKED, previous=Window(date(2026, 11, 25))), event(eta=IN_THE_SLOT), Meaning.NOTHING),
        (replace(ASKED, previous=Window(date(2026, 11, 25), FROM, FROM)), event(eta=IN_THE_SLOT), Meaning.NOTHING),
        (ASKED, event(milestone=Milestone.OUT_FOR_DELIVERY), Meaning.NOTHING),
        (ASKED, event(milestone=Milestone.DELIVERED), Meaning.OVERTAKES),
        (ASKED, event(milestone=Milestone.RETURNING), Meaning.OVERTAKES),
        (replace(ASKED, state=RescheduleState.TIMED_OUT), event(eta=IN_THE_SLOT), Meaning.CONFIRMS),
        (replace(ASKED, state=RescheduleState.DECLINED), event(eta=IN_THE_SLOT), Meaning.NOTHING),
        (AGREED, event(milestone=Milestone.OUT_FOR_DELIVERY), Meaning.CONTRADICTS),
        (AGREED, event(milestone=Milestone.DELIVERY_ATTEMPTED), Meaning.CONTRADICTS),
        (AGREED, event(timedelta(minutes=30), milestone=Milestone.OUT_FOR_DELIVERY), Meaning.NOTHING),
        (AGREED, event(timedelta(hours=30), milestone=Milestone.OUT_FOR_DELIVERY), Meaning.NOTHING),
        (AGREED, event(milestone=Milestone.DELIVERED), Meaning.NOTHING),
        (AGREED, event(eta=ANOTHER_DAY), Meaning.NOTHING),
        (CALLED_OFF, event(milestone=Milestone.CANCELLED), Meaning.CONFIRMS),
        (CALLED_OFF, event(milestone=Milestone.RETURNING), Meaning.CONFIRMS),
        (CALLED_OFF, event(milestone=Milestone.RETURNED), Meaning.CONFIRMS),
        (CALLED_OFF, event(milestone=Milestone.DELIVERED), Meaning.OVERTAKES),
        (CALLED_OFF, event(milestone=Milestone.OUT_FOR_DELIVERY), Meaning.NOTHING),
        (replace(CALLED_OFF, state=RescheduleState.DECLINED), event(milestone=Milestone.RETURNED), Meaning.NOTHING),
    ],
)
def test_what_an_event_means(question: Question, happened: TrackingEvent, meaning: Meaning) -> None:
    assert read(happened, question).meaning is meaning


def tell(scene: Scene, parcel: int, *events: TrackingEvent, merchant: int | None = None) -> None:
    """The webhook journey hands new events over."""
    number = f"DS{parcel + 1}"
    with scene.tx() as tx:
        reports = {(merchant or scene.merchant, number): list(events)}
        reschedule.evidence(tx, [scene.shipments[parcel]], reports, scene.now)


def happened(scene: Scene, after: timedelta = timedelta(minutes=5), **fields: Any) -> TrackingEvent:
    scene.clock.advance(after)
    return event(**fields)._replace(occurred_at=scene.now, received_at=scene.now)


def test_an_event_confirms(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")

    tell(scene, 0, happened(scene, detail="reschedule_confirmed"))

    assert scene.state(public_id) == "confirmed"
    assert scene.taken("wed") == 1


def test_an_event_declines(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")

    tell(scene, 0, happened(scene, detail="reschedule_declined", reason="carrier.capacity"))

    row = scene.request(public_id)
    assert (row.state, row.why) == ("declined", "carrier.capacity")
    assert scene.taken("wed") == 0


def test_an_estimate_that_moves_into_the_slot_confirms(scene: Scene) -> None:
    slot = scene.slot("wed")
    public_id = scene.asked(0, "wed")

    tell(scene, 0, happened(scene, eta=Estimate(EtaKind.WINDOW, None, slot.from_at, slot.to_at)))

    assert scene.state(public_id) == "confirmed"


def test_out_for_delivery_on_the_old_day_after_a_yes_opens_one_case(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    scene.decide(public_id, confirmed=True)

    tell(scene, 0, happened(scene, milestone=Milestone.OUT_FOR_DELIVERY))
    tell(scene, 0, happened(scene, milestone=Milestone.OUT_FOR_DELIVERY))

    assert scene.cases() == ["change_contradicted"]
    assert scene.state(public_id) == "confirmed"


def test_a_parcel_delivered_first_ends_the_request_without_a_case(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")

    tell(scene, 0, happened(scene, milestone=Milestone.DELIVERED))

    assert scene.state(public_id) == "withdrawn"
    assert scene.taken("wed") == 0
    assert scene.cases() == []


def test_events_are_weighed_in_the_order_they_happened(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    yes = happened(scene, detail="reschedule_confirmed")
    no = happened(scene, detail="reschedule_declined")

    tell(scene, 0, no, yes)

    assert scene.state(public_id) == "confirmed"
    assert scene.cases() == ["change_contradicted"]


def test_another_merchants_event_with_the_same_number_means_nothing(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")

    tell(scene, 0, happened(scene, detail="reschedule_confirmed"), merchant=scene.merchant + 1)

    assert scene.state(public_id) == "requested"


def test_an_event_answers_a_change_without_a_slot(scene: Scene) -> None:
    with scene.tx() as tx:
        asked = reschedule.ask_change(
            tx, scene.shipments[0], "safe_place", {"text": "behind the shed"}, True, scene.now, POLICY
        )
    assert isinstance(asked, reschedule.Asked)

    tell(scene, 0, happened(scene, detail="safe_place_confirmed"))

    assert scene.state(asked.public_id) == "confirmed"
