"""The browser runs pages, reaches no third party, and axe sees what is wrong with one."""

import pytest
from playwright.async_api import Error, Page

from tests.rigs.axe import violations


async def test_a_page_runs_its_script(page: Page) -> None:
    await page.set_content("<title>Before</title><button onclick=\"document.title = 'After'\">Go</button>")

    await page.get_by_role("button", name="Go").click()

    assert await page.title() == "After"


async def test_no_address_outside_this_machine_can_be_reached(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        await page.goto("http://parcels.example/")


async def test_axe_names_a_picture_without_words_and_is_content_with_words(page: Page) -> None:
    document = '<html lang="en"><title>Parcel</title><main><h1>Parcel</h1><img src="data:," {}></main></html>'

    await page.set_content(document.format(""))
    assert [line.partition(":")[0] for line in await violations(page)] == ["image-alt"]

    await page.set_content(document.format('alt="A van"'))
    assert await violations(page) == []
