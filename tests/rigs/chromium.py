"""Chromium: the system's own browser, headless, that sees this machine and nothing else."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright

NAMES = ("chromium", "chromium-browser")
FLAGS = (
    "--headless",
    "--no-sandbox",  # a container's root has no user namespaces to build a sandbox from
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks a third party for anything fails here, as it must.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser of this test's own: under a second, and free of any other test's event loop and cookies."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield running
        await running.close()


@pytest.fixture
async def page(browser: Browser) -> Page:
    """An empty page, 1280 by 720; for another size or a second person take `browser.new_context`."""
    return await browser.new_page()


def executable() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("Browser tests need Chromium: run `make browser`, or install your system's package chromium.")
    return found
