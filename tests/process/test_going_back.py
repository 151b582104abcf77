"""Going back to the 3PL, with all but the 3PL real: a customer asks on their page, and only evidence confirms."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from doorstep.simulation.client import Client
from store.database import Database
from store.tables import Case
from store.writing import table_of
from tests.process.service import API_TOKEN, Running, service
from tests.sources.standin import KEY, PAIR, Api, serving

PATIENCE_SECONDS = 60.0
ASKED = ("--ask-by", "api", "--requester", "Acme Shop, +12125550100")


@dataclass
class Town:
    """A service, a customer with one parcel, and a stand-in of the 3PL's API."""

    running: Running
    client: Client
    api: Api
    database_url: str
    page: str = ""

    async def source(self, adapter: str, *more: str) -> dict[str, Any]:
        added = self.running.command(
            "source", "add", adapter, "--adapter", adapter, "--merchant", "acme", *more, "--json"
        )
        assert isinstance(added, dict)
        return added

    async def order(self, carrier: str) -> None:
        parcel = {"tracking_number": "DS100", "carrier": carrier, "allow": ["reschedule"]}
        consent = {"channels": ["web"], "source": "checkout", "given_at": "2026-11-20T10:00:00Z"}
        answer = await self.running.order("1001", parcels=[parcel], consent=consent)
        self.page = answer["parcels"][0]["tracking_url"]

    async def offer(self) -> dict[str, Any]:
        """One slot, the day after tomorrow."""
        day = (datetime.now(UTC) + timedelta(days=2)).replace(hour=15, minute=0, second=0, microsecond=0)
        slot: dict[str, Any] = {
            "id": "later",
            "tracking_number": "DS100",
            "from": day.isoformat(),
            "to": (day + timedelta(hours=2)).isoformat(),
            "capacity": 5,
            "cutoff_at": (day - timedelta(hours=3)).isoformat(),
        }
        status, _ = await self.running.call("PUT", "/api/v1/slots", {"merchant": "acme", "slots": [slot]})
        assert status == 200
        return {"from": slot["from"], "to": slot["to"]}

    async def ask_for_another_day(self) -> None:
        path = f"{self.running.url}{self.page[self.page.index('/t/') :]}/chat"
        form = {"text": "I need another day", "key": secrets.token_urlsafe(6)}
        async with self.running.http.post(path, data=form, allow_redirects=False) as answer:
            assert answer.status in (200, 303), await answer.text()
        said = await self.client.until(self.page, lambda found: any(b.choices for b in found), PATIENCE_SECONDS)
        offered = [token for bubble in said for _, token in bubble.choices]
        assert offered, said
        await self.client.tap(self.page, offered[0])

    async def state(self, wanted: Callable[[str], bool]) -> str:
        """Of the newest request, once it is as wanted, or when patience is over."""
        state, waited = "", 0.0
        while waited < PATIENCE_SECONDS:
            _, found = await self.running.call("GET", "/api/v1/reschedules")
            state = found["reschedules"][0]["state"] if found["reschedules"] else "none"
            if wanted(state):
                break
            await asyncio.sleep(0.3)
            waited += 0.3
        return state

    async def case_with(self, words: str) -> str:
        """What the case that staff get says, once there is one with these words."""
        database, waited = Database(self.database_url), 0.0
        whys: list[str] = []
        try:
            while waited < PATIENCE_SECONDS:
                whys = await database.read(lambda tx: list(tx.scalars(select(table_of(Case).c.why))))
                if found := [why for why in whys if words in why]:
                    return str(found[0])
                await asyncio.sleep(0.3)
                waited += 0.3
            raise AssertionError(f"no case says {words}: {whys}")
        finally:
            database.close()


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with serving(Api()) as api, service(sqlite_url, tmp_path) as running:
        await running.start()
        yield Town(running, Client(running.http, running.url, API_TOKEN), api, sqlite_url)
        running.stop()


@pytest.mark.timeout(300)
async def test_a_ups_intercept_is_asked_for_and_only_the_scans_that_follow_confirm(town: Town) -> None:
    api_url = f"{town.api.url}/ups"
    source = await town.source("ups", "--api-key", PAIR, "--api-url", api_url, *ASKED, "--zone", "UTC")
    await town.order("ups")
    slot = await town.offer()
    await town.ask_for_another_day()

    assert await town.state(lambda state: state not in ("none", "requested")) == "sent"
    day = slot["from"][:10].replace("-", "")  # an answer that came too late is asked for again, with the same words
    assert {(one["requestType"], one["deliveryDate"]) for one in town.api.heard if "requestType" in one} == {
        ("FD", day)
    }
    said = [bubble.name for bubble in await town.client.said(town.page)]
    assert "reschedule_confirmed" not in said  # an HTTP 200 with success is not a yes

    now = datetime.now(UTC)
    alert = {
        "trackingNumber": "DS100",
        "gmtActivityDate": f"{now:%Y%m%d}",
        "gmtActivityTime": f"{now:%H%M%S}",
        "activityStatus": {"type": "U", "code": "U2", "description": "Delivery date updated", "descriptionCode": "U2"},
        "scheduledDeliveryDate": slot["from"][:10].replace("-", ""),
        "deliveryStartTime": datetime.fromisoformat(slot["from"]).strftime("%H%M%S"),
        "deliveryEndTime": datetime.fromisoformat(slot["to"]).strftime("%H%M%S"),
    }
    path = "/webhooks/" + source["url"].rsplit("/", 1)[1]
    headers = {"credential": source["secret"], "content-type": "application/json"}
    async with town.running.http.post(town.running.url + path, data=json.dumps(alert), headers=headers) as answer:
        assert (answer.status, (await answer.json())["accepted"]) == (200, 1)
    assert await town.state(lambda state: state == "confirmed") == "confirmed"


@pytest.mark.timeout(300)
async def test_a_ups_answer_of_200_without_success_is_a_no(town: Town) -> None:
    town.api.intercept = {
        "statusCode": "000",
        "success": False,
        "errors": [{"errorCode": "500", "errorMessage": "Not eligible"}],
    }
    api_url = f"{town.api.url}/ups"
    await town.source("ups", "--api-key", PAIR, "--api-url", api_url, *ASKED)
    await town.order("ups")
    await town.offer()
    await town.ask_for_another_day()

    assert await town.state(lambda state: state not in ("none", "requested")) == "declined"
    found = await town.client.until(
        town.page, lambda said: any(b.name == "reschedule_declined" for b in said), PATIENCE_SECONDS
    )
    assert "reschedule_declined" in [bubble.name for bubble in found]


@pytest.mark.timeout(300)
async def test_an_onfleet_task_that_has_the_window_is_a_yes(town: Town) -> None:
    town.api.parcels["DS100"] = {"id": "AbC~1", "shortId": "ds100", "state": 1, "pickupTask": False}
    api_url = f"{town.api.url}/onfleet"
    secret = secrets.token_hex(16)
    await town.source("onfleet", "--secret", secret, "--api-key", KEY, "--api-url", api_url, "--ask-by", "api")
    await town.order("onfleet")
    slot = await town.offer()
    await town.ask_for_another_day()

    assert await town.state(lambda state: state not in ("none", "requested", "sent")) == "confirmed"
    starts = int(datetime.fromisoformat(slot["from"]).timestamp() * 1000)
    assert {one["completeAfter"] for one in town.api.heard} == {starts}


@pytest.mark.timeout(300)
async def test_a_dispatcher_answers_on_a_page_and_the_customer_hears_it(town: Town) -> None:
    await town.source("doorstep", "--ask-by", "dispatcher")
    await town.order("doorstep")
    await town.offer()
    await town.ask_for_another_day()
    path = (await town.case_with("/d/rs_")).partition("/d/")[2].split()[0]
    url = f"{town.running.url}/d/{path}"
    async with town.running.http.get(url) as page:
        text = await page.text()
        assert page.status == 200, url
    assert "DS100" in text
    assert "Bo Ek" not in text
    assert await town.state(lambda state: state != "none") in ("requested", "sent")  # looking is no answer
    async with town.running.http.post(url, data={"answer": "yes"}) as page:
        assert page.status in (200, 303)

    assert await town.state(lambda state: state == "confirmed") == "confirmed"
    found = await town.client.until(
        town.page, lambda said: any(b.name == "reschedule_confirmed" for b in said), PATIENCE_SECONDS
    )
    assert "reschedule_confirmed" in [bubble.name for bubble in found]
