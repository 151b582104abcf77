"""Retention: how long each kind of data is kept once nothing needs it any more."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """Days for each kind; 0 keeps it for ever."""

    bodies_days: int = 90
    """Raw webhooks as they came, events of parcels nobody announced, routes with their stops, and what dry runs need to
    know of how carriers' records, routes and meanings stood once."""
    turns_days: int = 30
    """Updates of channels and one-time codes, by which what comes twice is known; what dry runs found."""
    messages_days: int = 400
    """What was said either way, and strangers' conversations."""
    parcels_days: int = 400
    """Parcels, counted from their last news: events, notices, promises, requests, closed cases, their order."""
    outcomes_days: int = 800
    """How parcels fared, which names nobody: what windows learn from."""
    people_days: int = 1100
    """Customers of whom nothing else is left: their contacts, and the proof of what they agreed to."""
    audit_days: int = 1100
    """Who did what, and why."""

    def before(self, kind: str, now: datetime) -> datetime | None:
        """What is older than this may go; None: nothing of this kind may."""
        days: int = getattr(self, f"{kind}_days")
        return now - timedelta(days=days) if days else None


KINDS = tuple(field.name.removesuffix("_days") for field in fields(Retention))
