"""When a sender is asked about a parcel next."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.axes import Milestone
from domain.polling import GIVEN_UP_AFTER, LONGEST, next_poll, patience

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(milestone: Milestone, failures: int = 0, news_at: datetime | None = None) -> timedelta | None:
    found = next_poll(milestone, NOW - 24 * HOUR, failures, "7", NOW, news_at)
    return found - NOW if found else None


@pytest.mark.parametrize("milestone", [Milestone.DELIVERED, Milestone.RETURNED, Milestone.CANCELLED])
def test_what_has_ended_is_not_asked_about(milestone: Milestone) -> None:
    assert at(milestone) is None


def test_a_parcel_on_the_van_is_asked_about_more_often_than_one_that_waits() -> None:
    assert patience(Milestone.OUT_FOR_DELIVERY) < patience(Milestone.IN_TRANSIT) < patience(Milestone.CREATED)


def test_failures_double_the_wait_up_to_a_day() -> None:
    waits = [at(Milestone.OUT_FOR_DELIVERY, failures) or HOUR for failures in range(12)]

    assert waits == sorted(waits)
    assert waits[0] <= HOUR
    assert LONGEST <= waits[-1] <= LONGEST * 1.1


def test_news_that_came_by_itself_puts_off_the_question() -> None:
    quiet, talking = at(Milestone.IN_TRANSIT), at(Milestone.IN_TRANSIT, news_at=NOW - HOUR)

    assert quiet is not None
    assert talking == quiet - HOUR


def test_a_parcel_that_never_ends_is_given_up() -> None:
    assert next_poll(Milestone.IN_TRANSIT, NOW - GIVEN_UP_AFTER - HOUR, 0, "7", NOW) is None


def test_parcels_asked_about_together_come_back_apart() -> None:
    times = {next_poll(Milestone.IN_TRANSIT, NOW, 0, str(n), NOW) for n in range(20)}

    assert len(times) > 15
