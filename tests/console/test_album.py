"""The album's tasks are done as `make album` does them: each in a few presses, without a page that complains."""

import os
from pathlib import Path

from playwright.async_api import Browser

from tests.console.album import TASKS, album, prepare
from tests.console.served import served
from tests.flows.house import House

MOST_PRESSES = 15


async def test_the_daily_tasks_are_done_in_a_few_presses(small_house: House, browser: Browser, tmp_path: Path) -> None:
    prepare(small_house)
    async with served(small_house) as desk:
        done = await album(browser, desk, tmp_path)

    assert [name for name, presses, _ in done if presses > MOST_PRESSES] == []
    assert sum(name.endswith(".png") for name in os.listdir(tmp_path)) == 2 * len(TASKS)  # noqa: PTH208 - a few names
    assert desk.trouble == []
