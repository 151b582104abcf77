"""The landing page and the demo behind it, over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import httpx
import pytest
from aiohttp import web
from fastapi import FastAPI

from api.console.cookies import Cookies
from api.demo.deps import Deps
from api.demo.router import router
from doorstep.service import Service
from doorstep.settings import Settings
from doorstep.simulation.alone import alone
from doorstep.simulation.client import Client
from doorstep.simulation.reading import Bubble
from doorstep.simulation.stage import Stage

SPEED = 40
PATIENCE = 20.0


async def _nobody() -> str:
    return ""


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


async def test_a_day_that_goes_well_is_told_step_by_step(service: Service, http: aiohttp.ClientSession) -> None:
    stage = Stage(service, service.settings.public_url, speed=SPEED)

    begun = await stage.begin("smooth", "en")
    await stage.finish()

    assert begun is not None
    seen = stage.find(begun)
    assert seen is not None
    said = await _until(service, http, seen.tracking_path, "delivered")
    assert [one.name for one in said] == ["announced", "estimate", "out_for_delivery", "arriving_soon", "delivered"]
    assert {entry.sender for entry in seen.entries} == {"EasyPost", "Onfleet"}
    assert {entry.status for entry in seen.entries} == {200}
    assert seen.stands == "over"


async def test_a_customer_nobody_found_at_home_chooses_another_day(
    service: Service, http: aiohttp.ClientSession
) -> None:
    async with _on_stage(service) as stage:
        begun = await stage.begin("missed", "es")
        assert begun is not None
        seen = stage.find(begun)
        assert seen is not None
        client = Client(http, service.settings.public_url, "")
        missed = await _until(service, http, seen.tracking_path, "attempt_failed")
        await client.tap(_url(service, seen.tracking_path), missed[-1].choices[0][1])
        offered = await _until(service, http, seen.tracking_path, "slots_offered")
        await client.tap(_url(service, seen.tracking_path), offered[-1].choices[0][1])
        said = await _until(service, http, seen.tracking_path, "reschedule_confirmed")
        await stage.finish()

        assert said[-1].name == "reschedule_confirmed"
        over = stage.find(begun)
        assert over is not None
        assert over.stands == "over"
        assert [(entry.sender, entry.what) for entry in over.entries][-2:] == [
            ("Doorstep", "reschedule.requested"),
            ("Simulated 3PL", "reschedule_confirmed"),
        ]


async def test_the_landing_page_starts_a_day_and_signs_its_visitor_in(http: aiohttp.ClientSession) -> None:
    async with alone(demo=True) as service:
        base_url = service.settings.public_url
        async with http.get(base_url) as landing:
            assert "Start a parcel&#39;s day" in await landing.text()
        async with http.post(f"{base_url}/demo", data={"story": "smooth", "language": "en"}) as demo:
            page = await demo.text()
            assert demo.status == 200
            assert str(demo.url).startswith(f"{base_url}/demo/")
        assert 'title="The customer&#39;s phone' in page or "The customer's phone" in page
        shipment = page.split("/console/shipments/")[1].split('"')[0]
        async with http.get(f"{base_url}/console/shipments/{shipment}", allow_redirects=False) as console:
            assert console.status == 200
            assert "supervisor" in await console.text()
        async with http.get(f"{demo.url}/log") as log:
            assert log.status == 200


async def test_another_day_begins_in_the_language_of_the_one_before(http: aiohttp.ClientSession) -> None:
    async with alone(demo=True) as service:
        form = {"story": "missed", "language": "ar"}
        async with http.post(f"{service.settings.public_url}/demo", data=form) as demo:
            page = await demo.text()

    assert '<option value="missed" selected>' in page
    assert '<option value="ar" selected>' in page


async def test_a_log_that_has_not_changed_is_left_in_peace(service: Service) -> None:
    stage = Stage(service, service.settings.public_url, speed=SPEED)
    begun = await stage.begin("smooth", "en")
    assert begun is not None
    app = FastAPI()
    app.include_router(router(Deps(stage, _nobody, Cookies(b"k" * 32, secure=False), ("en",))))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://doorstep.test") as http:
        before = await http.get(f"/demo/{begun}/log")
        same = await http.get(f"/demo/{begun}/log", params={"mark": "playing-0"})
        await stage.finish()
        after = await http.get(f"/demo/{begun}/log", params={"mark": "playing-0"})

    assert "The day is under way." in before.text
    assert same.status_code == 204
    assert "hx-trigger" in before.text
    assert "The day is over." in after.text
    assert "hx-trigger" not in after.text


async def test_the_demo_s_3pl_takes_nothing_unsigned(http: aiohttp.ClientSession) -> None:
    async with alone(demo=True) as service:
        for body in (b"", b"{}", b"x" * 20_000):
            async with http.post(f"{service.settings.public_url}/demo/carrier", data=body) as answer:
                assert answer.status in (401, 413)


async def test_another_site_s_form_starts_nothing(http: aiohttp.ClientSession) -> None:
    async with alone(demo=True) as service:
        headers = {"Sec-Fetch-Site": "cross-site"}
        async with http.post(f"{service.settings.public_url}/demo", headers=headers, allow_redirects=False) as answer:
            assert answer.status == 403
            assert "Set-Cookie" not in answer.headers


async def test_where_there_is_no_demo_its_doors_are_not_there(service: Service, http: aiohttp.ClientSession) -> None:
    base_url = service.settings.public_url
    async with http.get(base_url) as landing:
        page = await landing.text()
    async with http.post(f"{base_url}/demo") as begin, http.post(f"{base_url}/demo/carrier") as carrier:
        assert (begin.status, carrier.status) == (404, 404)

    assert "<form" not in page
    for link in ("/console", "/docs", "/readyz"):
        assert f'href="{link}"' in page


async def test_a_performance_nobody_remembers_leads_back_to_the_landing_page(http: aiohttp.ClientSession) -> None:
    async with alone(demo=True) as service:
        async with http.get(f"{service.settings.public_url}/demo/nothing", allow_redirects=False) as page:
            assert (page.status, page.headers["location"]) == (303, "/")
        async with http.get(f"{service.settings.public_url}/demo/nothing/log") as log:
            assert log.status == 286


async def test_no_more_days_are_played_than_the_stage_has_room_for(service: Service) -> None:
    stage = Stage(service, service.settings.public_url)

    begun = [await stage.begin("smooth", "en") for _ in range(6)]

    assert [one is None for one in begun] == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("values", "plays"),
    [
        ({}, True),
        ({"host": "0.0.0.0"}, False),
        ({"public_url": "https://doorstep.example"}, False),
        ({"telegram_token": "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"}, False),
        ({"twilio_account_sid": "AC" + "0" * 32}, False),
        ({"host": "0.0.0.0", "demo": True}, True),
        ({"demo": False}, False),
    ],
)
def test_a_demo_is_offered_by_itself_only_where_it_can_reach_and_be_reached_by_nobody(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, object], plays: bool
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"DOORSTEP_{name.upper()}", raising=False)

    assert Settings(**values).plays_demo is plays  # type: ignore[arg-type]


@asynccontextmanager
async def _on_stage(service: Service) -> AsyncIterator[Stage]:
    """A stage whose 3PL listens on a door of its own."""
    stages: list[Stage] = []

    async def take(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        return web.Response(status=await stages[0].asked(headers, await request.read()))

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    stages.append(Stage(service, service.settings.public_url, f"http://{host}:{port}/", SPEED))
    try:
        yield stages[0]
    finally:
        await runner.cleanup()


def _url(service: Service, path: str) -> str:
    return service.settings.public_url + path


async def _until(service: Service, http: aiohttp.ClientSession, path: str, name: str) -> list[Bubble]:
    client = Client(http, service.settings.public_url, "")
    said = await client.until(_url(service, path), lambda found: any(one.name == name for one in found), PATIENCE)
    assert any(one.name == name for one in said), [one.name for one in said]
    return [*said[: [one.name for one in said].index(name) + 1]]
