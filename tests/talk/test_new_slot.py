"""Another slot: offered, asked of the carrier, taken back; and every way in which it cannot be."""

from dataclasses import replace

import pytest

from domain.axes import Milestone
from domain.reschedules import OtherChange, RescheduleState
from domain.rules.saying import window_facts
from domain.talk.answer import (
    Action,
    Answer,
    AskChange,
    AskReschedule,
    Choice,
    HandOver,
    Remember,
    ReplyName,
    Verb,
    Withdraw,
)
from domain.talk.meaning import Meaning, Span
from domain.talk.situation import CodeGiven, IdentityLevel, ParcelView, SlotView
from tests.talk.scenes import (
    ASKED,
    BO,
    COMING,
    DELIVERED,
    NOW,
    OTHER,
    PENDING,
    SLOTS,
    THU,
    WED_EVENING,
    WITH_DRIVER,
    actions,
    after,
    choice,
    named,
    names,
    reply,
    says,
    slot_choice,
    taps,
    window,
)

ASKING = Remember(Action(Verb.PICK_SLOT, 1))


def test_the_first_three_slots_are_offered_and_a_person() -> None:
    situation = replace(BO, parcels=(replace(COMING, slots=SLOTS[:3]),))
    facts = {
        **named(COMING),
        "slots": [window_facts(slot.window) for slot in SLOTS[:3]],
        "wanted": None,
        "wanted_is_free": None,
        "later": False,
        "agreed": None,
    }
    expected = reply(ReplyName.SLOTS_OFFERED, facts, *map(slot_choice, SLOTS[:3]), choice(Verb.HUMAN))
    assert says("another day please", situation, Verb.RESCHEDULE) == Answer((expected,), (ASKING,))


def test_more_slots_than_three_can_be_paged_through_and_begin_again() -> None:
    situation = replace(BO, parcels=(replace(COMING, slots=SLOTS),))
    first = taps(Verb.RESCHEDULE, situation)
    assert first.replies[0].choices[3] == Choice("other_day", Action(Verb.RESCHEDULE, 1, "3"))
    second = taps(Verb.RESCHEDULE, situation, 1, "3")
    assert actions(second) == [("pick_slot", 1, "wed-pm"), ("reschedule", 1, "0"), ("human", 1, None)]


def test_a_wanted_day_is_offered_alone_when_it_is_free() -> None:
    answer = says("thursday?", BO, Meaning(Verb.RESCHEDULE, argument="2026-11-26"))
    assert answer.replies[0].facts["slots"] == [window_facts(THU)]
    assert answer.replies[0].facts["wanted_is_free"] is True


def test_a_wanted_day_without_a_slot_is_said_so_and_others_are_offered() -> None:
    answer = says("sunday?", BO, Meaning(Verb.RESCHEDULE, argument="2026-11-29"))
    assert (answer.replies[0].facts["wanted"], answer.replies[0].facts["wanted_is_free"]) == ("2026-11-29", False)
    assert len(answer.replies[0].choices) == 4


def test_a_picked_slot_is_asked_of_the_carrier_and_not_called_done() -> None:
    facts = {**named(COMING), "window": window_facts(WED_EVENING)}
    undo = choice(Verb.UNDO_RESCHEDULE, label="undo")
    expected = reply(ReplyName.RESCHEDULE_REQUESTED, facts, undo, choice(Verb.HUMAN))
    assert taps(Verb.PICK_SLOT, BO, 1, "wed-pm") == Answer((expected,), (AskReschedule(1, "wed-pm"),))


def test_a_slot_that_is_gone_is_not_asked_for_and_the_rest_is_offered() -> None:
    answer = taps(Verb.PICK_SLOT, BO, 1, "wed-am")
    assert names(answer) == ["slot_taken"]
    assert answer.acts == (ASKING,)
    assert actions(answer)[:1] == [("pick_slot", 1, "wed-pm")]


def test_a_slot_that_has_begun_is_gone() -> None:
    later = replace(BO, now=THU.span(COMING.zone)[0])
    assert names(taps(Verb.PICK_SLOT, later, 1, "thu-am")) == ["slot_taken"]


def test_the_last_slot_gone_hands_over_to_a_person() -> None:
    answer = taps(Verb.PICK_SLOT, replace(BO, parcels=(replace(COMING, slots=()),)), 1, "wed-pm")
    assert names(answer) == ["no_slots"]
    assert answer.acts == (HandOver("wants another day, and there is no slot to offer", 1),)


def test_without_slots_a_person_looks_for_a_way() -> None:
    answer = says("another day", replace(BO, parcels=(replace(COMING, slots=()),)), Verb.RESCHEDULE)
    assert names(answer) == ["no_slots"]
    assert actions(answer) == [("neighbour", 1, None), ("safe_place", 1, None)]
    assert isinstance(answer.acts[0], HandOver)


def test_a_parcel_with_the_driver_can_still_be_asked_for_another_day() -> None:
    answer = says("another day", replace(BO, parcels=(WITH_DRIVER,)), Verb.RESCHEDULE)
    assert names(answer) == ["slots_offered"]


def test_a_parcel_that_waits_at_a_pickup_point_is_too_late_for_another_day() -> None:
    waiting = replace(COMING, milestone=Milestone.AVAILABLE_FOR_PICKUP)
    answer = says("another day", replace(BO, parcels=(waiting,)), Verb.RESCHEDULE)
    assert names(answer) == ["too_late"]
    assert answer.acts == ()


def test_what_the_shop_does_not_allow_is_said_with_what_it_does() -> None:
    strict = replace(COMING, allow=frozenset({"neighbour"}))
    for answer in (
        says("another day", replace(BO, parcels=(strict,)), Verb.RESCHEDULE),
        taps(Verb.PICK_SLOT, replace(BO, parcels=(strict,)), 1, "wed-pm"),
    ):
        facts = {**named(strict), "change": "reschedule"}
        expected = reply(ReplyName.NOT_ALLOWED, facts, choice(Verb.NEIGHBOUR), choice(Verb.HUMAN))
        assert answer == Answer((expected,))


def test_a_request_that_waits_is_said_to_wait_and_not_asked_twice() -> None:
    facts = {**named(PENDING), "window": window_facts(WED_EVENING), "state": "requested"}
    undo = choice(Verb.UNDO_RESCHEDULE, label="undo")
    expected = Answer((reply(ReplyName.RESCHEDULE_PENDING, facts, undo, choice(Verb.HUMAN)),))
    situation = replace(BO, parcels=(PENDING,))
    assert says("another day", situation, Verb.RESCHEDULE) == expected
    assert taps(Verb.PICK_SLOT, situation, 1, "wed-pm") == expected


def test_a_waiting_request_can_be_taken_back() -> None:
    answer = taps(Verb.UNDO_RESCHEDULE, replace(BO, parcels=(PENDING,)))
    assert names(answer) == ["reschedule_withdrawn"]
    assert answer.replies[0].facts["window"] == window_facts(WED_EVENING)
    assert answer.acts == (Withdraw(1),)


@pytest.mark.parametrize("state", [s for s in RescheduleState if s not in ("held", "requested", "sent", "confirmed")])
def test_what_is_answered_or_over_cannot_be_taken_back(state: RescheduleState) -> None:
    decided = replace(COMING, reschedule=replace(ASKED, state=state))
    answer = taps(Verb.UNDO_RESCHEDULE, replace(BO, parcels=(decided,)))
    assert names(answer) == ["no_longer_possible"]
    assert answer.acts == ()


def test_the_parcel_whose_request_waits_is_the_one_that_is_taken_back() -> None:
    answer = says("undo", replace(BO, parcels=(OTHER, PENDING)), Verb.UNDO_RESCHEDULE)
    assert answer.acts == (Withdraw(1),)


@pytest.mark.parametrize("milestone", [Milestone.DELIVERED, Milestone.RETURNED, Milestone.CANCELLED])
def test_at_its_end_a_parcel_has_no_new_day(milestone: Milestone) -> None:
    ended = replace(DELIVERED, milestone=milestone)
    for answer in (
        taps(Verb.RESCHEDULE, replace(BO, parcels=(ended,))),
        taps(Verb.PICK_SLOT, replace(BO, parcels=(ended,)), 1, "wed-pm"),
        says("another day", replace(BO, parcels=(ended,)), Verb.RESCHEDULE),
    ):
        assert names(answer) == ["no_longer_possible"]
        assert actions(answer) == [("status", 1, None), ("human", 1, None)]
        assert answer.acts == ()


AGREED = replace(COMING, reschedule=replace(ASKED, state=RescheduleState.CONFIRMED, decided_at=NOW))


def test_what_is_agreed_is_changed_again_by_a_new_wish() -> None:
    answer = taps(Verb.UNDO_RESCHEDULE, replace(BO, parcels=(AGREED,)))
    assert names(answer) == ["slots_offered"]
    assert answer.replies[0].facts["agreed"] == window_facts(WED_EVENING)
    assert "wed-pm" not in [argument for _, _, argument in actions(answer)]


def test_an_agreed_neighbour_is_asked_back() -> None:
    agreed = replace(COMING, others=(OtherChange(8, "neighbour", RescheduleState.CONFIRMED, NOW, NOW),))
    answer = taps(Verb.UNDO_RESCHEDULE, replace(BO, parcels=(agreed,)))
    assert (names(answer), answer.acts) == (["change_requested"], (AskChange(1, "back", "neighbour"),))
    waiting = replace(agreed, others=(*agreed.others, OtherChange(9, "back", RescheduleState.SENT, NOW)))
    assert taps(Verb.UNDO_RESCHEDULE, replace(BO, parcels=(waiting,))).acts == (Withdraw(1, "back"),)
    known = replace(BO, identity=IdentityLevel.KNOWN, parcels=(agreed,))
    code = taps(Verb.UNDO_RESCHEDULE, known)
    assert names(code) == ["code_sent"]
    proven = replace(after(code, known), identity=IdentityLevel.PROVEN, code=CodeGiven.RIGHT)
    assert says("482913", proven).acts[0] == AskChange(1, "back", "neighbour")


@pytest.mark.parametrize(
    ("parcel", "said"),
    [
        (replace(COMING, milestone=Milestone.RETURNING), "too_late"),
        (replace(COMING, allow=frozenset({"safe_place"})), "not_allowed"),
        (replace(COMING, milestone=Milestone.DELIVERED), "no_longer_possible"),
    ],
)
def test_what_can_no_longer_be_changed_is_not_asked_back(parcel: ParcelView, said: str) -> None:
    agreed = replace(parcel, others=(OtherChange(8, "neighbour", RescheduleState.CONFIRMED, NOW, NOW),))
    answer = taps(Verb.UNDO_RESCHEDULE, replace(BO, parcels=(agreed,)))
    assert (names(answer), [act for act in answer.acts if isinstance(act, AskChange)]) == ([said], [])


def test_a_day_they_are_away_on_is_not_offered_where_the_other_has_no_slot() -> None:
    answer = says("…", BO, Meaning(Verb.RESCHEDULE, argument="2026-11-29!2026-11-25"))
    assert (answer.replies[0].facts["wanted"], answer.replies[0].facts["wanted_is_free"]) == ("2026-11-29", False)
    assert [argument for _, _, argument in actions(answer)] == ["thu-am", "fri-am", None]


def test_of_two_readings_without_a_slot_the_first_is_said_to_be_full() -> None:
    answer = says("sunday", BO, Meaning(Verb.RESCHEDULE, argument="2026-12-06 or 2026-11-29"))
    assert (answer.replies[0].facts["wanted"], answer.replies[0].facts["wanted_is_free"]) == ("2026-12-06", False)


def test_other_days_leave_the_refused_ones_out_too() -> None:
    days = tuple(
        SlotView(f"{day}-{hour}", window(day, hour, hour + 2)) for day in (25, 26, 27, 28, 29) for hour in (9, 14)
    )
    situation = replace(BO, parcels=(replace(COMING, slots=days),))
    first = says("…", situation, Meaning(Verb.RESCHEDULE, argument="2026-11-24/!2026-11-26"))
    assert [argument for _, _, argument in actions(first)][:3] == ["25-9", "27-9", "28-9"]
    seen = set[str]()
    for _ in range(4):
        seen |= {argument for verb, _, argument in actions(first) if verb == "pick_slot" and argument}
        more = next(argument for verb, _, argument in actions(first) if verb == "reschedule")
        first = taps(Verb.RESCHEDULE, situation, 1, more)
    assert seen == {slot.slot_id for slot in days} - {"26-9", "26-14"}


def test_undo_where_nothing_was_asked_changes_nothing() -> None:
    assert names(says("undo", BO, Verb.UNDO_RESCHEDULE)) == ["unchanged"]


def test_a_day_alone_after_all_stays_as_it_is_asks_for_that_day() -> None:
    stays = after(says("no", after(says("another day", BO, Verb.RESCHEDULE), BO)), BO)
    assert names(says("thursday", stays, Meaning(Verb.UNCLEAR, argument="2026-11-26"))) == ["slots_offered"]


def test_what_was_agreed_before_a_declined_wish_is_still_known() -> None:
    declined = replace(AGREED, reschedule=replace(ASKED, state=RescheduleState.DECLINED), stands=AGREED.reschedule)
    answer = says("undo", replace(BO, parcels=(declined,)), Verb.UNDO_RESCHEDULE)
    assert answer.replies[0].facts["agreed"] == window_facts(WED_EVENING)


@pytest.mark.parametrize("first", [Verb.RESCHEDULE, Verb.NOT_HOME])
def test_a_day_they_are_away_on_is_not_offered_when_they_go_on_about_another_one(first: Verb) -> None:
    situation = replace(BO, parcels=(replace(COMING, slots=SLOTS),))
    away = says("can't be home wednesday", situation, Meaning(first, argument="*!2026-11-25"))
    asked_on = says("another day please", after(away, situation), Verb.RESCHEDULE)
    assert actions(asked_on) == [("pick_slot", 1, "thu-am"), ("pick_slot", 1, "fri-am"), ("human", 1, None)]
    morning = says("in the morning", after(asked_on, situation), Meaning(Verb.RESCHEDULE, argument="*T08:00-12:00"))
    assert "wed-am" not in {argument for _, _, argument in actions(morning)}


def test_a_slot_that_the_carrier_just_declined_is_not_offered_again() -> None:
    declined = replace(COMING, slots=SLOTS, reschedule=replace(ASKED, state=RescheduleState.DECLINED))
    offered = says("another day", replace(BO, parcels=(declined,)), Verb.RESCHEDULE)
    assert [slot for verb, _, slot in actions(offered) if verb == "pick_slot"] == ["wed-am", "thu-am", "fri-am"]


def test_the_days_they_are_away_on_go_with_the_slot_they_choose() -> None:
    situation = replace(BO, parcels=(replace(COMING, slots=SLOTS),))
    away = says("can't be home wednesday", situation, Meaning(Verb.RESCHEDULE, argument="*!2026-11-25"))
    chosen = says("1", after(away, situation))
    assert chosen.acts[0] == AskReschedule(1, "thu-am", "*!2026-11-25")


@pytest.mark.parametrize("state", [RescheduleState.DECLINED, RescheduleState.WITHDRAWN, RescheduleState.TIMED_OUT])
def test_after_the_carriers_no_a_day_they_are_away_on_is_not_offered(state: RescheduleState) -> None:
    refused = replace(ASKED, state=state, window=THU)
    bo = replace(BO, parcels=(replace(COMING, slots=SLOTS, reschedule=refused, away="*!2026-11-25"),))
    offered = {argument for verb, _, argument in actions(taps(Verb.RESCHEDULE, bo)) if verb == "pick_slot"}
    assert offered.isdisjoint({"wed-am", "wed-pm"})
    assert "fri-am" in offered
    gone = taps(Verb.PICK_SLOT, bo, 1, "no such slot")
    assert {argument for verb, _, argument in actions(gone) if verb == "pick_slot"}.isdisjoint({"wed-am", "wed-pm"})


def test_a_time_beyond_every_slot_is_said_to_be_free_of_any_and_may_be_kept_for() -> None:
    bo = replace(BO, parcels=(replace(COMING, allow=COMING.allow | {"hold"}),))
    answer = says("after the holidays", bo, Meaning(Verb.RESCHEDULE, argument="2027-01-02/"))
    facts = answer.replies[0].facts
    assert (facts["wanted"], facts["wanted_is_free"], facts["later"]) == ("2027-01-02", False, True)
    assert ("hold", 1, "2027-01-02/") in actions(answer)
    held = taps(Verb.HOLD, bo, 1, "2027-01-02/")
    assert held.acts == (AskChange(1, "hold", "2027-01-02: "),)


def test_hours_without_a_slot_are_said_to_have_none() -> None:
    facts = says("after nine", BO, Meaning(Verb.RESCHEDULE, argument="*T21:00-")).replies[0].facts
    assert (facts["wanted"], facts["wanted_is_free"], facts["later"]) == (None, False, False)


def test_a_time_alone_asks_for_that_time() -> None:
    meaning = Meaning(Verb.UNCLEAR, argument="2026-11-26", spans=(Span("when", 3, 11),))
    assert names(says("on thursday", BO, meaning)) == ["slots_offered"]
    assert names(says("my thursday walk", BO, replace(meaning, spans=(Span("when", 3, 11),)))) == ["unclear"]


def test_a_day_they_name_is_offered_although_they_were_away_on_it() -> None:
    situation = replace(BO, parcels=(replace(COMING, slots=SLOTS),))
    away = says("can't be home wednesday", situation, Meaning(Verb.RESCHEDULE, argument="*!2026-11-25"))
    after_all = says("wednesday after all", after(away, situation), Meaning(Verb.RESCHEDULE, argument="2026-11-25"))
    assert ("pick_slot", 1, "wed-am") in actions(after_all)


def test_what_was_said_of_another_parcel_does_not_count() -> None:
    situation = replace(BO, parcels=(replace(COMING, slots=SLOTS),))
    of_another = replace(situation, asked=Action(Verb.PICK_SLOT, 2, "*!2026-11-25"))
    answer = says("another day please", of_another, Verb.RESCHEDULE)
    assert ("pick_slot", 1, "wed-am") in actions(answer)


def test_a_day_they_are_away_on_is_kept_when_they_name_another_one() -> None:
    days = tuple(SlotView(f"{day}-{hour}", window(day, hour, hour + 2)) for day in (25, 26, 27) for hour in (9, 14))
    situation = replace(BO, parcels=(replace(COMING, slots=days),))
    away = says("tomorrow i'm away", situation, Meaning(Verb.RESCHEDULE, argument="*!2026-11-25"))
    friday = says("friday morning", after(away, situation), Meaning(Verb.RESCHEDULE, argument="2026-11-27T08:00-12:00"))
    assert actions(friday)[:2] == [("pick_slot", 1, "27-9"), ("reschedule", 1, "1 or *!2026-11-25")]
    others = says("2", after(friday, situation))
    offered = {slot for verb, _, slot in actions(others) if verb == "pick_slot"}
    assert offered
    assert offered.isdisjoint({"25-9", "25-14"})
    assert says("1", after(friday, situation)).acts[0] == AskReschedule(1, "27-9", "*!2026-11-25")


@pytest.mark.parametrize("words", ["mejor no, deshacer", "undo that please", "doch nicht, bitte rückgängig machen"])
def test_undo_in_their_words_takes_the_wish_back(words: str) -> None:
    asked = replace(BO, parcels=(PENDING,), offers=(choice(Verb.UNDO_RESCHEDULE, label="undo"),))
    assert says(words, asked).acts == (Withdraw(1),)
