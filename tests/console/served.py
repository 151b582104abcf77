"""The console of a house, served to real browsers, and what their pages complain about."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from playwright.async_api import Browser, Page

from api.console.deps import OpenId
from doorstep.draining import stop_accepting
from tests.console.desk import PASSWORD, console
from tests.flows.house import House
from tests.rigs.ports import free_port


@asynccontextmanager
async def served(house: House, openid: Callable[[str], OpenId | None] = lambda url: None) -> AsyncIterator["Desk"]:
    """`openid` says, of the address at which it is served, by whom else staff sign in."""
    port = free_port()
    app = console(house, openid=openid(f"http://127.0.0.1:{port}"))
    config = uvicorn.Config(app, port=port, log_config=None, timeout_graceful_shutdown=1)
    server = _Door(config)
    serving = asyncio.create_task(server.serve())
    await _answers(port)
    try:
        yield Desk(house, f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        await serving


class _Door(uvicorn.Server):
    """Lets in whom it has accepted when it ends: browsers connect at any moment."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await stop_accepting(self.servers)
        await super().shutdown(sockets)


@dataclass
class Desk:
    """A console that is served, and what its pages complained about."""

    house: House
    url: str
    trouble: list[str] = field(default_factory=list)

    async def open(self, browser: Browser, name: str = "Ines", **look: Any) -> Page:
        """A window of somebody's own, signed in."""
        context = await browser.new_context(**look)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", lambda said: self.trouble.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: self.trouble.append(f"a dialog: {dialog.message}"))
        await page.goto(f"{self.url}/console/sign-in")
        await page.get_by_label("Name").fill(name)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/console/shipments")
        return page


async def photograph(page: Page, name: str) -> None:
    """Kept where `DOORSTEP_TEST_PHOTOGRAPHS` names a folder, for whoever wants to look."""
    if folder := os.environ.get("DOORSTEP_TEST_PHOTOGRAPHS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def _answers(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            return
