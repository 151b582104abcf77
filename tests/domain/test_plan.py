"""The plan: each kind of notice, on its occasion, or the reason for silence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from domain.announcements import Announced, Chosen
from domain.axes import ActionBy, EtaKind, Milestone, Timeliness
from domain.events import Estimate, Place
from domain.localtime import WritingHours
from domain.notices import NoticeKind, Silent, Wanted
from domain.plan import plan
from domain.policy import Policy
from domain.reschedules import OtherChange, Reschedule, RescheduleState
from domain.story import Override, OverrideKind, Promise, Story, Told
from domain.windows import Window
from tests.domain.scenes import NOON, decided, event, story, window

TOMORROW_TEN = datetime.fromisoformat("2026-11-25T15:00:00+00:00")
TOMORROW = Window(TOMORROW_TEN.date(), TOMORROW_TEN, TOMORROW_TEN + timedelta(hours=2))


def wanted(s: Story, kind: NoticeKind, policy: Policy | None = None) -> Wanted:
    found = decided(s, kind, policy)
    assert isinstance(found, Wanted), found
    return found


def silent(s: Story, kind: NoticeKind, policy: Policy | None = None) -> str:
    found = decided(s, kind, policy)
    assert isinstance(found, Silent), found
    return found.why


def test_every_kind_is_answered_once() -> None:
    assert [d.kind for d in plan(story(), Policy())] == list(NoticeKind)


ROAD = event(Milestone.OUT_FOR_DELIVERY, NOON, eta=window(NOON + timedelta(hours=1)))
PROMISED = Promise(1, TOMORROW, NOON - timedelta(hours=20))

ANNOUNCED = {"announced": Told("announced", NoticeKind.ANNOUNCED, NOON - timedelta(days=2))}

OCCASIONS: dict[NoticeKind, tuple[Story, str]] = {
    NoticeKind.ANNOUNCED: (story(), "announced"),
    NoticeKind.ESTIMATE: (
        story(event(Milestone.IN_TRANSIT, eta=window(TOMORROW_TEN)), told=ANNOUNCED),
        "estimate",
    ),
    NoticeKind.PROMISE_MOVED: (
        story(event(Milestone.IN_TRANSIT, eta=window(TOMORROW_TEN + timedelta(hours=5))), promise=PROMISED),
        "promise_moved:1",
    ),
    NoticeKind.DELAY: (
        story(event(Milestone.IN_TRANSIT, timeliness=Timeliness.DELAYED), promise=PROMISED),
        "delay:1",
    ),
    NoticeKind.DAY_BEFORE: (
        story(event(Milestone.IN_TRANSIT, eta=window(TOMORROW_TEN + timedelta(days=2)))),
        "day_before:2026-11-27",
    ),
    NoticeKind.OUT_FOR_DELIVERY: (story(ROAD), "out_for_delivery:2026-11-24"),
    NoticeKind.ARRIVING_SOON: (
        story(ROAD, event(Milestone.OUT_FOR_DELIVERY, NOON + timedelta(hours=1), detail="arriving")),
        "arriving_soon:2026-11-24",
    ),
    NoticeKind.DELIVERED: (story(ROAD, event(Milestone.DELIVERED, NOON)), "delivered:2026-11-24"),
    NoticeKind.ATTEMPT_FAILED: (story(event(Milestone.DELIVERY_ATTEMPTED)), "attempt_failed:2026-11-24"),
    NoticeKind.PICKUP_READY: (story(event(Milestone.AVAILABLE_FOR_PICKUP)), "pickup_ready:2026-11-24"),
    NoticeKind.PICKUP_REMINDER: (story(event(Milestone.AVAILABLE_FOR_PICKUP)), "pickup_reminder:2026-11-27"),
    NoticeKind.ACTION_NEEDED: (
        story(event(Milestone.EXCEPTION, action_by=ActionBy.RECIPIENT, reason="recipient.wrong_address")),
        "action_needed:recipient.wrong_address:2026-11-24",
    ),
    NoticeKind.EXCEPTION: (
        story(event(Milestone.EXCEPTION, reason="carrier.damaged")),
        "exception:carrier.damaged:2026-11-24",
    ),
    NoticeKind.RETURNING: (story(event(Milestone.RETURNING)), "returning"),
    NoticeKind.CANCELLED: (story(event(Milestone.CANCELLED)), "cancelled"),
    NoticeKind.RESCHEDULE_ASKED: (
        story(reschedule=Reschedule(7, RescheduleState.SENT, TOMORROW, NOON, asked_in_chat=False)),
        "reschedule_asked:7",
    ),
    NoticeKind.RESCHEDULE_CONFIRMED: (
        story(reschedule=Reschedule(7, RescheduleState.CONFIRMED, TOMORROW, NOON, True, NOON)),
        "reschedule_confirmed:7",
    ),
    NoticeKind.RESCHEDULE_DECLINED: (
        story(reschedule=Reschedule(7, RescheduleState.DECLINED, TOMORROW, NOON, True, NOON)),
        "reschedule_declined:7:declined",
    ),
    NoticeKind.CHANGE_CONFIRMED: (
        story(others=(OtherChange(8, "neighbour", RescheduleState.CONFIRMED, NOON, NOON),)),
        "change_confirmed:8:confirmed",
    ),
    NoticeKind.CHANGE_DECLINED: (
        story(others=(OtherChange(8, "neighbour", RescheduleState.TIMED_OUT, NOON, NOON),)),
        "change_declined:8:timed_out",
    ),
    NoticeKind.SILENCE: (story(event(Milestone.IN_TRANSIT)), "silence:1"),
    NoticeKind.FEEDBACK: (
        story(
            event(Milestone.DELIVERED),
            told={"delivered:2026-11-24": Told("delivered:2026-11-24", NoticeKind.DELIVERED, NOON)},
        ),
        "feedback",
    ),
    NoticeKind.ANNOUNCEMENT: (story(announced=(Announced(3, NOON, Chosen()),)), "announcement:3"),
}


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_kind_is_wanted_on_its_occasion(kind: NoticeKind) -> None:
    s, key = OCCASIONS[kind]
    assert wanted(s, kind).key == key


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_an_occasion_that_was_told_is_not_told_again(kind: NoticeKind) -> None:
    s, key = OCCASIONS[kind]
    told = {**s.told, key: Told(key, kind, NOON)}
    assert isinstance(decided(replace(s, told=told), kind), Silent)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_customer_who_asked_for_silence_hears_nothing(kind: NoticeKind) -> None:
    s, _ = OCCASIONS[kind]
    assert silent(replace(s, stopped="asked for silence"), kind) == "asked for silence"


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_kind_can_be_switched_off(kind: NoticeKind) -> None:
    s, _ = OCCASIONS[kind]
    assert "switched off" in silent(s, kind, Policy(switched_off=frozenset({kind})))


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_nothing_is_planned_to_expire_before_it_may_be_said_in_the_middle_of_the_day(kind: NoticeKind) -> None:
    s, _ = OCCASIONS[kind]
    want = wanted(s, kind)
    assert want.send_after < want.expires_at


SILENCES: list[tuple[str, NoticeKind, Story, str]] = [
    ("further already", NoticeKind.ANNOUNCED, story(ROAD), "further already"),
    ("no estimate", NoticeKind.ESTIMATE, story(), "no estimate"),
    (
        "the announcement says the estimate",
        NoticeKind.ESTIMATE,
        story(event(Milestone.IN_TRANSIT, eta=window(TOMORROW_TEN)), announced_at=NOON),
        "said with the announcement",
    ),
    (
        "no reminder of a day that was known on that day",
        NoticeKind.DAY_BEFORE,
        story(event(Milestone.IN_TRANSIT, eta=window(NOON + timedelta(hours=3)))),
        "known too late",
    ),
    ("one rating for an order", NoticeKind.FEEDBACK, story(event(Milestone.DELIVERED), parcels_in_order=2), "once"),
    (
        "a move under the threshold",
        NoticeKind.PROMISE_MOVED,
        story(event(Milestone.IN_TRANSIT, eta=window(TOMORROW_TEN + timedelta(minutes=20))), promise=PROMISED),
        "still holds",
    ),
    (
        "the move is said by out for delivery",
        NoticeKind.PROMISE_MOVED,
        story(
            event(Milestone.OUT_FOR_DELIVERY, TOMORROW_TEN, eta=window(TOMORROW_TEN + timedelta(hours=5))),
            promise=PROMISED,
        ),
        "said with out for delivery",
    ),
    (
        "no delay while a new day is asked for",
        NoticeKind.DELAY,
        story(
            event(Milestone.IN_TRANSIT, timeliness=Timeliness.DELAYED),
            promise=PROMISED,
            reschedule=Reschedule(1, RescheduleState.SENT, TOMORROW, NOON, True),
        ),
        "a new day",
    ),
    (
        "a delay with a new time is one message",
        NoticeKind.DELAY,
        story(
            event(Milestone.IN_TRANSIT, timeliness=Timeliness.DELAYED, eta=window(TOMORROW_TEN + timedelta(hours=9))),
            promise=PROMISED,
        ),
        "said with the new time",
    ),
    (
        "no reminder of what was just told",
        NoticeKind.DAY_BEFORE,
        story(
            event(Milestone.IN_TRANSIT, eta=window(TOMORROW_TEN)), promise=Promise(1, TOMORROW, NOON)
        ),
        "a short while before",
    ),
    ("asked in chat, said in chat", NoticeKind.RESCHEDULE_ASKED,
     story(reschedule=Reschedule(7, RescheduleState.SENT, TOMORROW, NOON, True)), "where it was asked"),
    ("no rating after a failed attempt", NoticeKind.FEEDBACK,
     story(event(Milestone.DELIVERY_ATTEMPTED, NOON - timedelta(days=1)), event(Milestone.DELIVERED)), "trouble"),
    ("no rating after a case", NoticeKind.FEEDBACK, story(event(Milestone.DELIVERED), troubled=True), "case"),
    ("no silence notice after the end", NoticeKind.SILENCE, story(event(Milestone.DELIVERED)), "no news is expected"),
]  # fmt: skip


@pytest.mark.parametrize(("s", "kind", "why"), [pytest.param(s, k, w, id=i) for i, k, s, w in SILENCES])
def test_silence_has_its_reason(s: Story, kind: NoticeKind, why: str) -> None:
    assert why in silent(s, kind)


def test_a_notice_in_the_night_waits_for_the_opening_and_does_not_go_with_all_others() -> None:
    night = datetime.fromisoformat("2026-11-24T07:00:00+00:00")
    want = wanted(story(event(Milestone.DELIVERED, night)), NoticeKind.DELIVERED)
    opens = datetime.fromisoformat("2026-11-24T13:00:00+00:00")
    assert opens <= want.send_after < opens + timedelta(minutes=15)


def test_a_driver_at_the_door_does_not_wait_for_office_hours() -> None:
    night = datetime.fromisoformat("2026-11-25T02:30:00+00:00")
    near = event(Milestone.OUT_FOR_DELIVERY, night, detail="arriving")
    assert wanted(story(near), NoticeKind.ARRIVING_SOON).send_after == night


def test_a_reminder_before_the_opening_moves_to_the_evening_before() -> None:
    policy = Policy(day_before_at=time(7))
    s = story(event(Milestone.IN_TRANSIT, eta=window(TOMORROW_TEN + timedelta(days=2))))
    at = wanted(s, NoticeKind.DAY_BEFORE, policy).send_after.astimezone(s.zone)
    assert (at.date().isoformat(), at.hour) == ("2026-11-25", 18)


def test_other_parcels_of_the_customer_are_waited_for() -> None:
    policy = Policy(gather=timedelta(seconds=30))
    alone, in_company = story(ROAD), story(ROAD, siblings=2)
    waits = wanted(in_company, NoticeKind.OUT_FOR_DELIVERY, policy).send_after
    assert waits - wanted(alone, NoticeKind.OUT_FOR_DELIVERY, policy).send_after == timedelta(seconds=30)


def test_an_estimate_at_midnight_that_means_a_date_is_a_date() -> None:
    dated = Estimate(EtaKind.DATE, TOMORROW_TEN.date())
    want = wanted(story(event(Milestone.IN_TRANSIT, eta=dated), told=ANNOUNCED), NoticeKind.ESTIMATE)
    assert want.facts["window"] == {"on": "2026-11-25", "from": None, "to": None}


def test_a_window_is_never_said_narrower_than_the_guard() -> None:
    narrow = window(TOMORROW_TEN, hours=0.25)
    want = wanted(story(event(Milestone.IN_TRANSIT, eta=narrow), told=ANNOUNCED), NoticeKind.ESTIMATE)
    said = want.facts["window"]
    assert isinstance(said, dict)
    span = datetime.fromisoformat(said["to"]) - datetime.fromisoformat(said["from"])
    assert span >= timedelta(hours=2)


def test_a_delivery_taken_back_after_it_was_told_is_said() -> None:
    told = {"delivered:2026-11-24": Told("delivered:2026-11-24", NoticeKind.DELIVERED, NOON)}
    back = event(Milestone.OUT_FOR_DELIVERY, NOON + timedelta(hours=1), detail="delivery_reversed")
    s = story(event(Milestone.DELIVERED, NOON), back, told=told)
    assert wanted(s, NoticeKind.EXCEPTION).key == "exception:delivery_reversed:2026-11-24"


def _override(kind: OverrideKind, **fields: object) -> Override:
    return Override(kind, None, "Ines", "spoke with customer", NOON, **fields)  # type: ignore[arg-type]  # test data


@pytest.mark.parametrize(("sent", "said"), [("SAN JOSE", "San Jose"), ("Hoek van Holland", "Hoek van Holland")])
def test_a_town_is_said_as_people_write_it(sent: str, said: str) -> None:
    scanned = event(Milestone.IN_TRANSIT, NOON - timedelta(days=4), place=Place(sent))
    assert wanted(story(scanned), NoticeKind.SILENCE).facts["place"] == said


def test_silence_is_told_again_only_after_another_scan() -> None:
    told = {"silence:1": Told("silence:1", NoticeKind.SILENCE, NOON)}
    before, after = NOON - timedelta(days=4), NOON + timedelta(days=1)
    assert "no scan has come since" in silent(story(event(Milestone.IN_TRANSIT, before), told=told), NoticeKind.SILENCE)
    again = story(event(Milestone.IN_TRANSIT, before), event(Milestone.IN_TRANSIT, after), told=told)
    assert wanted(again, NoticeKind.SILENCE).key == "silence:2"


OVERRIDES: list[tuple[Override, Callable[[Wanted], bool]]] = [
    (_override(OverrideKind.HOLD), lambda w: w.held == "held by Ines: spoke with customer"),
    (
        _override(OverrideKind.HOLD, until=NOON + timedelta(hours=1)),
        lambda w: w.send_after == NOON + timedelta(hours=1),
    ),
    (_override(OverrideKind.CORRECTION, text="Hello"), lambda w: w.facts["corrected"] == "Hello"),
    (_override(OverrideKind.SEND_NOW), lambda w: w.send_after == NOON),
]


@pytest.mark.parametrize(("override", "holds"), OVERRIDES)
def test_what_staff_decide_survives_the_next_plan(override: Override, holds: Callable[[Wanted], bool]) -> None:
    assert holds(wanted(story(ROAD, overrides=(override,)), NoticeKind.OUT_FOR_DELIVERY))


def test_a_cancelled_notice_is_silent_with_who_and_why() -> None:
    s = story(ROAD, overrides=(_override(OverrideKind.CANCEL),))
    assert silent(s, NoticeKind.OUT_FOR_DELIVERY) == "cancelled by Ines: spoke with customer"


def test_while_a_person_talks_only_critical_notices_go() -> None:
    near = event(Milestone.OUT_FOR_DELIVERY, NOON, detail="arriving")
    s = story(near, owned_by="Ines")
    assert wanted(s, NoticeKind.ARRIVING_SOON).held is None
    assert wanted(s, NoticeKind.OUT_FOR_DELIVERY).held == "Ines is talking with the customer"


def test_writing_hours_that_never_close_hold_nothing() -> None:
    night = datetime.fromisoformat("2026-11-24T07:00:00+00:00")
    policy = Policy(hours=WritingHours(time(0), time(0)))
    assert wanted(story(event(Milestone.DELIVERED, night)), NoticeKind.DELIVERED, policy).send_after == night


@pytest.mark.parametrize(
    ("announced", "why"),
    [
        (Announced(3, NOON, Chosen(), stopped="the announcement was stopped by Zoe: over"), "stopped by Zoe"),
        (Announced(3, NOON, Chosen(milestones=(Milestone.DELIVERED,))), "no longer among the chosen: in_transit"),
        (Announced(3, NOON, Chosen(on_from=TOMORROW.on)), "no longer expected on the chosen days"),
        (Announced(3, NOON, Chosen(), is_over=True), "already said (announcement:3)"),
    ],
)
def test_an_announcement_that_is_no_longer_true_of_a_parcel_is_not_said(announced: Announced, why: str) -> None:
    assert why in silent(story(event(Milestone.IN_TRANSIT), announced=(announced,)), NoticeKind.ANNOUNCEMENT)


def test_an_announcement_is_for_parcels_that_are_still_coming() -> None:
    over = story(event(Milestone.DELIVERED), announced=(Announced(3, NOON, Chosen()),))
    assert silent(over, NoticeKind.ANNOUNCEMENT) == "its journey is over: delivered"


def test_a_paused_announcement_is_held_and_the_next_one_waits_behind_it() -> None:
    both = (Announced(3, NOON, Chosen(), halted="paused by Zoe"), Announced(4, NOON, Chosen()))
    first = wanted(story(announced=both), NoticeKind.ANNOUNCEMENT)
    assert (first.key, first.held) == ("announcement:3", "paused by Zoe")
