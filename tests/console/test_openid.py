"""Signing in through the operator's provider: only whom it vouches for, and only whom an admin has added."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from fastapi import FastAPI

from api.console.deps import OpenId
from api.console.router import router
from flows.staff import accounts
from flows.staff.accounts import Wishes
from tests.console.desk import Browser, deps_of, hire
from tests.console.openid_provider import PROVIDER, StandIn
from tests.console.scene import by, step
from tests.flows.house import House


@asynccontextmanager
async def at_the_door(house: House, provider: StandIn) -> AsyncIterator[Browser]:
    app = FastAPI()
    app.include_router(router(replace(deps_of(house), openid=OpenId(PROVIDER, provider.fetching))))
    browser = Browser(app)
    async with browser.client:
        yield browser


async def there_and_back(browser: Browser, provider: StandIn, **changed: str) -> httpx.Response:
    left = await browser.client.get("/console/openid", params={"next": "/console/cases"})
    assert left.status_code == 303, left.text
    brought = {**provider.signs_in(left.headers["location"]), **changed}
    return await browser.client.get("/console/openid/back", params=brought)


@pytest.fixture
def provider(small_house: House) -> StandIn:
    known = hire(small_house, "Ines")
    step(small_house, accounts.change, known, Wishes("agent", "", "Ines@shop.example"), by(small_house, "Root"))
    return StandIn(lambda: small_house.now)


async def test_whom_the_provider_vouches_for_comes_in(small_house: House, provider: StandIn) -> None:
    async with at_the_door(small_house, provider) as browser:
        assert "/console/openid" in (await browser.client.get("/console/sign-in")).text
        back = await there_and_back(browser, provider)
        assert back.status_code == 200
        assert 'content="0;url=/console/cases"' in back.text
        page = await browser.client.get("/console/cases")
        assert page.status_code == 200
        assert "Ines" in page.text


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"email_verified": False}, "vouch"),
        ({"email_verified": "true"}, "vouch"),
        ({"email": None}, "vouch"),
        ({"email": "stranger@shop.example"}, "No account here"),
        ({"nonce": "another"}, "another sign-in"),
        ({"aud": "another-client"}, "not signed"),
        ({"iss": "https://elsewhere.example"}, "not signed"),
        ({"exp": 1}, "too late"),
        ({"sub": None}, "not signed"),
    ],
)
async def test_any_other_word_opens_nothing(
    small_house: House, provider: StandIn, claims: dict[str, Any], why: str
) -> None:
    provider.claims = claims
    async with at_the_door(small_house, provider) as browser:
        back = await there_and_back(browser, provider)
        assert back.status_code == 403
        assert why in back.text
        assert (await browser.client.get("/console/cases")).status_code == 303


async def test_a_token_that_somebody_else_signed_opens_nothing(small_house: House, provider: StandIn) -> None:
    provider.signer = generate_private_key(65537, 2048)
    async with at_the_door(small_house, provider) as browser:
        assert "not signed" in (await there_and_back(browser, provider)).text


async def test_whoever_comes_back_must_have_left_from_here(small_house: House, provider: StandIn) -> None:
    async with at_the_door(small_house, provider) as browser:
        assert "another browser" in (await there_and_back(browser, provider, state="forged")).text
        assert "did not let you in" in (await there_and_back(browser, provider, code="")).text
        stranger = await browser.client.get("/console/openid/back", params={"state": "", "code": "x"})
        assert stranger.status_code == 403


async def test_a_code_counts_once(small_house: House, provider: StandIn) -> None:
    async with at_the_door(small_house, provider) as browser:
        left = await browser.client.get("/console/openid")
        brought = provider.signs_in(left.headers["location"])
        cookie = browser.client.cookies.get("doorstep_openid")
        assert (await browser.client.get("/console/openid/back", params=brought)).status_code == 200
        assert cookie is not None
        browser.client.cookies.set("doorstep_openid", cookie, path="/console")
        assert (await browser.client.get("/console/openid/back", params=brought)).status_code == 403


async def test_a_provider_that_is_away_is_named(small_house: House, provider: StandIn) -> None:
    provider.away = True
    async with at_the_door(small_house, provider) as browser:
        answer = await browser.client.get("/console/openid")
        assert answer.status_code == 502
        assert "cannot be asked" in answer.text


async def test_a_provider_that_calls_itself_otherwise_is_refused(small_house: House, provider: StandIn) -> None:
    provider.issuer = "https://login.shop.example/"
    async with at_the_door(small_house, provider) as browser:
        assert "DOORSTEP_OPENID_ISSUER" in (await browser.client.get("/console/openid")).text


async def test_whoever_was_closed_is_not_let_in(small_house: House, provider: StandIn) -> None:
    small_house.now += timedelta(minutes=1)
    step(small_house, accounts.close, step(small_house, accounts.listed, small_house.now)[0].id, by(small_house))
    async with at_the_door(small_house, provider) as browser:
        assert (await there_and_back(browser, provider)).status_code == 403


async def test_without_a_provider_there_is_no_such_door(small_house: House) -> None:
    app = FastAPI()
    app.include_router(router(deps_of(small_house)))
    async with Browser(app).client as client:
        assert "/console/openid" not in (await client.get("/console/sign-in")).text
        assert (await client.get("/console/openid")).status_code in (303, 404)
