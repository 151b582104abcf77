"""Parcels' lives as a 3PL posts them: again and again, until it is told 200."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import aiohttp
from sqlalchemy import Connection

from store.database import Database
from store.trouble import Away
from tests.process import audit
from tests.process.fleet import Fleet
from tests.process.service import Running

MILESTONES = ("in_transit", "out_for_delivery", "delivered")
ALL_DAY = '{"hours": {"opens": "00:00", "closes": "00:00"}}'
GONE = (aiohttp.ClientError, ConnectionError, TimeoutError, ValueError)
"""What a caller meets when the service dies while it answers."""


async def open_feed(house: Fleet) -> dict[str, str]:
    """A merchant who writes at any hour, and a native feed of theirs."""
    door = house.doors[0]
    door.command("merchant", "add", "acme", "--title", "Acme", "--policy", ALL_DAY)
    source: dict[str, str] = door.command(
        "source", "add", "fleet", "--adapter", "doorstep", "--merchant", "acme", "--json"
    )
    return source


def event_of(n: int, number: str, milestone: str) -> dict[str, str]:
    """A native event, as of now."""
    now = datetime.now(UTC).isoformat()
    return {"id": f"{n}-{milestone}", "tracking_number": number, "milestone": milestone, "occurred_at": now}


async def posted(door: Running, source: Mapping[str, str], event: Mapping[str, Any]) -> bool:
    """Whether it was acknowledged."""
    try:
        status, _ = await door.post(source, event)
    except GONE:
        return False
    return status == 200


async def ordered(door: Running, number: str, parcel: str, phone: str) -> bool:
    """Whether the order was taken."""
    try:
        await door.order(number, parcel, phone=phone)
    except (*GONE, AssertionError):
        return False
    return True


async def insist(step: Callable[[], Awaitable[bool]]) -> None:
    """Again and again, until it is done."""
    while not await step():  # noqa: ASYNC110 - who refuses tells nobody when they would not
        await asyncio.sleep(0.2)


async def until_rest(
    database: Database, seconds: float = 60, outside: Callable[[Connection], dict[str, int]] = lambda _: {}
) -> None:
    """Until nothing is on its way any more, in the database or `outside` it; raises AssertionError that says what
    still is.
    """
    still: dict[str, int] = {}
    try:
        async with asyncio.timeout(seconds):
            while still := await _restless(database, outside):  # noqa: ASYNC110 - other processes work
                await asyncio.sleep(0.2)
    except TimeoutError:
        raise AssertionError(f"still on its way after {seconds:g} seconds: {still}") from None


async def _restless(database: Database, outside: Callable[[Connection], dict[str, int]]) -> dict[str, int]:
    try:
        return await database.read(outside) or await database.read(audit.restless, datetime.now(UTC))
    except Away:
        return {"databases": 1}
