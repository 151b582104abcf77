"""What staff press is decided in its turn, however much pours in: after what came before it, ahead of the rest."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import Connection

from flows import group_commit
from flows.audit import By
from flows.group_commit import GroupCommit
from flows.staff.overrides import Decided, cancel
from flows.webhooks import digest, receive
from flows.webhooks.digest import Digestion
from flows.webhooks.receive import Acknowledged, Arrival
from store import database as memory
from store.database import Database, Turn
from store.tables import Shipment
from tests.flows.house import House, arrival

OTHERS = 6
"""Whose commits follow each other without a pause: a lane for each channel, the log, a sender that is asked."""
WEBHOOKS = 60


class Begun:
    """The steps in the order in which they had their turn."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def noting(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def noted(tx: Connection, *given: Any) -> Any:
            self.names.append(name)
            return step(tx, *given)

        return noted


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Begun:
    """Commits of one webhook, and digests of two, so that many follow each other."""
    found = Begun()
    monkeypatch.setattr(group_commit, "MOST", 1)
    monkeypatch.setattr(digest, "BATCH", 2)
    monkeypatch.setattr(digest, "digest_some", found.noting("digested", digest.digest_some))
    return found


async def test_it_goes_before_webhooks_and_digests_that_wait(house: House, begun: Begun) -> None:
    house.order("DS100")
    shipment_id = house.rows(Shipment)[0].id
    flood = [arrival(house.source, house.event("in_transit", f"DS{n}")) for n in range(WEBHOOKS)]
    house.database.step(receive.keep, flood[: WEBHOOKS // 2])
    keeping = GroupCommit[Arrival, Acknowledged](house.database, begun.noting("kept", receive.keep))
    others = [GroupCommit[int, int](house.database, begun.noting("recorded", _recorded)) for _ in range(OTHERS)]
    digestion = Digestion(house.database, lambda: house.now, lambda _: None)
    async with _busy(house.database):
        pouring: list[asyncio.Future[Any]] = [keeping.offer(one) for one in flood[WEBHOOKS // 2 :]]
        pouring += [one.offer(n) for one in others for n in range(WEBHOOKS // 2)]
        reading = asyncio.create_task(digestion.drain())
        await asyncio.sleep(0.05)
        press = begun.noting("pressed", cancel)
        pressing = asyncio.create_task(
            house.database.write(press, shipment_id, None, By("Ines", "spoke with the customer", house.now))
        )
        await asyncio.sleep(0.05)
    assert isinstance(await pressing, Decided)
    await asyncio.gather(*pouring, reading)
    before = begun.names[: begun.names.index("pressed")]
    assert before.count("digested") == 0
    assert before.count("kept") == 1
    assert before.count("recorded") == OTHERS
    assert begun.names.count("kept") == WEBHOOKS // 2
    assert begun.names.count("digested") > WEBHOOKS // 2


async def test_orders_of_a_shop_do_not_keep_webhooks_out(house: House, begun: Begun) -> None:
    async with _busy(house.database):
        orders = [asyncio.create_task(house.database.write(begun.noting("ordered", _works))) for _ in range(10)]
        await asyncio.sleep(0.05)
        kept = asyncio.create_task(house.database.write(begun.noting("kept", _works), turn=Turn.KEEP))
        await asyncio.sleep(0.05)
        orders += [asyncio.create_task(house.database.write(begun.noting("ordered", _works))) for _ in range(10)]
        await asyncio.sleep(0.05)
    await asyncio.gather(kept, *orders)
    assert begun.names.index("kept") == 10


@asynccontextmanager
async def _busy(database: Database) -> AsyncIterator[None]:
    """Every writer is at work until the end of this."""
    free, begun = threading.Event(), threading.Semaphore(0)
    writers = 1 if database.is_sqlite else memory.POSTGRESQL_WRITERS

    def works(_: Connection) -> None:
        begun.release()
        free.wait(60)

    at_work = [asyncio.create_task(database.write(works, turn=Turn.FIRST)) for _ in range(writers)]
    for _ in at_work:
        assert await asyncio.to_thread(begun.acquire, timeout=60)
    yield
    free.set()
    await asyncio.gather(*at_work)


def _recorded(_: Connection, items: Sequence[int]) -> Sequence[int]:
    time.sleep(0.002)
    return items


def _works(_: Connection) -> None:
    time.sleep(0.002)
