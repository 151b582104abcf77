"""HAProxy before a fleet, set up as the operating guide says."""

import asyncio
import contextlib
import subprocess
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from tests.rigs.debian import environment, program
from tests.rigs.ports import free_port

SET_UP = Path(__file__).parents[2] / "docs" / "operate" / "haproxy.cfg"
ITS_PORT, DOORS_PORTS = 8080, (8000, 8001)


@contextlib.asynccontextmanager
async def haproxy(folder: Path, doors: Sequence[int]) -> AsyncIterator[int]:
    """Runs while this lasts, and gives its port. The test is skipped where there is no HAProxy."""
    command, port, text = program("haproxy"), free_port(), SET_UP.read_text()
    for there, here in zip((ITS_PORT, *DOORS_PORTS), (port, *doors), strict=True):
        assert text.count(f"127.0.0.1:{there}") == 1
        text = text.replace(f"127.0.0.1:{there}", f"127.0.0.1:{here}")
    set_up = folder / "haproxy.cfg"
    set_up.write_text(text)
    running = subprocess.Popen([command, "-db", "-f", set_up], env=environment())  # noqa: ASYNC220
    try:
        await _answers(port)
        yield port
    finally:
        running.terminate()
        running.wait(10)


async def _answers(port: int) -> None:
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(OSError):
                _, write = await asyncio.open_connection("127.0.0.1", port)
                write.close()
                return
            await asyncio.sleep(0.05)
