"""Without a single sweep: one process keeps, another digests and dispatches, and pages open in the first one hear."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from doorstep.service import Service, compose, running
from doorstep.settings import Settings
from flows.messages import dispatch, outbox
from flows.talk import hear
from flows.webhooks import digest
from flows.webhooks.receive import keep
from store.database import Database
from store.tables import Customer
from tests.flows.house import NOON, House, arrival

NEVER = timedelta(days=1)
LATER = NOON + timedelta(minutes=1)
"""The processes' time; the house's is a minute behind."""


@pytest.fixture(autouse=True)
def no_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (digest, dispatch, hear):
        monkeypatch.setattr(module, "SWEEP", NEVER)
    monkeypatch.setattr(outbox, "IDLE", NEVER)


@pytest.fixture
def house(postgres_url: str) -> House:
    """Bo's order, announced and said; nobody works here."""
    house = House(postgres_url)
    house.order("DS100")
    house.say()
    return house


@asynccontextmanager
async def _process(url: str, *, work: bool) -> AsyncIterator[Service]:
    service = compose(Settings(database_url=url, secret_key="k" * 32), lambda: LATER)
    async with running(service, work=work):
        yield service


async def test_what_one_process_keeps_another_says_and_pages_of_the_first_are_told(
    house: House, postgres_url: str
) -> None:
    async with _process(postgres_url, work=False) as door, _process(postgres_url, work=True):
        await _both_listen(house.database)
        pages = door.live.changes(str(_customer(house)))
        waiting = asyncio.ensure_future(anext(pages))
        await asyncio.sleep(0)
        with house.in_transaction() as tx:
            keep(tx, [arrival(house.source, house.event("out_for_delivery"))])
        door.arrived()
        async with asyncio.timeout(20):
            assert await waiting
    house.close()


async def test_what_is_planned_here_is_dispatched_there(house: House, postgres_url: str) -> None:
    async with _process(postgres_url, work=False) as door, _process(postgres_url, work=True):
        await _both_listen(house.database)
        pages = door.live.changes(str(_customer(house)))
        waiting = asyncio.ensure_future(anext(pages))
        await asyncio.sleep(0)
        house.order("DS200", name="1002")
        door.planned(LATER)
        async with asyncio.timeout(20):
            assert await waiting
    house.close()


def _customer(house: House) -> int:
    (customer,) = house.rows(Customer)
    return int(customer.id)


async def _both_listen(database: Database) -> None:
    """Until both processes have looked for what they missed before they could listen."""
    listening = text("SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN doorstep' AND state = 'idle'")
    async with asyncio.timeout(20):
        while await database.read(lambda tx: tx.scalar(listening)) < 2:  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)
