"""A service of its own for each test, that reaches nobody."""

from collections.abc import AsyncIterator

import pytest

from doorstep.service import Service
from doorstep.simulation.alone import alone


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with alone() as running:
        yield running
