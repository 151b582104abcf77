"""The examples on the pages are true."""

import re
from pathlib import Path

import msgspec
import pytest

from carriers.conformance.subject import folder_of
from carriers.registry import ADAPTERS, adapter
from domain.axes import Milestone
from tests.carriers.bodies import newest, read

ROOM = Path(__file__).parents[2] / "carriers"


def example(folder: str) -> bytes:
    """The first JSON on a page."""
    found = re.search(r"```json\n(.*?)```", (ROOM / folder / "README.md").read_text(), re.DOTALL)
    assert found, f"{folder} has no example"
    return found[1].encode()


def test_the_event_on_doorsteps_page_is_read() -> None:
    event = newest(read("doorstep", example("doorstep")))
    assert (event.tracking_number, event.milestone) == ("DS100", Milestone.OUT_FOR_DELIVERY)


def test_the_mapping_on_the_generic_page_works() -> None:
    dialect = adapter("generic", msgspec.json.decode(example("generic")))
    assert dialect.signature.header == "x-acme-signature"
    assert len(dialect.tables[0].rows) == 2


@pytest.mark.parametrize("name", ADAPTERS)
def test_a_weak_signature_is_called_weak_on_the_page(name: str) -> None:
    if name in ("doorstep", "generic"):
        return
    page = (folder_of(ADAPTERS[name]) / "README.md").read_text()
    assert ("**Weak.**" in page) is bool(ADAPTERS[name].signature.weak)
