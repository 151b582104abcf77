"""The landing page and the demo in a browser."""

import pytest
from playwright.async_api import Page, expect

from doorstep.simulation.alone import alone
from tests.rigs import axe


async def test_a_newcomer_sees_a_parcel_s_day_begin(page: Page) -> None:
    async with alone(demo=True) as service:
        await page.goto(service.settings.public_url)
        assert await axe.violations(page) == []
        await page.get_by_role("button", name="Start a parcel's day").click()

        phone = page.frame_locator(".phone iframe")
        await expect(phone.locator('[data-name="announced"]')).to_be_visible()
        await expect(page.frame_locator(".staff iframe").get_by_text("Acme Demo Shop").first).to_be_visible()
        await expect(page.get_by_role("banner").get_by_role("status")).to_have_text("The day is under way.")
        first = page.locator("#log li").last
        await expect(first).to_contain_text("EasyPost → Doorstep Shipping label created 200")
        await first.locator("summary").click()
        await expect(first.locator("pre")).to_contain_text("x-hmac-signature")
        await expect(first.locator("pre")).to_contain_text('"description": "tracker.created"')
        assert await axe.violations(page) == []


@pytest.mark.parametrize("width", [320, 1440])
async def test_landing_and_demo_fit_any_window(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    async with alone(demo=True) as service:
        await page.goto(service.settings.public_url)
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        form, story = await page.locator("form.start").bounding_box(), await page.get_by_label("Story").bounding_box()
        assert form is not None
        assert story is not None
        assert story["x"] + story["width"] <= form["x"] + form["width"]
        await page.get_by_role("button", name="Start a parcel's day").click()
        await expect(page.locator("#log")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_the_van_is_seen_to_move_on_the_customers_phone(page: Page) -> None:
    async with alone(demo=True) as service:
        await page.goto(service.settings.public_url)
        await page.get_by_role("button", name="Start a parcel's day").click()

        van = page.frame_locator(".phone iframe").locator("#sketch .van")
        await expect(van).to_be_visible(timeout=45_000)
        before = await van.get_attribute("transform")
        await expect(van).not_to_have_attribute("transform", before or "", timeout=20_000)
