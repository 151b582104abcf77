"""PyVRP as an engine, in a process of its own for each day it plans; plain insertion where it is not installed."""

import asyncio
import importlib.util
import sys
from functools import partial

import msgspec

from domain.routes.planning import Day, Planned, checked, inserted

NAME = "PyVRP"
STARTS_WITHIN_SECONDS = 30.0
"""A loaded machine takes its time to start a process."""
WORKER = "routing.worker"


def is_installed() -> bool:
    return importlib.util.find_spec("pyvrp") is not None


class SubprocessEngine:
    """Plans in a process that ends with the plan. Its answer is checked here; insertion answers where it cannot."""

    async def plan(self, day: Day, seconds: float) -> Planned:
        """The better of the engine's plan and plain insertion: more stops first, then less driving."""
        plain = await asyncio.to_thread(inserted, day)
        if not day.stops or not is_installed():
            return plain
        asked = msgspec.json.encode({"day": _document(day), "seconds": seconds})
        answer = await _work(asked, seconds + STARTS_WITHIN_SECONDS)
        found = await asyncio.to_thread(partial(checked, day, answer["tours"], NAME))
        return found if not found.problems and _rank(found) <= _rank(plain) else plain


def _rank(planned: Planned) -> tuple[int, int, float]:
    return len(planned.problems), len(planned.left_out), planned.driven_s


def _document(day: Day) -> object:
    return msgspec.to_builtins(day)


async def _work(asked: bytes, patience_seconds: float) -> dict[str, list[list[int]]]:
    """Raises OSError with what the process complained of, TimeoutError when it takes too long."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        WORKER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(patience_seconds):
            said, complained = await process.communicate(asked)
    except BaseException:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        last = complained.decode("utf-8", "replace").strip().splitlines()
        raise OSError(f"the engine ended with {process.returncode}: {last[-1] if last else 'it said nothing'}")
    answer: dict[str, list[list[int]]] = msgspec.json.decode(said)
    return answer
