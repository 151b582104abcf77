"""The `eta` of Doorstep's own format: a date, a date and time, or a window."""

from collections.abc import Mapping
from datetime import date, tzinfo
from typing import Any

from carriers.times import estimate, on_date, window
from domain.events import Estimate


class BadField(Exception):
    """A field that is missing or of the wrong kind; caught at the reader's door and turned into words."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field} {problem}")
        self.field = field
        self.problem = problem


def read_estimate(given: object, zone: tzinfo | None) -> Estimate | None:
    """None when no estimate is given. Raises BadField, naming the part that is wrong."""
    if given is None:
        return None
    if not isinstance(given, dict):
        raise BadField("eta", "is no JSON object")
    match given.get("kind"):
        case "date":
            return on_date(_day(given, "date"))
        case "datetime":
            return _instant(given, "at", zone)
        case "window":
            return _window(given, zone)
        case _:
            raise BadField("eta.kind", "is none of date, datetime, window")


def _day(given: Mapping[str, Any], field: str) -> date:
    value = given.get(field)
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise BadField(f"eta.{field}", "is no date (YYYY-MM-DD)") from None


def _instant(given: Mapping[str, Any], field: str, zone: tzinfo | None) -> Estimate:
    found = estimate(given.get(field), zone)
    if found is None:
        raise BadField(f"eta.{field}", "is no ISO 8601 date and time")
    return found


def _window(given: Mapping[str, Any], zone: tzinfo | None) -> Estimate:
    opens, closes = _instant(given, "from", zone), _instant(given, "to", zone)
    if opens.from_at and closes.from_at and opens.from_at > closes.from_at:
        raise BadField("eta.to", "comes before eta.from")
    found = window(given["from"], given["to"], zone)
    if found is None:
        raise BadField("eta", "is no window")
    return found
