"""What is said: an utterance in, plain words out. No markup: escaping is the channel's, after rendering."""

import re
from collections.abc import Mapping
from pathlib import Path

from bot.words.facts import LINE, laid_out, plain
from bot.words.filters import PARAGRAPH, VOICE
from bot.words.grammar import Fault
from bot.words.languages import ENGLISH, MESSAGES
from bot.words.lexicon import phrases
from bot.words.phrasebook import CANNOT_SPEAK, Phrasebook
from bot.words.voice import Voice, voice_of
from domain.talk.turn import ChannelName
from flows.messages.channels import Option, Utterance

FRAME = "frame"
"""The template around every message: the sender's name, and on the first message how to stop."""


HUMAN = "human"
"""The choice that is nearly always offered: by itself it is nothing to choose from."""


class Words:
    """Compiled words of one folder of templates; make one and keep it."""

    def __init__(self, root: Path = MESSAGES) -> None:
        self._book = Phrasebook(root)

    def say(self, utterance: Utterance, channel: ChannelName) -> str:
        """The message, lines separated by `\\n`. A broken template or a missing fact gives plainer words, no error."""
        voice = voice_of(utterance, channel)
        if utterance.corrected is not None:
            words = LINE.join(utterance.corrected.strip().splitlines())
        else:
            scene, own = _scene(utterance, voice), utterance.wording
            words = _gathered(self._book.speak(utterance.name, voice.language, channel, scene, own))
        frame = {**_around(utterance, voice), "words": words, "opening": utterance.opening}
        return _gathered(self._book.speak(FRAME, voice.language, channel, frame)).replace(LINE, "\n")

    def faults(self, source: str) -> list[Fault]:
        """Why a merchant's words cannot be used at all; empty where they can."""
        return self._book.faults(source)

    def speaks(self, source: str, utterance: Utterance, channel: ChannelName) -> bool:
        """Whether a merchant's words can say this by themselves."""
        voice = voice_of(utterance, channel)
        try:
            return bool(_gathered(self._book.speak_own(source, _scene(utterance, voice))))
        except CANNOT_SPEAK:
            return False

    def shipped_speaks(self, utterance: Utterance, channel: ChannelName) -> bool:
        """Whether the shipped words of this name, in this language, can say it."""
        voice = voice_of(utterance, channel)
        return self._book.shipped_speaks(utterance.name, voice.language, channel, _scene(utterance, voice))

    def shipped(self, name: str, tag: str) -> str | None:
        return self._book.shipped(name, tag)

    def label(self, option: Option, utterance: Utterance, channel: ChannelName) -> str:
        """The words of one choice, on one line; the name itself, made readable, where a label has no words."""
        return self.phrase("choices", option.label, option.facts, utterance, channel) or option.label.replace("_", " ")

    def phrase(
        self, topic: str, key: str, facts: Mapping[str, object], utterance: Utterance, channel: ChannelName
    ) -> str:
        """A phrase of templates/messages/<topic>, on one line; empty where neither the language nor English has it."""
        voice = voice_of(utterance, channel)
        scene = {**laid_out(facts), **_around(utterance, voice)}
        for language in dict.fromkeys((voice.language, ENGLISH)):
            source = phrases(topic, language, channel).get(key)
            words = self._book.phrase(source, scene) if source else None
            if words:
                return " ".join(words.split())
        return ""


def _scene(utterance: Utterance, voice: Voice) -> Mapping[str, object]:
    return {**laid_out(utterance.facts), **_around(utterance, voice)}


def _around(utterance: Utterance, voice: Voice) -> dict[str, object]:
    return {
        "brand": voice.isolate(plain(utterance.brand)),
        "choices": sum(option.label != HUMAN for option in utterance.options),
        "country": voice.country,
        "now": utterance.now.isoformat(),
        VOICE: voice,
    }


_SPACES = re.compile(r"[ \t\n]+")
_STRAY = re.compile(r" (?=[.,،](?:\s|$))|(?<=[^.]\.)\.(?=\s|$)")
"""A space left before a stop where part of the sentence had nothing to say; the second stop after `3 Std.`."""


def _gathered(rendered: str) -> str:
    """A template's lines flow together, and each paragraph of it becomes a line; lines stay marked until the end."""
    paragraphs = (_STRAY.sub("", _SPACES.sub(" ", part)).strip() for part in rendered.split(PARAGRAPH))
    return LINE.join(paragraph for paragraph in paragraphs if paragraph)
