"""Words that look like a time and are none, or say when not: in ten languages, while a time is chosen."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.understanding.words import understand
from domain.axes import Milestone
from domain.reschedules import Reschedule, RescheduleState
from domain.talk.answer import AskChange, AskReschedule, Verb, Withdraw
from domain.talk.meaning import Layer, Meaning
from domain.talk.situation import SlotView
from domain.talk.wishes import read
from tests.talk.choosing import asked_for_a_time, heard, slots
from tests.talk.said import lines
from tests.talk.scenes import BO, COMING, NEW_YORK, NOW, OTHER, PENDING, after, choice, names, says, window

SLOTS = tuple(
    SlotView(f"{day}-{hour}", window(day, hour, hour + 3)) for day in (25, 26, 27, 28, 30) for hour in (9, 17)
)
PARCEL = replace(COMING, slots=SLOTS, allow=COMING.allow | {"hold", "recipient"})
CHOOSING = replace(BO, parcels=(PARCEL,))
TOLD = replace(CHOOSING, offers=(choice(Verb.NOT_HOME), choice(Verb.HUMAN)))
AGREED = Reschedule(7, RescheduleState.CONFIRMED, window(27, 9, 12), NOW, asked_in_chat=True, decided_at=NOW)
LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl", "pl", "tr", "ar")


@pytest.mark.parametrize("line", lines("busy_until"))
def test_busy_until_an_hour_is_from_that_hour_on(line: str) -> None:
    language, hour, text = line.split(" | ", 2)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert meaning.verb in (Verb.RESCHEDULE, Verb.NOT_HOME), meaning.why
    (wish,) = read(meaning.argument)
    assert (wish.from_clock, wish.to_clock, wish.refused) == (time.fromisoformat(hour), None, frozenset())
    assert slots(says(text, TOLD, meaning)) == ["25-17", "26-17", "27-17"]


def test_what_is_wanted_at_work_is_no_absence() -> None:
    (wish,) = read(understand("deliver to me at work on thursday", "en", NOW, NEW_YORK, ()).when)
    assert (wish.day, wish.refused) == (date(2026, 11, 26), frozenset())


@pytest.mark.parametrize("line", lines("no_weekdays"))
def test_who_cannot_on_workdays_is_offered_the_weekend(line: str) -> None:
    language, text = line.split(" | ", 1)
    assert slots(heard(text, language, TOLD)) == ["28-9", "28-17"]


@pytest.mark.parametrize("line", lines("at_work_tomorrow"))
def test_who_is_at_work_tomorrow_is_offered_other_days(line: str) -> None:
    language, text = line.split(" | ", 1)
    assert slots(heard(text, language, TOLD)) == ["26-9", "27-9", "28-9"]


@pytest.mark.parametrize("line", lines("better_saturday"))
def test_no_and_then_a_better_day_is_a_wish_for_it(line: str) -> None:
    language, text = line.split(" | ", 1)
    assert slots(heard(text, language, asked_for_a_time(CHOOSING))) == ["28-9", "28-17"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "not saturday"),
        ("tr", "cumartesi yok"),
        ("ar", "مو السبت"),
        ("en", "no, not friday"),
    ],
)
def test_a_day_that_is_refused_stays_so(language: str, text: str) -> None:
    (wish,) = read(understand(text, language, NOW, NEW_YORK, ()).when)
    assert wish.refused or wish.refused_weekdays


@pytest.mark.parametrize("text", lines("the_earliest"))
def test_the_earliest_is_the_first_on_offer(text: str) -> None:
    assert says(text, asked_for_a_time(CHOOSING), Verb.THANKS).acts[0] == AskReschedule(1, "25-9")


@pytest.mark.parametrize("text", lines("what_now"))
def test_and_now_after_a_no_of_the_carrier_shows_other_days_and_none_for_today(text: str) -> None:
    declined = replace(CHOOSING, offers=(choice(Verb.RESCHEDULE), choice(Verb.HUMAN)))
    answer = says(text, declined, understand(text, "en", NOW, NEW_YORK, ()))
    assert (names(answer), answer.replies[0].facts["wanted_is_free"]) == (["slots_offered"], None)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "i live in 12 oak street now"), ("pl", "teraz mieszkam gdzie indziej"), ("de", "jetzt")],
)
def test_now_is_no_day(language: str, text: str) -> None:
    assert not any(wish.names_days for wish in read(understand(text, language, NOW, NEW_YORK, ()).when))


@pytest.mark.parametrize(("text", "day"), [("the friday one", 27), ("the thursday one please", 26)])
def test_the_friday_one_is_on_friday(text: str, day: int) -> None:
    assert slots(heard(text, "en", asked_for_a_time(CHOOSING))) == [f"{day}-9", f"{day}-17"]


def test_friday_at_one_is_an_hour() -> None:
    (wish,) = read(understand("friday one pm", "en", NOW, NEW_YORK, ()).when)
    assert (wish.day, wish.from_clock) == (date(2026, 11, 27), time(13))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "no till the 5th"),
        ("es", "no perdón hasta el 5"),
        ("fr", "non pardon jusqu'au 5"),
        ("de", "nein bis 5."),
        ("pt", "não desculpa até dia 5"),
        ("it", "no scusa fino al 5"),
        ("nl", "nee sorry tot de 5e"),
        ("pl", "nie sorki do 5"),
        ("tr", "pardon 5'ine kadar"),
        ("ar", "لا اسف لين 5"),
    ],
)
def test_another_day_right_after_it_was_to_be_kept_is_the_day_until_which(language: str, text: str) -> None:
    kept = after(heard("we are on holiday until 6 december", "en", CHOOSING), CHOOSING)
    assert [type(act) for act in heard(text, language, kept).acts] == [AskChange]
    assert heard(text, language, kept).replies[0].facts["until"] == "2026-12-05"


@pytest.mark.parametrize("name", ["Encarna", "Heinz", "Gérard", "hasan"])
def test_a_name_after_somebody_else_is_theirs_whatever_it_looks_like(name: str) -> None:
    asked = after(heard("my husband will take it", "en", CHOOSING), CHOOSING)
    answer = heard(name, "es", asked)
    assert [act for act in answer.acts if isinstance(act, AskChange)] == [AskChange(1, "recipient", name)]


@pytest.mark.parametrize("text", ["gracias", "danke", "merci", "thx", "ok"])
def test_thanks_after_somebody_else_is_no_name(text: str) -> None:
    asked = after(heard("my husband will take it", "en", CHOOSING), CHOOSING)
    assert not any(isinstance(act, AskChange) for act in heard(text, "es", asked).acts)


def test_sue_is_a_neighbour_and_to_sue_is_not() -> None:
    for text in ("give it to sue next door at 14", "leave it with sue at number 3"):
        assert understand(text, "en", NOW, NEW_YORK, ()).verb is Verb.NEIGHBOUR
    for text in ("i will sue you", "im going to sue", "ready to sue"):
        meaning = understand(text, "en", NOW, NEW_YORK, ())
        assert (meaning.verb, meaning.argument) == (Verb.HUMAN, "serious")


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "gebt es der Uschi in der 14"), ("en", "give it to rosa at 14"), ("it", "datelo alla Pina del 14")],
)
def test_a_house_beside_words_of_giving_is_no_day(language: str, text: str) -> None:
    assert understand(text, language, NOW, NEW_YORK, ()).when is None


@pytest.mark.parametrize("text", ["beide bitte", "allebei", "alle twee", "الثنتين", "both please"])
def test_both_of_them(text: str) -> None:
    two = replace(BO, parcels=(PARCEL, replace(OTHER, slots=SLOTS)))
    begun = after(heard("can't be home wednesday", "en", two), two)
    assert len(says(text, begun).replies[0].facts["parcels"]) == 2  # type: ignore[arg-type]  # a list


@pytest.mark.parametrize("name", ["busy_until", "no_weekdays", "at_work_tomorrow", "better_saturday", "at_home"])
def test_every_language_has_its_lines(name: str) -> None:
    assert {line.split(" | ")[0] for line in lines(name)} == set(LANGUAGES)


OTHERS = "and the other one|y el otro|et l'autre|und das andere|e o outro|e l'altro|en de andere|a ta druga|ya diğeri"


@pytest.mark.parametrize("text", [*OTHERS.split("|"), "والثاني"])
def test_and_the_other_one_after_the_one_is_told_of(text: str) -> None:
    two = replace(BO, parcels=(PARCEL, replace(OTHER, slots=SLOTS)))
    wrong = Meaning(Verb.HUMAN, argument="wrong_parcel", layer=Layer.CLASSIFIER, score=0.8)
    told = replace(two, offers=(choice(Verb.NOT_HOME, 1), choice(Verb.HUMAN, 1)))
    answer = says(text, told, wrong)
    assert (names(answer), answer.replies[0].facts["tracking_number"]) == (["status"], "DS200")


@pytest.mark.parametrize(
    "text",
    [
        *("anuladlo todo", "annule tout ça", "dann storniert das", "cancelem tudo"),
        *("annullate tutto", "annuleer alles", "anulujcie to", "hepsini iptal edin"),
    ],
)
def test_cancel_it_all_right_after_a_request_takes_the_request_back(text: str) -> None:
    asked = replace(
        CHOOSING, parcels=(replace(PENDING, allow=PARCEL.allow),), offers=(choice(Verb.UNDO_RESCHEDULE, label="undo"),)
    )
    refused = Meaning(Verb.HUMAN, argument="cancel", layer=Layer.CLASSIFIER, score=0.84)
    assert says(text, asked, refused).acts == (Withdraw(1),)


@pytest.mark.parametrize("text", ["DS100", "ds 100", "DS777XYZ"])
def test_a_number_alone_is_no_code_for_the_door(text: str) -> None:
    for numbers in (("DS100",), ("DS200", "DS100")):
        meaning = understand(text, "en", NOW, NEW_YORK, numbers)
        assert (meaning.verb, bool(meaning.mentioned)) == (Verb.UNCLEAR, True)


def test_a_code_that_looks_like_a_number_is_no_parcel_of_who_is_known() -> None:
    meaning = understand("gate code is A4521", "en", NOW, NEW_YORK, ("DS100",))
    assert (meaning.verb, meaning.mentioned) == (Verb.ACCESS_CODE, None)
    stranger = understand("the code for DS777XYZ is 4521", "en", NOW, NEW_YORK, ())
    assert stranger.mentioned == "DS777XYZ"


def test_who_may_collect_it_is_not_said_to_be_too_late() -> None:
    waiting = replace(CHOOSING, parcels=(replace(PARCEL, milestone=Milestone.AVAILABLE_FOR_PICKUP, window=None),))
    assert names(says("can my wife collect it", waiting, Verb.PICKUP_POINT)) == ["status"]
    assert names(says("my wife will collect it", waiting, Verb.RECIPIENT)) == ["not_on_record"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", "im there in 10 minutes"), ("de", "bin in 5 minuten da"), ("nl", "ik ben er over 10 minuten")),
        *(("fr", "j'arrive dans 10 minutes"), ("es", "llego en 10 minutos"), ("tr", "10 dakika bekler misiniz")),
        *(
            ("it", "arrivo tra 5 minuti"),
            ("pl", "będę za 10 minut"),
            ("pt", "chego em 5 min"),
            ("ar", "انا جاي بعد 5 دقائق"),
        ),
    ],
)
def test_a_few_minutes_are_no_time_to_deliver_in(language: str, text: str) -> None:
    assert understand(text, language, NOW, NEW_YORK, ()).when is None


def test_wait_on_friday_i_cannot_either_refuses_friday() -> None:
    meaning = understand("espera que al final el viernes tampoco", "es", NOW, NEW_YORK, ())
    agreed = replace(CHOOSING, parcels=(replace(PARCEL, reschedule=AGREED),))
    assert slots(says("espera que al final el viernes tampoco", agreed, meaning)) == ["25-9", "26-9", "28-9"]


@pytest.mark.parametrize("text", ["das mit der 200", "el que acaba en 200", "the one ending 00200", "200"])
def test_the_one_of_two_whose_number_ends_so(text: str) -> None:
    two = replace(BO, parcels=(PARCEL, replace(OTHER, tracking_number="DS00200", slots=SLOTS)))
    which = after(says("another day", two, Verb.RESCHEDULE), two)
    assert names(says("another day", two, Verb.RESCHEDULE)) == ["which_parcel"]
    code = Meaning(Verb.ACCESS_CODE, argument="200", layer=Layer.CLASSIFIER, score=0.97)
    answer = says(text, which, code)
    assert (names(answer), answer.replies[0].facts["tracking_number"]) == (["slots_offered"], "DS00200")


@pytest.mark.parametrize(
    ("language", "text"),
    [("pl", "nie, jednak u sąsiadki"), ("nl", "toch liever bij de buurman"), ("es", "mejor con la vecina")],
)
def test_rather_at_the_neighbours_is_the_neighbour(language: str, text: str) -> None:
    assert understand(text, language, NOW, NEW_YORK, ()).verb is Verb.NEIGHBOUR


@pytest.mark.parametrize(
    ("text", "day"), [("o de sexta", 27), ("na quinta", 26), ("sexta", 27), ("pode ser na sexta", 27)]
)
def test_in_portuguese_the_sixth_is_friday_and_the_second_stays_the_second(text: str, day: int) -> None:
    ways = ("neighbour", "safe_place", "human")
    speaks = replace(asked_for_a_time(CHOOSING), language="pt")
    begun = replace(speaks, offers=(*speaks.offers, *(choice(Verb(way)) for way in ways)))
    assert slots(heard(text, "pt", begun)) == [f"{day}-9", f"{day}-17"]
    assert heard("a segunda", "pt", begun).acts[0] == AskReschedule(1, "26-9")
    assert heard("sexta", "es", replace(begun, language="es")).acts != ()


def test_gebt_es_der_uschi_in_der_14_is_a_neighbour() -> None:
    assert understand("gebt es der Uschi in der 14", "de", NOW, NEW_YORK, ()).verb is Verb.NEIGHBOUR


def test_the_place_said_more_exactly_right_after_it_is_not_asked_about() -> None:
    asked = after(says("put it by the door", CHOOSING, Meaning(Verb.SAFE_PLACE, argument="by the door")), CHOOSING)
    weak = Meaning(Verb.SAFE_PLACE, layer=Layer.CLASSIFIER, score=0.67)
    assert says("vor die haustür", asked, weak).acts[0] == AskChange(1, "safe_place", "vor die haustür")
    assert names(says("vor die haustür", CHOOSING, weak)) == ["ask_detail"]


def test_what_weakly_looks_like_a_change_of_what_has_come_is_asked_about() -> None:
    came = replace(CHOOSING, parcels=(replace(PARCEL, milestone=Milestone.DELIVERED),))
    weak = Meaning(Verb.NOT_HOME, layer=Layer.CLASSIFIER, score=0.37)
    assert names(says("je retrouve pas le colis", came, weak)) == ["unclear"]
    assert names(says("je ne suis pas là", came, replace(weak, score=0.9))) == ["no_longer_possible"]


def test_both_on_a_day_after_which_parcel_is_that_day_for_both() -> None:
    two = replace(BO, parcels=(PARCEL, replace(OTHER, slots=SLOTS)))
    which = after(says("where are they", two, Verb.STATUS), two)
    answer = heard("ikisi de cumartesi gelsin", "tr", which)
    assert len(answer.replies[0].facts["parcels"]) == 2  # type: ignore[arg-type]  # a list
    assert slots(answer)[0] == "28-9"


def test_to_be_five_minutes_late_is_no_afternoon() -> None:
    assert understand("estoy en la ducha tardo 5 min que espere", "es", NOW, NEW_YORK, ()).when is None


def test_no_comma_friday_please_is_friday() -> None:
    assert slots(heard("no, friday please", "en", asked_for_a_time(CHOOSING))) == ["27-9", "27-17"]


def test_at_work_but_somebody_is_there_is_no_wish_for_the_evening() -> None:
    meaning = understand("ich bin bis 17 uhr arbeiten aber mein mann ist da", "de", NOW, NEW_YORK, ())
    assert slots(says("…", TOLD, meaning)) == []


@pytest.mark.parametrize("line", lines("at_home"))
def test_who_works_at_home_is_there(line: str) -> None:
    language, text = line.split(" | ", 1)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert meaning.verb in (Verb.STATUS, Verb.RESCHEDULE), meaning.why
    assert not any(wish.refused or wish.refused_weekdays for wish in read(meaning.when))
    assert names(says(text, TOLD, meaning))[0] in ("status", "slots_offered")


@pytest.mark.parametrize("text", ["i'm not working from home tomorrow", "im at work tomorrow"])
def test_who_does_not_work_at_home_is_away(text: str) -> None:
    assert slots(heard(text, "en", TOLD)) == ["26-9", "27-9", "28-9"]
