"""The voice of one message: its language and locale, the channel, the moment and the place it speaks in."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.words.languages import best_language
from domain.talk.turn import ChannelName
from flows.messages.channels import Utterance

_LOCALE_OF = {"en": "en_GB"}
"""English without a country keeps the 24-hour clock; `en-US` in an order brings the 12-hour one."""


@dataclass(frozen=True, slots=True)
class Voice:
    """`language` is one of ours; `locale` may know the country as well and decides the clock; `now` is local."""

    language: str
    locale: Locale
    channel: ChannelName
    zone: tzinfo
    now: datetime
    rightward: bool = True
    """Whether the script runs from left to right."""

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def country(self) -> str | None:
        """The country of the delivery address, as far as its zone tells."""
        return _countries().get(str(self.zone))

    def isolate(self, code: str) -> str:
        """A code, name or time inside right-to-left words, kept from reordering its neighbours (not on SMS)."""
        if self.rightward or not code or self.channel is ChannelName.SMS:
            return code
        return f"\u2068{code}\u2069"


def voice_of(utterance: Utterance, channel: ChannelName) -> Voice:
    language, locale, rightward = _spoken(utterance.language)
    return Voice(language, locale, channel, utterance.zone, utterance.now.astimezone(utterance.zone), rightward)


@lru_cache(maxsize=256)
def _spoken(requested: str) -> tuple[str, Locale, bool]:
    language = best_language(requested)
    locale = _locale(language, requested.replace("-", "_"))
    return language, locale, locale.text_direction == "ltr"


def _locale(language: str, tag: str) -> Locale:
    """The locale of the tag when it names a country of this language, else the language's own."""
    if "_" in tag and tag.lower().startswith(language):
        try:
            return Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            pass
    return Locale.parse(_LOCALE_OF.get(language, language))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    countries: dict[str, str] = get_global("zone_territories")  # type: ignore[assignment]  # typed for every table at once
    return countries
