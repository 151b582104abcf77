"""A language is complete or it is red: every template, label, reason and milestone of English, and none too many."""

import re
from pathlib import Path
from string import Formatter

import pytest

from bot.words.languages import MESSAGES, languages
from bot.words.lexicon import phrases
from carriers.vocabulary import DETAILS, REASONS
from domain.axes import Milestone
from domain.notices import NoticeKind
from domain.talk.answer import ReplyName

TOPICS = ("changes", "choices", "handed", "milestones", "page", "reasons", "telegram_commands", "time", "usual", "van")
OPT_OUT_WORDS = {
    *("stop", "unsubscribe", "end", "quit", "stopall", "revoke", "optout", "cancel", "start", "yes", "unstop"),
    *("help", "info"),
}
"""What Twilio acts upon by itself, as the only word of a text, in whatever language it was meant."""
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_template_that_english_has(language: str) -> None:
    for name in (*NoticeKind, *ReplyName, "default", "frame"):
        assert _channels(name, language) == _channels(name, "en"), name


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_phrase_that_english_has(language: str) -> None:
    for topic in TOPICS:
        assert _keys(topic, language) == _keys(topic, "en"), topic


def test_every_folder_of_templates_is_used() -> None:
    folders = {path.name for path in MESSAGES.iterdir()}
    assert folders == {*NoticeKind, *ReplyName, "default", "frame", *TOPICS}


@pytest.mark.parametrize("language", languages())
def test_every_milestone_and_every_reason_has_words(language: str) -> None:
    assert set(phrases("milestones", language, "sms")) == set(Milestone)
    assert set(phrases("reasons", language, "sms")) == set(REASONS)
    assert set(phrases("handed", language, "sms")) <= set(DETAILS)
    assert all(phrases("milestones", language, "sms").values())


def test_only_a_death_is_passed_over_in_silence() -> None:
    for language in languages():
        assert [key for key, words in phrases("reasons", language, "web").items() if not words] == [
            "recipient.deceased"
        ]


def test_every_label_that_is_offered_anywhere_has_words() -> None:
    source = "\n".join(
        path.read_text("utf-8") for room in ("domain", "flows", "bot") for path in (ROOT / room).rglob("*.py")
    )
    offered = set(re.findall(r'(?:Choice\(|label=)"([a-z_]+)"', source)) | set(
        re.findall(r'\("[a-z_]+", "([a-z_]+)", Verb\.', source)
    )
    assert {"human", "rate", "reschedule", "reply_with_number"} <= offered
    assert offered <= set(phrases("choices", "en", "sms"))


@pytest.mark.parametrize("language", languages())
def test_no_label_is_a_word_that_switches_texts_off_or_on(language: str) -> None:
    for channel in ("sms", "telegram"):
        for label, words in phrases("choices", language, channel).items():
            assert words.casefold().strip(" .!?¿¡") not in OPT_OUT_WORDS, label


@pytest.mark.parametrize("language", languages())
def test_the_glue_of_time_has_the_gaps_that_english_has(language: str) -> None:
    ours, theirs = phrases("time", language, "web"), phrases("time", "en", "web")
    for key in set(theirs) - {"day"}:
        if not key.startswith("ago."):
            assert _gaps(ours[key]) == _gaps(theirs[key]), key


def _channels(name: str, language: str) -> set[str]:
    own = {path.name for path in (MESSAGES / name).glob(f"{language}.*txt")}
    assert f"{language}.txt" in own, name
    return {file.removeprefix(language) for file in own}


def _keys(topic: str, language: str) -> set[str]:
    """`ago.*` is not asked for: the locale's own data say how long ago, unless a language has something better."""
    return {key for key in phrases(topic, language, "web") if not key.startswith("ago.")}


def _gaps(phrase: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(phrase)} - {None}
