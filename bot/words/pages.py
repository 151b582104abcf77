"""Words of pages: the phrases of templates/messages/page, spoken to one customer at one moment."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import cache

from babel import Locale

from bot.words.languages import languages
from bot.words.words import Words
from domain.talk.turn import ChannelName
from flows.messages.channels import Utterance

TOPIC = "page"


class PageWords:
    """`page_words(language, zone, now, brand)(key, **facts)` is a phrase on one line; empty when it has none."""

    languages = staticmethod(languages)

    @staticmethod
    def named() -> tuple[tuple[str, str], ...]:
        """Each language with its own name for itself."""
        return _named()

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, language: str, zone: tzinfo, now: datetime, brand: str) -> Callable[..., str]:
        voice = Utterance(TOPIC, {}, language, zone, now, brand)

        def phrase(key: str, topic: str = TOPIC, **facts: object) -> str:
            return self._words.phrase(topic, key, facts, voice, ChannelName.WEB)

        return phrase


@cache
def _named() -> tuple[tuple[str, str], ...]:
    return tuple((tag, (Locale.parse(tag).get_display_name(tag) or tag).capitalize()) for tag in languages())
