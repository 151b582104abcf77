"""A small simulation against a service of its own: everything is acknowledged, nothing is said twice or falsely."""

import secrets
from datetime import UTC, datetime

import aiohttp
import pytest
from typer.testing import CliRunner

from doorstep.command import app
from doorstep.commands.replay import Again, _post_all
from doorstep.service import Service
from doorstep.simulation.client import Client
from doorstep.simulation.door import Wishes, listening
from doorstep.simulation.plans import Chances, draw
from doorstep.simulation.simulate import own_target, simulate
from flows import simulation

SPEED = 40


async def test_late_repeated_and_overtaken_webhooks_tell_each_customer_the_truth_once() -> None:
    plans = draw(8, 3, Chances(failures=0.4, delays=0.4, out_of_order=0.4, duplicates=0.4))
    missed = sum(plan.missed for plan in plans)
    assert 0 < missed < len(plans)

    seen = []
    async with own_target() as target:
        found = await simulate(target, plans, "1a", SPEED, lambda: seen.append(1))

    webhooks, messages = found["webhooks"], found["messages"]
    assert found["problems"] == []
    assert webhooks["posted"] == webhooks["acknowledged"] == len(seen) == sum(plan.webhooks for plan in plans)
    assert webhooks["accepted"] + webhooks["duplicates"] == webhooks["posted"]
    assert webhooks["unreadable"] == 0
    assert messages["announced"] == {"sent": len(plans)}
    assert messages["attempt_failed"]["sent"] == missed
    assert messages["delivered"]["sent"] == len(plans) - missed
    assert messages["reschedule_confirmed"] == {"sent": missed}
    assert found["requests"] == {"asked": missed, "confirmed": missed, "forged": 0}


async def test_a_replayed_body_is_a_duplicate(service: Service) -> None:
    ready = await service.database.write(simulation.prepare, "shop", "Shop", "http://127.0.0.1:9/", datetime.now(UTC))
    feed, base_url = ready.feeds["doorstep"], service.settings.public_url
    event = b'{"id": "e1", "tracking_number": "DS1", "milestone": "in_transit", "occurred_at": "2026-11-20T10:00:00Z"}'

    first = await _post_all(base_url, feed, [Again(event, "m1")])
    again = await _post_all(base_url, feed, [Again(event, "m1"), Again(event, "m2"), Again(b"{}", "m3")])

    assert first == {"posted": 1, "accepted": 1, "duplicates": 0, "unreadable": 0, "refused": 0}
    assert again == {"posted": 3, "accepted": 0, "duplicates": 2, "unreadable": 1, "refused": 0}


async def test_a_refused_body_is_counted(service: Service) -> None:
    ready = await service.database.write(simulation.prepare, "shop", "Shop", "http://127.0.0.1:9/", datetime.now(UTC))

    found = await _post_all(service.settings.public_url, ready.feeds["doorstep"], [Again(b"not json", "m1")])

    assert found["refused"] == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["replay", "--source", "nobody"], "There is no source named 'nobody'"),
        (["simulate", "--base-url", "http://127.0.0.1:9"], "DOORSTEP_API_TOKEN is not set"),
    ],
)
def test_what_cannot_be_done_is_said(
    monkeypatch: pytest.MonkeyPatch, sqlite_url: str, arguments: list[str], sentence: str
) -> None:
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", sqlite_url)
    monkeypatch.delenv("DOORSTEP_API_TOKEN", raising=False)

    result = CliRunner().invoke(app, arguments)

    assert result.exit_code == 1
    assert sentence in result.output


async def test_preparing_twice_finds_the_same_feeds(service: Service) -> None:
    now, address = datetime.now(UTC), "http://127.0.0.1:9/"
    first = await service.database.write(simulation.prepare, "shop", "Shop", address, now)
    second = await service.database.write(simulation.prepare, "shop", "Shop", address, now)

    assert first == second


async def test_a_simulated_3pl_turns_away_what_is_not_signed(service: Service) -> None:
    async with aiohttp.ClientSession() as http:
        wishes = Wishes(Client(http, "http://127.0.0.1:9", "t"), lambda: datetime.now(UTC), secret="whsec_AAAA")
        async with listening(wishes) as address, http.post(address, data=secrets.token_bytes(8)) as answer:
            assert answer.status == 401

    assert wishes.forged == 1
