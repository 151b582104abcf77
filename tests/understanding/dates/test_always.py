"""Whatever is written: no error, days ahead within a year, and words that stand in the text."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.dates import WhenSpoken, languages, parse
from bot.understanding.dates.lexicon import lexicon

ZONES = st.sampled_from(["America/New_York", "Europe/Lisbon", "Asia/Kolkata", "Pacific/Apia", "UTC"]).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
LANGUAGES = st.sampled_from(languages())


def words_of(language: str) -> list[str]:
    """The phrases of a language as they stand in its lexicon."""
    return [" ".join((first, *rest)) for first, known in lexicon(language).phrases.items() for rest, _ in known]


@st.composite
def talk(draw: st.DrawFn) -> tuple[str, str]:
    """A language, and its words about time among numbers, marks and anything else."""
    language = draw(LANGUAGES)
    numbers = st.integers(0, 3000).map(str) | st.times().map("{:%H:%M}".format) | st.dates().map("{:%d.%m.%Y}".format)
    part = st.sampled_from(words_of(language)) | numbers | st.sampled_from("-,./!?:&+") | st.text(max_size=8)
    return language, draw(st.sampled_from([" ", ""])).join(draw(st.lists(part, max_size=9)))


@given(talk(), MOMENTS, ZONES)
def test_days_lie_ahead_within_a_year_and_spans_inside_the_text(
    said: tuple[str, str], now: datetime, zone: ZoneInfo
) -> None:
    language, text = said
    today = now.astimezone(zone).date()
    for when in parse(text, language=language, now=now, zone=zone):
        assert today <= when.on <= today + timedelta(days=366)
        assert when.until_on is None or when.on <= when.until_on <= today + timedelta(days=366)
        assert all(today <= reading.on for reading in when.readings)
        assert_in_order(when, text)


def assert_in_order(when: WhenSpoken, text: str) -> None:
    assert when.spans
    places = [place for span in when.spans for place in span]
    assert places == sorted(places)
    assert all(start < end for start, end in when.spans)
    assert 0 <= places[0] <= places[-1] <= len(text)


@given(st.text(max_size=300), LANGUAGES, MOMENTS)
def test_any_text_can_be_read(text: str, language: str, now: datetime) -> None:
    assert isinstance(parse(text, language=language, now=now, zone=UTC), tuple)


@given(talk(), MOMENTS)
def test_the_same_words_at_the_same_moment_mean_the_same(said: tuple[str, str], now: datetime) -> None:
    language, text = said
    assert parse(text, language=language, now=now, zone=UTC) == parse(text, language=language, now=now, zone=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        parse("tomorrow", language="en", now=datetime(2026, 11, 19), zone=UTC)  # noqa: DTZ001
