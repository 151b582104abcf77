"""Days, clocks, windows and ages: names and clocks from the locale's data, the glue from time/<language>.toml."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta

from bot.words.lexicon import phrases
from bot.words.voice import Voice
from domain.windows import half_day

_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " "})
"""Babel's 12-hour clock holds U+202F: in an SMS that one character would cost a second segment."""


def day(voice: Voice, on: date) -> str:
    """`today`, `tomorrow`, `yesterday`, else `Wed 26 Nov`."""
    return _near(voice, on) or _dated(voice, on)


def day_said(voice: Voice, on: date) -> str:
    """The day inside a sentence: `today`, `on Wed 26 Nov`."""
    return _near(voice, on) or _glue(voice)["on"].format(day=_dated(voice, on))


def by_said(voice: Voice, on: date) -> str:
    """The last day of a window of days: `by tomorrow`, `by Fri 28 Nov`."""
    near = _near(voice, on)
    form, said = ("by_near", near) if near else ("by", _dated(voice, on))
    return _glue(voice)[form].format(day=said)


def clock(voice: Voice, at: datetime) -> str:
    """The local time of day, `14:05` or `2:05 PM` as the locale has it."""
    local = at.astimezone(voice.zone)
    return voice.isolate(_clock(voice.locale, local.hour, local.minute))


def hours(voice: Voice, window: Mapping[str, object], form: str = "hours") -> str:
    """`10:00–12:00`; nothing for a window that is a whole day."""
    span = _span(window)
    if span is None:
        return ""
    return _glue(voice)[form].format(begin=clock(voice, span[0]), end=clock(voice, span[1]))


def window_said(voice: Voice, window: Mapping[str, object]) -> str:
    """A window inside a sentence: `today 10:00–12:00`, `hoy de 10:00 a 12:00`, `tomorrow morning`, `on Wed 26 Nov`,
    `by Fri 28 Nov`.
    """
    if _is_last_day(window):
        return by_said(voice, _on(window))
    return _half_day(voice, window, day_said) or _joined(
        voice, "window", day_said(voice, _on(window)), hours(voice, window, "hours_said")
    )


def slot(voice: Voice, window: Mapping[str, object]) -> str:
    """A window by itself, as on a button: `Wed 26 Nov 17:00–20:00`."""
    if _is_last_day(window):
        return by_said(voice, _on(window))
    return _half_day(voice, window, day) or _joined(voice, "slot", day(voice, _on(window)), hours(voice, window))


def moment(voice: Voice, at: datetime) -> str:
    """`at 14:05`, `yesterday at 14:05`, `on Tue 25 Nov at 14:05`."""
    on, shown = at.astimezone(voice.zone).date(), clock(voice, at)
    if on == voice.today:
        return _glue(voice)["at"].format(clock=shown)
    return _glue(voice)["moment"].format(day=day_said(voice, on), clock=shown)


def age(voice: Voice, at: datetime) -> str:
    """How long ago: `just now`, `25 min ago`, `3 h ago`, `2 days ago`. A moment to come is `just now`."""
    seconds = max(0, int((voice.now - at).total_seconds()))
    if seconds < 60:
        return _glue(voice)["just_now"]
    if seconds < 3600:
        return _ago(voice.locale, voice.language, voice.channel, "minute", seconds // 60)
    if seconds < 48 * 3600:
        return _ago(voice.locale, voice.language, voice.channel, "hour", seconds // 3600)
    return _ago(voice.locale, voice.language, voice.channel, "day", seconds // 86400)


def days(voice: Voice, count: int) -> str:
    """A length of time: `8 days`."""
    length = timedelta(days=count)
    return format_timedelta(length, granularity="day", threshold=1000, locale=voice.locale).translate(_SPACES)


def _half_day(voice: Voice, window: Mapping[str, object], said: Callable[[Voice, date], str]) -> str | None:
    """`this morning`, `tomorrow afternoon`, `on Wed 26 Nov in the evening`; None for a window that is no half day."""
    span, on = _span(window), _on(window)
    part = half_day(*span, voice.zone) if span else None
    if part is None:
        return None
    near = {0: "today", 1: "tomorrow"}.get((on - voice.today).days, "other")
    return _glue(voice)[f"{part}.{near}"].format(day=said(voice, on))


def _joined(voice: Voice, form: str, day_words: str, hours_words: str) -> str:
    return _glue(voice)[form].format(day=day_words, hours=hours_words) if hours_words else day_words


def _near(voice: Voice, on: date) -> str | None:
    name = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((on - voice.today).days)
    return _glue(voice)[name] if name else None


def _dated(voice: Voice, on: date) -> str:
    return _date(voice.locale, _glue(voice)["day"], on)


def _glue(voice: Voice) -> Mapping[str, str]:
    return _glued(voice.language, voice.locale.territory, voice.channel)


@lru_cache(maxsize=512)
def _glued(language: str, country: str | None, channel: str) -> Mapping[str, str]:
    """How the language puts days and clocks together; a country's own habits (`en-US.toml`) over it."""
    return {**phrases("time", language, channel), **phrases("time", f"{language}-{country}", channel)}


def _on(window: Mapping[str, object]) -> date:
    return date.fromisoformat(str(window["on"]))


def _is_last_day(window: Mapping[str, object]) -> bool:
    """An end and no begin: it comes on that day at the latest."""
    return window.get("from") is None and window.get("to") is not None


def _span(window: Mapping[str, object]) -> tuple[datetime, datetime] | None:
    begin, end = window.get("from"), window.get("to")
    if begin is None or end is None:
        return None
    return datetime.fromisoformat(str(begin)), datetime.fromisoformat(str(end))


@lru_cache(maxsize=4096)
def _clock(locale: Locale, hour: int, minute: int) -> str:
    return str(format_time(time(hour, minute), "short", locale=locale)).translate(_SPACES)


@lru_cache(maxsize=4096)
def _date(locale: Locale, pattern: str, on: date) -> str:
    return str(format_date(on, pattern, locale=locale)).translate(_SPACES)


@lru_cache(maxsize=4096)
def _ago(locale: Locale, language: str, channel: str, unit: Literal["minute", "hour", "day"], count: int) -> str:
    own = phrases("time", language, channel).get(f"ago.{unit}")
    if own:
        return own.format(count)
    past = -timedelta(**{f"{unit}s": count})
    form: Literal["long", "short"] = "long" if unit == "day" else "short"
    written = format_timedelta(past, granularity=unit, threshold=1000, add_direction=True, format=form, locale=locale)
    return written.translate(_SPACES)
