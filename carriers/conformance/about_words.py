"""Demands about what a word is taken to mean."""

from carriers.conformance.bending import every_value, with_words
from carriers.conformance.card import Failed, NotApplicable, Outcome, Passed
from carriers.conformance.subject import Subject
from carriers.contract import Report
from carriers.vocabulary import DETAILS, REASONS
from carriers.words import said
from domain.axes import Milestone
from domain.events import TrackingEvent

NEVER_SEEN = "zz-never-seen"


def rows_reached(about: Subject) -> Outcome:
    """A table row without a fixture is a guess nobody has tried."""
    if not about.adapter.tables:
        return NotApplicable("it has no table of its own")
    found = [event for fixture in about.fixtures for event in about.events(fixture.document)]
    missing = [
        word
        for table in about.adapter.tables
        for word in table.rows
        if not any(getattr(event.raw, table.part) == word for event in found)
    ]
    return Failed(f"no fixture reaches {', '.join(missing)}") if missing else Passed()


def rows_are_sourced(about: Subject) -> Outcome:
    flaws = [
        word
        for table in about.adapter.tables
        for word, meaning in table.rows.items()
        if not meaning.source
        or (meaning.detail or "label_created") not in DETAILS
        or (meaning.reason or "carrier.lost") not in REASONS
    ]
    return Failed(f"no source, or words outside the vocabulary: {', '.join(flaws)}") if flaws else Passed()


def unknown_stays_unknown(about: Subject) -> Outcome:
    """Every word the tables know is exchanged for one that nobody knows; sentences are silenced."""
    tried = 0
    exchanged = {word: NEVER_SEEN for table in about.adapter.tables for word in table.rows}
    for fixture in about.fixtures:
        if not any(_words(about, event) for event in about.events(fixture.document)):
            continue
        tried += 1
        bent = with_words(every_value(fixture.document, _silenced), exchanged)
        for event in about.events(bent):
            if event.milestone is not Milestone.UNKNOWN:
                return Failed(f"{fixture.name}: a word nobody knows was read as {event.milestone}")
    return Passed() if tried else NotApplicable("no fixture holds a word of a table")


def is_clean(about: Subject) -> Outcome:
    for fixture in about.fixtures:
        for event in about.events(fixture.document):
            if flaw := _flaw(event):
                return Failed(f"{fixture.name}: {flaw}")
        for item in about.read(fixture.document).items:
            if isinstance(item, Report) and (flaw := _ill_named(item)):
                return Failed(f"{fixture.name}: {flaw}")
    return Passed() if about.fixtures else Failed("there are no fixtures")


def page_is_there(about: Subject) -> Outcome:
    page = about.folder / "README.md"
    if not page.is_file():
        return Failed("README.md is missing")
    text = page.read_text()
    if _is_ours(about):
        # A format of our own has no quirks to warn of.
        return Passed()
    needed = (f"# {about.adapter.title}\n", "## Quirks\n", "## Limitations\n")
    missing = [repr(heading.strip()) for heading in needed if heading not in text]
    return Failed(f"its page has no {' and no '.join(missing)}") if missing else Passed()


def _is_ours(about: Subject) -> bool:
    return about.adapter.name in ("doorstep", "generic")


def _words(about: Subject, event: TrackingEvent) -> list[str]:
    told = ((table, getattr(event.raw, table.part)) for table in about.adapter.tables)
    return [word for table, word in told if word in table.rows]


def _silenced(value: object) -> object:
    return "…" if isinstance(value, str) and said(value) else value


def _ill_named(report: Report) -> str | None:
    own = {event.tracking_number for event in report.events}
    bad = [number for number in report.also if not number or number in own or number != number.strip().upper()]
    return f"{bad[0]!r} is no other number of the parcel, trimmed and upper-cased" if bad else None


def _flaw(event: TrackingEvent) -> str | None:
    if not event.key or len(event.key) > 200:
        return "an event without a key of sensible length"
    if not event.tracking_number or event.tracking_number != event.tracking_number.strip().upper():
        return f"the tracking number {event.tracking_number!r} is not trimmed and upper-cased"
    if event.occurred_at.utcoffset() is None or event.occurred_at.utcoffset():
        return "a time that is not aware UTC"
    if event.text is not None and (len(event.text) > 300 or not event.text.isprintable()):
        return "a text that is too long or not clean"
    if event.detail not in (None, *DETAILS) or event.reason not in (None, *REASONS):
        return f"{event.detail or event.reason} is no word of ours"
    return None
