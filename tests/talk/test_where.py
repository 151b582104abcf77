"""Where is it: what a customer hears, and what a stranger does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.axes import Milestone
from domain.reschedules import OtherChange, RescheduleState
from domain.rules.saying import window_facts
from domain.talk.answer import Action, Answer, AskReschedule, Choice, Remember, ReplyName, Verb
from domain.talk.meaning import NOTHING_UNDERSTOOD, Meaning
from domain.talk.respond import respond
from domain.talk.situation import CodeGiven, IdentityLevel, ParcelView, SlotView
from domain.talk.turn import ChannelName, TurnKind
from tests.talk.scenes import (
    BO,
    COMING,
    DELIVERED,
    FRI,
    NEW_YORK,
    NOW,
    OTHER,
    PENDING,
    SLOTS,
    STRANGER,
    TUE,
    WED_MORNING,
    WITH_DRIVER,
    actions,
    after,
    choice,
    named,
    names,
    reply,
    says,
    taps,
    turn,
)

STANDING = {
    **named(COMING),
    "detail": None,
    "reason": None,
    "at": "2026-11-24T06:00:00+00:00",
    "last_scan_at": "2026-11-24T11:00:00+00:00",
    "place": "Queens",
    "window": window_facts(WED_MORNING),
    "told": None,
    "usual": None,
    "stops": None,
    "promise_broken": False,
    "asked": None,
    "changes": [],
    "granted": [],
}


def test_one_parcel_is_told_with_its_age_and_what_can_be_done() -> None:
    told = reply(ReplyName.STATUS, STANDING, choice(Verb.NOT_HOME), choice(Verb.HUMAN))
    assert says("where is it", BO, Verb.STATUS) == Answer((told,))


def test_several_parcels_are_asked_about_and_the_question_is_kept() -> None:
    answer = says("where is my parcel", replace(BO, parcels=(COMING, OTHER)), Verb.STATUS)
    assert answer.replies[0].name is ReplyName.WHICH_PARCEL
    assert answer.replies[0].choices == (_parcel(COMING, "status"), _parcel(OTHER, "status"))
    assert answer.acts == (Remember(Action(Verb.PICK_PARCEL, argument="status")),)


def test_a_picked_parcel_gets_what_it_was_picked_for() -> None:
    two = replace(BO, parcels=(COMING, OTHER))
    assert names(taps(Verb.PICK_PARCEL, two, 2, "status")) == ["status"]
    assert names(taps(Verb.PICK_PARCEL, two, 2, "reschedule")) == ["slots_offered"]


def test_a_picked_parcel_is_never_picked_for_picking_or_nonsense() -> None:
    assert names(taps(Verb.PICK_PARCEL, BO, 1, "pick_parcel")) == ["status"]
    assert names(taps(Verb.PICK_PARCEL, BO, 1, "fly")) == ["status"]


def test_a_number_alone_answers_which_parcel() -> None:
    asked = replace(BO, parcels=(COMING, OTHER), asked=Action(Verb.PICK_PARCEL, argument="not_home"))
    answer = says("DS200", asked, Meaning(Verb.UNCLEAR, mentioned="DS200"))
    assert names(answer) == ["change_options"]
    assert answer.replies[0].facts["tracking_number"] == "DS200"
    assert answer.acts == (Remember(None),)


@pytest.mark.parametrize("words", ["both", "all of them", "los dos"])
def test_both_is_an_answer_to_which_parcel(words: str) -> None:
    two = replace(BO, parcels=(COMING, OTHER, DELIVERED))
    answer = says(words, after(says("where is it", two, Verb.STATUS), two))
    told = answer.replies[0].facts["parcels"]
    assert isinstance(told, list)
    assert [parcel["tracking_number"] for parcel in told] == ["DS100", "DS200"]
    assert answer.acts == (Remember(None),)


def test_both_for_another_day_are_offered_a_slot_that_fits_both() -> None:
    two = replace(BO, parcels=(COMING, OTHER))
    offered = says("both", after(says("not home", two, Verb.NOT_HOME), two))
    assert names(offered) == ["slots_offered"]
    picked = says("1", after(offered, two))
    assert picked.acts[:2] == (AskReschedule(1, "wed-pm"), AskReschedule(2, "wed-pm"))


def test_both_without_proof_wait_for_one_code_for_both() -> None:
    two = replace(BO, parcels=(COMING, OTHER), identity=IdentityLevel.KNOWN)
    asked = says("1", after(says("both", after(says("not home", two, Verb.NOT_HOME), two)), two))
    assert names(asked) == ["code_sent"]
    done = says("123456", replace(after(asked, BO), parcels=(COMING, OTHER), code=CodeGiven.RIGHT))
    assert done.acts[:2] == (AskReschedule(1, "wed-pm"), AskReschedule(2, "wed-pm"))


def test_parcels_without_a_slot_in_common_are_asked_about_one_by_one() -> None:
    apart = replace(BO, parcels=(replace(COMING, slots=SLOTS[:1]), replace(OTHER, slots=SLOTS[1:2])))
    answer = says("another day for both", apart, Verb.RESCHEDULE)
    assert names(answer) == ["which_parcel"]
    assert answer.replies[0].facts["apart"] is True
    assert [shipment_id for _, shipment_id, _ in actions(answer)] == [1, 2]


def test_without_a_parcel_there_is_none_to_tell_of() -> None:
    assert names(says("where is it", replace(BO, parcels=()), Verb.STATUS)) == ["no_parcel"]


def test_the_last_parcel_is_told_when_none_is_on_its_way() -> None:
    answer = says("where is it", replace(BO, parcels=(DELIVERED,)), Verb.STATUS)
    assert answer.replies[0].facts["milestone"] == "delivered"
    assert answer.replies[0].facts["window"] is None
    assert actions(answer) == [("human", 1, None)]


def test_a_window_that_is_over_is_not_promised_again() -> None:
    late = replace(BO, parcels=(WITH_DRIVER,), now=datetime(2026, 11, 24, 18, tzinfo=UTC))
    facts = says("where is it", late, Verb.STATUS).replies[0].facts
    assert (facts["window"], facts["told"], facts["promise_broken"]) == (None, window_facts(TUE), True)


def test_a_waiting_request_is_told_and_can_be_taken_back() -> None:
    answer = says("where is it", replace(BO, parcels=(PENDING,)), Verb.STATUS)
    assert answer.replies[0].facts["asked"] == window_facts(PENDING.reschedule.window)  # type: ignore[union-attr]
    assert actions(answer) == [("undo_reschedule", 1, "reschedule"), ("human", 1, None)]


def test_a_foreign_number_and_an_unknown_one_get_the_same_answer() -> None:
    foreign = says("where is DS900", BO, Meaning(Verb.STATUS, mentioned="DS900"))
    unknown = says("where is DS901", BO, Meaning(Verb.STATUS, mentioned="DS901"))
    assert names(foreign) == ["no_parcel"]
    assert {**foreign.replies[0].facts, "tracking_number": "DS901"} == unknown.replies[0].facts
    assert foreign.replies[0].facts["known"] is True
    assert {verb for verb, *_ in actions(foreign)} == {"status", "not_home", "human"}


@pytest.mark.parametrize("channel", list(ChannelName))
def test_a_stranger_hears_the_milestone_of_a_number_and_nothing_else(channel: ChannelName) -> None:
    looked_up = replace(STRANGER, channel=channel, parcels=(COMING,))
    answer = says("DS100?", looked_up, Meaning(Verb.UNCLEAR, mentioned="DS100"))
    assert answer == Answer((reply(ReplyName.COARSE_STATUS, {"tracking_number": "DS100", "milestone": "in_transit"}),))


def test_a_stranger_with_a_number_nobody_has_hears_what_one_with_an_unscanned_parcel_hears() -> None:
    unscanned = ParcelView(5, "DS500", "", NEW_YORK)
    known = says("DS500", replace(STRANGER, parcels=(unscanned,)), Meaning(Verb.STATUS, mentioned="DS500"))
    assert known == says("DS500", STRANGER, Meaning(Verb.STATUS, mentioned="DS500"))
    assert known.replies[0].facts["milestone"] == Milestone.UNKNOWN


@pytest.mark.parametrize(("channel", "name"), [("telegram", "ask_contact"), ("sms", "no_parcel"), ("web", "no_parcel")])
def test_a_stranger_is_told_how_to_become_known(channel: str, name: str) -> None:
    stranger = replace(STRANGER, channel=ChannelName(channel))
    for verb in (Verb.STATUS, Verb.RESCHEDULE, Verb.NOT_HOME, Verb.NEIGHBOUR, Verb.UNDO_RESCHEDULE, Verb.RATE):
        assert names(says("…", stranger, verb)) == [name]


def test_a_tap_for_a_parcel_that_is_not_theirs_says_nothing_about_it() -> None:
    for situation in (replace(BO, parcels=(OTHER,)), replace(BO, identity=IdentityLevel.STRANGER)):
        answer = taps(Verb.STATUS, situation, 1)
        assert names(answer) == ["no_longer_possible"]
        assert answer.replies[0].facts == {"change": "status"}


def _parcel(parcel: ParcelView, purpose: str) -> Choice:
    facts = {
        "tracking_number": parcel.tracking_number,
        "order_number": parcel.order_number,
        "whole": False,
        "milestone": parcel.milestone.value,
        "window": window_facts(parcel.window),
    }
    return Choice("parcel", Action(Verb.PICK_PARCEL, parcel.shipment_id, purpose), facts)


def test_the_day_they_named_is_kept_while_we_ask_which_parcel() -> None:
    two = replace(BO, parcels=(COMING, OTHER))
    asked = says("not tomorrow, thursday", two, Meaning(Verb.RESCHEDULE, argument="2026-11-26!2026-11-25"))
    assert names(asked) == ["which_parcel"]
    for answer in (says("2", after(asked, two)), says("both", after(asked, two))):
        assert answer.replies[0].facts["wanted"] == "2026-11-26"


def test_a_door_code_is_not_kept_in_a_choice() -> None:
    two = replace(BO, parcels=tuple(replace(p, allow=frozenset({"access_code"})) for p in (COMING, OTHER)))
    asked = says("the code is 4421", two, Meaning(Verb.ACCESS_CODE, argument="4421"))
    assert "4421" not in str(asked)


def test_numbers_that_end_alike_are_told_whole() -> None:
    alike = replace(OTHER, tracking_number="XX900")
    (which,) = says("where is my parcel", replace(BO, parcels=(COMING, alike)), Verb.STATUS).replies
    assert [choice.facts["whole"] for choice in which.choices] == [False, False]
    alike = replace(OTHER, tracking_number="1S100")
    (which,) = says("where is my parcel", replace(BO, parcels=(COMING, alike)), Verb.STATUS).replies
    assert [choice.facts["whole"] for choice in which.choices] == [True, True]


def test_what_the_carrier_agreed_to_is_told_with_the_status() -> None:
    agreed = replace(COMING, others=(OtherChange(8, "neighbour", RescheduleState.CONFIRMED, NOW, NOW),))
    assert says("where is it", replace(BO, parcels=(agreed,)), Verb.STATUS).replies[0].facts["granted"] == ["neighbour"]


def test_what_is_kept_for_them_is_not_expected_until_something_is_heard_of_it() -> None:
    kept = replace(COMING, others=(OtherChange(8, "hold", RescheduleState.CONFIRMED, NOW, NOW),))
    facts = says("where is it", replace(BO, parcels=(kept,)), Verb.STATUS).replies[0].facts
    assert (facts["window"], facts["told"], facts["granted"]) == (None, None, ["hold"])
    heard_of = replace(kept, last_scan_at=NOW + timedelta(hours=1))
    facts = says("where is it", replace(BO, parcels=(heard_of,)), Verb.STATUS).replies[0].facts
    assert facts["window"] == window_facts(COMING.window)


def test_the_day_they_are_away_is_kept_where_no_slot_fits_both() -> None:
    apart = replace(BO, parcels=(replace(COMING, slots=SLOTS), replace(OTHER, slots=(SlotView("x", FRI),))))
    first = says("not home wednesday", apart, Meaning(Verb.NOT_HOME, argument="*!2026-11-25"))
    both = says("both", after(first, apart))
    tapped = replace(after(both, apart), taken=both.replies[0].choices[0])
    picked = respond(turn(TurnKind.CHOICE), NOTHING_UNDERSTOOD, tapped)
    assert [slot for verb, _, slot in actions(picked) if verb == "pick_slot"] == ["thu-am", "fri-am"]


def test_the_days_they_are_away_on_are_kept_for_all_parcels_together() -> None:
    two = replace(BO, parcels=(replace(COMING, slots=SLOTS), replace(OTHER, slots=SLOTS)))
    first = says("not home wednesday", two, Meaning(Verb.NOT_HOME, argument="*!2026-11-25"))
    both = says("both", after(first, two))
    evening = says("rather in the evening", after(both, two), Meaning(Verb.RESCHEDULE, argument="*T17:00-"))
    for answer in (both, evening):
        assert [(verb, one, slot) for verb, one, slot in actions(answer) if verb == "pick_slot"] == [
            ("pick_slot", None, "thu-am"),
            ("pick_slot", None, "fri-am"),
        ]
    asked = says("1", after(evening, two))
    wishes = (AskReschedule(1, "thu-am", "*!2026-11-25"), AskReschedule(2, "thu-am", "*!2026-11-25"))
    assert asked.acts[:2] == wishes


def test_days_away_that_were_said_of_all_parcels_outlast_the_code() -> None:
    two = replace(BO, identity=IdentityLevel.KNOWN, parcels=(replace(COMING, slots=SLOTS), replace(OTHER, slots=SLOTS)))
    first = says("not home wednesday", two, Meaning(Verb.NOT_HOME, argument="*!2026-11-25"))
    both = after(says("both", after(first, two)), two)
    coded = after(says("1", both), both)
    proven = replace(coded, identity=IdentityLevel.PROVEN, code=CodeGiven.RIGHT)
    acts = says("123456", proven).acts
    assert {(act.shipment_id, act.slot_id, act.away) for act in acts if isinstance(act, AskReschedule)} == {
        (1, "thu-am", "*!2026-11-25"),
        (2, "thu-am", "*!2026-11-25"),
    }


def test_a_day_named_after_all_is_offered_for_all_parcels_together() -> None:
    two = replace(BO, parcels=(replace(COMING, slots=SLOTS), replace(OTHER, slots=SLOTS)))
    first = says("not home wednesday", two, Meaning(Verb.NOT_HOME, argument="*!2026-11-25"))
    both = says("both", after(first, two))
    after_all = says("wednesday after all", after(both, two), Meaning(Verb.UNCLEAR, argument="2026-11-25"))
    assert ("pick_slot", None, "wed-am") in actions(after_all)
