"""Names of files and feeds made up to do harm: shown as text, and nothing runs, in a browser or in a sheet."""

import csv
import io
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page

from carriers.contract import Reading, Unreadable
from flows.audit import By
from flows.staff import overrides
from flows.webhooks.receive import Arrival, keep
from tests.console.desk import hire, signed_in
from tests.console.scene import step
from tests.console.served import Desk, photograph, served
from tests.flows.house import House
from tests.sources.scene import add_source, posts

SCRIPT = "<script>alert(1)</script>.jpg"
IMAGE = '"><img src=x onerror=alert(1)>.png'
BACKWARDS = "invoice\u202egpj.exe"
SHOWN = "invoice\ufffdgpj.exe"
"""As it is written, not turned around into a picture."""
OUTSIDE = "../../../etc/passwd"
FORMULA = "=cmd|' /C calc'!A0"
ENDLESS = "W" * 64_000
FILES = (SCRIPT, IMAGE, BACKWARDS, OUTSIDE, FORMULA)


@pytest.fixture
async def desk(small_house: House) -> AsyncIterator[Desk]:
    hire(small_house, "Ines", "admin")
    furnish(small_house)
    async with served(small_house) as desk:
        yield desk


def furnish(house: House) -> None:
    """Feeds of such names, which report parcels in such words, with photos of such names; reasons in such words too."""
    house.order("DS100")
    house.say()
    for number, name in enumerate(FILES, 1):
        add_source(house, name)
        posts(house, "MOVING", name=name, note=f"photo: {name}", file=name)
        step(house, overrides.hold, 1, f"occasion-{number}", None, By("Ines", name, house.now))
    posts(house, "MOVING", name=SCRIPT, note=ENDLESS, file=ENDLESS)
    body = b'{"proof": {"file": "' + SCRIPT.encode() + b'"}, "more": "' + ENDLESS.encode() + b'"}'
    step(house, keep, [Arrival(house.source, Reading("k", (Unreadable(f"no name in {SCRIPT}"),)), body, {}, house.now)])


@pytest.mark.parametrize("width", [360, 1280])
async def test_they_are_shown_as_text_and_nothing_runs(desk: Desk, browser: Browser, width: int) -> None:
    page = await desk.open(browser, viewport={"width": width, "height": 800})
    sources = ["sources", *(f"sources/{n}" for n in range(1, len(FILES) + 2))]
    webhooks = ["webhooks", *(f"webhooks/{n}" for n in range(1, len(FILES) + 3))]
    for path in (*sources, *webhooks, "shipments/1", "shipments/1/why", "audit", "cases"):
        await page.goto(f"{desk.url}/console/{path}")
        assert await page.evaluate("document.documentElement.scrollWidth") == width, path
        assert await page.locator("img[src=x]").count() == 0, path
    for path, name in (("sources", SCRIPT), ("sources", SHOWN), ("shipments/1", IMAGE), ("audit", FORMULA)):
        await page.goto(f"{desk.url}/console/{path}")
        assert name in await _words(page), (path, name)
        await photograph(page, f"names-{path.replace('/', '-')}-{width}")
    assert desk.trouble == []


async def test_a_sheet_of_the_audit_log_runs_nothing(small_house: House) -> None:
    furnish(small_house)
    async with signed_in(small_house, "admin") as browser:
        answer = await browser.get("/console/audit.csv")
    cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


async def _words(page: Page) -> str:
    for summary in await page.locator("details > summary").all():
        await summary.evaluate("summary => { summary.parentElement.open = true }")
    return await page.locator("body").inner_text()
