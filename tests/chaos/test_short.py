"""The short form of `make chaos`: a few seconds of storm on each engine and with a log in front, and the audit."""

import pytest

from tests.chaos.__main__ import ENGINES, once
from tests.rigs.nats import LEFT_BEHIND, sockets_are_collected

__all__ = ["sockets_are_collected"]

SECONDS = 6.0

pytestmark = LEFT_BEHIND


@pytest.mark.timeout(400)
@pytest.mark.parametrize("engine", ENGINES)
async def test_a_short_storm_breaks_no_promise(engine: str) -> None:
    came = await once(engine, seed=7, seconds=SECONDS, processes=1)

    assert came.broken == [], came
    assert came.acknowledged
    assert came.kills
