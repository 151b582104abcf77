"""The operating guide names every figure and every sentence of /readyz, and what it shows exists."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from api.health import ENDING, TAKES_WEBHOOKS
from doorstep import jetstream
from doorstep.metrics import registry
from doorstep.route_figures import RouteFigures
from doorstep.service import compose
from doorstep.settings import Settings
from store import trouble
from store.migrations import upgrade

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "operate.md").read_text()


@pytest.fixture
async def watched(sqlite_url: str) -> AsyncIterator[CollectorRegistry]:
    service = compose(
        Settings(
            database_url=sqlite_url,
            log_url="nats://127.0.0.1:4222",
            telegram_token="4200:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0",
        )
    )
    with service.database.transaction() as tx:
        upgrade(tx)
    routes = RouteFigures(service.database)
    await routes.look()
    found: CollectorRegistry = registry(service, routes)
    service.door.counters.rejected[401] = 1
    yield found
    service.database.close()


@pytest.fixture
def figures(watched: CollectorRegistry) -> set[str]:
    return {
        metric.name + ("_total" if metric.type == "counter" else "")
        for metric in watched.collect()
        if metric.name.startswith("doorstep_")
    }


async def test_every_figure_is_explained_and_no_other(figures: set[str]) -> None:
    assert set(re.findall(r"^\| `(doorstep_\w+)", GUIDE, re.MULTILINE)) == figures


async def test_the_alert_rules_ask_for_figures_that_exist(figures: set[str]) -> None:
    rules = (DOCS / "operate" / "alerts.yml").read_text()
    assert set(re.findall(r"\bdoorstep_\w+", rules)) <= figures


def test_every_trouble_and_its_end_are_explained() -> None:
    sentences = [
        trouble.FULL,
        trouble.AWAY,
        trouble.READ_ONLY,
        trouble.BUSY,
        jetstream.NOTHING_ANSWERS,
        jetstream.NO_STREAM,
        TAKES_WEBHOOKS,
        ENDING,
    ]
    assert [s for s in sentences if f"| {s.partition(':')[0]} |" not in GUIDE] == []


def test_every_complaint_of_readyz_is_explained() -> None:
    source = (DOCS.parent / "api" / "health.py").read_text()
    complaints = re.findall(r'why\.append\("([^":]+)', source)
    assert complaints
    assert [c for c in complaints if f"| {c} |" not in GUIDE] == []


def test_every_file_and_event_that_is_named_exists() -> None:
    assert [path for path in re.findall(r"\]\((operate/[^)]+)\)", GUIDE) if not (DOCS / path).is_file()] == []
    code = "".join(
        path.read_text() for room in ("store", "flows", "scheduler") for path in (DOCS.parent / room).rglob("*.py")
    )
    assert [
        e
        for e in ("database.trouble", "digest.set_aside", "message.channel_fault", "turn.failed", "chore.failed")
        if f'"{e}"' not in code
    ] == []
