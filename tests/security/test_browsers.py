"""What browsers are told: nobody may frame, sniff or script our pages, no other site may read them."""

from collections.abc import AsyncIterator

import httpx
import pytest

from doorstep.service import compose
from doorstep.serving import build_app, migrate
from doorstep.settings import Settings

PAGES = ["/", "/console", "/console/sign-in", "/t/a-guess", "/dispatch/a-guess", "/docs", "/healthz", "/api/v1/slots"]


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(
        database_url=sqlite_url, secret_key="k" * 32, public_url="https://door.example", api_token="t", demo=False
    )
    service = compose(settings)
    migrate(service)
    transport = httpx.ASGITransport(build_app(service), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://doorstep.test") as found:
        yield found
    service.database.close()


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_says_what_a_page_may_do(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    policy = answer.headers["content-security-policy"]
    assert "object-src 'none'" in policy
    assert "frame-ancestors" in policy
    assert "unsafe-eval" not in policy
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
async def test_no_other_site_may_read_anything(client: httpx.AsyncClient, path: str, method: str) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "PUT"}
    answer = await client.request(method, path, headers=asked)
    assert [name for name in answer.headers if name.startswith("access-control-")] == []


async def test_cookies_travel_over_https_alone_and_no_script_reads_them(client: httpx.AsyncClient) -> None:
    answer = await client.get("/console/sign-in")
    cookies = answer.headers.get_list("set-cookie")
    assert cookies
    for cookie in cookies:
        assert {"httponly", "secure", "samesite=strict"} <= {part.strip().lower() for part in cookie.split(";")}


async def test_a_page_that_does_not_exist_says_nothing_about_us(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nowhere/<script>alert(1)</script>")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert "Traceback" not in answer.text
