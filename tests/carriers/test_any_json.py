"""Whatever a stranger posts, a reader answers; and order never matters."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carriers.contract import Reading, Report
from carriers.registry import ADAPTERS, adapter
from tests.carriers.bodies import FIXTURES, events, received

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(["", "2026-11-23T08:12:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "delivered"])
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


def fixture_documents(name: str) -> list[Any]:
    found = sorted((FIXTURES / name).glob("*.json*"))
    return [msgspec.json.decode(line) for path in found for line in _bodies(path.suffix, path.read_bytes())]


def _bodies(suffix: str, content: bytes) -> list[bytes]:
    return content.splitlines() if suffix == ".jsonl" else [content]


def bent(document: Any, data: st.DataObject) -> Any:
    """The document with values here and there replaced by something else of any kind."""
    if data.draw(st.integers(0, 14)) == 0:
        return data.draw(JSON)
    if isinstance(document, dict):
        return {name: bent(value, data) for name, value in document.items()}
    if isinstance(document, list):
        return [bent(value, data) for value in document[:6]]
    return document


@pytest.mark.parametrize("name", ADAPTERS)
@settings(max_examples=50)
@given(document=JSON)
def test_any_json_is_answered(name: str, document: object) -> None:
    assert isinstance(adapter(name).read(document, b"x", received()), Reading)
    assert isinstance(adapter(name).read_poll(document, received()), Reading)


@pytest.mark.parametrize("name", ADAPTERS)
@settings(max_examples=30)
@given(data=st.data())
def test_a_body_with_wrong_values_in_it_is_answered(name: str, data: st.DataObject) -> None:
    document = bent(data.draw(st.sampled_from(fixture_documents(name))), data)
    reading = adapter(name).read(document, b"x", received())
    for event in events(reading):
        assert event.occurred_at.tzinfo is not None
        assert event.tracking_number
        event.text is None or event.text.encode()
    assert isinstance(adapter(name).read_poll(document, received()), Reading)


@pytest.mark.parametrize("name", ADAPTERS)
@settings(max_examples=20)
@given(data=st.data())
def test_scans_in_any_order_are_the_same_facts(name: str, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(fixture_documents(name)))
    plain = adapter(name).read(document, b"x", received())
    mixed = adapter(name).read(shuffled(document, data), b"x", received())
    assert facts(plain) == facts(mixed)


def shuffled(document: Any, data: st.DataObject) -> Any:
    if isinstance(document, dict):
        return {name: shuffled(value, data) for name, value in document.items()}
    if isinstance(document, list) and all(isinstance(value, dict) for value in document):
        return data.draw(st.permutations(document))
    return document


def facts(reading: Reading) -> set[Any]:
    return {event for item in reading.items if isinstance(item, Report) for event in item.events}
