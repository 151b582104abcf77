"""Words and announcements in a real browser: as one types, at 360 pixels and on a desk, and nothing axe objects to."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from domain.orders import Parcel
from flows.dry_runs.report import as_kept
from flows.dry_runs.run import Report
from store import dry_runs_kept
from tests.console.desk import hire
from tests.console.scene import step
from tests.console.served import Desk, photograph, served
from tests.console.test_browser import weight
from tests.flows.house import House
from tests.rigs.axe import violations
from tests.wording.announce import advance, send, write
from tests.wording.scene import WORDS, draft, speak

PATHS = [
    "templates",
    "templates/1/announced/en/any",
    "templates/1/announced/en/any/compare?before=1&after=2",
    "templates/1/out_for_delivery/ar/sms",
    "dry-run",
    "dry-run/1",
    "dry-run/2",
    "announcements",
    "announcements/new",
    "announcements/1",
    "announcements/2",
    "announcements/2/edit",
]


@pytest.fixture
async def desk(small_house: House) -> AsyncIterator[Desk]:
    furnish(small_house)
    async with served(small_house) as desk:
        yield desk


def furnish(house: House) -> None:
    """Own words in two versions, an announcement that is out, and one being written."""
    hire(house, "Ines", "supervisor")
    hire(house, "Zoe", "viewer")
    house.order("DS100")
    house.order("DS200", name="2002", phone="+12125559999", language="pl")
    house.report(house.event("in_transit", eta=house.tomorrow()))
    house.say()
    house.now += timedelta(seconds=1)
    speak(house, WORDS)
    draft(house, "Hello, it is {{ brand }}.\nYou missed nothing: {{ tracking_number | code }}\n\n{{ links | lines }}")
    send(house, fallback="en")
    advance(house)
    house.say()
    asked = {"merchant": "1", "days": "3", "policy": "", "name": "announced", "language": "en", "source": "Hello"}
    run_id = step(house, dry_runs_kept.add, 1, "Ines", asked, house.now)
    step(house, lambda tx: dry_runs_kept.move(tx, run_id, house.now, done=5, total=20))
    ended = step(house, dry_runs_kept.add, 1, "Ines", asked, house.now)
    step(house, lambda tx: dry_runs_kept.move(tx, ended, house.now, done=20, total=20, report=as_kept(_found(house))))
    write(house, {"en": "A storm. {{ links | lines }}", "ar": "عاصفة"}, chosen={"areas": ["New York"]})


def _found(house: House) -> Report:
    """What contradicts itself with the live rules, and what with the draft alone."""
    passed = "DS100: 25 Nov 10:00–12:00 was told and passed without the parcel, and nothing was said of it"
    report = Report(house.now - timedelta(days=3), house.now, customers=20, parcels=20, sent=60)
    report.standing = [passed] * 25
    report.contradicted = [passed.replace("DS100", "DS<b>200")]
    report.contradictions.update(live=25, draft=26)
    return report


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")], ids=["phone-at-night", "desk-by-day"])
async def test_every_page_is_accessible_and_fits(
    desk: Desk, browser: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = await desk.open(browser, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in PATHS:
        await page.goto(f"{desk.url}/console/{path}")
        for summary in await page.locator("details > summary").all():
            await summary.evaluate("summary => { summary.parentElement.open = true }")
        assert await violations(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") == width, path
        assert await weight(page) < 200_000, path
    assert desk.trouble == []


async def test_a_line_of_code_reads_from_left_to_right_among_arabic_words(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/templates/1/out_for_delivery/ar/sms")

    await expect(page.get_by_label("Template")).to_have_css("unicode-bidi", "plaintext")
    await expect(page.locator("#shipped pre")).to_have_css("unicode-bidi", "plaintext")


async def test_words_are_judged_as_they_are_typed_and_published_by_hand(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/templates/1/announced/es/any")
    box = page.get_by_label("Template")
    await box.fill("Hola {{ brnad }} <b>")
    await page.get_by_text("did you mean brand?").wait_for()
    await box.fill("Hola de {{ brand }}: <b>{{ tracking_number | code }}</b>. {{ links | lines }}")
    await page.locator("#judged blockquote", has_text="Hola de Acme: <b>DS").first.wait_for()
    await page.get_by_role("button", name="Keep as a new version").click()
    await page.get_by_text("Kept as a version.").wait_for()
    await page.locator("summary", has_text="Publish").first.click()
    await page.locator("details[open] input[name=why]").fill("our tone")
    await page.keyboard.press("Enter")
    await page.get_by_text("said from now on").wait_for()
    assert desk.trouble == []


async def test_an_announcement_is_counted_while_it_is_written_and_sent(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/announcements/new")
    await page.get_by_label("Areas").fill("Nowhere")
    await page.get_by_text("No parcel is like this now.").wait_for()
    await page.get_by_label("Name, for your colleagues").fill("Depot closed")
    await page.get_by_label("Areas").fill("new york")
    await page.get_by_label("Words in English").fill("The depot is closed: {{ tracking_number }}.")
    await page.get_by_label("Other languages get").select_option("en")
    await page.get_by_text("The depot is closed: DS200.").first.wait_for()
    await page.get_by_role("button", name="Keep as a draft").click()
    await page.get_by_role("button", name="Hand it in").click()
    await page.get_by_text("Handed in: these parcels are chosen.").wait_for()
    zoe = await desk.open(browser, "Zoe")
    await zoe.goto(page.url)
    await page.locator("summary", has_text="Send it now").click()
    await page.locator("details[open] input[name=why]").fill("it is closed")
    await page.keyboard.press("Enter")
    await page.get_by_text("It is going out.").wait_for()
    await zoe.locator("#standing .chip", has_text="sending").wait_for()

    await asyncio.to_thread(advance, desk.house)
    await asyncio.to_thread(desk.house.say)
    await page.get_by_text("2 of 2 parcels").wait_for()
    await expect(page.locator("#came .chip", has_text="sent")).to_have_count(2)
    await asyncio.to_thread(advance, desk.house)
    await page.locator("#standing .chip", has_text="done").wait_for()
    await expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    assert desk.trouble == []


@pytest.mark.parametrize("width", [360, 1280])
async def test_parcels_are_chosen_by_carrier_by_day_and_by_status(desk: Desk, browser: Browser, width: int) -> None:
    late = desk.house.tomorrow()
    await asyncio.to_thread(_three_more, desk.house)
    page = await desk.open(browser, viewport={"width": width, "height": 800})
    await page.goto(f"{desk.url}/console/announcements/new")
    await page.get_by_label("Name, for your colleagues").fill("Snow")
    await page.get_by_label("Words in English").fill("Snow: {{ tracking_number }} may come a day later.")
    await page.get_by_label("Other languages get").select_option("en")
    reach = page.locator("#reach")
    await expect(reach.locator("dd").first).to_have_text("5")
    await page.get_by_label("Carriers").fill("ups, dhl")
    await expect(reach.locator("dd").first).to_have_text("3")
    await page.get_by_label("exception").check()
    await page.get_by_label("out for delivery").check()
    await expect(reach.locator("dd").first).to_have_text("2")
    assert late.from_at is not None
    day = late.from_at.date()
    await page.get_by_label("Expected from").fill(f"{day}")
    await page.get_by_label("Expected until").fill(f"{day}")
    await expect(reach.locator("dd").first).to_have_text("1")
    await expect(reach).to_contain_text("Snow: DS302")
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    await photograph(page, f"announcement-chosen-{width}")

    await page.get_by_role("button", name="Keep as a draft").click()
    await page.get_by_role("button", name="Hand it in").click()
    await page.locator("summary", has_text="Send it now").click()
    await page.locator("details[open] input[name=why]").fill("it snows")
    await page.keyboard.press("Enter")
    await page.get_by_text("It is going out.").wait_for()
    await asyncio.to_thread(advance, desk.house)
    await asyncio.to_thread(desk.house.say)
    await page.get_by_text("1 of 1 parcel", exact=True).wait_for()
    await expect(page.locator("#came")).to_contain_text("DS302")
    await expect(page.locator("#came")).to_contain_text("SMS, 1 segment")
    await expect(page.locator("#came .chip", has_text="sent")).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    await photograph(page, f"announcement-came-{width}")
    assert desk.trouble == []


def _three_more(house: House) -> None:
    """One under way with UPS, one out for delivery with DHL tomorrow, one in trouble with UPS and nobody knows when."""
    for number, carrier in (("DS301", "ups"), ("DS302", "dhl"), ("DS303", "ups")):
        phone = f"+1212555{number[2:]}0"
        house.order(number, name=number, phone=phone, parcels=(Parcel(number, carrier),))
    house.report(house.event("in_transit", "DS301", eta=house.tomorrow()))
    house.report(house.event("out_for_delivery", "DS302", at=house.tomorrow().from_at, eta=house.tomorrow()))
    house.report(house.event("exception", "DS303"))
    house.say()


async def test_a_draft_is_tried_on_past_days(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/templates/1/announced/en/any")
    await page.get_by_role("link", name="Try it on past days").first.click()
    await page.get_by_label("Draft policy").fill('{"switched_off": ["announcement"]}')
    await page.get_by_role("button", name="Tell the days again").click()
    await page.get_by_text("exactly as they were really sent").wait_for()
    await page.get_by_text("no longer said").first.wait_for()
    await photograph(page, "dry-run")
    assert desk.trouble == []
