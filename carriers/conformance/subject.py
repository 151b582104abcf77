"""What is examined: an adapter together with its fixtures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import msgspec

from carriers.contract import Reading, Reception, Report
from carriers.dialect import Dialect
from carriers.registry import ADAPTERS, adapter
from domain.events import TrackingEvent

ROOM = Path(__file__).parents[1]
FIXTURES = ROOM.parent / "tests" / "carriers" / "fixtures"
RECEIVED_AT = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
MAPPING = "mapping.toml"
"""The generic adapter is examined with the mapping that lies beside its fixtures."""


@dataclass(frozen=True, slots=True)
class Fixture:
    """One body: its name, its bytes, and the document they hold."""

    name: str
    body: bytes
    document: Any


@dataclass(frozen=True, slots=True)
class Subject:
    """`folder` is the adapter's own (its page lies there), `others` are bodies of all other senders."""

    adapter: Dialect
    folder: Path
    fixtures: tuple[Fixture, ...]
    others: tuple[Fixture, ...]

    def read(self, document: Any, zone: tzinfo | None = None) -> Reading:
        """A document, as if posted."""
        return self.adapter.read(document, b"examined", Reception(RECEIVED_AT, {}, zone))

    def events(self, document: Any, zone: tzinfo | None = None) -> list[TrackingEvent]:
        """Its events."""
        return [e for item in self.read(document, zone).items if isinstance(item, Report) for e in item.events]

    def keys(self, document: Any) -> set[str]:
        """The keys of its events."""
        return {event.key for event in self.events(document)}


def subject(name: str, fixtures: Path = FIXTURES) -> Subject:
    """The adapter of that name with all bodies found in `fixtures`. Raises UnknownAdapter."""
    own = adapter(name)
    mapping = fixtures / name / MAPPING
    if mapping.is_file():
        own = adapter(name, msgspec.toml.decode(mapping.read_bytes()))
    others = tuple(one for other in ADAPTERS if other != name for one in load(fixtures / other))
    return Subject(own, folder_of(own), tuple(load(fixtures / name)), others)


def folder_of(own: Dialect) -> Path:
    """Where an adapter lives: the folder of its reader."""
    return ROOM / own.reader.__module__.split(".")[1]


def load(folder: Path) -> Iterator[Fixture]:
    """`.json` is one body, `.jsonl` one body on each line."""
    for path in sorted(folder.glob("*.json*")):
        bodies = path.read_bytes().splitlines() if path.suffix == ".jsonl" else [path.read_bytes()]
        for position, body in enumerate(bodies):
            name = path.stem if len(bodies) == 1 else f"{path.stem}:{position + 1}"
            yield Fixture(f"{folder.name}/{name}", body, msgspec.json.decode(body))
