"""A sender that signs by key id: its keys are fetched, what they sign is let in, what nobody published is not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from carriers.key_sets import new_key_set, public_keys
from carriers.registry import adapter
from carriers.signatures import sign
from doorstep.fetching import fetching
from flows.webhooks.receive import Acknowledged, Rejected, WebhookDoor
from flows.webhooks.signing_keys import SigningKeys
from flows.webhooks.sources import Sources
from store.tables import Source
from tests.flows.house import House
from tests.sources.scene import add_source

BODY = msgspec.json.encode(
    {"resource_type": "API_TRACK", "data": {"tracking_number": "DS100", "status_code": "IT", "events": []}}
)


@asynccontextmanager
async def publishing(answer: dict[str, Any]) -> AsyncIterator[str]:
    """A stand-in of the vendor's key set; `answer["text"]` is what it holds."""

    async def jwks(request: web.Request) -> web.Response:
        answer["asked"] = answer.get("asked", 0) + 1
        return web.Response(text=answer["text"], status=answer.get("status", 200), content_type="application/json")

    app = web.Application()
    app.add_routes([web.get("/jwks", jwks)])
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()


def public(text: str) -> str:
    """A set as its owner publishes it."""
    keys = msgspec.json.decode(text)["keys"]
    return msgspec.json.encode({"keys": [{k: v for k, v in key.items() if k != "d"} for key in keys]}).decode()


async def posted(house: House, secret: str) -> Acknowledged | Rejected:
    door = WebhookDoor(house.database, Sources(house.database, lambda: house.now), lambda: house.now, lambda: None)
    headers = sign(adapter("shipengine").signature, secret, BODY, house.now, "m")
    return await door.receive("shipengine", headers, {}, BODY)


async def test_keys_are_fetched_and_renewed_and_nobody_elses_count(house: House) -> None:
    vendor, stranger = new_key_set("k1"), new_key_set("k1")
    answer: dict[str, Any] = {"text": public(vendor)}
    async with publishing(answer) as url, fetching() as fetch:
        add_source(house, "shipengine", "shipengine", api_url=url)
        keys = SigningKeys(house.database, lambda: house.now)
        assert isinstance(await posted(house, vendor), Rejected)

        assert await keys.renew(fetch) == 1
        assert await posted(house, vendor) == Acknowledged(1, 0, 0)
        refused = await posted(house, stranger)
        assert isinstance(refused, Rejected)
        assert refused.status == 401

        assert await keys.renew(fetch) == 0
        assert answer["asked"] == 1
        renewed = new_key_set("k2")
        answer["text"] = public(renewed)
        house.until(timedelta(hours=1, minutes=1))
        assert await keys.renew(fetch) == 1
        assert await posted(house, renewed) == Acknowledged(0, 1, 0)
        assert isinstance(await posted(house, vendor), Rejected)


@pytest.mark.parametrize(
    "text", ["", "no", "{}", '{"keys": []}', '{"keys": [{"kty": "RSA", "kid": "a", "n": "AQAB"}]}']
)
async def test_what_is_no_key_set_takes_none_away(small_house: House, text: str) -> None:
    vendor = new_key_set("k1")
    answer: dict[str, Any] = {"text": public(vendor)}
    async with publishing(answer) as url, fetching() as fetch:
        add_source(small_house, "shipengine", "shipengine", api_url=url)
        keys = SigningKeys(small_house.database, lambda: small_house.now)
        await keys.renew(fetch)
        answer["text"] = text
        small_house.until(timedelta(hours=2))
        assert await keys.renew(fetch) == 0

    assert small_house.rows(Source, name="shipengine")[0].secret == public(vendor)
    with pytest.raises(ValueError, match=r".+"):
        public_keys(text)


def test_a_key_that_is_too_short_is_none() -> None:
    short = '{"keys": [{"kty": "RSA", "kid": "a", "e": "AQAB", "n": "' + "u" * 100 + '"}]}'
    with pytest.raises(ValueError, match="no RSA key"):
        public_keys(short)
