"""What every test may ask for."""

from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.rigs.chromium", "tests.rigs.lab", "tests.rigs.postgres"]

# No deadline: how quick this machine is at the moment is not a fact about the code.
settings.register_profile("doorstep", deadline=None)
settings.load_profile("doorstep")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """`sqlite:///…` of a file that is not there yet."""
    return f"sqlite:///{tmp_path / 'doorstep.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database as DOORSTEP_DATABASE_URL names it; the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])
    return url
