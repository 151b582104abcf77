"""Demands about times, zones and estimates."""

from zoneinfo import ZoneInfo

from carriers.conformance.bending import ISO_TIME, every_value, numbers, with_times, without_zones
from carriers.conformance.card import Failed, NotApplicable, Outcome, Passed
from carriers.conformance.subject import RECEIVED_AT, Fixture, Subject
from domain.axes import EtaKind, ZoneSource
from domain.events import TrackingEvent

NEW_YORK = ZoneInfo("America/New_York")
_EDGES = {
    "an hour that comes twice": "2026-11-01T01:30:00",
    "an hour that never comes": "2026-03-08T02:30:00",
    "a leap day": "2028-02-29T23:59:59",
}


def zone_missing(about: Subject) -> Outcome:
    """A time without a zone is never silently taken for UTC."""
    dated = _dated(about)
    for fixture in dated:
        bent = without_zones(fixture.document)
        written = numbers(bent)
        for event in about.events(bent):
            if event.zone_source is ZoneSource.EXPLICIT and not _is_counted(event, written):
                return Failed(f"{fixture.name}: {event.occurred_at} is called explicit, though no zone was given")
    return Passed() if dated else _UNDATED


def zone_configured(about: Subject) -> Outcome:
    """The zone set for the source places what has none, and changes no key."""
    for fixture in _dated(about):
        bent = without_zones(fixture.document)
        plain, placed = about.events(bent), about.events(bent, NEW_YORK)
        if {event.key for event in plain if not event.eta} - {event.key for event in placed}:
            return Failed(f"{fixture.name}: setting a zone made new facts of old ones")
    return Passed() if _dated(about) else _UNDATED


def midnight_is_a_date(about: Subject) -> Outcome:
    estimates = [event for fixture in about.fixtures for event in about.events(fixture.document) if event.eta]
    if not estimates:
        return NotApplicable("it gives no estimates")
    for fixture in _dated(about):
        for event in about.events(with_times(fixture.document, "{day}T00:00:00Z")):
            if _is_exact(event) and _was_midnight(event):
                return Failed(f"{fixture.name}: a midnight became the instant {event.eta and event.eta.from_at}")
    return Passed()


def edges_are_read(about: Subject) -> Outcome:
    for fixture in _dated(about):
        whole = len(about.events(fixture.document))
        for edge, written in _EDGES.items():
            found = about.events(with_times(fixture.document, written), NEW_YORK)
            if whole and not found:
                return Failed(f"{fixture.name}: {edge} was not read")
            if any(event.occurred_at.utcoffset() for event in found):
                return Failed(f"{fixture.name}: {edge} is not in UTC")
    return Passed() if _dated(about) else _UNDATED


def far_times(about: Subject) -> Outcome:
    """A sentinel for "none" or for "never" is no time; a time years ahead is kept and does not stop the reader."""
    for fixture in _dated(about):
        about.events(with_times(fixture.document, "2099-01-01T00:00:01Z"))
        for sentinel in ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00", "1970-01-01T00:00:00Z"):
            for event in about.events(with_times(fixture.document, sentinel), NEW_YORK):
                if event.occurred_at.year in (1, 1969, 1970, 9999, 10000):
                    return Failed(f"{fixture.name}: {sentinel} was taken for a time")
    return Passed() if _dated(about) else _UNDATED


_UNDATED = NotApplicable("its bodies hold no ISO times")


def _dated(about: Subject) -> list[Fixture]:
    """Fixtures in which an ISO time stands."""
    found: list[Fixture] = []
    for fixture in about.fixtures:
        seen: list[object] = []
        every_value(fixture.document, seen.append)
        if any(isinstance(value, str) and ISO_TIME.fullmatch(value) for value in seen):
            found.append(fixture)
    return found


def _is_counted(event: TrackingEvent, written: set[int]) -> bool:
    """Heard now by our own clock, or counted in seconds or milliseconds since 1970, which needs no zone."""
    seconds = int(event.occurred_at.timestamp())
    return event.occurred_at == RECEIVED_AT or any(seconds in (number, number // 1000) for number in written)


def _is_exact(event: TrackingEvent) -> bool:
    """An instant, or a window whose hours are meant."""
    if event.eta is None or event.eta.kind is EtaKind.DATE:
        return False
    return event.eta.kind is EtaKind.DATETIME or event.eta.zone_source is ZoneSource.EXPLICIT


def _was_midnight(event: TrackingEvent) -> bool:
    at = event.eta.from_at if event.eta else None
    return at is not None and at.hour == at.minute == at.second == 0
