"""Numbers as people write them become E.164, or a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.phones import NotAPhone, e164, masked


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("+12125550123", None, "+12125550123"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("1 212.555.0123", "us", "+12125550123"),
        ("07700 900123", "GB", "+447700900123"),
        ("00 44 7700 900123", "ES", "+447700900123"),
        ("+٤٤٧٧٠٠٩٠٠١٢٣", None, "+447700900123"),
        ("\u202a+34 600\u00a000\u00a000\u00a000\u202c", None, "+34600000000"),
        ("+7 701 123 45 67", None, "+77011234567"),
        ("+1 555 010 0000", None, "+15550100000"),
    ],
)
def test_a_number_keeps_one_form_however_it_was_written(written: str, country: str | None, kept: str) -> None:
    assert e164(written, country) == kept


@pytest.mark.parametrize(
    ("written", "country", "why"),
    [
        ("", "US", "only digits"),
        ("banana", "US", "only digits"),
        ("1-800-FLOWERS", "US", "only digits"),
        ("212 555 0123 ext. 4", "US", "only digits"),
        ("+1" + "2" * 60, None, "at most 40"),
        ("\ud800\x00", "US", "only digits"),
        ("2125550123", None, "country code"),
        ("2125550123", "ZZ", "country code"),
        ("+999 123 456 789", None, "country code"),
        ("12", "US", "numbering plan"),
        ("+10000000000", None, "numbering plan"),
        ("+1212555012", None, "numbering plan"),
        ("+1" + "2" * 20, None, "too many digits"),
        ("900 555 0123", "US", "premium-rate"),
    ],
)
def test_what_is_no_number_gets_a_reason_without_the_number(written: str, country: str | None, why: str) -> None:
    refusal = e164(written, country)

    assert isinstance(refusal, NotAPhone)
    assert why in refusal.why
    assert len(written) < 3 or written not in refusal.why


@given(
    st.text(alphabet=st.characters(exclude_categories=())) | st.text(alphabet="+0123456789 ()-"),
    st.sampled_from([None, "US", "GB", "IT", "", "??"]),
)
def test_anything_typed_is_a_number_or_a_reason(written: str, country: str | None) -> None:
    number = e164(written, country)

    assert isinstance(number, NotAPhone) or e164(number, None) == number


def test_a_masked_number_shows_its_country_and_two_digits() -> None:
    assert [masked("+12125550123"), masked("+447700900123"), masked("Acme")] == ["+1…23", "+44…23", "…"]
