"""At the door, and by night: what no record says, and when we write. In ten languages."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.understanding.words import understand
from domain.talk.answer import StopWriting, Verb
from domain.talk.law import by_law
from tests.talk.said import lines
from tests.talk.scenes import BO, BO_SMS, NEW_YORK, NOW, STRANGER, actions, after, names, says

HOURS = (datetime(2026, 11, 24, 13, tzinfo=UTC), datetime(2026, 11, 25, 1, tzinfo=UTC))


@pytest.mark.parametrize("line", lines("at_the_door"))
def test_what_the_driver_asks_for_is_said_not_to_be_known(line: str) -> None:
    language, about, text = line.split(" | ", 2)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert meaning.verb == about, meaning.why
    answer = says(text, BO, meaning)
    assert (names(answer), answer.replies[0].facts, answer.acts) == (["not_on_record"], {"about": about}, ())
    assert actions(answer) == [("human", 1, None)]


@pytest.mark.parametrize("verb", [Verb.PAPERS, Verb.PAYING])
def test_a_stranger_hears_the_same(verb: Verb) -> None:
    assert says("…", STRANGER, verb).replies[0].facts == says("…", BO, verb).replies[0].facts


@pytest.mark.parametrize("line", lines("by_day"))
def test_who_wants_no_messages_at_night_hears_when_we_write_and_is_not_stopped(line: str) -> None:
    language, text = line.split(" | ", 1)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert meaning.verb is Verb.WRITING_HOURS, meaning.why
    for bo in (BO, BO_SMS):
        assert by_law(text, bo) is None
        answer = says(text, replace(bo, writing_hours=HOURS), meaning)
        assert (names(answer), answer.acts) == (["writing_hours"], ())
        assert answer.replies[0].facts == {"writes_from": HOURS[0].isoformat(), "writes_until": HOURS[1].isoformat()}


def test_in_the_middle_of_choosing_a_time_it_is_no_time() -> None:
    begun = after(says("another day", BO, Verb.RESCHEDULE), BO)
    text = "please only text during the day"
    told = says(text, begun, understand(text, "en", NOW, NEW_YORK, ()))
    assert names(told) == ["writing_hours"]
    assert "pick_slot" in {verb for verb, *_ in actions(told)}


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "it", "nl", "pl", "tr", "ar"])
def test_every_language_has_its_lines(language: str) -> None:
    assert sum(line.startswith(f"{language} | ") for line in lines("by_day")) >= 2
    assert {line.split(" | ")[1] for line in lines("at_the_door") if line.startswith(language)} == {"papers", "paying"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "stop texting me"),
        ("de", "keine Nachrichten mehr"),
        ("es", "no me escriban más"),
        ("tr", "bana mesaj atmayın"),
        ("ar", "لا ترسلوا لي رسائل"),
    ],
)
def test_without_hours_it_is_an_opt_out(language: str, text: str) -> None:
    answer = says(text, BO, understand(text, language, NOW, NEW_YORK, ()))
    assert [type(act) for act in answer.acts] == [StopWriting]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "not in the evening please"),
        ("en", "only after 6pm"),
        ("en", "text me in the evening when you come"),
        ("en", "dont come at night"),
        ("en", "do not ring the bell at night"),
        ("en", "you want me to pay for the parcel, is that you?"),
        ("en", "i want my money back"),
        ("de", "bitte nicht abends"),
        ("es", "solo por la tarde por favor"),
        ("fr", "pas le soir"),
        ("ar", "لا تأتوا في الليل"),
    ],
)
def test_hours_of_the_delivery_and_money_already_paid_are_none_of_it(language: str, text: str) -> None:
    verb = understand(text, language, NOW, NEW_YORK, ()).verb
    assert verb not in (Verb.PAPERS, Verb.PAYING, Verb.WRITING_HOURS)
