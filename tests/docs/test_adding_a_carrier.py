"""The path to a new adapter is as its document says: what it names is there, and what it tells to copy is accepted."""

import importlib
import re
from dataclasses import fields
from pathlib import Path

import pytest

from carriers.conformance import score
from carriers.dialect import Dialect
from carriers.registry import ADAPTERS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "adding-a-carrier.md").read_text()
COPIED = sorted(set(re.findall(r"`(carriers/[a-z0-9]+)`", TEXT)))


@pytest.mark.parametrize("folder", COPIED)
def test_what_is_to_be_copied_is_accepted_and_as_small_as_it_looks(folder: str) -> None:
    adapter = importlib.import_module(folder.replace("/", ".")).ADAPTER
    assert ADAPTERS[adapter.name] is adapter
    assert score(adapter.name).is_accepted
    assert {path.name for path in (ROOT / folder).iterdir()} >= {"__init__.py", "statuses.py", "README.md"}


@pytest.mark.parametrize("line", [line for line in TEXT.splitlines() if line.startswith("* `carriers/")])
def test_what_helps_a_reader_is_where_the_document_says(line: str) -> None:
    path, *names = re.findall(r"`([^`]+)`", line)
    module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    for name in (one for one in names if re.fullmatch(r"[A-Za-z_.]+", one) and one != "Z"):
        part = module
        for step in name.split("."):
            assert hasattr(part, step), f"{path} has no {name}"
            part = getattr(part, step)


def test_every_field_of_an_adapter_that_must_be_given_is_named() -> None:
    named = set(re.findall(r"`(\w+)`", TEXT)) | {"reader", "tables", "signature"}
    must = {one.name for one in fields(Dialect)} - {"poll_reader", "poller", "changer", "greeting", "max_body_bytes"}
    assert must - {"secret_is_theirs"} <= named
    assert "secret_is_theirs" in TEXT
