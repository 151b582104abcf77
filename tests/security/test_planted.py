"""Secrets are planted everywhere and looked for afterwards: in logs, answers, error pages, figures and the database."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from store.database import Database
from store.tables import METADATA
from tests.process.lives import ALL_DAY
from tests.process.service import Running, environment_of
from tests.rigs.ports import free_port
from tests.sms.standin import ACCOUNT, SENDER, Answer, twilio_standin

PLANTED = {
    "telegram_token": "4200:AAHplantedTelegramTokenplanted00000",
    "telegram_secret": "planted-telegram-secret",
    "twilio_auth_token": "planted-twilio-token-0123456789ab",
    "secret_key": "planted-secret-key-0123456789-0123456789",
    "smtp_url": "smtp://mail:planted-smtp-password@127.0.0.1:9",
    "smtp_from": "doorstep@shop.example",
    "log_url": "nats://log:planted-log-password@127.0.0.1:9",
    "otlp_url": "http://127.0.0.1:9",
    "otlp_headers": "x-key=planted-collector-key",
}
NEEDLES = [
    "AAHplantedTelegram", "planted-telegram-secret", "planted-twilio-token", "planted-secret-key",
    "planted-smtp-password", "planted-log-password", "planted-collector-key", "planted-api-token",
    "2125550177", "Bo Planted", "77 Oak", "With driver Ann",
]  # fmt: skip
"""What no log line, no figure and no answer to a stranger may hold: secrets, and who the customer is."""


@asynccontextmanager
async def a_service(url: str, log: Path, twilio_url: str) -> AsyncIterator[Running]:
    port = free_port()
    settings = {
        **PLANTED, "twilio_account_sid": ACCOUNT, "twilio_from": SENDER, "twilio_api_url": twilio_url,
        "telegram_api_url": "http://127.0.0.1:9", "api_token": "planted-api-token",
    }  # fmt: skip
    environment = environment_of(url, port, **settings)
    async with aiohttp.ClientSession() as http:
        made = Running(environment, port, http)
        with log.open("wb") as written:
            made.process = subprocess.Popen(  # noqa: ASYNC220 - a service under test
                [sys.executable, "-m", "doorstep", "serve"], env=environment, stdout=written, stderr=written
            )
            try:
                await _up(made)
                yield made
            finally:
                made.kill()


async def _up(made: Running) -> None:
    async with asyncio.timeout(150):
        while True:
            try:
                async with made.http.get(f"{made.url}/healthz"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)


@pytest.mark.timeout(300)
async def test_no_planted_secret_is_found_in_logs_answers_error_pages_or_figures(
    sqlite_url: str, tmp_path: Path
) -> None:
    log, answers = tmp_path / "service.log", []
    async with twilio_standin() as twilio, a_service(sqlite_url, log, twilio.url) as made:
        made.command("merchant", "add", "acme", "--title", "Acme", "--policy", ALL_DAY)
        source = made.command("source", "add", "fleet", "--adapter", "doorstep", "--merchant", "acme", "--json")
        headers = {"authorization": "Bearer planted-api-token"}
        twilio.faults += [Answer(500, "<html>oops</html>"), Answer(401, '{"code": 20003}')]
        answers += await _knock(made, headers, source)
        await asyncio.sleep(3)
        for path in ("/metrics", "/readyz", "/openapi.json"):
            answers.append(await _text(made, "GET", path))
        slug = source["url"].rsplit("/", 1)[1]
    found = [needle for needle in [*NEEDLES, source["secret"], slug] if needle in log.read_text()]
    assert found == [], found
    told = "\n".join(answers)
    assert [needle for needle in [*NEEDLES, source["secret"]] if needle in told] == []
    assert [needle for needle in NEEDLES[:8] if needle in _whole(sqlite_url)] == []


async def _knock(made: Running, headers: dict[str, str], source: dict[str, str]) -> list[str]:
    """An order with its events, and whatever goes wrong around them; returns what strangers were answered."""
    order = {
        "merchant": "acme",
        "customer": {"name": "Bo Planted", "phone": "+12125550177", "language": "en", "timezone": "America/New_York"},
        "address": {"lines": ["77 Oak St"], "city": "New York", "postcode": "10001", "country": "US"},
        "parcels": [{"tracking_number": "DS100", "carrier": "doorstep"}],
        "consent": {"channels": ["sms"], "source": "checkout", "given_at": "2026-11-20T10:00:00Z"},
    }
    async with made.http.put(f"{made.url}/api/v1/orders/1001", json=order, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
    event = {
        "id": "e1", "tracking_number": "DS100", "milestone": "out_for_delivery",
        "occurred_at": datetime.now(UTC).isoformat(), "text": "With driver Ann",
    }  # fmt: skip
    assert (await made.post(source, event))[0] == 503  # the log in front is away
    forged = {"secret": "whsec_" + "A" * 32, "url": source["url"]}
    answers = [str(await made.post(forged, event))]
    bad = {**headers, "content-type": "application/json"}
    answers += [
        await _text(made, "PUT", "/api/v1/orders/1001", data=b'{"merchant": "planted?', headers=bad),
        await _text(made, "GET", "/api/v1/orders/1001", headers={"authorization": "Bearer wrong"}),
        await _text(made, "POST", "/channels/telegram", json={"update_id": 1}),
        await _text(made, "POST", "/channels/sms", data={"From": "+12125550177", "Body": "hi"}),
        await _text(made, "POST", "/channels/sms/status", data={"MessageSid": "SM1"}),
        await _text(made, "GET", "/t/a-guess"),
        await _text(made, "GET", "/console"),
        await _text(made, "POST", "/console/sign-in", data={"name": "ines", "password": "wrong"}),
        await _text(made, "GET", "/t/" + "%00" * 50),
    ]
    return answers


async def _text(made: Running, method: str, path: str, **more: object) -> str:
    async with made.http.request(method, made.url + path, **more) as answer:  # type: ignore[arg-type]  # of aiohttp's own names
        return f"{answer.status} {dict(answer.headers)} {await answer.text()}"


def _whole(url: str) -> str:
    """Every value of every table."""
    database = Database(url)
    with database.transaction() as tx:
        text = repr([tuple(row) for table in METADATA.tables.values() for row in tx.execute(select(table))])
    database.close()
    return text
