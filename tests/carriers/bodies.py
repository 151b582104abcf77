"""Bodies to read: our own fixtures, and the real ones where they are at hand."""

from datetime import UTC, datetime, tzinfo
from pathlib import Path

import msgspec
import pytest

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.registry import adapter
from domain.events import TrackingEvent

FIXTURES = Path(__file__).parent / "fixtures"
REAL = Path(__file__).parents[3] / "shared" / "data" / "webhooks"
NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)

needs_real_bodies = pytest.mark.skipif(not REAL.is_dir(), reason="the collected bodies are not beside the repository")


def received(zone: tzinfo | None = None, **headers: str) -> Reception:
    return Reception(NOW, {name.replace("_", "-"): value for name, value in headers.items()}, zone)


def read(name: str, body: bytes | object, zone: tzinfo | None = None, **headers: str) -> Reading:
    """Read a body, or a document that stands for one."""
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return adapter(name).read(msgspec.json.decode(raw), raw, received(zone, **headers))


def fixture(path: str) -> bytes:
    return (FIXTURES / path).read_bytes()


def read_fixture(path: str, zone: tzinfo | None = None, **headers: str) -> Reading:
    """`easypost/delivered.json`, read by the adapter its folder names."""
    return read(path.split("/", maxsplit=1)[0], fixture(path), zone, **headers)


def lines(path: str) -> list[bytes]:
    """The bodies of a `.jsonl` series."""
    return fixture(path).splitlines()


def events(reading: Reading) -> list[TrackingEvent]:
    """All events, oldest first."""
    found = [event for item in reading.items if isinstance(item, Report) for event in item.events]
    return sorted(found, key=lambda event: event.occurred_at)


def newest(reading: Reading) -> TrackingEvent:
    return events(reading)[-1]


def whys(reading: Reading) -> list[str]:
    """What was ignored or not understood, and why."""
    return [item.why for item in reading.items if isinstance(item, Unreadable | Ignored)]
