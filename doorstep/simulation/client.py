"""What a shop and its customers do over HTTP: orders and slots through the API, the chat through the page."""

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

import aiohttp
from yarl import URL

from doorstep.simulation.reading import Bubble, bubbles

LOOK_EVERY_SECONDS = 0.2


class Refused(Exception):
    """The service did not do what was asked; the text says what it answered."""


class Client:
    def __init__(self, session: aiohttp.ClientSession, base_url: str, api_token: str) -> None:
        self._session, self._base_url = session, base_url.rstrip("/")
        self._authority = {"Authorization": f"Bearer {api_token}"}

    async def api(self, method: str, path: str, body: Any = None) -> Any:
        """Calls the REST API; raises Refused with its problem's sentence."""
        url = f"{self._base_url}/api/v1{path}"
        async with self._session.request(method, url, json=body, headers=self._authority) as answer:
            document = await answer.json(content_type=None)
            if answer.status >= 400:
                raise Refused(f"{method} {path}: {answer.status} {document.get('detail', '')}")
            return document

    async def said(self, tracking_url: str) -> list[Bubble]:
        """What stands in the chat of a tracking page."""
        async with self._session.get(self._here(tracking_url)) as answer:
            return bubbles(await answer.text())

    async def until(
        self, tracking_url: str, enough: Callable[[list[Bubble]], bool], patience_seconds: float
    ) -> list[Bubble]:
        """Looks at the page again and again until it says enough, or patience is over."""
        found = await self.said(tracking_url)
        while not enough(found) and patience_seconds > 0:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            patience_seconds -= LOOK_EVERY_SECONDS
            found = await self.said(tracking_url)
        return found

    async def tap(self, tracking_url: str, choice: str) -> None:
        form = {"choice": choice, "key": secrets.token_urlsafe(6)}
        await self._session.post(self._here(f"{tracking_url}/choices"), data=form, allow_redirects=False)

    def _here(self, url: str) -> str:
        """The page as it is reached from here: its public address may lead elsewhere."""
        return self._base_url + URL(url).raw_path
