"""With a log in front the database may be away: webhooks are taken as if nothing were the matter."""

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from store.database import Database
from store.tables import EventRow
from store.writing import table_of
from tests.chaos.postgres import CrashingPostgres
from tests.process.fleet import Fleet, fleet
from tests.process.lives import open_feed
from tests.rigs.nats import LEFT_BEHIND, Cluster

pytestmark = LEFT_BEHIND


@pytest.fixture
def crashing(tmp_path: Path) -> Iterator[CrashingPostgres]:
    with tempfile.TemporaryDirectory(prefix="doorstep-away-", ignore_cleanup_errors=True) as name:
        found = CrashingPostgres(Path(f"{name}-pg"))
        yield found
        found.end()


@pytest.mark.timeout(240)
async def test_webhooks_are_acknowledged_while_the_database_is_away_and_written_down_when_it_is_back(
    crashing: CrashingPostgres, cluster: Cluster, tmp_path: Path
) -> None:
    async with fleet(crashing.url, tmp_path, 1, 1, log_url=cluster.url) as house:
        await house.start()
        source = await open_feed(house)
        answers = await _post(house, source, range(20))
        crashing.crash()
        house.workers[0].kill()
        answers += await _post(house, source, range(20, 60))
        cluster.nodes[0].kill()  # and one of three servers of the log besides
        answers += await _post(house, source, range(60, 80))
        crashing.start()
        await house.restart(house.workers[0])
        assert answers == [(200, 1)] * 80
        await _until_there(crashing.url, 80)


async def _post(house: Fleet, source: dict[str, str], numbers: range) -> list[tuple[int, int]]:
    answers = []
    for n in numbers:
        event = {
            "id": f"e{n}", "tracking_number": f"DS{n % 7}", "milestone": "in_transit",
            "occurred_at": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        status, answer = await house.doors[0].post(source, event)
        answers.append((status, answer.get("accepted", 0)))
    return answers


async def _until_there(url: str, count: int) -> None:
    database = Database(url)
    keys: list[str] = []
    try:
        async with asyncio.timeout(60):
            while len(keys) < count:
                await asyncio.sleep(0.2)
                with database.transaction() as tx:
                    keys = list(tx.scalars(select(table_of(EventRow).c.key)))
    finally:
        database.close()
    assert sorted(keys) == sorted(f"e{n}" for n in range(count))
