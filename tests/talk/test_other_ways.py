"""Not at home: a neighbour, a safe place, a pickup point, and the words that say which."""

from dataclasses import replace

import pytest

from bot.understanding.words import understand
from domain.axes import Milestone
from domain.talk.answer import Action, Answer, AskChange, Choice, HandOver, Remember, ReplyName, Verb
from domain.talk.meaning import Layer, Meaning
from tests.talk.scenes import (
    BO,
    COMING,
    DELIVERED,
    NEW_YORK,
    NOW,
    OTHER,
    WITH_DRIVER,
    actions,
    after,
    choice,
    named,
    names,
    reply,
    says,
    taps,
)

CHANGES = [(Verb.NEIGHBOUR, "neighbour"), (Verb.SAFE_PLACE, "safe_place"), (Verb.PICKUP_POINT, "pickup_point")]
ALL = frozenset({"reschedule", "safe_place", "neighbour", "pickup_point"})


def test_not_at_home_offers_what_this_parcel_allows() -> None:
    expected = reply(
        ReplyName.CHANGE_OPTIONS,
        named(COMING),
        choice(Verb.RESCHEDULE),
        choice(Verb.NEIGHBOUR),
        choice(Verb.SAFE_PLACE),
        choice(Verb.HUMAN),
    )
    assert says("not home", BO, Verb.NOT_HOME) == Answer((expected,))


def test_with_only_another_day_possible_the_slots_come_at_once() -> None:
    only = replace(BO, parcels=(replace(COMING, allow=frozenset({"reschedule"})),))
    assert names(taps(Verb.NOT_HOME, only)) == ["slots_offered"]


def test_with_the_driver_another_day_can_still_be_asked_for_beside_other_places() -> None:
    answer = taps(Verb.NOT_HOME, replace(BO, parcels=(WITH_DRIVER,)))
    assert actions(answer) == [
        ("reschedule", 1, None),
        ("neighbour", 1, None),
        ("safe_place", 1, None),
        ("human", 1, None),
    ]


def test_with_nothing_allowed_a_person_is_left() -> None:
    answer = taps(Verb.NOT_HOME, replace(BO, parcels=(replace(WITH_DRIVER, allow=frozenset()),)))
    assert names(answer) == ["not_allowed"]
    assert actions(answer) == [("human", 1, None)]


def test_nobody_need_be_at_home_for_a_parcel_that_waits_at_a_pickup_point() -> None:
    waiting = replace(COMING, milestone=Milestone.AVAILABLE_FOR_PICKUP)
    assert names(says("not home", replace(BO, parcels=(waiting,)), Verb.NOT_HOME)) == ["status"]


def test_not_at_home_with_two_parcels_asks_which() -> None:
    answer = says("not home", replace(BO, parcels=(COMING, OTHER)), Verb.NOT_HOME)
    assert names(answer) == ["which_parcel"]
    assert answer.acts == (Remember(Action(Verb.PICK_PARCEL, argument="not_home")),)


@pytest.mark.parametrize(("verb", "change"), CHANGES)
def test_a_change_without_its_detail_is_asked_for_it(verb: Verb, change: str) -> None:
    open_to_all = replace(COMING, allow=ALL)
    answer = taps(verb, replace(BO, parcels=(open_to_all,)))
    expected = reply(ReplyName.ASK_DETAIL, {**named(open_to_all), "change": change})
    assert answer == Answer((expected,), (Remember(Action(verb, 1)),))


@pytest.mark.parametrize(("verb", "change"), CHANGES)
def test_the_next_words_are_the_detail_and_the_carrier_is_asked(verb: Verb, change: str) -> None:
    open_to_all = replace(COMING, allow=ALL)
    asked = replace(BO, parcels=(open_to_all,), asked=Action(verb, 1), misses=1)
    answer = says(" Mrs Ruiz, number 7 ", asked)
    facts = {**named(open_to_all), "change": change, "text": "Mrs Ruiz, number 7"}
    expected = reply(
        ReplyName.CHANGE_REQUESTED, facts, Choice("undo", Action(Verb.UNDO_RESCHEDULE, 1, change)), choice(Verb.HUMAN)
    )
    assert answer == Answer((expected,), (AskChange(1, change, "Mrs Ruiz, number 7"), Remember(None)))


def test_words_that_bring_their_detail_are_asked_of_the_carrier_at_once() -> None:
    answer = says("leave it w the neighbour at 7", BO, Meaning(Verb.NEIGHBOUR, argument="neighbour at 7"))
    assert answer.acts == (AskChange(1, "neighbour", "neighbour at 7"),)


@pytest.mark.parametrize(
    "words", ["where is it then", "12b", "door 2", "not the blue one but the shed", "porch, thanks"]
)
def test_an_awaited_detail_is_taken_as_it_is_said(words: str) -> None:
    asked = replace(BO, asked=Action(Verb.SAFE_PLACE, 1))
    answer = says(words, asked, Meaning(Verb.STATUS, layer=Layer.PHRASE))
    assert answer.acts[0] == AskChange(1, "safe_place", words)


def test_a_plain_wish_for_something_else_is_not_a_detail() -> None:
    asked = replace(BO, asked=Action(Verb.SAFE_PLACE, 1))
    assert names(says("status", asked, Meaning(Verb.STATUS, layer=Layer.COMMAND))) == ["status"]
    assert names(says("where is it", asked, Meaning(Verb.STATUS, layer=Layer.EXACT))) == ["status"]
    assert names(says("let me talk to someone", asked, Meaning(Verb.HUMAN, layer=Layer.PHRASE))) == ["handed_over"]


def test_a_question_is_not_a_detail_and_is_asked_again_once() -> None:
    asked = replace(BO, asked=Action(Verb.SAFE_PLACE, 1))
    again = says("what do you mean?", asked)
    assert names(again) == ["ask_detail"]
    assert again.acts == (Remember(Action(Verb.SAFE_PLACE, 1), 1),)
    assert names(says("hm?", after(again, asked))) == ["handed_over"]


def test_never_mind_leaves_everything_as_it_was() -> None:
    asked = replace(BO, asked=Action(Verb.NEIGHBOUR, 1))
    answer = says("never mind", asked)
    assert names(answer) == ["unchanged"]
    assert answer.acts == (Remember(None),)


@pytest.mark.parametrize(("verb", "change"), CHANGES)
def test_a_change_the_shop_does_not_allow_is_not_asked_for(verb: Verb, change: str) -> None:
    strict = replace(BO, parcels=(replace(COMING, allow=frozenset({"reschedule"})),))
    for answer in (
        taps(verb, strict),
        says("…", strict, verb),
        says("at no 7", replace(strict, asked=Action(verb, 1))),
    ):
        assert names(answer) == ["not_allowed"]
        assert answer.replies[0].facts["change"] == change
        assert [act for act in answer.acts if not isinstance(act, Remember)] == []
        assert actions(answer) == [("reschedule", 1, None), ("human", 1, None)]


@pytest.mark.parametrize(
    ("verb", "why"),
    [
        (Verb.ACCESS_CODE, "wants to give a door code, which this shop does not pass on"),
        (Verb.INSTRUCTIONS, "has a note for the driver, which this shop does not pass on"),
        (Verb.ADDRESS, "writes about the address"),
    ],
)
def test_staff_read_what_a_customer_wants_that_the_shop_does_not_allow(verb: Verb, why: str) -> None:
    answer = says("the code is 4421", BO, Meaning(verb, argument="4421"))
    assert (names(answer), answer.acts) == (["handed_over"], (HandOver(why, 1),))


@pytest.mark.parametrize(("verb", "change"), CHANGES)
def test_a_delivered_parcel_is_past_changing(verb: Verb, change: str) -> None:
    delivered = replace(DELIVERED, allow=ALL)
    answer = taps(verb, replace(BO, parcels=(delivered,)))
    assert (names(answer), answer.replies[0].facts["change"]) == (["no_longer_possible"], change)


def test_a_parcel_on_its_way_back_is_too_late_for_a_neighbour() -> None:
    returning = replace(BO, parcels=(replace(COMING, milestone=Milestone.RETURNING),))
    assert names(taps(Verb.NEIGHBOUR, returning)) == ["too_late"]


def test_a_detail_without_end_is_cut() -> None:
    answer = says("behind the shed " * 100, replace(BO, asked=Action(Verb.SAFE_PLACE, 1)))
    asked = answer.acts[0]
    assert isinstance(asked, AskChange)
    assert len(asked.text) == 200


HELD = replace(BO, parcels=(replace(COMING, allow=frozenset({"hold", "reschedule"})),))


@pytest.mark.parametrize(
    ("argument", "until"),
    [
        ("2026-11-24/2026-11-27 | hold it until Friday", "2026-11-27"),
        ("2026-12-05/ | away until 5 december, please keep it", "2026-12-05"),
        ("2026-12-01/2026-12-08 | on holiday 1-8 December", "2026-12-08"),
    ],
)
def test_a_holiday_is_read_back_with_its_last_day(argument: str, until: str) -> None:
    answer = says("…", HELD, Meaning(Verb.HOLD, argument=argument))
    assert answer.replies[0].facts["until"] == until
    assert answer.acts[0] == AskChange(1, "hold", f"{until}: {argument.partition(' | ')[2]}")


@pytest.mark.parametrize(
    "argument", [None, "2026-11-20 | till the 20th", "2027-11-20 | till next year", "*T17:00- | late"]
)
def test_a_holiday_without_a_day_ahead_is_asked_for_one(argument: str | None) -> None:
    answer = says("keep it", HELD, Meaning(Verb.HOLD, argument=argument))
    assert (names(answer), answer.acts) == (["ask_detail"], (Remember(Action(Verb.HOLD, 1)),))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "¿pueden guardarlo?"),
        ("es", "¿me lo pueden guardar?"),
        ("en", "can you keep it?"),
        ("fr", "pouvez-vous me le garder ?"),
        ("de", "könnt ihr das Paket für mich aufheben?"),
        ("pt", "podem guardá-lo, por favor?"),
        ("it", "me lo potete tenere da parte?"),
        ("nl", "kunnen jullie het pakket voor mij bewaren"),
        ("pl", "czy możecie ją przechować?"),
        ("tr", "paketi bekletebilir misiniz?"),
        ("ar", "هل يمكنكم الاحتفاظ به؟"),
    ],
)
def test_can_you_keep_it_is_asked_until_which_day_and_left_nowhere(language: str, text: str) -> None:
    meaning = understand(text, language, NOW, NEW_YORK, ())
    kept = says(text, HELD, meaning)
    assert (names(kept), kept.acts) == (["ask_detail"], (Remember(Action(Verb.HOLD, 1)),))
    at_points = replace(BO, parcels=(replace(COMING, allow=frozenset({"pickup_point", "safe_place"})),))
    not_kept = says(text, at_points, meaning)
    assert (names(not_kept), not_kept.acts) == (["not_allowed"], ())
    assert [verb for verb, *_ in actions(not_kept)] == ["safe_place", "pickup_point", "human"]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "you can keep it"), ("fr", "vous pouvez le garder"), ("it", "potete tenerlo")]
)
def test_what_is_said_of_an_unwanted_parcel_is_no_wish_to_have_it_kept(language: str, text: str) -> None:
    assert understand(text, language, NOW, NEW_YORK, ()).verb is not Verb.HOLD


@pytest.mark.parametrize("text", ["can you keep it until friday", "hold my parcel till friday please"])
def test_keep_it_until_a_day_is_no_wish_for_an_earlier_one(text: str) -> None:
    answer = says(text, HELD, understand(text, "en", NOW, NEW_YORK, ()))
    assert answer.replies[0].facts["until"] == "2026-11-27"


def test_a_day_answers_the_question_until_when() -> None:
    asked = replace(HELD, asked=Action(Verb.HOLD, 1))
    answer = says("friday", asked, Meaning(Verb.UNCLEAR, argument="2026-11-27"))
    assert answer.acts[0] == AskChange(1, "hold", "2026-11-27: friday")


def test_not_home_and_a_day_that_would_do_is_answered_with_slots() -> None:
    answer = says("not home tomorrow, thursday?", BO, Meaning(Verb.NOT_HOME, argument="2026-11-26!2026-11-25"))
    assert names(answer) == ["slots_offered"]
    assert actions(answer)[0] == ("pick_slot", 1, "thu-am")


def test_who_says_when_they_are_away_is_offered_other_days_at_once_and_the_ways_to_keep_that_one() -> None:
    parcel = replace(COMING, allow=frozenset({"reschedule", "neighbour", "safe_place", "hold"}))
    away = Meaning(Verb.NOT_HOME, argument="*!2026-11-25")
    offered = says("not home tomorrow", replace(BO, parcels=(parcel,)), away)
    assert names(offered) == ["slots_offered"]
    assert ("pick_slot", 1, "wed-pm") not in actions(offered)
    verbs = [verb for verb, *_ in actions(offered)]
    assert verbs == ["pick_slot", "pick_slot", "neighbour", "safe_place", "human"]


def test_away_on_a_day_with_no_slot_to_offer_the_other_ways_are_asked_about() -> None:
    bare = replace(BO, parcels=(replace(COMING, slots=()),))
    assert names(says("not home tomorrow", bare, Meaning(Verb.NOT_HOME, argument="*!2026-11-25"))) == ["change_options"]


@pytest.mark.parametrize(
    ("asked", "meaning"),
    [
        (Verb.PICKUP_POINT, Meaning(Verb.SAFE_PLACE, argument="behind the shed", layer=Layer.PHRASE)),
        (Verb.PICKUP_POINT, Meaning(Verb.NEIGHBOUR, argument="Mrs Ruiz at 7", layer=Layer.CLASSIFIER)),
        (Verb.NEIGHBOUR, Meaning(Verb.RESCHEDULE, argument="2026-11-26", layer=Layer.PHRASE)),
        (Verb.SAFE_PLACE, Meaning(Verb.RESCHEDULE, argument="2026-11-26", layer=Layer.CLASSIFIER)),
    ],
)
def test_another_way_is_no_name_of_the_one_we_asked_about(asked: Verb, meaning: Meaning) -> None:
    parcel = replace(COMING, allow=frozenset({"reschedule", "safe_place", "neighbour", "pickup_point"}))
    situation = replace(BO, parcels=(parcel,), asked=Action(asked, 1))
    answer = says("rather leave it behind the shed", situation, meaning)
    changes = [act.change for act in answer.acts if isinstance(act, AskChange)]
    assert changes == ([meaning.verb.value] if meaning.verb is not Verb.RESCHEDULE else [])
    assert meaning.verb is not Verb.RESCHEDULE or names(answer) == ["slots_offered"]
