"""/readyz as a load balancer reads it: whether this process can do its part, whatever others have left undone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.testclient import TestClient

from api.health import ENDING, TAKES_WEBHOOKS, Health, router
from store import migrations, pulse
from store.database import Database
from store.trouble import AWAY, FULL, Away

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)


class NobodyThere:
    """A database that does not answer."""

    trouble: str | None = AWAY

    async def read(self, *_: Any) -> Any:
        raise Away(AWAY)


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    found = Database(sqlite_url)
    with found.transaction() as tx:
        migrations.upgrade(tx)
        pulse.beat(tx, pulse.TICK, NOW)
    yield found
    found.close()


def _ask(
    database: Database | NobodyThere,
    log_trouble: Callable[[], str | None] | None = None,
    *,
    works: bool = True,
    now: datetime = NOW,
    is_ending: bool = False,
) -> tuple[int, dict[str, Any]]:
    app = FastAPI()
    health = Health(
        cast("Database", database),
        lambda: now,
        CollectorRegistry(),
        dict,
        log_trouble,
        works=works,
        is_ending=lambda: is_ending,
    )
    app.include_router(router(health))
    answer = TestClient(app).get("/readyz")
    return answer.status_code, answer.json()


def test_without_its_database_a_door_is_not_ready() -> None:
    assert _ask(NobodyThere()) == (503, {"status": "not ready", "why": [AWAY]})


def test_with_a_log_in_front_it_goes_on_taking_webhooks() -> None:
    status, report = _ask(NobodyThere(), lambda: None)
    assert (status, report["status"]) == (200, "webhooks only")
    assert report["why"] == [AWAY, TAKES_WEBHOOKS]


def test_a_database_that_takes_no_writes_leaves_it_the_webhooks_as_well(database: Database) -> None:
    database.trouble = FULL
    assert _ask(database)[0] == 503
    status, report = _ask(database, lambda: None)
    assert (status, report["status"]) == (200, "webhooks only")


def test_without_both_it_is_not_ready() -> None:
    status, report = _ask(NobodyThere(), lambda: "the log does not answer")
    assert (status, report["why"]) == (503, [AWAY, "the log does not answer"])


def test_a_log_that_takes_nothing_makes_it_not_ready(database: Database) -> None:
    assert _ask(database, lambda: "the log does not answer")[0] == 503
    assert _ask(database, lambda: None)[0] == 200


def test_work_that_others_leave_undone_is_told_and_is_no_reason_to_send_a_door_nobody(database: Database) -> None:
    later = NOW + timedelta(minutes=10)
    status, report = _ask(database, now=later)
    assert (status, report["status"]) == (503, "not ready")
    door = _ask(database, works=False, now=later)
    assert (door[0], door[1]["status"]) == (200, "ready")
    assert door[1]["why"] == report["why"] != []


def test_a_process_that_drains_is_not_ready_whatever_else_is_well(database: Database) -> None:
    assert _ask(database, lambda: None, is_ending=True) == (503, {"status": "not ready", "why": [ENDING]})
