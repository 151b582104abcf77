"""The page in a browser: it changes by itself, the chat answers, and nothing about it keeps anybody out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from doorstep.service import Service
from doorstep.simulation import dialects
from doorstep.simulation.alone import alone
from doorstep.simulation.dialects import Told
from doorstep.simulation.parcels import SimulatedParcel, order, parcel, slots
from doorstep.simulation.posting import Poster
from doorstep.simulation.stories import MISSED, STORIES
from flows import simulation
from flows.orders import announce
from flows.simulation import Ready
from tests.rigs import axe


@dataclass
class Delivery:
    """One parcel on its way in a running service; `play` posts the next scenes of its story."""

    service: Service
    ready: Ready
    poster: Poster
    parcel: SimulatedParcel
    url: str
    played: int = 0

    async def play(self, scenes: int) -> None:
        for _ in range(scenes):
            self.played += 1
            now = datetime.now(UTC)
            told = [Told(scene, now, n) for n, scene in enumerate(STORIES[MISSED][: self.played])]
            feed = self.ready.feeds[told[-1].scene.sender]
            posted = await self.poster.post(feed, dialects.write(self.parcel, told), f"msg_{self.played}", now)
            assert posted.status == 200


@pytest.fixture
async def delivery() -> AsyncIterator[Delivery]:
    async with a_delivery("en") as delivery:
        yield delivery


@pytest.fixture
async def arabic() -> AsyncIterator[Delivery]:
    async with a_delivery("ar") as delivery:
        yield delivery


@asynccontextmanager
async def a_delivery(language: str) -> AsyncIterator[Delivery]:
    now = datetime.now(UTC)
    one = parcel("SIM1", 1, language, now)
    async with alone() as service, aiohttp.ClientSession() as http:
        database = service.database
        ready = await database.write(simulation.prepare, "acme", "Acme", "http://127.0.0.1:9/", now)
        placed = await announce(database, order(one, "acme"), service.voice.links, now)
        await database.write(simulation.publish, "acme", slots(one), now)
        service.planned(placed.due_at)
        url = placed.parcels[0].tracking_url
        yield Delivery(service, ready, Poster(http, service.settings.public_url), one, url)


async def test_the_page_changes_by_itself(page: Page, delivery: Delivery) -> None:
    await page.goto(delivery.url)
    await expect(page.locator("#status h2")).to_have_text("Not scanned yet")

    await delivery.play(4)

    await expect(page.locator("#status h2")).to_have_text("With the driver")
    await expect(page.locator("#status .when")).to_contain_text("Expected today")
    await expect(page.locator('#messages [data-name="out_for_delivery"]')).to_be_visible()


async def test_a_page_that_nobody_looks_at_holds_no_connection_and_catches_up(page: Page, delivery: Delivery) -> None:
    """A browser has six for each host: the seventh page would never load."""
    streams = delivery.service.live._bells
    await page.goto(delivery.url)
    await _until(lambda: len(streams) == 1)

    await _look(page, hidden=True)
    await _until(lambda: not streams)
    await delivery.play(4)
    await expect(page.locator("#status h2")).to_have_text("Not scanned yet")

    await _look(page, hidden=False)
    await expect(page.locator("#status h2")).to_have_text("With the driver")
    await _until(lambda: len(streams) == 1)


async def _look(page: Page, *, hidden: bool) -> None:
    """As when another tab is brought before it, and when it is looked at again."""
    await page.evaluate(
        "is => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        hidden,
    )


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - the browser tells nobody
            await asyncio.sleep(0.02)


async def test_a_question_is_answered_in_the_chat(page: Page, delivery: Delivery) -> None:
    await page.goto(delivery.url)
    await page.fill("#text", "Where is my parcel?")
    await page.press("#text", "Enter")

    await expect(page.locator("#messages .mine .text")).to_have_text("Where is my parcel?")
    await expect(page.locator('#messages [data-name="status"] .text')).to_contain_text("not scanned yet")
    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator("#newest")).to_contain_text("not scanned yet")


async def test_another_day_is_asked_for_by_tapping(page: Page, delivery: Delivery) -> None:
    await page.goto(delivery.url)
    await delivery.play(6)
    missed = page.locator('#messages [data-name="attempt_failed"]')

    await missed.get_by_role("button", name="Another day").click()
    await page.locator('#messages [data-name="slots_offered"]').get_by_role("button").first.click()

    await expect(page.locator('#messages [data-name="reschedule_requested"]')).to_be_visible()
    await expect(page.locator("#status .when")).to_contain_text("The carrier has not answered yet")


async def test_what_the_chat_offers_is_not_offered_again_beside_it(page: Page, delivery: Delivery) -> None:
    await page.goto(delivery.url)
    await expect(page.locator("#changes").get_by_role("button", name="Another day")).to_be_visible()

    await delivery.play(6)
    missed = page.locator('#messages [data-name="attempt_failed"]')
    await expect(missed.get_by_role("button", name="Another day")).to_be_visible()
    await expect(page.locator("#changes")).to_be_hidden()

    await page.fill("#text", "Where is my parcel?")
    await page.click("#send")
    await expect(missed.get_by_role("button")).to_have_count(0)
    for name in ("Another day", "Leave with a neighbour"):
        await expect(page.get_by_role("button", name=name)).to_have_count(1)


async def test_a_change_is_asked_for_beside_the_chat(page: Page, delivery: Delivery) -> None:
    await page.goto(delivery.url)
    await page.locator("#changes").get_by_role("button", name="Leave with a neighbour").click()

    await expect(page.locator('#messages [data-name="ask_detail"]')).to_be_visible()


async def test_what_is_being_typed_survives_news(page: Page, delivery: Delivery) -> None:
    await page.goto(delivery.url)
    await page.fill("#text", "I was about to")

    await delivery.play(4)

    await expect(page.locator("#status h2")).to_have_text("With the driver")
    await expect(page.locator("#text")).to_have_value("I was about to")


async def test_without_script_the_chat_works_as_well(browser: Browser, delivery: Delivery) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(delivery.url)
    await page.fill("#text", "Where is my parcel?")
    await page.click("#send")

    await expect(page.locator('#messages [data-name="status"] .text')).to_contain_text("not scanned yet")
    await page.locator('#messages [data-name="status"]').get_by_role("button", name="I won't be home").click()
    await expect(page.locator('#messages [data-name="change_options"]')).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")])
async def test_nothing_keeps_anybody_out(browser: Browser, delivery: Delivery, width: int, scheme: str) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 700},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the names it takes
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    await page.goto(delivery.url)
    await delivery.play(6)
    await expect(page.locator('#messages [data-name="attempt_failed"] button').first).to_be_visible()

    assert await axe.violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []


@pytest.mark.parametrize("script", [True, False])
async def test_all_that_a_browser_receives_is_less_than_60_kilobytes(
    browser: Browser, delivery: Delivery, script: bool
) -> None:
    await delivery.play(6)
    page = await (await browser.new_context(java_script_enabled=script)).new_page()
    devtools = await page.context.new_cdp_session(page)
    received: list[float] = []
    await devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    await page.goto(delivery.url, wait_until="load")
    await expect(page.locator("#status h2")).to_have_text("Could not be delivered yet")

    assert len(received) >= (4 if script else 2)  # the page, its style and two scripts
    assert sum(received) < 60_000


async def test_the_hours_of_a_window_stay_on_one_line(browser: Browser, delivery: Delivery) -> None:
    await delivery.play(4)
    page = await (await browser.new_context(viewport={"width": 320, "height": 700})).new_page()
    await page.goto(delivery.url)
    hours = page.locator("#status .when .whole")

    assert "–" in await hours.inner_text()
    assert await hours.evaluate("e => e.getClientRects().length") == 1


async def test_arabic_words_stand_beside_the_line_of_time(browser: Browser, arabic: Delivery) -> None:
    page = await (await browser.new_context(viewport={"width": 320, "height": 700})).new_page()
    await arabic.play(4)
    await page.goto(arabic.url)
    step = page.locator(".history li").first

    assert await step.evaluate("e => [getComputedStyle(e).paddingRight, getComputedStyle(e).paddingLeft]") == [
        "22.4px",
        "0px",
    ]
    assert await axe.violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == 320


async def test_who_writes_in_another_language_reads_all_of_the_open_page_in_it(page: Page, delivery: Delivery) -> None:
    await page.goto(delivery.url)
    await page.fill("#text", "Wo ist mein Paket? Bitte auf Deutsch.")
    await page.press("#text", "Enter")

    await expect(page.get_by_role("heading", name="Ihr Paket von Acme")).to_be_visible()
    await expect(page).to_have_title("Ihr Paket von Acme")
    await expect(page.locator("#newest")).to_contain_text("Neueste Nachricht: ")
    await expect(page.locator("#chat h2")).to_have_text("Fragen Sie uns")
    assert await page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["de", "ltr"]

    await page.fill("#text", "أين طردي؟ أريد أن أعرف متى يصل من فضلك")
    await page.press("#text", "Enter")
    await expect(page.get_by_role("heading", name="طردك من")).to_be_visible()
    await expect(page.locator("#newest span")).to_have_attribute("lang", "ar")
    await expect(page.get_by_label("رسالتك")).to_be_focused()
    await expect(page.get_by_role("button", name="إرسال")).to_be_visible()
    await expect(page.locator("#help h2")).to_have_text("من تسأل")
    await expect(page.get_by_role("combobox")).to_have_value("ar")
    await expect(page.locator("#status h2")).to_have_text("لم يُمسح بعد")
    assert await page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert await axe.violations(page) == []
    for one in await page.locator("#messages .text").all():
        await expect(one).to_have_css("unicode-bidi", "plaintext")  # German ones too stand as they are read
    announced = "document.getElementById('newest').replaceChildren()"
    shown = f"{announced}, [...document.querySelectorAll('body *')].map(e => [e.id, e.innerText])"
    followed = await page.evaluate(shown)
    await page.reload()
    assert await page.evaluate(shown) == followed


async def test_what_is_being_typed_survives_another_language(page: Page, browser: Browser, delivery: Delivery) -> None:
    other = await browser.new_page()
    await page.goto(delivery.url)
    await page.fill("#text", "I was about to")
    await other.goto(delivery.url)
    await other.get_by_role("combobox").select_option("de")
    await other.get_by_role("button", name="Use this language").click()

    await expect(page.get_by_role("heading", name="Ihr Paket von Acme")).to_be_visible()
    await expect(page.get_by_label("Ihre Nachricht")).to_have_value("I was about to")


async def test_each_message_that_comes_is_announced_once(page: Page, delivery: Delivery) -> None:
    await page.goto(delivery.url)
    await page.evaluate(
        "new MutationObserver(() => (window.heard ??= []).push(document.getElementById('newest').textContent))"
        ".observe(document.getElementById('newest'), {childList: true, subtree: true, characterData: true})"
    )
    await page.fill("#text", "Where is my parcel?")
    await page.press("#text", "Enter")
    await expect(page.locator("#newest")).to_contain_text("not scanned yet")
    await delivery.play(4)
    await expect(page.locator('#messages [data-name="out_for_delivery"]')).to_be_visible()
    await expect(page.locator("#newest")).not_to_contain_text("not scanned yet")

    heard = await page.evaluate("window.heard")
    assert len(heard) == len(set(heard)), heard


async def test_a_closed_page_keeps_nobody_out_either(page: Page, delivery: Delivery) -> None:
    await page.goto(f"{delivery.service.settings.public_url}/t/nothing")

    await expect(page.get_by_role("heading")).to_have_text("This link opens nothing")
    assert await axe.violations(page) == []
