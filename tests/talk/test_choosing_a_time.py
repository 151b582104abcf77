"""Which time suits? What people write then: a bare number, a part of a day, a question in between, the later one."""

from dataclasses import replace

import pytest

from bot.understanding.words import understand
from domain.axes import Milestone
from domain.reschedules import RescheduleState
from domain.rules.saying import window_facts
from domain.talk.answer import AskReschedule, StopWriting, Verb, Withdraw
from domain.talk.meaning import Layer, Meaning
from domain.talk.situation import IdentityLevel, SlotView
from tests.talk.choosing import asked_for_a_time, heard, slots
from tests.talk.scenes import (
    ASKED,
    BO,
    BO_SMS,
    COMING,
    NEW_YORK,
    NOW,
    OTHER,
    PENDING,
    SLOTS,
    TUE,
    actions,
    after,
    choice,
    names,
    says,
    window,
)

TWO_A_DAY = tuple(SlotView(f"{day}-{hour}", window(day, hour, hour + 3)) for day in (25, 26, 27) for hour in (9, 17))
CHOOSING = replace(BO, parcels=(replace(COMING, slots=TWO_A_DAY),))


@pytest.mark.parametrize(
    ("language", "text", "offered"),
    [
        ("en", "1830", ["25-17", "26-17", "27-17"]),
        ("en", "at 6", ["25-17", "26-17", "27-17"]),
        ("en", "17", ["25-17", "26-17", "27-17"]),
        ("es", "a las 630", ["25-17", "26-17", "27-17"]),
        ("de", "um 930", ["25-9", "26-9", "27-9"]),
        ("it", "alle 1000", ["25-9", "26-9", "27-9"]),
        ("pl", "ok 18", ["25-17", "26-17", "27-17"]),
        ("ar", "الساعة ٦", ["25-17", "26-17", "27-17"]),
        ("de", "halb 6", ["25-17", "26-17", "27-17"]),
        ("nl", "half 6", ["25-17", "26-17", "27-17"]),
        ("fr", "celui du soir", ["25-17", "26-17", "27-17"]),
        ("de", "vormittags", ["25-9", "26-9", "27-9"]),
        ("en", "morning", ["25-9", "26-9", "27-9"]),
        ("es", "el viernes a primera hora", ["27-9", "27-17"]),
        ("nl", "buiten kantooruren", ["25-17", "26-17", "27-17"]),
        ("tr", "mesai saatleri dışında", ["25-17", "26-17", "27-17"]),
    ],
)
def test_a_time_answers_which_time_suits(language: str, text: str, offered: list[str]) -> None:
    assert slots(heard(text, language, asked_for_a_time(CHOOSING))) == offered


def test_a_number_that_is_no_time_is_asked_about() -> None:
    assert names(heard("2575", "en", asked_for_a_time(CHOOSING))) != ["slots_offered"]


@pytest.mark.parametrize(("first", "then"), [("friday", "in the evening"), ("evenings", "friday")])
def test_a_day_and_hours_may_come_one_after_the_other(first: str, then: str) -> None:
    begun = asked_for_a_time(CHOOSING)
    goes_on = after(heard(first, "en", begun), begun)
    assert slots(heard(then, "en", goes_on)) == ["27-17"]


def test_what_does_not_fit_together_is_the_newest_wish_alone() -> None:
    begun = asked_for_a_time(replace(BO, parcels=(replace(COMING, slots=SLOTS),)))
    goes_on = after(heard("friday", "en", begun), begun)
    assert slots(heard("in the evening", "en", goes_on)) == ["wed-pm"]


@pytest.mark.parametrize("text", ["when exactly??", "where is it now", "is this message really from you?"])
def test_after_a_question_in_between_the_times_are_still_there(text: str) -> None:
    begun = asked_for_a_time(CHOOSING)
    answer = heard(text, "en", begun)
    assert slots(answer) == ["25-9", "26-9", "27-9"]
    chosen = heard("the second", "en", after(answer, begun))
    assert chosen.acts[0] == AskReschedule(1, "26-9")


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        *(("the later one", "27-9"), ("das spätere", "27-9"), ("la más tarde", "27-9"), ("geç olan", "27-9")),
        *(("the earlier one", "25-9"), ("il secondo", "26-9"), ("le 2e", "26-9"), ("le troisième", "27-9")),
        *(("ikincisi", "26-9"), ("den zweiten bitte", "26-9"), ("druga", "26-9"), ("الثالثة", "27-9")),
        *(("zsm", "25-9"), ("au plus vite svp", "25-9"), ("so schnell wie es geht", "25-9")),
    ],
)
def test_the_later_one_and_the_second_one_are_among_the_times(text: str, slot: str) -> None:
    assert says(text, asked_for_a_time(CHOOSING)).acts[0] == AskReschedule(1, slot)


def test_the_later_one_of_nothing_is_no_person() -> None:
    asked = replace(BO, offers=(choice(Verb.NOT_HOME), choice(Verb.HUMAN)))
    assert names(says("the later one", asked)) == ["unclear"]


def test_hours_that_only_a_part_of_a_slot_lies_in_are_said_to_be_full_and_come_first() -> None:
    answer = heard("after 7", "en", asked_for_a_time(CHOOSING))
    assert (answer.replies[0].facts["wanted_is_free"], slots(answer)) == (False, ["25-17", "26-17", "27-17"])


def test_a_day_that_has_other_hours_alone_is_not_said_to_be_full() -> None:
    answer = heard("friday afternoon", "en", replace(BO, parcels=(replace(COMING, slots=SLOTS),)))
    facts = answer.replies[0].facts
    assert (facts["wanted"], facts["wanted_is_free"], slots(answer)) == (None, False, ["fri-am"])


@pytest.mark.parametrize("text", ["leave it as it was", "déjalo como estaba", "laat maar zoals het was"])
def test_leaving_it_as_it_was_keeps_what_is_agreed(text: str) -> None:
    agreed = replace(COMING, slots=TWO_A_DAY, reschedule=replace(ASKED, state=RescheduleState.CONFIRMED))
    begun = asked_for_a_time(replace(BO, parcels=(agreed,)))
    assert names(says(text, begun, Verb.UNDO_RESCHEDULE)) == ["unchanged"]


@pytest.mark.parametrize("text", ["ach nee lass", "anzi no lascia stare", "espera, déjalo", "nvm"])
def test_who_gives_up_what_is_agreed_is_offered_other_times(text: str) -> None:
    agreed = replace(COMING, slots=TWO_A_DAY, reschedule=replace(ASKED, state=RescheduleState.CONFIRMED))
    answer = says(text, replace(BO, parcels=(agreed,)))
    assert answer.replies[0].facts["agreed"] == window_facts(ASKED.window)


@pytest.mark.parametrize("text", ["annulez", "cancela", "annulla", "annuleer", "anuluj", "iptal", "storno", "الغي"])
def test_on_sms_cancel_right_after_a_request_takes_it_back(text: str) -> None:
    asked = replace(BO_SMS, parcels=(PENDING,), offers=(choice(Verb.UNDO_RESCHEDULE, label="undo"),))
    assert says(text, asked).acts == (Withdraw(1),)


@pytest.mark.parametrize("text", ["annulez", "cancelar", "annulla", "annuleren", "anuluj", "iptal"])
def test_on_sms_cancel_out_of_nothing_opts_out(text: str) -> None:
    assert isinstance(says(text, BO_SMS).acts[0], StopWriting)


def test_the_providers_own_keyword_opts_out_even_then() -> None:
    asked = replace(BO_SMS, parcels=(PENDING,), offers=(choice(Verb.UNDO_RESCHEDULE, label="undo"),))
    assert isinstance(says("cancel", asked).acts[0], StopWriting)


@pytest.mark.parametrize("text", ["allo?", "aló?", "alo", "donc", "evde", "paga", "beter", "padre", "albo"])
def test_a_greeting_is_no_slip_of_a_word_that_opts_out(text: str) -> None:
    assert not any(isinstance(act, StopWriting) for act in says(text, BO_SMS).acts)


@pytest.mark.parametrize("text", ["no", "nein", "nee", "hayır", "لا"])
def test_a_mere_no_to_nothing_changes_nothing(text: str) -> None:
    assert names(says(text, BO, Meaning(Verb.STATUS, layer=Layer.CLASSIFIER, score=0.4))) == ["unchanged"]


@pytest.mark.parametrize("text", ["tak", "evet", "ja", "sí", "نعم"])
def test_a_mere_yes_to_nothing_is_never_taken_for_anything_else(text: str) -> None:
    angry = Meaning(Verb.HUMAN, argument="angry", layer=Layer.CLASSIFIER, score=0.6)
    assert names(says(text, BO, angry)) == ["nothing_asked"]


SOON = replace(OTHER, window=TUE, slots=TWO_A_DAY)
TWO = replace(BO, parcels=(SOON, replace(COMING, slots=TWO_A_DAY)))


def test_who_is_away_on_a_day_means_the_parcel_that_comes_on_it() -> None:
    answer = heard("can't be home wednesday", "en", TWO)
    assert (answer.replies[0].facts["tracking_number"], answer.replies[0].facts["among"]) == ("DS100", True)


@pytest.mark.parametrize("text", ["both", "los dos", "les deux", "les 2", "beide", "tutti e due", "ikisi de", "obie"])
def test_both_after_the_times_for_one_of_two_are_times_for_both(text: str) -> None:
    begun = after(heard("can't be home wednesday", "en", TWO), TWO)
    answer = says(text, begun)
    assert len(answer.replies[0].facts["parcels"]) == 2  # type: ignore[arg-type]  # a list
    assert slots(answer)[0] == "26-9"


def test_a_vacation_is_no_name_of_a_pickup_point() -> None:
    parcel = replace(COMING, allow=COMING.allow | {"pickup_point", "hold"})
    asks = replace(BO, parcels=(parcel,))
    begun = after(says("to a locker", asks, Verb.PICKUP_POINT), asks)
    text = "me voy de vacaciones hasta el 5"
    assert names(heard(text, "es", begun)) == ["change_requested"]
    assert heard(text, "es", begun).replies[0].facts["change"] == "hold"


def test_a_person_is_offered_once() -> None:
    answer = says("?", BO, understand("vous pouvez me le mettre de coté ?", "fr", NOW, NEW_YORK, ()))
    assert [verb for verb, _, _ in actions(answer)].count("human") <= 1


@pytest.mark.parametrize(
    "text", ["which one comes tomorrow", "cuál llega mañana", "lequel arrive demain", "welches kommt morgen"]
)
def test_which_comes_then_tells_of_all_of_them(text: str) -> None:
    answer = says(text, TWO, Verb.STATUS)
    assert (names(answer), len(answer.replies[0].facts["parcels"])) == (["status"], 2)  # type: ignore[arg-type]  # a list


@pytest.mark.parametrize(
    "text",
    ["can they come together", "se pueden juntar", "on peut les grouper", "geht beides zusammen", "kan het samen"],
)
def test_together_is_asked_for_all_of_them(text: str) -> None:
    assert len(says(text, TWO).replies[0].facts["parcels"]) == 2  # type: ignore[arg-type]  # a list


OTHERS = "the other one|ese no, el otro|nicht das, das andere|esse não, o outro|non quello, l'altro|niet die, de andere"


@pytest.mark.parametrize("text", [*OTHERS.split("|"), "nie ta, ta druga", "o değil diğeri", "مو هذا الثاني"])
def test_the_other_of_two_gets_the_same_days_and_is_no_wrong_parcel(text: str) -> None:
    wrong = Meaning(Verb.HUMAN, argument="wrong_parcel", layer=Layer.CLASSIFIER, score=0.96)
    begun = after(heard("can't be home wednesday", "en", TWO), TWO)
    answer = says(text, begun, wrong)
    assert answer.replies[0].facts["tracking_number"] == "DS200"
    assert slots(answer)[0] == "26-9"
    asked = after(says("where is it", TWO, Verb.STATUS), TWO)
    assert names(says(text, asked, wrong)) == ["unclear"]


ELSE = (
    "what else is there|oh. well what else is there|vaya, y entonces?|ah zut et sinon|schade und sonst|jammer en anders"
)


@pytest.mark.parametrize("text", [*ELSE.split("|"), "szkoda a co jeszcze", "tüh başka ne var", "طيب وش فيه غيره"])
def test_what_else_is_there_shows_other_days(text: str) -> None:
    declined = replace(BO, parcels=(replace(COMING, slots=TWO_A_DAY),), offers=(choice(Verb.RESCHEDULE),))
    angry = Meaning(Verb.HUMAN, argument="angry", layer=Layer.CLASSIFIER, score=0.68)
    assert names(says(text, declined, angry)) == ["slots_offered"]


@pytest.mark.parametrize(
    "text", ["venga va", "ok ça roule", "ja mach", "pode ser", "ja doe maar", "dobra", "tamam olur"]
)
def test_a_yes_in_passing_takes_the_only_time(text: str) -> None:
    begun = asked_for_a_time(replace(BO, parcels=(replace(COMING, slots=TWO_A_DAY[:1]),)))
    assert says(text, begun, Verb.THANKS).acts[0] == AskReschedule(1, "25-9")


def test_what_cannot_be_kept_until_a_day_may_come_from_that_day_on() -> None:
    assert slots(heard("can you hold it till thursday", "en", CHOOSING)) == ["26-9", "26-17", "27-9"]
    too_far = heard("can you hold it till monday", "en", CHOOSING)
    assert (names(too_far), slots(too_far)) == (["no_slots"], [])


def test_a_name_alone_is_no_other_language() -> None:
    assert understand("tante rosa martin", "de", NOW, NEW_YORK, ()).language is None


def test_who_was_not_met_is_offered_another_day() -> None:
    missed = replace(COMING, milestone=Milestone.DELIVERY_ATTEMPTED, window=None)
    answer = says("when are you coming back", replace(BO, parcels=(missed,)), Verb.STATUS)
    assert actions(answer) == [("reschedule", 1, None), ("human", 1, None)]


def test_what_is_full_for_all_of_them_is_said_to_be_so() -> None:
    begun = after(says("both", after(heard("can't be home wednesday", "en", TWO), TWO)), TWO)
    answer = heard("any day next week", "en", begun)
    assert (answer.replies[0].facts["wanted"], answer.replies[0].facts["wanted_is_free"]) == (None, False)
    assert heard("thursday", "en", begun).replies[0].facts["wanted_is_free"] is True


FIRST = "ugh fine whatever u have first|pues el primero q tengais|bon le premier que vous avez|dann halt den ersten"


@pytest.mark.parametrize(
    "text",
    [
        *FIRST.split("|"),
        *("então o primeiro que tiver", "allora il primo che avete", "dan de eerste die jullie hebben"),
        *("to pierwszy jaki macie", "o zaman ilk olanı", "طيب اول واحد"),
    ],
)
def test_the_first_one_they_have_is_the_first_on_offer(text: str) -> None:
    assert says(text, asked_for_a_time(CHOOSING), Verb.UNDO_RESCHEDULE).acts[0] == AskReschedule(1, "25-9")


def test_one_part_of_two_is_of_the_day_that_was_named() -> None:
    begun = asked_for_a_time(CHOOSING)
    both = after(heard("friday morning or friday evening", "en", begun), begun)
    assert slots(heard("evening", "en", both)) == ["27-17"]


def test_no_hang_on_morning_is_the_morning() -> None:
    assert slots(heard("no hang on morning", "en", asked_for_a_time(CHOOSING))) == ["25-9", "26-9", "27-9"]


@pytest.mark.parametrize(
    "text", ["aucun me va", "ça me va pas", "passt mir alles nicht", "geen van die past", "hiçbiri uymaz"]
)
def test_none_that_suits_shows_others(text: str) -> None:
    assert slots(says(text, asked_for_a_time(CHOOSING))) == ["25-17", "26-17", "27-17"]


def test_who_is_a_stranger_by_now_is_not_shown_the_times_again() -> None:
    choosing = asked_for_a_time(CHOOSING)
    assert slots(says("what can I ask", choosing, Verb.HELP)) != []
    stranger = replace(choosing, identity=IdentityLevel.STRANGER, parcels=())
    assert slots(says("what can I ask", stranger, Verb.HELP)) == []
