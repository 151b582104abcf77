"""When words are not enough: the question, the person, and the silence once a person is there."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.axes import Milestone
from domain.proof import Proof
from domain.talk.answer import Action, Answer, HandOver, Rate, Remember, ReplyName, ResumeWriting, StopWriting, Verb
from domain.talk.meaning import Concern, Meaning
from domain.talk.respond import respond
from domain.talk.situation import NOBODY, QUEUE, CodeGiven, IdentityLevel
from domain.talk.turn import TurnKind
from tests.talk.scenes import (
    BO,
    COMING,
    DELIVERED,
    OTHER,
    STRANGER,
    WITH_DRIVER,
    actions,
    after,
    choice,
    names,
    reply,
    says,
    taps,
    turn,
)

HANDED = {"staff_hours": None, "support": "+1 555 0100", "concern": "asked", "again": False}


def test_whoever_asks_for_a_person_gets_one_with_the_parcel_in_hand() -> None:
    expected = Answer((reply(ReplyName.HANDED_OVER, HANDED),), (HandOver("asked for a person", 1),))
    assert says("human please", BO, Meaning(Verb.HUMAN, argument="asked")) == expected
    assert taps(Verb.HUMAN, BO) == expected


def test_a_stranger_may_ask_for_a_person_too() -> None:
    answer = says("human", STRANGER, Verb.HUMAN)
    assert (names(answer), answer.acts) == (["handed_over"], (HandOver("asked for a person", None),))


def test_the_first_words_not_understood_get_one_question_with_choices() -> None:
    choices = (choice(Verb.STATUS), choice(Verb.NOT_HOME), choice(Verb.HUMAN))
    expected = Answer((reply(ReplyName.UNCLEAR, {"again": False}, *choices),), (Remember(None, 1),))
    assert says("qwertz", BO) == expected


def test_the_second_in_a_row_get_a_person() -> None:
    answer = says("asdf", after(says("qwertz", BO), BO))
    assert names(answer) == ["handed_over"]
    assert answer.acts == (HandOver("not understood twice in a row", 1), Remember(None))


def test_words_understood_in_between_make_the_next_miss_the_first() -> None:
    situation = after(says("qwertz", BO), BO)
    situation = after(says("where is it", situation, Verb.STATUS), situation)
    assert situation.misses == 0


def test_an_open_question_is_asked_again_with_its_own_choices() -> None:
    offered = says("another day", BO, Verb.RESCHEDULE)
    situation = after(offered, BO)
    again = says("hmmm", situation)
    assert again.replies[0].name is ReplyName.UNCLEAR
    assert again.replies[0].choices == offered.replies[0].choices
    assert again.acts == (Remember(Action(Verb.PICK_SLOT, 1), 1),)


def test_who_waits_for_a_person_is_answered_when_clear_and_not_asked_when_unclear() -> None:
    waiting = replace(BO, owner=QUEUE)
    assert names(says("where is it", waiting, Verb.STATUS)) == ["status"]
    assert says("asdf", waiting) == Answer()


def test_who_waits_for_a_person_is_not_put_into_the_queue_twice() -> None:
    answer = says("human!", replace(BO, owner=QUEUE), Verb.HUMAN)
    assert answer == Answer((reply(ReplyName.HANDED_OVER, {**HANDED, "again": True}),))


@pytest.mark.parametrize("kind", [k for k in TurnKind if k not in (TurnKind.STOP, TurnKind.RESUME)])
def test_once_a_person_owns_the_conversation_the_bot_is_silent(kind: TurnKind) -> None:
    for verb in Verb:
        taken = replace(BO, owner="ines", misses=1, asked=Action(Verb.NEIGHBOUR, 1))
        assert respond(turn(kind, text="photo", caption="see this"), Meaning(verb), taken) == Answer()


def test_a_tap_while_a_person_owns_the_conversation_does_nothing() -> None:
    assert taps(Verb.PICK_SLOT, replace(BO, owner="ines"), 1, "wed-pm") == Answer()


def test_stop_is_honoured_whoever_owns_the_conversation() -> None:
    for owner in ("ines", QUEUE, NOBODY, "bot"):
        answer = says("stop texting me", replace(BO, owner=owner))
        assert (names(answer), answer.acts) == (["stopped"], (StopWriting("stop texting me"),))
        assert isinstance(taps(Verb.STOP, replace(BO, owner=owner), None).acts[0], StopWriting)
        assert isinstance(taps(Verb.RESUME, replace(BO, owner=owner), None).acts[0], ResumeWriting)


def test_nobody_came_is_answered_with_where_the_parcel_is_while_it_is_on_its_way() -> None:
    nobody_came = Meaning(Verb.HUMAN, argument=Concern.NOBODY_CAME)
    answer = says("nobody came", replace(BO, parcels=(WITH_DRIVER,)), nobody_came)
    assert (names(answer), answer.acts) == (["status"], ())
    assert answer.replies[0].facts["concern"] == "nobody_came"


def test_delivered_and_not_received_is_told_what_we_know_and_then_a_person() -> None:
    not_received = Meaning(Verb.HUMAN, argument=Concern.NOT_RECEIVED)
    answer = says("says delivered but i dont have it", replace(BO, parcels=(DELIVERED,)), not_received)
    assert names(answer) == ["trouble", "handed_over"]
    assert answer.replies[0].facts["detail"] == "left_with_neighbour"
    why = "says the parcel was not received; the carrier says delivered at 2026-11-24 06:00 UTC"
    assert answer.acts == (HandOver(f"{why} (left_with_neighbour)", 1, "not_received"),)


@pytest.mark.parametrize(("said", "which"), [("damaged", 9), ("wrong_parcel", 9), ("not_received", 9), ("angry", 1)])
def test_a_trouble_is_with_the_parcel_that_came_and_not_with_the_one_on_its_way(said: str, which: int) -> None:
    both = replace(BO, parcels=(COMING, replace(DELIVERED, shipment_id=9)))
    (act,) = says("…", both, Meaning(Verb.HUMAN, argument=said)).acts
    assert isinstance(act, HandOver)
    assert act.shipment_id == which


PROVED = replace(DELIVERED, proof=Proof("R. Ruiz", "porch", "https://carrier.example/1.jpg", has_photo=True))


def test_the_proof_of_a_delivery_is_shown_to_who_has_proven_who_they_are() -> None:
    (shown,) = says("who signed for it", replace(BO, parcels=(PROVED,)), Verb.PROOF).replies
    assert shown.name is ReplyName.PROOF
    assert (shown.facts["received_by"], shown.facts["photo"]) == ("R. Ruiz", "https://carrier.example/1.jpg")


def test_a_link_alone_waits_for_a_code_before_it_shows_a_name_or_a_photo() -> None:
    on_page = replace(BO, parcels=(PROVED,), identity=IdentityLevel.KNOWN)
    asked = says("who signed for it", on_page, Verb.PROOF)
    assert names(asked) == ["code_sent"]
    told = says("i dont have it", on_page, Meaning(Verb.HUMAN, argument=Concern.NOT_RECEIVED))
    assert "Ruiz" not in str(told)
    assert "carrier.example" not in str(told)
    shown = says("123456", replace(after(asked, BO), parcels=(PROVED,), code=CodeGiven.RIGHT))
    assert "Ruiz" in str(shown)


def test_a_level_one_delivery_without_anything_personal_needs_no_code() -> None:
    on_page = replace(BO, parcels=(DELIVERED,), identity=IdentityLevel.KNOWN)
    assert names(says("how was it delivered", on_page, Verb.PROOF)) == ["proof"]


def test_a_window_that_did_not_hold_and_nobody_came_is_a_matter_for_a_person() -> None:
    late = replace(BO, parcels=(WITH_DRIVER,), now=datetime(2026, 11, 24, 20, tzinfo=UTC))
    answer = says("nobody came", late, Meaning(Verb.HUMAN, argument=Concern.NOBODY_CAME))
    assert names(answer) == ["status", "handed_over"]


def test_anger_gets_a_person_and_the_facts() -> None:
    answer = says("this is ridiculous", BO, Meaning(Verb.HUMAN, argument=Concern.ANGRY))
    assert names(answer) == ["status", "handed_over"]
    assert answer.acts == (HandOver("is upset", 1),)


def test_with_several_parcels_anger_still_gets_a_person() -> None:
    answer = says("ridiculous", replace(BO, parcels=(COMING, OTHER)), Meaning(Verb.HUMAN, argument=Concern.ANGRY))
    assert (names(answer), answer.acts) == (["handed_over"], (HandOver("is upset", None),))


_FACTS_FIRST = (Concern.NOT_RECEIVED, Concern.NOBODY_CAME, Concern.ANGRY)


@pytest.mark.parametrize("concern", [c for c in Concern if c not in _FACTS_FIRST])
def test_every_concern_reaches_a_person_by_its_name(concern: Concern) -> None:
    answer = says("…", BO, Meaning(Verb.HUMAN, argument=concern.value))
    assert answer.replies[0].facts["concern"] == concern
    assert isinstance(answer.acts[0], HandOver)


def test_thanks_and_help_are_answered_briefly() -> None:
    assert says("thanks", BO, Verb.THANKS) == Answer((reply(ReplyName.THANKS, {}),))
    helped = says("hilfe", BO)
    assert names(helped) == ["help"]
    assert actions(helped) == [("status", 1, None), ("not_home", 1, None), ("human", 1, None)]


def test_a_choice_of_the_usual_menu_works_with_several_parcels_too() -> None:
    two = replace(BO, parcels=(COMING, OTHER))
    assert names(taps(Verb.STATUS, two, None)) == ["which_parcel"]
    assert names(taps(Verb.NOT_HOME, two, None)) == ["which_parcel"]


@pytest.mark.parametrize("score", range(1, 6))
def test_a_delivery_is_rated_and_after_a_poor_one_a_person_is_offered(score: int) -> None:
    answer = taps(Verb.RATE, replace(BO, parcels=(DELIVERED,)), 1, str(score))
    assert (names(answer), answer.acts) == (["rated"], (Rate(1, score),))
    assert actions(answer) == ([("human", 1, None)] if score <= 3 else [])


@pytest.mark.parametrize("score", [None, "0", "6", "-1", "١", "five", "5.0", ""])
def test_a_rating_that_is_none_rates_nothing(score: str | None) -> None:
    answer = taps(Verb.RATE, replace(BO, parcels=(DELIVERED,)), 1, score)
    assert [act for act in answer.acts if isinstance(act, Rate)] == []


def test_what_was_not_delivered_is_not_rated() -> None:
    for milestone in set(Milestone) - {Milestone.DELIVERED}:
        answer = taps(Verb.RATE, replace(BO, parcels=(replace(COMING, milestone=milestone),)), 1, "5")
        assert (names(answer), answer.acts) == (["no_longer_possible"], ())


def test_stars_in_words_rate_the_last_delivery() -> None:
    situation = replace(BO, parcels=(COMING, replace(DELIVERED, shipment_id=3)))
    assert says("5 stars", situation, Meaning(Verb.RATE, argument="5")).acts == (Rate(3, 5),)


TWO = replace(BO, parcels=(COMING, OTHER))
DAMAGED = Meaning(Verb.HUMAN, argument="damaged")


def test_a_trouble_with_one_of_several_asks_which_and_keeps_what_it_is() -> None:
    asked = says("it's damaged", TWO, DAMAGED)
    assert names(asked) == ["which_parcel"]
    assert actions(asked) == [("pick_parcel", 1, "human damaged"), ("pick_parcel", 2, "human damaged")]
    for answer in (
        says("2", after(asked, TWO)),
        taps(Verb.PICK_PARCEL, after(asked, TWO), 2, "human damaged"),
        says("DS200", after(asked, TWO), Meaning(Verb.UNCLEAR, mentioned="DS200")),
    ):
        assert answer.acts[0] == HandOver(
            "says it is damaged; the carrier says in_transit at 2026-11-24 06:00 UTC", 2, "damaged"
        )


def test_it_is_one_that_came_where_any_did() -> None:
    came = replace(DELIVERED, shipment_id=3, tracking_number="DS300")
    only = says("it's damaged", replace(BO, parcels=(COMING, OTHER, came)), DAMAGED)
    assert only.acts[0] == HandOver(only.acts[0].why, 3, "damaged") if isinstance(only.acts[0], HandOver) else False
    two_came = replace(BO, parcels=(COMING, came, replace(DELIVERED, shipment_id=4)))
    assert [action[1] for action in actions(says("it's damaged", two_came, DAMAGED))] == [3, 4]


@pytest.mark.parametrize("words", ["no", "both", "I don't know", "a person please"])
def test_the_trouble_is_not_lost_where_nobody_can_say_which_parcel(words: str) -> None:
    meant = Meaning(Verb.HUMAN, argument="asked") if "person" in words else Meaning(Verb.UNCLEAR)
    waiting = after(says("nobody came", TWO, Meaning(Verb.HUMAN, argument="nobody_came")), TWO)
    answer = says(words, waiting, meant)
    if names(answer) == ["unclear"]:
        assert actions(answer) == [("pick_parcel", 1, "human nobody_came"), ("pick_parcel", 2, "human nobody_came")]
        answer = says(words, after(answer, waiting), meant)
    assert names(answer) == ["handed_over"]
    assert HandOver("says that nobody came", None, "nobody_came") in answer.acts


def test_whoever_says_it_twice_is_not_asked_twice() -> None:
    answer = says("it is DAMAGED", after(says("it's damaged", TWO, DAMAGED), TWO), DAMAGED)
    assert names(answer) == ["handed_over"]
