"""Every form of time met in the wild, and what is known of its zone."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from carriers.times import epoch_millis, epoch_seconds, estimate, mislabelled, moment, paired, window
from domain.axes import EtaKind, ZoneSource
from domain.events import Estimate

NEW_YORK = ZoneInfo("America/New_York")
EXPLICIT, ASSUMED = ZoneSource.EXPLICIT, ZoneSource.ASSUMED


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-11-23T08:12:00Z", "2026-11-23T08:12:00"),
        ("2026-11-23T08:12:00.000Z", "2026-11-23T08:12:00"),
        ("2026-11-23T08:12:00+01:00", "2026-11-23T07:12:00"),
        ("2026-11-23T08:12:00+0200", "2026-11-23T06:12:00"),
        ("2026-11-23T08:12:00-05", "2026-11-23T13:12:00"),
        ("2026-11-23 08:12:00 UTC", "2026-11-23T08:12:00"),
        ("2026-11-23T08:12:00.3001748+00:00", "2026-11-23T08:12:00.300174"),
        ("2026-11-23T08:12:00-7:00", "2026-11-23T15:12:00"),
        ("2026-11-23T08:12:00-04.00", "2026-11-23T12:12:00"),
        (" 2026-11-23T08:12:00Z ", "2026-11-23T08:12:00"),
    ],
)
def test_a_time_with_a_zone_is_an_instant(written: str, utc: str) -> None:
    found = moment(written, NEW_YORK)
    assert found is not None
    assert (found.at, found.zone_source) == (datetime.fromisoformat(utc).replace(tzinfo=UTC), EXPLICIT)


@pytest.mark.parametrize(
    "written",
    ["2026-11-23T08:12:00", "2026-11-23 08:12:00.000000", "23-11-2026 08:12:00", "20261123T081200", "2026-11-23T08:12"],
)
def test_a_time_without_a_zone_is_in_the_sources_zone_or_marked_as_assumed(written: str) -> None:
    configured, assumed = moment(written, NEW_YORK), moment(written)
    assert configured is not None
    assert assumed is not None
    assert (configured.at.hour, configured.zone_source) == (13, ZoneSource.CONFIGURED)
    assert (assumed.at.hour, assumed.zone_source) == (8, ASSUMED)
    assert configured.written == assumed.written, "a zone set later must not make a new fact of an old one"


def test_a_bare_date_is_good_to_the_day_even_in_a_known_zone() -> None:
    found = moment("2026-11-23", NEW_YORK)
    assert found is not None
    assert (found.at.hour, found.zone_source) == (5, ASSUMED)


def test_the_hour_that_comes_twice_is_taken_the_first_time() -> None:
    found = moment("2026-11-01T01:30:00", NEW_YORK)
    assert found is not None
    assert found.at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_the_hour_that_never_comes_is_read_all_the_same() -> None:
    found = moment("2026-03-08T02:30:00", NEW_YORK)
    assert found is not None
    assert found.at == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        *["", "soon", "2026-13-01", "0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"],
        *[None, True, 12, 1.5, [], {}, "\ud800", "2026-11-23T25:00:00", "x" * 9_999],
    ],
)
def test_what_is_no_time_is_none(value: object) -> None:
    assert moment(value) is None
    assert estimate(value) is None


@pytest.mark.parametrize("value", [1_795_421_520, 1_795_421_520.0, "1795421520"])
def test_seconds_since_1970(value: object) -> None:
    found = epoch_seconds(value)
    assert found is not None
    assert (found.at, found.zone_source) == (datetime(2026, 11, 23, 8, 12, tzinfo=UTC), EXPLICIT)


@pytest.mark.parametrize("value", [1_795_421_520_000, "1795421520000"])
def test_milliseconds_since_1970(value: object) -> None:
    found = epoch_millis(value)
    assert found is not None
    assert found.at == datetime(2026, 11, 23, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize("value", [0, -1, None, True, "", "x", 10**30, float("nan"), float("inf"), 123, "9" * 99])
def test_what_is_no_epoch_is_none(value: object) -> None:
    assert epoch_seconds(value) is None
    assert epoch_millis(value) is None


def test_a_twin_in_utc_counts_before_the_local_time() -> None:
    found = paired("2026-11-23T13:12:00", "2026-11-23T08:12:00", None)
    assert found is not None
    assert (found.at.hour, found.zone_source) == (13, ZoneSource.PAIRED)


def test_a_z_known_to_be_a_lie_is_read_as_local_time() -> None:
    found = mislabelled("2026-11-23T08:12:00Z", NEW_YORK)
    assert found is not None
    assert (found.at.hour, found.zone_source) == (13, ZoneSource.CONFIGURED)


@pytest.mark.parametrize(
    "written", ["2026-11-24", "2026-11-24T00:00:00Z", "2026-11-24T00:00:00-06:00", "2026-11-24T00:00:00", "20261124"]
)
def test_midnight_in_an_estimate_is_a_date_and_is_not_converted(written: str) -> None:
    assert estimate(written, NEW_YORK) == Estimate(EtaKind.DATE, on=date(2026, 11, 24))


def test_an_estimate_without_any_zone_keeps_only_its_day() -> None:
    assert estimate("2026-11-24T02:00:00") == Estimate(EtaKind.DATE, on=date(2026, 11, 24), zone_source=ASSUMED)


def test_an_estimate_in_the_sources_zone_keeps_its_hour() -> None:
    at = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    expected = Estimate(EtaKind.DATETIME, from_at=at, zone_source=ZoneSource.CONFIGURED)
    assert estimate("2026-11-24T02:00:00", NEW_YORK) == expected


def test_a_window_is_two_instants() -> None:
    found = window("2026-11-24T10:00:00-05:00", "2026-11-24T12:00:00-05:00")
    low = datetime(2026, 11, 24, 10, tzinfo=timezone(timedelta(hours=-5)))
    assert found == Estimate(EtaKind.WINDOW, None, low, low + timedelta(hours=2), EXPLICIT)


def test_a_window_in_reverse_is_turned_round() -> None:
    assert window("2026-11-24T12:00:00Z", "2026-11-24T10:00:00Z") == window(
        "2026-11-24T10:00:00Z", "2026-11-24T12:00:00Z"
    )


def test_a_window_with_one_end_is_that_end() -> None:
    assert window("", "2026-11-24") == estimate("2026-11-24")
    assert window({}, None) is None


def test_a_range_of_days_stays_those_days_in_almost_any_zone() -> None:
    found = window("2026-11-24T00:00:00-08:00", "2026-11-26T00:00:00-08:00")
    assert found is not None
    assert found.from_at is not None
    assert found.to_at is not None
    for zone in (NEW_YORK, ZoneInfo("Asia/Tokyo"), ZoneInfo("Pacific/Honolulu")):
        assert found.from_at.astimezone(zone).date() == date(2026, 11, 24)
        assert found.to_at.astimezone(zone).date() == date(2026, 11, 26)
    assert (found.kind, found.zone_source) == (EtaKind.WINDOW, ASSUMED)


def test_a_window_of_one_day_is_that_day() -> None:
    assert window("2026-11-24", "2026-11-24") == Estimate(EtaKind.DATE, on=date(2026, 11, 24), zone_source=ASSUMED)
