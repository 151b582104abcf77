"""Text and values from strangers."""

from datetime import UTC, datetime
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis.strategies import datetimes, just, none, one_of, timezones

from carriers.keys import body_key, digest_key
from carriers.reading import MAX_TEXT, fields, place, text, tracking_number, word
from carriers.registry import ADAPTERS, UnknownAdapter, adapter
from carriers.vocabulary import DETAILS, REASONS
from domain.events import Place


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("  On the way ", "On the way"),
        ("", None),
        ("   ", None),
        ("a\x00b", "ab"),
        ("a\ud800b", "ab"),
        ("line\none\ttwo", "line one two"),
        ("Zürich – Straße", "Zürich – Straße"),
        (5, None),
        (None, None),
        (["x"], None),
    ],
)
def test_text_is_cleaned(given: object, clean: str | None) -> None:
    assert text(given) == clean


def test_text_has_a_limit() -> None:
    assert text("x" * 10_000) == "x" * MAX_TEXT
    assert text("\n" * 10_000) is None


def test_codes_may_be_numbers() -> None:
    assert word(11) == "11"
    assert word(True) is None
    assert word(10**40) is None


def test_a_tracking_number_is_trimmed_and_upper_cased() -> None:
    assert tracking_number(" ds100 ") == "DS100"
    assert tracking_number(7777777770) == "7777777770"
    assert tracking_number("") is None


def test_a_place_of_nothing_is_none() -> None:
    assert place("", None, "", None) is None
    assert place({}, 5.5) is None
    assert place("Queens", "NY", 11101, "US") == Place("Queens", "NY", "11101", "US")
    assert (place(None, None, 1), place(None, None, True)) == (Place(postcode="1"), None)


def test_an_object_is_an_object_or_empty() -> None:
    assert fields({"a": 1}) == {"a": 1}
    assert fields([1]) == {}


@given(datetimes(timezones=one_of(none(), just(UTC), timezones())))
def test_a_time_in_a_key_is_written_as_it_always_was(at: datetime) -> None:
    facts = f"trk_1\x1fin_transit\x1fNone\x1f{at.isoformat()}\x1f".encode()
    assert digest_key("trk_1", "in_transit", None, at) == blake2b(facts, digest_size=16).hexdigest()


def test_keys_are_of_the_fact_and_of_nothing_else() -> None:
    assert digest_key("trk_1", "in_transit", None, None) == digest_key("trk_1", "in_transit", None, None)
    assert digest_key("trk_1", "in_transit", None, None) != digest_key("trk_2", "in_transit", None, None)
    assert body_key(b"{}") == body_key(b"{}") != body_key(b"{} ")


def test_an_unknown_adapter_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownAdapter, match=r"'acme'.*aftership, .*onfleet"):
        adapter("acme")


@pytest.mark.parametrize("name", ADAPTERS)
def test_every_row_uses_the_one_vocabulary_and_names_its_source(name: str) -> None:
    for table in adapter(name).tables:
        for word_of_theirs, meaning in table.rows.items():
            assert meaning.detail is None or meaning.detail in DETAILS, word_of_theirs
            assert meaning.reason is None or meaning.reason in REASONS, word_of_theirs
            assert meaning.source, f"{word_of_theirs} has no source"
