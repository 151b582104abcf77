"""`make album`: the daily tasks of staff done in a real browser, each timed, its presses counted, and photographed.

Prints a table; the photographs go to var/album: on a desk by day and on a phone at night.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from flows.staff import replies
from flows.staff.replies import Saved
from tests.console.scene import by, step
from tests.console.served import Desk, served
from tests.console.test_browser import furnish
from tests.flows.house import House
from tests.rigs.chromium import FLAGS, executable
from tests.wording.announce import advance

ALBUM = Path("var/album")
WHY = "spoke with the customer"
SORRY = "Sorry, Bo Ek: it is late."


@dataclass
class Hands:
    """Somebody's hands on a page: a key or a click is one press, a text is one too."""

    desk: Desk
    page: Page
    presses: int = 0

    async def keys(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)
            self.presses += 1

    async def write(self, text: str) -> None:
        await self.page.keyboard.insert_text(text)
        self.presses += 1

    async def click(self, what: Locator) -> None:
        await what.click()
        self.presses += 1

    async def fill(self, label: str, text: str) -> None:
        await self.page.get_by_label(label).fill(text)
        self.presses += 1

    async def sees(self, text: str) -> None:
        await self.page.get_by_text(text).first.wait_for()

    async def told(self, text: str) -> None:
        """The page says that it is done, and is ready for the next key."""
        await self.page.locator(".flash:focus", has_text=text).first.wait_for()

    async def because(self, why: str) -> None:
        """Gives the reason that a decision has just asked for."""
        await self.page.locator("details[open] input[name=why]:focus").wait_for()
        await self.write(why)
        await self.keys("Enter")

    async def go(self, path: str) -> None:
        """A way that is no part of the task: from a link that somebody sent."""
        await self.page.goto(f"{self.desk.url}/console/{path}")


async def holds_a_message(hands: Hands) -> None:
    await hands.keys("g", "o")
    await hands.page.locator("[data-row]").first.wait_for()
    await hands.keys("j", "h")
    await hands.page.locator("#bulk-why:focus").wait_for()
    await hands.write(WHY)
    await hands.keys("Enter")
    await hands.told("1 message held.")


async def gives_three_messages_another_time(hands: Hands) -> None:
    await hands.keys("g", "o")
    await hands.page.locator("[data-row]").nth(3).wait_for()
    for _ in range(3):
        await hands.keys("j", "x")
    await hands.page.locator("#bulk-until").fill((hands.desk.house.now + timedelta(days=1)).strftime("%Y-%m-%dT10:30"))
    await hands.page.locator("#bulk-why").fill(WHY)
    hands.presses += 2
    await hands.click(hands.page.get_by_role("button", name="Change the time"))
    await hands.told("3 messages given another time.")


async def takes_a_conversation_over_and_answers(hands: Hands) -> None:
    await hands.keys("g", "i")
    await hands.page.locator("#talks a").first.wait_for()
    await hands.keys("j", "Enter")
    await hands.page.locator("#thread").wait_for()
    await hands.keys("r")
    await hands.write("Hello, I am looking into it.")
    await hands.keys("Control+Enter")
    await hands.page.get_by_role("button", name="Undo").wait_for()


async def takes_back_what_was_just_sent(hands: Hands) -> None:
    await hands.page.locator("#thread").focus()
    await hands.keys("z")
    await hands.page.locator("#thread .gone").first.wait_for()


async def answers_with_a_saved_reply_and_hands_back(hands: Hands) -> None:
    await hands.page.get_by_label("Your answer").fill("")
    await hands.page.locator("#thread").focus()
    await hands.keys("s")
    await hands.click(hands.page.get_by_role("button", name="Late"))
    await expect(hands.page.get_by_label("Your answer")).to_have_value(SORRY)
    await hands.page.get_by_label("Your answer").press("Control+Enter")
    hands.presses += 1
    await hands.page.get_by_role("button", name="Undo").wait_for()
    await hands.page.locator("#thread").focus()
    await hands.keys("b")
    await hands.told("The bot answers again.")


async def works_on_a_case(hands: Hands) -> None:
    await hands.keys("g", "c")
    await hands.page.locator("[data-row]").first.wait_for()
    await hands.keys("j", "m")
    await hands.told("Assigned.")
    await hands.keys("j", "d")
    await hands.because("asked the carrier")
    await hands.told("The case is closed.")


async def finds_out_why_somebody_got_no_message(hands: Hands) -> None:
    await hands.keys("/")
    await hands.write("ds100")
    await hands.keys("Enter")
    await hands.page.locator("main a", has_text="DS100").first.wait_for()
    await hands.keys("j", "Enter")
    await hands.sees("Why did they get a message, or none?")
    await hands.keys("y")
    await hands.sees("What was decided before")


async def keeps_a_wish_for_silence(hands: Hands) -> None:
    await hands.click(hands.page.get_by_role("link", name="Conversation").first)
    await hands.click(hands.page.get_by_role("button", name="They asked us to stop"))
    await hands.told("Nothing is written to them any more")


async def changes_words_and_puts_them_back(hands: Hands) -> None:
    await hands.go("templates/1/announced/en/any")
    words = await hands.page.get_by_label("Template").input_value()
    for tone in ("Good news! ", "Great news! "):
        await hands.fill("Template", tone + words)
        await hands.page.locator("#judged blockquote", has_text=tone.strip()).first.wait_for()
        await hands.click(hands.page.get_by_role("button", name="Keep as a new version"))
        await hands.click(hands.page.locator("summary", has_text="Publish").first)
        await hands.because("our tone")
        await hands.sees("said from now on")
    await hands.click(hands.page.locator("summary", has_text="Put back").first)
    await hands.because("the first was better")
    await hands.page.locator(".chip", has_text="version 1 speaks").wait_for()


async def announces_to_an_area(hands: Hands) -> None:
    await hands.go("announcements/new")
    await hands.fill("Areas", "new york")
    await hands.fill("Words in English", "A storm is coming: {{ links | lines }}")
    await hands.page.locator("#reach .figures").wait_for()
    await hands.fill("Name, for your colleagues", "Storm")
    await hands.page.get_by_label("Other languages get").select_option("en")
    await hands.click(hands.page.get_by_role("button", name="Keep as a draft"))
    await hands.click(hands.page.get_by_role("button", name="Hand it in"))
    await hands.told("Handed in")
    await hands.click(hands.page.locator("summary", has_text="Send it now"))
    await hands.because("the storm")
    await hands.told("It is going out.")
    await asyncio.to_thread(advance, hands.desk.house)
    await hands.page.locator("#came .chip", has_text="planned").first.wait_for()


async def tries_a_policy_on_past_days(hands: Hands) -> None:
    await hands.go("dry-run")
    await hands.fill("Draft policy", '{"switched_off": ["announced"]}')
    await hands.click(hands.page.get_by_role("button", name="Tell the days again"))
    await hands.sees("What came out")


async def reads_what_was_done(hands: Hands) -> None:
    await hands.keys("g", "u")
    await hands.fill("Who", "Ines")
    await hands.click(hands.page.get_by_role("button", name="Show"))
    await hands.page.locator(".audit li").first.wait_for()
    async with hands.page.expect_download():
        await hands.click(hands.page.get_by_role("link", name="As a file"))


TASKS: tuple[Callable[[Hands], Awaitable[None]], ...] = (
    holds_a_message,
    gives_three_messages_another_time,
    takes_a_conversation_over_and_answers,
    takes_back_what_was_just_sent,
    answers_with_a_saved_reply_and_hands_back,
    works_on_a_case,
    finds_out_why_somebody_got_no_message,
    keeps_a_wish_for_silence,
    changes_words_and_puts_them_back,
    announces_to_an_area,
    tries_a_policy_on_past_days,
    reads_what_was_done,
)


async def album(browser: Browser, desk: Desk, folder: Path) -> list[tuple[str, int, float]]:
    """Does the tasks, one after the other; (task, presses, seconds) of each."""
    page = await desk.open(browser, viewport={"width": 1280, "height": 900}, color_scheme="light")
    phone = await desk.open(browser, viewport={"width": 360, "height": 780}, color_scheme="dark")
    done = []
    for number, task in enumerate(TASKS, 1):
        desk.house.now += timedelta(seconds=1)
        hands, began = Hands(desk, page), time.perf_counter()
        await task(hands)
        done.append((task.__name__.replace("_", " "), hands.presses, time.perf_counter() - began))
        name = f"{number:02}-{task.__name__.replace('_', '-')}"
        await page.screenshot(path=folder / f"{name}-desk.png", caret="initial")
        await phone.goto(page.url.partition("?")[0])
        await phone.screenshot(path=folder / f"{name}-phone.png", caret="initial")
    return done


async def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        house = House(f"sqlite:///{folder}/album.db")
        await asyncio.to_thread(prepare, house)
        async with served(house) as desk, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=executable(), args=FLAGS)
            done = await album(browser, desk, ALBUM)
            await browser.close()
        house.close()
    print(f"{'task':46}{'presses':>8}{'seconds':>9}")  # noqa: T201
    for name, presses, seconds in done:
        print(f"{name:46}{presses:8}{seconds:9.1f}")  # noqa: T201
    print(f"photographs: {ALBUM}")  # noqa: T201
    for trouble in desk.trouble:
        print(f"a page complained: {trouble}")  # noqa: T201
    return 1 if desk.trouble else 0


def prepare(house: House) -> None:
    """A parcel with something of everything, and some more."""
    furnish(house)
    for n in range(3, 9):
        house.now += timedelta(seconds=1)
        house.order(f"DS{n}00", name=f"300{n}", phone=f"+1212555010{n}")
    step(house, replies.save, Saved("Late", "Sorry, {customer}: it is late."), by(house))


if __name__ == "__main__":
    ALBUM.mkdir(parents=True, exist_ok=True)
    sys.exit(asyncio.run(main()))
