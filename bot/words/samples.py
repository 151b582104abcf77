"""Made-up parcels on which a template is tried while it is being written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flows.messages.channels import Option, Utterance

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
BRAND = "Acme"

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Example:
    """`is_usual` is how it nearly always is: words must be able to say it."""

    about: str
    facts: Facts
    options: tuple[Option, ...] = ()
    is_usual: bool = False
    is_shared: bool = False


def _window(days: int, begin: int | None = None, end: int | None = None) -> Facts:
    on = NOW.astimezone(ZONE).date() + timedelta(days=days)
    if begin is None or end is None:
        return {"on": on.isoformat(), "from": None, "to": None}
    opens, closes = (datetime(on.year, on.month, on.day, hour, tzinfo=ZONE).astimezone(UTC) for hour in (begin, end))
    return {"on": on.isoformat(), "from": opens.isoformat(), "to": closes.isoformat()}


_SEEN = (NOW - timedelta(hours=3)).isoformat()
_EVERYTHING: Facts = {
    "window": _window(1, 10, 12),
    "told": _window(0, 15, 17),
    "asked": _window(2, 17, 19),
    "slots": [_window(1, 10, 12), _window(2, 17, 19)],
    "agreed": _window(1, 10, 12),
    "direction": "later",
    "milestone": "in_transit",
    "reason": "weather.delay",
    "detail": "left_with_neighbour",
    "at": NOW.isoformat(),
    "last_scan_at": _SEEN,
    "place": "Queens",
    "allow": ["neighbour", "reschedule", "safe_place"],
    "change": "safe_place",
    "changes": ["safe_place"],
    "granted": ["neighbour"],
    "asked_for": "safe_place",
    "wanted": "2026-11-26",
    "wanted_is_free": False,
    "verb": "reschedule",
    "concern": "asked",
    "among": False,
    "apart": False,
    "again": False,
    "known": True,
    "staff_hours": "Mon-Fri 9-17",
    "support": "+1 212 555 0100",
    "delivered": 1,
    "returned": False,
    "unanswered": False,
    "promise_broken": False,
    "example": "10001",
    "whole": False,
    "score": 5,
    "media": "photo",
    "everywhere": False,
    "parcels": 3,
    "announcement": 1,
}


def _parcel(number: int, facts: Facts) -> dict[str, object]:
    return {
        "tracking_number": f"DS100200304{number}",
        "order_number": "A-1001",
        "link": f"https://acme.example/t/9f3kPq7wXzR2mB5tLcV8u{number}",
        **facts,
    }


def _laid_out(*parcels: Facts) -> Facts:
    rows = [_parcel(number, facts) for number, facts in enumerate(parcels, 5)]
    return {**rows[0], "parcels": rows}


_HUMAN = (Option("-", "human"),)
_CHANGES = (Option("-", "reschedule"), *_HUMAN)

EXAMPLES = (
    Example("one parcel, all known", _laid_out(_EVERYTHING), _CHANGES, is_usual=True),
    Example("a day without hours", _laid_out({**_EVERYTHING, "window": _window(2), "reason": None}), _HUMAN),
    Example("nothing known but the parcel", _laid_out({"parcels": 1, "delivered": 1, "allow": []}), _HUMAN),
    Example("two parcels", _laid_out(_EVERYTHING, {**_EVERYTHING, "window": _window(2), "at": _SEEN}), is_shared=True),
)


def utterance(name: str, language: str, example: Example) -> Utterance:
    return Utterance(name, example.facts, language, ZONE, NOW, BRAND, example.options)
