"""What of a parcel's condition each sender tells, as its fixtures show it: a dash is what it never says."""

from collections.abc import Set

from carriers.conformance.subject import subject
from carriers.contract import Report
from domain.axes import ActionBy, Direction, Timeliness, TrackingHealth
from domain.events import TrackingEvent

AXES = ("Milestones", "Details", "Reasons", "Timeliness", "Must act", "Tracking", "Of", "Estimates", "Other numbers")


def told(name: str) -> tuple[str, ...]:
    """One cell for each axis."""
    examined = subject(name)
    reports = [
        item
        for fixture in examined.fixtures
        for item in examined.read(fixture.document).items
        if isinstance(item, Report)
    ]
    events = [event for report in reports for event in report.events]
    return (
        _count({event.milestone for event in events}),
        _count({event.detail for event in events} - {None}),
        _count({event.reason for event in events} - {None}),
        _words({event.timeliness for event in events} - {Timeliness.UNKNOWN}),
        _words({event.action_by for event in events} - {ActionBy.NONE}),
        _words({event.health for event in events} - {TrackingHealth.LIVE}),
        _words({_of(event) for event in events}),
        _words({event.eta.kind for event in events if event.eta}),
        "yes" if any(report.also for report in reports) else "–",
    )


def _of(event: TrackingEvent) -> str:
    return (
        event.scope.value if event.direction is Direction.DELIVERY else f"{event.direction.value} {event.scope.value}"
    )


def _count(found: Set[object]) -> str:
    return str(len(found)) if found else "–"


def _words(found: Set[object]) -> str:
    return ", ".join(sorted(str(one).replace("_", " ") for one in found)) or "–"
