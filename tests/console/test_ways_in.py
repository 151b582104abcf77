"""The ways in, in a real browser: through the company's account, and with a second step; on a desk and on a phone."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pyotp
import pytest
from playwright.async_api import Browser, Page, Route

from api.console.deps import OpenId
from flows.staff import accounts
from flows.staff.accounts import Wishes
from tests.console.desk import PASSWORD, hire
from tests.console.openid_provider import ISSUER, PROVIDER, StandIn
from tests.console.scene import by, step
from tests.console.served import Desk, photograph, served
from tests.flows.house import House
from tests.rigs.axe import violations

LOOKS = pytest.mark.parametrize("width", [360, 1280])


@pytest.fixture
def provider(small_house: House) -> StandIn:
    known = hire(small_house)
    step(small_house, accounts.change, known, Wishes("agent", "", "Ines@shop.example"), by(small_house, "Root"))
    return StandIn(lambda: small_house.now)


@pytest.fixture
async def desk(small_house: House, provider: StandIn) -> AsyncIterator[Desk]:
    def openid(url: str) -> OpenId:
        return OpenId(replace(PROVIDER, return_url=f"{url}/console/openid/back"), provider.fetching)

    async with served(small_house, openid) as desk:
        yield desk


async def at_the_door(desk: Desk, browser: Browser, width: int) -> Page:
    context = await browser.new_context(viewport={"width": width, "height": 800})
    page = await context.new_page()
    page.on("pageerror", lambda error: desk.trouble.append(str(error)))
    page.on("console", lambda said: desk.trouble.append(said.text) if said.type == "error" else None)
    await page.goto(f"{desk.url}/console/cases")
    return page


async def looks_well(page: Page, name: str, width: int) -> None:
    assert await violations(page) == [], name
    assert await page.evaluate("document.documentElement.scrollWidth") == width, name
    await photograph(page, f"{name}-{width}")


async def open_the_company(page: Page, desk: Desk, provider: StandIn) -> None:
    """The provider's own page, on a site of its own: a button there leads back."""

    async def ask(route: Route) -> None:
        back = f"{desk.url}/console/openid/back?{urlencode(provider.signs_in(route.request.url))}"
        words = f'<title>Shop</title><a href="{back.replace("&", "&amp;")}">Go on as Ines</a>'
        await route.fulfill(content_type="text/html", body=words)

    await page.route(f"{ISSUER}/**", ask)


@LOOKS
async def test_whom_the_company_knows_comes_in_and_to_where_they_wanted(
    desk: Desk, browser: Browser, provider: StandIn, width: int
) -> None:
    page = await at_the_door(desk, browser, width)
    await open_the_company(page, desk, provider)
    await looks_well(page, "sign-in", width)
    await page.get_by_role("link", name="Sign in with your company's account").click()
    await page.get_by_role("link", name="Go on as Ines").click()
    await page.wait_for_url("**/console/cases")
    await page.get_by_role("heading", name="Cases").wait_for()
    await looks_well(page, "openid-in", width)
    assert desk.trouble == []


@LOOKS
async def test_whom_it_does_not_know_is_told_why_and_who_can_help(
    desk: Desk, browser: Browser, provider: StandIn, width: int
) -> None:
    provider.claims = {"email": "stranger@shop.example"}
    page = await at_the_door(desk, browser, width)
    await open_the_company(page, desk, provider)
    await page.get_by_role("link", name="Sign in with your company's account").click()
    await page.get_by_role("link", name="Go on as Ines").click()
    await page.get_by_role("alert").wait_for()
    assert "No account here" in await page.get_by_role("alert").inner_text()
    await looks_well(page, "openid-stranger", width)
    await page.goto(f"{desk.url}/console/cases")
    await page.get_by_role("button", name="Sign in").wait_for()


@LOOKS
async def test_a_second_step_is_set_up_and_asked_for(desk: Desk, browser: Browser, width: int) -> None:
    page = await desk.open(browser, viewport={"width": width, "height": 800})
    await page.goto(f"{desk.url}/console/me")
    await page.get_by_role("button", name="Set it up").click()
    secret = await page.locator("code").inner_text()
    totp = pyotp.TOTP(secret.replace(" ", ""))
    await looks_well(page, "totp-set-up", width)
    await page.get_by_label("The six digits that it shows").fill("000000")
    await page.keyboard.press("Enter")
    await page.get_by_role("alert").wait_for()
    assert await page.locator("code").inner_text() == secret, "the app has this one already"
    await looks_well(page, "totp-set-up-wrong", width)
    await page.get_by_label("The six digits that it shows").fill(totp.at(desk.house.now))
    await page.keyboard.press("Enter")
    await page.get_by_text("On: signing in asks for a code").wait_for()
    await looks_well(page, "totp-on", width)
    used = totp.at(desk.house.now)

    door = await at_the_door(desk, browser, width)
    await door.get_by_label("Name").fill("Ines")
    await door.get_by_label("Password").fill(PASSWORD)
    await door.keyboard.press("Enter")
    await door.get_by_label("The six digits").wait_for()
    await looks_well(door, "totp-asked", width)
    for refused in ("000000", used):
        await door.get_by_label("The six digits").fill(refused)
        await door.keyboard.press("Enter")
        await door.get_by_role("alert").wait_for()
        assert "signed in" not in (await door.content())
    await looks_well(door, "totp-refused", width)
    desk.house.now += timedelta(minutes=1)
    await door.get_by_label("The six digits").fill(totp.at(desk.house.now))
    await door.keyboard.press("Enter")
    await door.wait_for_url("**/console/cases")
