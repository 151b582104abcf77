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
UNTOUCHED = {"milestone", "at", "last_scan_at", "direction", "change", "media", "reason", "detail", "wanted", "concern"}
"""Facts that are words or times of our own: no stranger writes them."""


def test_every_notice_and_every_reply_has_its_scene() -> None:
    assert {scene.name for scene in SCENES} == set(NAMES)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.name}: {scene.title}")
def test_a_scene_is_said_in_its_own_words_on_every_channel(scene: Scene, language: str) -> None:
    with capture_logs() as failures:
        for said in _said(scene, language):
            _is_presentable(said)
    assert failures == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.name}: {scene.title}")
def test_names_that_would_disturb_the_words_are_said_as_text(scene: Scene, language: str) -> None:
    hostile = Scene(scene.name, scene.title, _made_hostile(scene.facts), scene.labels, scene.opening)
    with capture_logs() as failures:
        for said in _said(hostile, language, brand=f"Acme {HOSTILE}"):
            _is_presentable(said)
            assert "{{ 7*7 }}" in said or "7*7" not in said
    assert failures == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", NAMES)
def test_without_any_fact_there_are_still_words(name: str, language: str) -> None:
    for said in _said(Scene(name, "nothing known"), language):
        _is_presentable(said)
    unknown = {key: None for scene in SCENES if scene.name == name for key in scene.facts}
    for said in _said(Scene(name, "all unknown", unknown), language):
        _is_presentable(said)


@pytest.mark.parametrize("language", [tag for tag in languages() if tag != "ar"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.name}: {scene.title}")
def test_an_sms_keeps_to_its_alphabet_and_its_length(scene: Scene, language: str) -> None:
    text = sms(scene.utterance(language), WORDS).text
    assert segments(text).encoding is Encoding.GSM7
    assert len(text) <= TARGET_CHARACTERS
    assert text.startswith("Acme: ")


def _said(scene: Scene, language: str, brand: str = "Acme") -> Iterator[str]:
    utterance = scene.utterance(language, brand)
    for channel in ChannelName:
        yield WORDS.say(utterance, channel)
        yield from (WORDS.label(option, utterance, channel) for option in utterance.options)


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
