"""The command line on a database of its own."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from doorstep.command import app

Doorstep = Callable[..., Result]


@pytest.fixture
def doorstep(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Doorstep:
    """`doorstep("source", "list")`: what the command prints, and its exit code."""
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", "a-secret-key-for-tests")
    monkeypatch.setenv("DOORSTEP_PORT", "9")  # nobody listens there
    return lambda *words: CliRunner().invoke(app, list(words))
