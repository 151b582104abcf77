"""The lab: a strict stand-in for Telegram and Twilio, kept beside the checkout in ../shared/lab.

Not part of the repository: tests that use it are skipped where it is absent.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.rigs.ports import free_ports

FOLDER = Path(__file__).parents[3] / "shared" / "lab"
START_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Lab:
    """A running lab; the service under test is pointed at its two addresses, the test plays customers through `ask`."""

    telegram_url: str
    twilio_url: str
    control: httpx.AsyncClient
    account_sid: str = "AC00000000000000000000000000000001"
    auth_token: str = "lab-auth-token"

    async def ask(self, what: str, **details: object) -> dict[str, Any]:
        """Do one thing in the lab, such as `ask("tg/text", user_id=7, text="hi")`, and return its JSON answer.

        Its README lists what can be asked. Raises `httpx.HTTPStatusError` where the lab refuses.
        """
        answer = await self.control.post(f"/{what}", json=details)
        answer.raise_for_status()
        result: dict[str, Any] = answer.json()
        return result

    async def messages(self, count: int = 1, timeout_seconds: float = 10, **match: object) -> list[dict[str, Any]]:
        """Wait for `count` messages that went out and match (`ch`, `chat_id`, `to`, `text_re`, …), and return them.

        Raises AssertionError with what there is when they do not come in time.
        """
        answer = await self.ask("wait", count=count, timeout=timeout_seconds, **match)
        found: list[dict[str, Any]] = answer["messages"]
        assert answer["ok"], f"expected {count} messages like {match}, saw {found}"
        return found

    async def violations(self) -> list[dict[str, Any]]:
        """Return the providers' rules that the service has broken so far."""
        found: list[dict[str, Any]] = (await self.ask("violations"))["violations"]
        return found


@pytest.fixture
async def lab() -> AsyncIterator[Lab]:
    """A lab of this test's own (it starts in under half a second), empty, with no webhook set."""
    if not FOLDER.is_dir():
        pytest.skip("the stand-in for Telegram and Twilio is not beside this checkout (../shared/lab)")
    telegram, twilio, control = free_ports(3)
    async with (
        _running(telegram, twilio, control),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{control}", timeout=60, trust_env=False) as client,
    ):
        yield Lab(f"http://127.0.0.1:{telegram}", f"http://127.0.0.1:{twilio}", client)


@asynccontextmanager
async def _running(telegram: int, twilio: int, control: int) -> AsyncIterator[None]:
    ports = ("--tg-port", telegram, "--twilio-port", twilio, "--control-port", control)
    # No byte code is written beside it: the folder is not ours.
    environment = os.environ | {"PYTHONPATH": str(FOLDER), "PYTHONDONTWRITEBYTECODE": "1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "chanlab", *map(str, ports), env=environment, stdout=PIPE
    )
    try:
        await _started(process)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _started(process: Process) -> None:
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
    assert line, "the lab ended before it was ready; its error is in the captured output"
