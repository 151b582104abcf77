"""Posting: signs a body as its sender would, and keeps what came of it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import msgspec

from carriers.registry import adapter
from carriers.signatures import sign, signed_body, signed_query
from flows.simulation import Feed


@dataclass(frozen=True, slots=True)
class Posted:
    """One webhook and its answer; `status` 0 when none came. `counts` are accepted, duplicates, unreadable."""

    sender: str
    body: bytes
    headers: Mapping[str, str]
    status: int
    counts: Mapping[str, int]
    seconds: float


class Poster:
    """Posts to the webhook door of one service."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str) -> None:
        self._session, self._base_url = session, base_url.rstrip("/")

    async def post(self, feed: Feed, document: Any, message_id: str, now: datetime) -> Posted:
        return await self.send(feed, msgspec.json.encode(document), message_id, now)

    async def send(self, feed: Feed, body: bytes, message_id: str, now: datetime) -> Posted:
        """Signs these bytes and posts them."""
        scheme = adapter(feed.adapter, feed.mapping).signature
        body = signed_body(scheme, feed.secret, body)
        proof = sign(scheme, feed.secret, body, now, message_id)
        return await self.repeat(feed, body, {"content-type": "application/json", **proof})

    async def repeat(self, feed: Feed, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Posts exactly this (again)."""
        began = time.perf_counter()
        query = signed_query(adapter(feed.adapter, feed.mapping).signature, feed.secret)
        status, counts = await self._answer(f"{self._base_url}/webhooks/{feed.slug}{query}", body, headers)
        return Posted(feed.adapter, body, headers, status, counts, time.perf_counter() - began)

    async def _answer(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, int]]:
        try:
            async with self._session.post(url, data=body, headers=headers) as answer:
                counts = msgspec.json.decode(await answer.read()) if answer.status == 200 else {}
                return answer.status, counts
        except (aiohttp.ClientError, TimeoutError, msgspec.DecodeError):
            return 0, {}
