"""What words are understood to ask for: the table of what people type, days, numbers and slips."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import words
from bot.understanding.grammar import LANGUAGES, Grammar, grammar
from bot.understanding.numbers import mentioned
from bot.understanding.spelling import repaired
from bot.understanding.wishing import wishes
from domain.talk.answer import Verb
from domain.talk.meaning import Layer, Meaning
from domain.talk.optout import read_stop
from domain.talk.wishes import written
from flows.talk.understanding import Understanding
from tests.talk.said import lines

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
UNDERSTANDING: Understanding = words
ZONES = {"en": ZoneInfo("America/New_York"), "es": ZoneInfo("Europe/Madrid")}


def understood(text: str, language: str = "en", own: tuple[str, ...] = ()) -> Meaning:
    return UNDERSTANDING.understand(text, language, NOW, ZONES[language], own)


@pytest.mark.parametrize(("language", "line"), [(tag, line) for tag in ZONES for line in lines(tag)])
def test_messages_are_understood_as_the_table_says(language: str, line: str) -> None:
    wanted, _, text = line.partition(" | ")
    verb, _, argument = wanted.strip().partition(": ")
    meaning = understood(text, language)
    assert (meaning.verb.value, meaning.argument or "") == (verb, argument), meaning.why


@pytest.mark.parametrize("line", lines("es"))
def test_a_customer_may_write_in_the_other_language(line: str) -> None:
    verb = Verb(line.partition(" | ")[0].strip().partition(": ")[0])
    assert understood(line.partition(" | ")[2], "en").verb is verb


@pytest.mark.parametrize(("text", "verb"), [("status", Verb.STATUS), ("/help", Verb.HELP), ("/settings", Verb.HELP)])
def test_commands_are_sure(text: str, verb: Verb) -> None:
    meaning = understood(text)
    assert (meaning.verb, meaning.layer, meaning.score) == (verb, Layer.COMMAND, 1.0)


def test_the_reason_names_the_phrase_and_the_reading() -> None:
    assert understood("where is my parcel").why.startswith("where ")
    assert understood("wher is my pacakge").why.endswith("(en, read as: where is my package)")


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("where is my parcel", "where is my parcle"),
        ("where is my package", "whre is my pckage"),
        ("when will it arrive", "when will it arive"),
        ("i need to reschedule", "i need to reschedul"),
        ("nobody will be home", "nobdy will be home"),
        ("can you come tomorrow", "can you come tommorow"),
        ("leave it with the neighbour", "leave it with the nieghbour"),
        ("quiero hablar con una persona", "quiero hablar con una perosna"),
        ("dónde está mi paquete", "donde esta mi paqeute"),
    ],
)
def test_a_slip_of_the_finger_changes_nothing(text: str, slip: str) -> None:
    assert understood(slip).verb is understood(text).verb is not Verb.UNCLEAR


def test_an_ordinary_word_is_not_bent_into_a_telling_one() -> None:
    for text in ("there were some here", "the water was older", "hope they come", "what is the square root of canada"):
        assert repaired(text, "en") == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("where is DS100", "DS100"),
        ("ds100??", "DS100"),
        ("the one ending 4821", "AB-774821"),
        ("774821", "AB-774821"),
        ("1Z 999 AA1 01 2345 6784 please", "1Z999AA10123456784"),
        ("RR123456785GB", "RR123456785GB"),
        ("track 00340434161094042557", "00340434161094042557"),
        ("call me on +12125550123", None),
        ("between 17:00 and 20:00", None),
        ("on 2026-11-26", None),
        ("at number 12b", None),
        ("100", None),
        ("the code is 4421", None),
        ("", None),
    ],
)
def test_a_tracking_number_is_found_in_words(text: str, number: str | None) -> None:
    assert mentioned(text, ("DS100", "DS1009", "AB-774821")) == number


def test_an_ending_that_two_parcels_share_says_nothing() -> None:
    assert mentioned("the one ending 4821", ("AB774821", "CD114821")) is None


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("tomorrow", "2026-11-25"),
        ("the day after tomorrow", "2026-11-26"),
        ("tuesday", "2026-12-01 or 2026-11-24"),
        ("friday or saturday", "2026-11-27 or 2026-11-28"),
        ("thursday after 5", "2026-11-26T17:00-"),
        ("26 nov", "2026-11-26"),
        ("mañana por la tarde", "2026-11-25T12:00-18:00"),
        ("am Samstag nach 17 Uhr", "2026-11-28T17:00-"),
        ("in the evening", "*T17:00-22:00"),
        ("between now and friday", "2026-11-24/2026-11-27"),
        ("building 4, tomorrow afternoon", "2026-11-25T12:00-18:00"),
        ("move it from thursday to friday", "2026-11-27"),
        ("whenever", None),
    ],
)
def test_when_is_read_in_any_of_our_languages(text: str, wish: str | None) -> None:
    language = "de" if "Uhr" in text else "es" if "tarde" in text else "en"
    assert written(wishes(text, language, NOW, ZONES["en"])) == wish


def test_what_can_be_read_in_two_ways_is_offered_both_ways() -> None:
    assert {wish.day for wish in wishes("next friday", "en", NOW, ZONES["en"])} == {
        date(2026, 11, 27),
        date(2026, 12, 4),
    }


def test_the_day_that_is_refused_is_never_wished_for() -> None:
    for wish in wishes("any day but friday", "en", NOW, ZONES["en"]):
        assert not wish.has_day(date(2026, 11, 27))
        assert wish.has_day(date(2026, 11, 26))


def test_tomorrow_is_tomorrow_where_the_parcel_goes() -> None:
    late = datetime(2026, 11, 25, 2, tzinfo=UTC)
    assert words.understand("come tomorrow please", "en", late, ZONES["en"], []).argument == "2026-11-25"
    assert words.understand("come tomorrow please", "en", late, ZONES["es"], []).argument == "2026-11-26"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_of_a_grammar_is_reached(language: str) -> None:
    rules = grammar(language)
    assert rules is not None
    reached = {understood(line.partition(" | ")[2], language).verb for line in lines(language)}
    assert {section.verb for section in rules.sections} <= reached


def test_a_badly_written_phrase_is_named() -> None:
    with pytest.raises(ValueError, match="where is"):
        Grammar(["{telling}: parcel", "[status]", "where is {nowhere}"])


@given(st.text(max_size=300), st.sampled_from(["en", "es", "de", ""]))
def test_any_text_can_be_understood_or_not(text: str, language: str) -> None:
    meaning = words.understand(text, language, NOW, ZONES["en"], ["DS100"])
    assert 0 <= meaning.score <= 1
    assert (meaning.verb is Verb.UNCLEAR) or meaning.why


def test_the_public_messages_are_understood_as_well_as_before() -> None:
    """Measured, never learnt from: share of delivery questions that are seen as such, in other people's words."""
    folder = Path(__file__).parents[3] / "shared/data/nlu"
    rows = [
        json.loads(line) for name in ("probe/probe", "rasa_delivery/rasa_delivery") for line in _lines(folder, name)
    ]
    ours = {"track": Verb.STATUS, "reschedule": Verb.RESCHEDULE, "human": Verb.HUMAN, "thanks": Verb.THANKS}
    asked = [(row["text"], ours[row["ours"]]) for row in rows if row["ours"] in ours and row["lang"] in ZONES]
    right = [text for text, verb in asked if understood(text).verb is verb]
    assert len(right) >= 0.85 * len(asked)
    outside = [row["text"] for row in rows if row["ours"] == "oos" and row["lang"] in ZONES]
    acted = [text for text in outside if understood(text).verb in (Verb.NEIGHBOUR, Verb.SAFE_PLACE, Verb.PICKUP_POINT)]
    assert acted == []
    assert not any(read_stop(text) for text, _ in asked)


def _lines(folder: Path, name: str) -> list[str]:
    path = folder / f"{name}.jsonl"
    return path.read_text("utf-8").splitlines() if path.exists() else []
