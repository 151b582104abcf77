"""The tracking page in a browser: its weight, its first paint without script, and what axe says of it."""

import asyncio
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from playwright.async_api import Browser, async_playwright

from domain.orders import Consent
from domain.routes.given import RouteGiven, StopGiven
from domain.routes.positions import Position
from doorstep.service import Service
from doorstep.simulation.alone import alone
from doorstep.simulation.parcels import order, parcel
from flows.orders import announce
from flows.routes.giving import put
from tests.bench.figures import Figure, figure
from tests.rigs import axe
from tests.rigs.chromium import FLAGS, executable

DOOR, DEPOT = (40.7440, -73.9485), (40.72, -73.9)
ROUNDS = 5
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


def tracking() -> list[Figure]:
    """All of it, on a parcel whose van is to be seen."""
    return asyncio.run(_measured())


async def _measured() -> list[Figure]:
    async with alone() as service, async_playwright() as playwright:
        url = await _parcel(service)
        browser = await playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        try:
            await _until_the_van_is_seen(url)
            weights = [await _weight(browser, url) for _ in range(ROUNDS)]
            paints = [await _painted(browser, url) for _ in range(ROUNDS)]
            broken = [line for size in (PHONE, DESK) for line in await _broken(browser, url, size)]
        finally:
            await browser.close()
        drawn = await _drawn_ms(url)
    return [
        figure("tracking.weight", weights, "kB", at_most=60),
        figure("tracking.first_paint_without_script", paints, "ms", at_most=1000),
        figure("tracking.axe", [len(broken)], "violations", at_most=0),
        figure("tracking.drawn_p95", [drawn], "ms"),
    ]


async def _parcel(service: Service) -> str:
    now = datetime.now(UTC)
    given = order(parcel("SIM1", 1, "en", now), "acme")
    address = {**given.address, "latitude": DOOR[0], "longitude": DOOR[1]}
    given = replace(given, address=address, consent=Consent(("web",), "simulation", now))
    placed = await announce(service.database, given, service.voice.links, now)
    span = timedelta(hours=3)
    stops = (StopGiven(None, "before", (40.735, -73.93)), StopGiven("SIM1", None, DOOR))
    route = RouteGiven("r1", "van-1", "America/New_York", now - span, now + span, DEPOT, DEPOT, stops)
    await service.database.write(put, "acme", route, now)
    service.positions.take("acme", [Position("van-1", now, 40.73, -73.92)])
    return placed.parcels[0].tracking_url


async def _until_the_van_is_seen(url: str) -> None:
    async with aiohttp.ClientSession() as http, asyncio.timeout(60):
        while "van-now" not in await (await http.get(url)).text():  # noqa: ASYNC110 - another task draws it
            await asyncio.sleep(0.5)


async def _weight(browser: Browser, url: str) -> float:
    """What goes over the wire before a map: the page, its style and its scripts, in a browser that has nothing yet."""
    context = await browser.new_context(viewport=PHONE)  # type: ignore[arg-type]  # width and height
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    sizes: list[float] = []
    await devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    await page.goto(url, wait_until="load")
    await page.wait_for_timeout(500)
    await context.close()
    return sum(sizes) / 1000


async def _painted(browser: Browser, url: str) -> float:
    """First contentful paint with script switched off; the essentials are in that paint."""
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # as above
    page = await context.new_page()
    await page.goto(url, wait_until="load")
    await page.wait_for_timeout(300)
    paints: dict[str, Any] = await page.evaluate(
        "Object.fromEntries(performance.getEntriesByType('paint').map(p => [p.name, p.startTime]))"
    )
    for essential in ("#status .when", "#sketch", "#changes button", "#text"):
        assert await page.locator(essential).first.is_visible(), f"{essential} is not to be seen without script"
    await context.close()
    return float(paints["first-contentful-paint"])


async def _broken(browser: Browser, url: str, size: dict[str, int]) -> list[str]:
    found = []
    for scheme in ("light", "dark"):
        context = await browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]  # as above
        page = await context.new_page()
        await page.goto(url)
        found += await axe.violations(page)
        await context.close()
    return found


async def _drawn_ms(url: str) -> float:
    """The whole page from the service, over HTTP on this machine."""
    took = []
    async with aiohttp.ClientSession() as http:
        for _ in range(60):
            began = time.perf_counter()
            async with http.get(url) as answer:
                await answer.read()
            took.append(1000 * (time.perf_counter() - began))
    return statistics.quantiles(took, n=20)[18]


BENCHMARKS = {"tracking": tracking}
