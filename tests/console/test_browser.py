"""The console in a real browser: by keyboard, live, at 360 pixels, light and dark, and nothing that axe objects to."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from time import perf_counter
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, Route, expect
from sqlalchemy import update

from carriers.contract import Reading, Unreadable
from domain.routes.given import RouteGiven, StopGiven
from flows.cases import open_case
from flows.routes.driving import Knowledge
from flows.routes.giving import put
from flows.routes.reckon import reckon_due
from flows.staff import replies
from flows.staff.replies import Saved
from flows.talk.hear import Heard
from flows.talk.hear import keep as keep_turns
from flows.webhooks.receive import Arrival, keep
from store.tables import Case, Customer, Message, OverrideRow
from store.writing import table_of
from tests.console.desk import hire
from tests.console.scene import by, cancel, notice, owner, step
from tests.console.served import Desk, served
from tests.flows.house import House
from tests.rigs.axe import violations
from tests.sources.scene import add_source, posts

PATHS = [
    "outbox",
    "outbox?kind=announced&held=no",
    "shipments/1/why",
    "customers/1",
    "conversations?view=all",
    "conversations?q=human",
    "replies",
    "cases?view=closed",
    "shipments",
    "shipments/1",
    "shipments/1/words?key=announced",
    "routes",
    "routes?view=wrong",
    "routes/1",
    "conversations",
    "conversations/1",
    "webhooks",
    "webhooks/2",
    "sources",
    "sources/new",
    "sources/1",
    "sources/2",
    "sources/2/mapping",
    "cases",
    "audit",
    "numbers",
    "numbers?by=lane",
    "numbers/parcels?what=late",
    "people",
    "me",
    "sign-in",
    "nothing-here",
]


@pytest.fixture
async def desk(small_house: House) -> AsyncIterator[Desk]:
    furnish(small_house)
    async with served(small_house) as desk:
        yield desk


def a_late_route(house: House) -> None:
    """A van that has just left for ten doors, the first of which should have been reached by now."""
    stops = tuple(StopGiven(None, f"stop-{n}", (40.70 + n / 100, -73.90)) for n in range(10))
    late = (replace(stops[0], opens_at=house.now - timedelta(hours=2), closes_at=house.now - timedelta(minutes=5)),)
    hours = timedelta(hours=1)
    given = RouteGiven(
        "r1", "van-7", "America/New_York", house.now - hours, house.now + 8 * hours, (40.7, -73.9), (40.7, -73.9),
        (*late, *stops[1:]),
    )  # fmt: skip
    step(house, put, "acme", given, house.now)
    step(house, reckon_due, Knowledge(), house.now)


def furnish(house: House) -> None:
    """A parcel with something of everything."""
    hire(house, "Ines", "admin")
    hire(house, "Zoe", "agent")
    a_late_route(house)
    house.order("DS100", allow=("reschedule", "safe_place"))
    house.order("DS200", name="2002", phone="+12125559999")
    endless = "\u202e" + "W" * 99
    people = table_of(Customer)
    step(house, lambda tx: tx.execute(update(people).where(people.c.id == 2).values(name=endless)))
    cancel(house, "announced")
    house.report(house.event("in_transit", eta=house.tomorrow(), text="Departed <b>facility</b>"))
    house.say()
    house.hear(house.turn("I want to talk to a human please <img src=x onerror=alert(1)>"))
    reading = Reading("k", (Unreadable("`id` is missing"),))
    step(house, keep, [Arrival(house.source, reading, b'{"a": "<script>alert(1)</script>"}', {}, house.now)])
    add_source(house)
    posts(house, "VAN", text="<b>x</b>")
    posts(house, "LX-07 <img src=x onerror=alert(1)>")
    step(house, replies.save, Saved("Hours", "We answer from 9 to 5, {customer} <b>."), by(house))
    step(house, lambda tx: open_case(tx, kind="bad_rating", key="1", why="1 of 5", now=house.now, shipment_id=1))


@pytest.mark.timeout(240)  # all pages, one after the other
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
        if width < 560:
            assert await bare_cells(page) == [], path


async def test_a_message_that_is_longer_than_its_place_says_so(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser, viewport={"width": 320, "height": 800})
    await page.goto(f"{desk.url}/console/outbox")
    words = page.locator("#outbox .preview, .outbox .preview").first
    closed = await words.bounding_box()

    await expect(words).to_have_css("-webkit-line-clamp", "3")  # the third line ends with an ellipsis
    await words.hover()
    await expect(words).to_have_css("display", "block")
    opened = await words.bounding_box()
    assert closed is not None
    assert opened is not None
    assert opened["height"] > closed["height"]


async def test_arabic_words_behind_a_number_run_from_right_to_left(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/conversations/1")
    text = page.locator("#thread .text").first
    await text.evaluate("e => { e.textContent = '\u2068DS100\u2069: أب'; }")

    # The number stands to the right of the words, as it is read first.
    where = "e => { const r = document.createRange(); r.setStart(e.firstChild, %d); r.setEnd(e.firstChild, %d);"
    where += " return r.getBoundingClientRect().x; }"
    assert await text.evaluate(where % (1, 2)) > await text.evaluate(where % (9, 10))


async def bare_cells(page: Page) -> list[str]:
    """Cells on a phone that say a number or nothing, and not of what: no head of the table stands above them there."""
    shown = await page.eval_on_selector_all("tbody td", "all => all.map(one => one.innerText.trim())")
    return [text for text in shown if text and not any(letter.isalpha() for letter in text)]


async def test_a_message_is_held_by_keyboard_alone_and_the_new_plan_is_read_out(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.keyboard.press("/")
    await page.keyboard.type("ds100")
    await page.keyboard.press("Enter")
    await page.get_by_role("link", name="DS100").press("Enter")
    await page.get_by_role("region", name="What will be said").locator("summary", has_text="Hold").first.press("Enter")
    await page.locator("details[open] input[name=why]:focus").wait_for()
    await page.keyboard.type("spoke with Bo")
    await page.keyboard.press("Enter")

    said = page.get_by_role("status")
    await said.wait_for()

    assert await said.inner_text() == "Held. Below stands the new plan."
    assert await said.evaluate("said => said === document.activeElement")
    assert await page.get_by_text("held by Ines: spoke with Bo").count() == 1
    assert desk.trouble == []


async def test_a_question_mark_shows_the_keys_and_g_goes_places(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    await dialog.wait_for()
    assert await dialog.get_by_text("Go to Inbox").count() == 1
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await page.keyboard.press("g")
    await page.keyboard.press("i")
    await page.wait_for_url("**/console/conversations")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/console/conversations/1")
    assert desk.trouble == []


async def test_whoever_speaks_to_their_browser_switches_single_keys_off(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.keyboard.press("?")
    await page.get_by_label("Single keys do these things").uncheck()
    await page.keyboard.press("Escape")
    await page.reload()
    await page.keyboard.press("g")
    await page.keyboard.press("i")
    await page.keyboard.press("/")

    assert page.url.endswith("/console/shipments")
    assert await page.evaluate("document.activeElement.id") != "find"


async def test_a_message_is_held_from_the_outbox_by_keyboard_alone(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.keyboard.press("g")
    await page.keyboard.press("o")
    await page.wait_for_url("**/console/outbox")
    await page.locator("[data-row]").first.wait_for()
    await page.keyboard.press("j")
    await page.keyboard.press("h")
    await page.locator("#bulk-why:focus").wait_for()
    await page.keyboard.type("storm")
    await page.keyboard.press("Enter")
    await page.get_by_role("status").get_by_text("1 message held.").wait_for()

    assert await page.get_by_text("held by Ines: storm").count() == 1
    assert [row.key for row in desk.house.rows(OverrideRow) if row.why == "storm"] != []
    assert desk.trouble == []


async def test_a_case_is_taken_noted_and_closed_by_keyboard_alone(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    for key in ("g", "c"):
        await page.keyboard.press(key)
    await page.wait_for_url("**/console/cases")
    first = page.locator("[data-row]").first
    await first.wait_for()
    for key in ("j", "m"):
        await page.keyboard.press(key)
    await page.locator(".flash:focus", has_text="Assigned.").wait_for()
    for key in ("j", "o"):
        await page.keyboard.press(key)
    await page.locator("details[open] input[name=why]:focus").wait_for()
    await page.keyboard.type("rang twice")
    await page.keyboard.press("Enter")
    await page.locator(".flash:focus", has_text="Your note is with the case.").wait_for()
    for key in ("j", "d"):
        await page.keyboard.press(key)
    await page.locator("details[open] input[name=why]:focus").wait_for()
    await page.keyboard.type("it is settled")
    await page.keyboard.press("Enter")
    await page.get_by_role("status").get_by_text("The case is closed.").wait_for()

    (closed,) = [case for case in desk.house.rows(Case) if case.closed_at]
    assert (closed.assignee, closed.closed_by, closed.note) == ("Ines", "Ines", "it is settled")
    assert desk.trouble == []


async def test_what_was_sent_is_taken_back_within_ten_seconds_and_can_be_written_anew(
    desk: Desk, browser: Browser
) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/conversations/1")
    await page.keyboard.press("r")
    await page.keyboard.type("Dear Bob")
    await page.keyboard.press("Control+Enter")
    await page.get_by_role("button", name="Undo").wait_for()
    await page.locator("#thread").focus()
    await page.keyboard.press("z")
    await page.locator("#thread .gone", has_text="Dear Bob").wait_for()

    assert await page.get_by_label("Your answer").input_value() == "Dear Bob"
    assert [m.state for m in desk.house.rows(Message, author="Ines")] == ["dropped"]
    assert desk.trouble == []


async def test_a_key_pressed_while_an_answer_is_on_its_way_is_for_the_page_that_comes(
    desk: Desk, browser: Browser
) -> None:
    page = await desk.open(browser)
    answered = asyncio.Event()

    async def late(route: Route) -> None:
        response = await route.fetch()
        await answered.wait()
        await route.fulfill(response=response)

    await page.route("**/conversations/1/reply", late)
    await page.goto(f"{desk.url}/console/conversations/1")
    await page.keyboard.press("r")
    await page.keyboard.type("Dear Bob")
    await page.keyboard.press("Control+Enter")
    await page.get_by_role("button", name="Undo").wait_for()  # the stream of changes was quicker than the answer
    await page.locator("#thread").focus()
    await page.keyboard.press("b")
    answered.set()
    await page.locator(".flash:focus", has_text="The bot answers again.").wait_for()

    assert owner(desk.house) == "bot"
    assert desk.trouble == []


async def test_keys_go_on_after_a_decision_whose_form_was_replaced_before_its_answer_came(
    desk: Desk, browser: Browser
) -> None:
    page = await desk.open(browser)
    answered = asyncio.Event()

    async def late(route: Route) -> None:
        if route.request.method != "POST":
            await route.continue_()
            return
        response = await route.fetch()
        await answered.wait()
        await route.fulfill(response=response)

    await page.route("**/console/cases/**", late)
    await page.goto(f"{desk.url}/console/cases")
    await page.locator("[data-row]").first.wait_for()
    await page.evaluate("document.querySelector('[data-row] form').dataset.seen = 'yes'")
    for key in ("j", "m"):
        await page.keyboard.press(key)
    await page.locator("[data-row] form[data-seen]").wait_for(state="detached")  # the stream of changes was quicker
    answered.set()
    for key in ("j", "o"):
        await page.keyboard.press(key)
    await page.locator("details[open] input[name=why]:focus").wait_for()
    assert desk.trouble == []


async def test_a_key_between_an_answer_and_its_focus_waits_for_both(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/cases")
    await page.locator("[data-row]").first.wait_for()
    await page.evaluate("htmx.config.defaultSettleDelay = 700")
    for key in ("j", "m"):
        await page.keyboard.press(key)
    await page.get_by_text("Assigned.").wait_for()
    await page.keyboard.press("o")
    await page.locator(".flash:focus").wait_for()
    await page.locator("details[open] input[name=why]:focus").wait_for()
    assert desk.trouble == []


async def test_two_who_write_at_once_are_warned(desk: Desk, browser: Browser) -> None:
    ines, zoe = await desk.open(browser), await desk.open(browser, "Zoe")
    for page in (ines, zoe):
        await page.goto(f"{desk.url}/console/conversations/1")
    await ines.get_by_text("Also here: Zoe").wait_for()
    await zoe.get_by_label("Your answer").press_sequentially("Hello")
    await ines.get_by_text("Zoe writes here at this moment.").wait_for()
    assert not await ines.get_by_text("So do you").is_visible()
    await ines.get_by_label("Your answer").press_sequentially("Hi")
    await ines.get_by_text("So do you: agree on who answers.").wait_for()
    await zoe.close()
    await ines.get_by_text("Zoe writes here").wait_for(state="detached")
    assert desk.trouble == []


async def test_a_saved_reply_is_picked_and_filled_in_place(desk: Desk, browser: Browser) -> None:
    step(desk.house, replies.save, Saved("Late", "Sorry, {customer}: {number} is late."), by(desk.house))
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/conversations/1")
    await page.keyboard.press("s")
    await page.get_by_role("button", name="Late").click()
    await expect(page.get_by_label("Your answer")).to_have_value("Sorry, Bo Ek: DS100 is late.")
    assert desk.trouble == []


async def test_no_page_weighs_more_than_two_hundred_kilobytes(desk: Desk, browser: Browser) -> None:
    """Script and style together, unpacked; and none of it stands in the page itself."""
    page = await desk.open(browser)
    for path in PATHS:
        await page.goto(f"{desk.url}/console/{path}")
        assert 10_000 < await weight(page) < 200_000, path
        assert await page.locator("script:not([src]), style, [style], [onclick]").count() == 0, path


async def weight(page: Page) -> int:
    """Bytes of script and style that this page asks for."""
    scripts = await page.eval_on_selector_all("script", "all => all.map(one => one.src)")
    styles = await page.eval_on_selector_all("link[rel=stylesheet]", "all => all.map(one => one.href)")
    return sum([len(await (await page.request.get(url)).body()) for url in (*scripts, *styles)])


async def test_without_script_a_form_does_the_same(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser, java_script_enabled=False)
    await page.goto(f"{desk.url}/console/shipments/1")
    await page.locator("summary", has_text="Hold everything").click()
    await page.locator("#why-all").fill("spoke with Bo")
    await page.locator("#why-all").press("Enter")

    await page.get_by_text("Held. Below stands the new plan.").wait_for()


async def test_what_would_be_read_follows_what_is_written(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    planned = next(key for key, state in desk.house.notices().items() if state == "planned")
    await page.goto(f"{desk.url}/console/shipments/1/words?key={planned}")

    await page.get_by_label("What is said instead").fill("Comes <b>tomorrow</b> at noon")
    await page.locator("#preview", has_text="Acme: Comes <b>tomorrow</b> at noon").wait_for()
    await page.get_by_label("Why").fill("the window was wrong")
    await page.get_by_role("button", name="Use these words").click()
    await page.get_by_text("The words are corrected.").wait_for()

    assert notice(desk.house, planned).facts["corrected"] == "Comes <b>tomorrow</b> at noon"
    assert desk.trouble == []


async def test_a_customer_s_message_appears_while_an_answer_is_being_written(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/conversations/1")
    await page.get_by_label("Your answer").fill("I am looking")

    await asyncio.to_thread(step, desk.house, keep_turns, [Heard(desk.house.turn("by the way"), desk.house.now)])
    await page.locator("#thread .arriving", has_text="by the way").wait_for()
    await asyncio.to_thread(desk.house.hear, desk.house.turn("hello? <img src=x onerror=alert(1)>"))
    await page.get_by_text("hello? <img src=x onerror=alert(1)>").wait_for()
    await expect(page.get_by_text("by the way")).to_have_count(1)
    await expect(page.locator("#thread .arriving")).to_have_count(0)

    assert await page.get_by_label("Your answer").input_value() == "I am looking"
    assert desk.trouble == []


async def test_what_a_customer_writes_is_on_the_open_page_within_a_second(desk: Desk, browser: Browser) -> None:
    """From the moment it is kept; the quickest of three, since machines that test are busy."""
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/conversations/1")
    took = []
    for words in ("by the way", "one more thing", "that is all"):
        said = Heard(desk.house.turn(words), desk.house.now)
        began = perf_counter()
        await asyncio.to_thread(step, desk.house, keep_turns, [said])
        await page.get_by_text(words).wait_for()
        took.append(perf_counter() - began)
    assert min(took) < 1, took


async def test_two_who_answer_at_once_do_not_both(desk: Desk, browser: Browser) -> None:
    ines, zoe = await desk.open(browser), await desk.open(browser, "Zoe")
    for page in (ines, zoe):
        await page.goto(f"{desk.url}/console/conversations/1")
    await zoe.evaluate("document.getElementById('page').removeAttribute('data-here')")  # she has not seen it yet

    await ines.get_by_label("Your answer").fill("Ines here")
    await ines.keyboard.press("Control+Enter")
    await ines.locator("#thread").get_by_text("Ines here").wait_for()
    await zoe.get_by_label("Your answer").fill("Zoe here")
    await zoe.get_by_role("button", name="Send").click()

    await zoe.get_by_text("Ines has this conversation now.").wait_for()
    assert await zoe.get_by_label("Your answer").input_value() == "Zoe here"
    assert owner(desk.house) == "Ines"


async def test_a_page_in_use_is_not_swapped_away(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/shipments/1")
    await page.locator("summary", has_text="Hold everything").click()
    await page.locator("#why-all").fill("spoke with")

    await asyncio.to_thread(desk.house.report, desk.house.event("out_for_delivery"))
    await page.get_by_text("Something has changed here.").wait_for()

    assert await page.locator("#why-all").input_value() == "spoke with"


async def test_a_page_that_is_only_looked_at_follows(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/shipments/1")

    await asyncio.to_thread(desk.house.report, desk.house.event("delivered"))

    await page.locator(".title .chip", has_text="delivered").wait_for()
    assert desk.trouble == []


NEWS = {
    "shipments/1": ".title .chip:has-text('delivered')",
    "outbox": "#going :text('DS900')",
    "conversations": "#talks a[href='/console/conversations/2']",
    "conversations/1": "#thread :text('still there?')",
    "cases": "#cases :text('2 of 5')",
}
"""Pages that listen, and what appears on each."""


async def test_what_happens_between_drawing_a_page_and_its_listening_is_not_missed(
    desk: Desk, browser: Browser
) -> None:
    page = await desk.open(browser)
    pages = {path: await page.context.new_page() for path in NEWS}
    happened = asyncio.Event()

    async def late(route: Route) -> None:
        await happened.wait()
        await route.continue_()

    for path, listening in pages.items():
        await listening.route("**/live?*", late)
        async with listening.expect_request("**/live?*"):
            await listening.goto(f"{desk.url}/console/{path}")
    await asyncio.to_thread(_news, desk.house)
    for path, listening in pages.items():
        assert await listening.locator(NEWS[path]).count() == 0, path
    happened.set()

    for path, listening in pages.items():
        await listening.locator(NEWS[path]).first.wait_for()


def _news(house: House) -> None:
    house.report(house.event("delivered"))
    house.hear(house.turn("still there?"))
    house.hear(house.turn("I want to talk to a human please", address="+12125559999"))
    house.order("DS900", name="900", phone="+12125557777")
    step(house, lambda tx: open_case(tx, kind="bad_rating", key="2", why="2 of 5", now=house.now, shipment_id=1))


async def test_a_source_is_brought_in_and_what_comes_appears_by_itself(desk: Desk, browser: Browser) -> None:
    page = await desk.open(browser)
    await page.goto(f"{desk.url}/console/sources/new")
    await page.get_by_label("How does the sender speak?").select_option("easypost")
    await page.get_by_label("A name for it").fill("post")
    await page.get_by_label("Whose parcels").fill("acme")
    await page.get_by_role("button", name="Bring it in").click()
    await page.get_by_role("status").get_by_text("Now tell the sender where to post").wait_for()

    await page.get_by_role("button", name="Send a test").click()
    await page.get_by_text("Posted and kept: 1 accepted").wait_for()
    await page.get_by_role("list").get_by_text("DOORSTEP-TEST").first.wait_for()

    await page.goto(f"{desk.url}/console/sources/2")
    posts(desk.house, "NEW-WORD")
    await page.locator("#arrivals code", has_text="NEW-WORD").wait_for()
    await page.reload()
    await page.locator("li", has_text="NEW-WORD").locator("summary").click()
    await page.locator("details[open]").get_by_label("It means that the parcel is").select_option("out_for_delivery")
    await page.get_by_role("button", name="Map it").first.click()
    await page.get_by_text("counts from now on").wait_for()
    assert desk.trouble == []
