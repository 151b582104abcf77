"""Words that look like a time and are none, or say when not: in ten languages, while a time is chosen."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.understanding.words import understand
from domain.talk.answer import AskChange, AskReschedule, Verb
from domain.talk.situation import SlotView
from domain.talk.wishes import read
from tests.talk.choosing import asked_for_a_time, heard, slots
from tests.talk.said import lines
from tests.talk.scenes import BO, COMING, NEW_YORK, NOW, OTHER, after, choice, names, says, window

SLOTS = tuple(
    SlotView(f"{day}-{hour}", window(day, hour, hour + 3)) for day in (25, 26, 27, 28, 30) for hour in (9, 17)
)
PARCEL = replace(COMING, slots=SLOTS, allow=COMING.allow | {"hold", "recipient"})
CHOOSING = replace(BO, parcels=(PARCEL,))
TOLD = replace(CHOOSING, offers=(choice(Verb.NOT_HOME), choice(Verb.HUMAN)))
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
    [("en", "not saturday"), ("tr", "cumartesi yok"), ("ar", "مو السبت"), ("en", "no, not friday")],
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


@pytest.mark.parametrize("name", ["busy_until", "no_weekdays", "at_work_tomorrow", "better_saturday"])
def test_every_language_has_its_lines(name: str) -> None:
    assert {line.split(" | ")[0] for line in lines(name)} == set(LANGUAGES)
