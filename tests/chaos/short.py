"""The short form of `make chaos`: a few seconds of storm on each engine, and the audit.

Run it by name (`pytest tests/chaos/short.py`): starting a dozen processes one after another takes minutes on two cores.
"""

import pytest

from tests.chaos.__main__ import once

SECONDS = 6.0


@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_a_short_storm_breaks_no_promise(engine: str) -> None:
    came = await once(engine, seed=7, seconds=SECONDS, processes=1)

    assert came.broken == [], came
    assert came.acknowledged
    assert came.kills
