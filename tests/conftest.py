"""What every test may ask for."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

pytest_plugins = [
    "tests.rigs.chromium",
    "tests.rigs.lab",
    "tests.rigs.postgres",
    "tests.rigs.statements",
    "tests.rigs.databases",
    "tests.rigs.houses",
]

# No deadline: how quick this machine is at the moment is not a fact about the code.
settings.register_profile("doorstep", deadline=None)
settings.load_profile("doorstep")


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command that a test runs in this process sets up logs; the next test listens to them as before."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)
