"""Starting, stopping and killing `doorstep serve`, and posting to it."""

import asyncio
import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from standardwebhooks import Webhook

from tests.rigs.ports import free_port

API_TOKEN = "an-api-token"
START_SECONDS = 150


@dataclass
class Running:
    """A service that runs until it is stopped or killed; it can be started again on the same database."""

    environment: Mapping[str, str]
    port: int
    http: aiohttp.ClientSession
    process: subprocess.Popen[bytes] | None = None
    log: Path = Path(os.devnull)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "doorstep", "serve", *arguments]
        with self.log.open("ab") as log:
            started = subprocess.Popen(command, env=self.environment, stderr=log)  # noqa: ASYNC220
        self.process = started
        async with asyncio.timeout(START_SECONDS):
            while True:
                assert started.poll() is None, "the service ended while it started"
                with contextlib.suppress(aiohttp.ClientError):
                    async with self.http.get(f"{self.url}/healthz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.05)

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM: it drains and ends."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(120)  # a loaded machine drains slowly
        self.process = None

    def command(self, *arguments: str) -> Any:
        """`doorstep …`, with its JSON output."""
        command = [sys.executable, "-m", "doorstep", *arguments]
        found = subprocess.run(command, env=self.environment, capture_output=True, check=True)
        return json.loads(found.stdout) if found.stdout.strip() else None

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"authorization": f"Bearer {API_TOKEN}"}
        async with self.http.request(method, self.url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)

    async def order(self, number: str, *parcels: str, phone: str = "+12125550123", **changes: Any) -> Any:
        body = {
            "merchant": "acme",
            "customer": {"name": "Bo Ek", "phone": phone, "language": "en", "timezone": "America/New_York"},
            "address": {"lines": ["12 Elm St"], "city": "New York", "postcode": "10001", "country": "US"},
            "parcels": [{"tracking_number": n, "carrier": "doorstep", "allow": ["reschedule"]} for n in parcels],
            "consent": {"channels": ["telegram", "sms"], "source": "checkout", "given_at": "2026-11-20T10:00:00Z"},
        }
        status, answer = await self.call("PUT", f"/api/v1/orders/{number}", {**body, **changes})
        assert status == 200, answer
        return answer

    async def post(self, source: Mapping[str, str], event: Mapping[str, Any]) -> tuple[int, Any]:
        """Posts a native event, signed as the documentation says."""
        body, now, message_id = json.dumps(event), datetime.now(UTC), f"msg_{next(self._numbers)}_{event.get('id')}"
        headers = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(source["secret"]).sign(message_id, now, body),
        }
        path = "/webhooks/" + source["url"].rsplit("/", 1)[1]
        async with self.http.post(self.url + path, data=body, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)


@contextlib.asynccontextmanager
async def service(database_url: str, folder: Path, **settings: str) -> AsyncIterator[Running]:
    """A service that is not started yet; it is killed at the end if it still runs."""
    port = free_port()
    environment = environment_of(database_url, port, **settings)
    async with aiohttp.ClientSession() as http:
        running = Running(environment, port, http)
        try:
            yield running
        finally:
            running.kill()


def environment_of(database_url: str, port: int, **settings: str) -> dict[str, str]:
    """The environment of one process."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("DOORSTEP_")},
        "DOORSTEP_DATABASE_URL": database_url,
        "DOORSTEP_PORT": str(port),
        "DOORSTEP_API_TOKEN": API_TOKEN,
        "DOORSTEP_SECRET_KEY": "a-secret-key-for-tests-only-0123456789",
        **{f"DOORSTEP_{name.upper()}": value for name, value in settings.items()},
    }
