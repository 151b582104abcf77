"""PyVRP as an engine, in a process of its own for each day it plans; plain insertion where it is not installed."""

import asyncio
import importlib.util
import sys

import msgspec

from domain.routes.planning import Day, Planned, checked

NAME, INSERTION = "PyVRP", "insertion"
STARTS_WITHIN_SECONDS = 30.0
"""A loaded machine takes its time to start a process."""
WORKER = "routing.worker"


def is_installed() -> bool:
    return importlib.util.find_spec("pyvrp") is not None


class SubprocessEngine:
    """Plans in a process that ends with the plan. Its answer is checked here; insertion answers where it cannot."""

    async def plan(self, day: Day, seconds: float) -> Planned:
        """The better of the engine's plan and plain insertion: more stops first, then less driving.

        Raises OSError with what the process complained of, TimeoutError when it takes too long.
        """
        if not day.stops:
            return checked(day, [()] * len(day.vans), INSERTION)
        asked = msgspec.json.encode({"day": day, "seconds": seconds if is_installed() else 0.0})
        answer = await _work(asked, seconds + STARTS_WITHIN_SECONDS)
        return await asyncio.to_thread(_best, day, answer)


def _best(day: Day, answer: dict[str, list[list[int]]]) -> Planned:
    """Of what can be driven; an answer that cannot be is no plan, whoever gave it."""
    found = [checked(day, tours, by) for by, tours in answer.items() if tours]
    whole = [planned for planned in found if not planned.problems]
    if not whole:
        raise OSError("the engine gave no plan that can be driven")
    return min(whole, key=_rank)


def _rank(planned: Planned) -> tuple[int, float]:
    return len(planned.left_out), planned.driven_s


async def _work(asked: bytes, patience_seconds: float) -> dict[str, list[list[int]]]:
    """The tours by who planned them."""
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
