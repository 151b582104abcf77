"""Every notice and reply, in every language, on every channel: said in its own words, whatever the facts are."""

import re
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot.sms.composing import TARGET_CHARACTERS
from bot.sms.composing import compose as sms
from bot.sms.gsm7 import Encoding, segments
from bot.words import Words, languages
from domain.notices import NoticeKind
from domain.talk.answer import ReplyName
from domain.talk.turn import ChannelName
from tests.words.scenes import SCENES, Facts, Scene

WORDS = Words()
NAMES = [*NoticeKind, *ReplyName]
HOSTILE = '<b>Bo</b> "O\'Neil" & {{ 7*7 }} \u202eevil\u2066 \u0000\ud83d\nend'
WITHOUT_GSM7 = {"ar"}
UNTOUCHED = {
    "told_at",
    "writes_from",
    "writes_until",
    "told_on",
    "until",
    "back_at",
    "milestone",
    "at",
    "last_scan_at",
    "direction",
    "change",
    "media",
    "reason",
    "detail",
    "wanted",
    "concern",
}
"""Facts that are words or times of our own: no stranger writes them."""


def test_every_notice_and_every_reply_has_its_scene() -> None:
    assert {scene.name for scene in SCENES} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_scene_is_said_in_its_own_words_on_every_channel(name: str) -> None:
    with capture_logs() as failures:
        for scene, language in _played(name):
            _are_presentable(_said(scene, language))
    assert failures == []


@pytest.mark.parametrize("name", NAMES)
def test_names_that_would_disturb_the_words_are_said_as_text(name: str) -> None:
    with capture_logs() as failures:
        for scene, language in _played(name):
            hostile = Scene(name, scene.title, _made_hostile(scene.facts), scene.labels, scene.opening)
            said = _said(hostile, language, brand=f"Acme {HOSTILE}")
            _are_presentable(said)
            assert all("{{ 7*7 }}" in words or "7*7" not in words for words in said)
    assert failures == []


@pytest.mark.parametrize("name", NAMES)
def test_without_any_fact_there_are_still_words(name: str) -> None:
    unknown = {key: None for scene in SCENES if scene.name == name for key in scene.facts}
    for language in languages():
        _are_presentable(_said(Scene(name, "nothing known"), language))
        _are_presentable(_said(Scene(name, "all unknown", unknown), language))


@pytest.mark.parametrize("name", NAMES)
def test_an_sms_keeps_to_its_alphabet_and_its_length(name: str) -> None:
    for scene, language in _played(name):
        text = sms(scene.utterance(language), WORDS).text
        assert len(text) <= TARGET_CHARACTERS, text
        assert text.startswith("Acme"), text
        if language not in WITHOUT_GSM7:
            assert segments(text).encoding is Encoding.GSM7, text


def test_an_english_or_spanish_sms_is_two_segments_at_most() -> None:
    for scene in SCENES:
        for language in ("en", "es"):
            assert sms(scene.utterance(language), WORDS).units <= 2, scene


def _played(name: str) -> Iterator[tuple[Scene, str]]:
    return ((scene, language) for scene in SCENES if scene.name == name for language in languages())


def _said(scene: Scene, language: str, brand: str = "Acme") -> list[str]:
    utterance = scene.utterance(language, brand)
    labels = [WORDS.label(option, utterance, channel) for option in utterance.options for channel in ChannelName]
    return [WORDS.say(utterance, channel) for channel in ChannelName] + labels


def _are_presentable(all_said: list[str]) -> None:
    for said in all_said:
        _is_presentable(said)


def _is_presentable(said: str) -> None:
    assert said
    assert said == said.strip()
    assert "None" not in said
    assert not re.search(r" [.,](\s|$)| {2}|\n\n|[\x00-\x09\x0b-\x1f\u2028-\u202e\ud800-\udfff]", said), said
    assert said.count("\u2068") == said.count("\u2069")
    said.encode()


def _made_hostile(value: Facts) -> Facts:
    return {key: _hostile(key, fact) for key, fact in value.items()}


def _hostile(key: str, fact: object) -> object:
    match fact:
        case str() if key not in UNTOUCHED:
            return f"{fact} {HOSTILE}"
        case list() if key == "parcels":
            return [_made_hostile(row) for row in fact]
        case _:
            return fact
