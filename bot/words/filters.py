"""What templates can do with a fact: each filter speaks in the voice of the message."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from babel.lists import format_list
from babel.units import format_unit
from jinja2 import pass_context
from jinja2.runtime import Context

from bot.words import times
from bot.words.lexicon import phrases
from bot.words.voice import Voice

VOICE = "_voice"
"""Where a template's context keeps the voice."""

PARAGRAPH = "\u2029"
"""Begins a new line of the message; in a template's source it is an empty line."""

Window = Mapping[str, object]


def _voice(context: Context) -> Voice:
    voice: Voice = context[VOICE]
    return voice


@pass_context
def day(context: Context, on: str) -> str:
    return times.day(_voice(context), date.fromisoformat(on))


@pass_context
def on_day(context: Context, on: str) -> str:
    return times.day_said(_voice(context), date.fromisoformat(on))


@pass_context
def clock(context: Context, at: str) -> str:
    return times.clock(_voice(context), datetime.fromisoformat(at))


@pass_context
def moment(context: Context, at: str) -> str:
    return times.moment(_voice(context), datetime.fromisoformat(at))


@pass_context
def age(context: Context, at: str) -> str:
    return times.age(_voice(context), datetime.fromisoformat(at))


@pass_context
def window(context: Context, facts: Window) -> str:
    return times.window_said(_voice(context), facts)


@pass_context
def slot(context: Context, facts: Window) -> str:
    return times.slot(_voice(context), facts)


@pass_context
def beside(context: Context, facts: Window, other: Window) -> str:
    """A window next to another one: its hours alone when both are spans of the same day."""
    spans = facts.get("from") and other.get("from")
    if spans and facts.get("on") == other.get("on"):
        return times.hours(_voice(context), facts)
    return times.slot(_voice(context), facts)


@pass_context
def code(context: Context, value: object) -> str:
    """A number, name or address inside the words: kept whole where the words run from right to left."""
    return _voice(context).isolate(str(insist(value)))


@pass_context
def short(context: Context, tracking_number: str) -> str:
    """The last four of a tracking number: enough to tell parcels apart, too little to look one up."""
    return _voice(context).isolate(f"…{tracking_number[-4:]}")


@pass_context
def reason(context: Context, value: str | None) -> str:
    """A sentence for a reason; nothing for one that is missing, unknown or better left unsaid."""
    return _phrase(context, "reasons", value)


@pass_context
def milestone(context: Context, value: str | None) -> str:
    """Where the parcel stands, as it follows a colon: `on its way`. Nothing for a word we do not know."""
    return _phrase(context, "milestones", value)


@pass_context
def handed(context: Context, detail: str | None) -> str:
    """A sentence for how a parcel was handed over; nothing when it is not known."""
    return _phrase(context, "handed", detail)


@pass_context
def wishes(context: Context, changes: Sequence[str]) -> str:
    """What was asked of the carrier, as it follows a colon: `leave it with your neighbour and the door code`."""
    return joined(context, [said for change in changes if (said := _phrase(context, "changes", change))])


@pass_context
def stops_away(context: Context, stops: int | None) -> str:
    """A sentence for how far the van is: `You are next.`, `The driver is 3 stops away.` Nothing where it is unknown."""
    if not stops or stops < 1:
        return ""
    return _phrase(context, "van", "next" if stops == 1 else "away").replace("{n}", str(stops))


@pass_context
def usual(context: Context, facts: Mapping[str, object] | None) -> str:
    """A sentence for how long it usually takes, as a number of days; nothing where that is not known."""
    voice = _voice(context)
    if facts is None:
        return ""
    said = _phrase(context, "usual", str(facts["since"]))
    most = times.days(voice, int(str(facts["most"])))
    return said.replace("{least}", str(facts["least"])).replace("{most}", most)


@pass_context
def distance(context: Context, km: float) -> str:
    """`800 m`, `1.2 km`; in miles where the country counts in them. Rounded: it is as the crow flies."""
    voice = _voice(context)
    if voice.country in _IN_MILES:
        return _unit(voice, max(0.1, round(km / 1.609, 1)), "length-mile")
    if km < 1:
        return _unit(voice, max(50, round(km * 1000 / 50) * 50), "length-meter")
    return _unit(voice, round(km, 1) if km < 10 else round(km), "length-kilometer")


_IN_MILES = frozenset({"US", "GB"})


def _unit(voice: Voice, value: float, unit: str) -> str:
    return voice.isolate(format_unit(value, unit, length="short", locale=voice.locale).replace("\u202f", " "))


def lines(items: Sequence[str]) -> str:
    """Each on a line of its own, below what was said before."""
    return "".join(f"{PARAGRAPH}{item}" for item in items)


@pass_context
def joined(context: Context, items: Sequence[str], style: str = "standard") -> str:
    """`a, b and c`, or with style `or`: `a, b or c`."""
    return str(format_list(list(items), style=style, locale=_voice(context).locale))  # type: ignore[arg-type]  # templates


def sentence(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def insist(value: object) -> object:
    """What a template prints is there: a missing fact is a mistake, never the word None."""
    if value is None:
        raise ValueError("a fact is missing")
    return value


FILTERS: Mapping[str, Callable[..., object]] = {
    "age": age,
    "beside": beside,
    "clock": clock,
    "code": code,
    "day": day,
    "distance": distance,
    "handed": handed,
    "joined": joined,
    "lines": lines,
    "milestone": milestone,
    "moment": moment,
    "on_day": on_day,
    "reason": reason,
    "sentence": sentence,
    "short": short,
    "slot": slot,
    "stops_away": stops_away,
    "usual": usual,
    "window": window,
    "wishes": wishes,
}


def _phrase(context: Context, topic: str, key: str | None) -> str:
    voice = _voice(context)
    return phrases(topic, voice.language, voice.channel).get(key, "") if key else ""
