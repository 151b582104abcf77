"""What a template can do with a fact."""

import pytest

from bot.words.facts import LINE, laid_out, plain
from bot.words.filters import VOICE
from bot.words.languages import MESSAGES, best_language, languages
from bot.words.phrasebook import Phrasebook
from bot.words.voice import voice_of
from domain.talk.turn import ChannelName
from flows.messages.channels import Utterance
from tests.words.scenes import NEW_YORK, NOW

BOOK = Phrasebook(MESSAGES)


def rendered(source: str, language: str = "en", channel: ChannelName = ChannelName.TELEGRAM) -> str | None:
    voice = voice_of(Utterance("status", {}, language, NEW_YORK, NOW, "Acme"), channel)
    return BOOK.phrase(source, {VOICE: voice, "number": "DS1002003045"})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ number | short }}", "…3045"),
        ("{{ ['a', 'b', 'c'] | joined }}", "a, b and c"),
        ("{{ ['a', 'b', 'c'] | joined('or') }}", "a, b or c"),
        ("{{ 'tomorrow' | sentence }}", "Tomorrow"),
        ("{{ '2026-11-26' | day }}", "Thu 26 Nov"),
        ("{{ 'recipient.not_home' | reason }}", "They report that nobody was there to take it."),
        ("[{{ 'recipient.on_the_moon' | reason }}{{ none | reason }}]", "[]"),
        ("[{{ 'recipient.deceased' | reason }}]", "[]"),
        ("{{ 'left_with_neighbour' | handed }}", "It is with a neighbour."),
    ],
)
def test_a_filter_speaks(source: str, said: str) -> None:
    assert rendered(source) == said


@pytest.mark.parametrize("source", ["{{ none }}", "{{ none | code }}", "{{ none | clock }}", "{{ unheard_of }}"])
def test_what_is_missing_is_never_printed(source: str) -> None:
    assert rendered(source) is None


def test_codes_inside_arabic_are_isolated_except_in_an_sms() -> None:
    assert rendered("{{ number | code }}", "ar") == "\u2068DS1002003045\u2069"
    assert rendered("{{ number | code }}", "ar", ChannelName.SMS) == "DS1002003045"
    assert rendered("{{ number | code }}", "de") == "DS1002003045"


def test_what_stands_at_the_top_holds_for_every_parcel() -> None:
    rows = [
        {"place": "Queens", "at": "a", "link": "x", "parcels": 3},
        {"place": "Queens", "at": "b", "link": "x", "parcels": 3},
    ]
    facts = laid_out({"at": "a", "parcels": rows})
    assert (facts["place"], facts["at"], facts["count"], facts["total"], facts["links"]) == (
        "Queens",
        None,
        2,
        3,
        ["x"],
    )


def test_facts_without_parcels_are_one_parcel() -> None:
    facts = laid_out({"milestone": "delivered"})
    assert facts["count"] == 1
    assert facts["parcels"] == [{**dict.fromkeys(facts["parcels"][0]), "milestone": "delivered"}]  # type: ignore[index]  # facts are objects


def test_a_strangers_name_cannot_turn_the_words_around() -> None:
    assert plain("Bo\u202e\u2066 Ek\n\x00\ud83d!") == "Bo  Ek !"
    assert plain("naïve 名前 ☂") == "naïve 名前 ☂"
    assert len(plain("x" * 70_000)) == 200


def test_a_long_link_is_kept_whole() -> None:
    link = f"https://acme.example/{'x' * 300}"
    assert laid_out({"link": link})["links"] == [link]


def test_only_written_words_keep_their_lines() -> None:
    assert laid_out({"text": "a\nb", "place": "a\nb"})["text"] == f"a{LINE}b"
    assert laid_out({"text": "a\nb", "place": "a\nb"})["place"] == "a b"


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("es-MX", "es"),
        ("pt_BR", "pt"),
        ("DE", "de"),
        ("ar-EG", "ar"),
        ("zh", "en"),
        ("", "en"),
        (None, "en"),
        ("../x", "en"),
    ],
)
def test_the_language_that_suits_best(asked: str | None, language: str) -> None:
    assert best_language(asked) == language


def test_english_comes_first() -> None:
    assert languages() == ("en", "ar", "de", "es", "fr", "it", "nl", "pl", "pt", "tr")
