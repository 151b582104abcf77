"""How things are shown to staff: times with their zone, windows, and our words for states."""

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from markupsafe import Markup, escape

from api.console.phrases import CASES, DONE, MARKS, MEANINGS, TONES
from domain.localtime import zone

BODY_SHOWN = 20_000
"""Characters of a webhook's body on its page."""
BODY_INDENTED = 256 * 1024
"""Bytes of a body that are looked at for it; a longer one is shown as it came."""

_NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


def words(name: object) -> str:
    """`out_for_delivery` as `out for delivery`."""
    return str(name).replace("_", " ").replace(".", ": ")


def spoken(sentence: str) -> str:
    """A sentence of the rules with our names in it as words."""
    return _NAME.sub(lambda found: words(found.group()), sentence)


def heading(name: object) -> str:
    text = words(name)
    return text[:1].upper() + text[1:]


def chip(name: object) -> Markup:
    """A state in words, with its tone."""
    return Markup('<span class="chip {}">{}</span>').format(TONES.get(str(name), "calm"), words(name))


def at(value: datetime | None, tz: str | tzinfo | None = None) -> Markup:
    """A time in this zone, UTC in its title; without a zone the browser shows it in its own."""
    if value is None:
        return Markup("–")
    iso, utc = value.isoformat(timespec="seconds"), f"{value:%a %d %b %Y, %H:%M:%S} UTC"
    if tz is None:
        return Markup('<time datetime="{}" title="{}" data-local>{}</time>').format(
            iso, utc, f"{value:%d %b, %H:%M} UTC"
        )
    local = value.astimezone(zone(tz) if isinstance(tz, str) else tz)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(iso, utc, f"{local:%a %d %b, %H:%M}")


def window(on: str | date | None, from_at: datetime | None, to_at: datetime | None, tz: str) -> Markup:
    """A day, and the hours on it where they are known."""
    if from_at is None or to_at is None:
        day = date.fromisoformat(on) if isinstance(on, str) else on
        last = "by " if to_at is not None else ""
        return escape(f"{last}{day:%a %d %b}") if day is not None else Markup("–")
    begins, ends = (value.astimezone(zone(tz)) for value in (from_at, to_at))
    title = f"{from_at:%a %d %b, %H:%M} to {to_at:%a %d %b, %H:%M} UTC"
    until = "" if begins == ends else f"–{ends:%H:%M}" if begins.date() == ends.date() else f" – {ends:%a %d %b, %H:%M}"
    return Markup('<span title="{}">{}</span>').format(title, f"{begins:%a %d %b, %H:%M}{until}")


def gap(later: datetime, earlier: datetime) -> str:
    """How much later, in words: for what was received long after it occurred."""
    minutes = int((later - earlier) / timedelta(minutes=1))
    if abs(minutes) < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if abs(hours) < 48 else f"{hours // 24} days"


def coded(sentence: str) -> Markup:
    """A sentence with `names` in it set as code."""
    parts = sentence.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(p) if n % 2 else escape(p) for n, p in enumerate(parts))


def zone_name(tz: str) -> str:
    """`America/New_York` as `New York`."""
    return tz.rpartition("/")[2].replace("_", " ")


def body(raw: bytes) -> str:
    """A webhook's body for reading: indented where it is JSON, and never more than a page can hold."""
    text = raw[:BODY_INDENTED].decode("utf-8", "replace")
    with contextlib.suppress(ValueError, RecursionError):
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= BODY_SHOWN else f"{text[:BODY_SHOWN]}\n… {len(text) - BODY_SHOWN} more characters"


def pairs(value: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """An audit row's before or after as lines; what is empty is left out."""
    if not value:
        return []
    return [(words(k), v if isinstance(v, str) else json.dumps(v)) for k, v in value.items() if v is not None]


def browser(agent: str | None) -> str:
    """What a browser calls itself, as people do: `Firefox on Windows`; the beginning of it where that is not known."""
    names, systems = (next((said for sign, said in known if sign in (agent or "")), "") for known in (_NAMES, _SYSTEMS))
    return f"{names} on {systems}" if names and systems else (agent or "A browser")[:60]


# The order counts: most call themselves by their forebears' names too.
_NAMES = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def owner(name: str) -> str:
    return {"bot": "The bot", "queue": "Waiting for a person", "nobody": "Nobody"}.get(name, name)


def case_title(kind: str) -> str:
    return CASES[kind][0] if kind in CASES else heading(kind)


def beyond_title(why: str, kind: str) -> str:
    """The reason of a case; nothing where its title says the same words already."""
    return "" if why.casefold() == case_title(kind).casefold() else why


FILTERS: Mapping[str, Callable[..., Any]] = {
    "words": words,
    "spoken": spoken,
    "heading": heading,
    "chip": chip,
    "at": at,
    "coded": coded,
    "zone_name": zone_name,
    "body": body,
    "pairs": pairs,
    "browser": browser,
    "owner": owner,
    "case_title": case_title,
    "beyond_title": beyond_title,
}
GLOBALS: Mapping[str, Any] = {
    "window": window,
    "gap": gap,
    "DONE": DONE,
    "CASES": CASES,
    "MARKS": MARKS,
    "MEANINGS": MEANINGS,
}
