"""Over real HTTP: signatures that verify, redirections that are not followed, and networks that stay closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import update

from doorstep.outbound import is_public, outbound, refusal
from flows.changes.ask_carrier import PostFailed, send_requests
from store.database import Database
from store.tables import Source
from store.writing import table_of
from tests.reschedule.carrier import http_carrier
from tests.reschedule.scene import Scene
from tests.rigs.ports import free_port


@asynccontextmanager
async def serving(application: web.Application) -> AsyncIterator[str]:
    runner, port = web.AppRunner(application), free_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}/hooks"
    await runner.cleanup()


async def test_a_request_arrives_signed_as_the_standard_says(database: Database) -> None:
    scene = Scene(database, now=datetime.now(UTC))
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    heard: list[dict[str, Any]] = []
    async with serving(http_carrier(heard)) as url, outbound(allow_private=True) as post:
        with scene.tx() as tx:
            tx.execute(update(table_of(Source)).values(outbound_url=url))
        await send_requests(database, scene.clock, post)

    assert [envelope["data"]["id"] for envelope in heard] == [public_id]
    assert scene.state(public_id) == "sent"


async def test_a_redirection_is_an_answer_and_not_followed() -> None:
    visited: list[str] = []

    async def moved(request: web.Request) -> web.Response:
        visited.append(request.path)
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    application = web.Application()
    application.router.add_post("/{anywhere}", moved)
    async with serving(application) as url, outbound(allow_private=True) as post:
        status, headers = await post(url, b"{}", {})

    assert (status, headers["location"]) == (307, "/elsewhere")
    assert visited == ["/hooks"]


async def test_a_machine_inside_is_not_posted_to_by_number_or_by_name() -> None:
    heard: list[dict[str, Any]] = []
    async with serving(http_carrier(heard)) as url, outbound(allow_private=False) as post:
        with pytest.raises(PostFailed) as by_number:
            await post(url, b"{}", {})
        with pytest.raises(PostFailed, match=r"Forbidden|DNS") as by_name:
            await post(url.replace("127.0.0.1", "localhost"), b"{}", {})

    assert by_number.value.permanent
    assert not by_name.value.permanent  # a name may point elsewhere tomorrow


async def test_a_carrier_that_is_not_there_may_be_there_later() -> None:
    async with outbound(allow_private=True) as post:
        with pytest.raises(PostFailed) as missing:
            await post(f"http://127.0.0.1:{free_port()}/hooks", b"{}", {})

    assert not missing.value.permanent


@pytest.mark.parametrize(
    "url",
    [
        "",
        "carrier.example/hooks",
        "file:///etc/passwd",
        "ftp://carrier.example",
        "https://",
        "http://[",
        "http://a:b:c",
    ],
)
def test_only_http_addresses_are_addresses(url: str) -> None:
    assert refusal(url, allow_private=True) is not None


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "0.0.0.0"]
)
def test_private_numbers_are_refused_unless_allowed(host: str) -> None:
    assert refusal(f"http://{host}/", allow_private=False) is not None
    assert refusal(f"http://{host}/", allow_private=True) is None


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1", True),
        ("127.0.0.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("fd00::1", False),
        ("fe80::1", False),
    ],
)
def test_which_numbers_are_anybodys(address: str, public: bool) -> None:
    assert is_public(address) is public
