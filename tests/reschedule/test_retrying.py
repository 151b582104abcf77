"""When a request is repeated: later each time, never sooner than the receiver asked, and not for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.retrying import DELAYS, Again, Never, Taken, outcome

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def wait(status: int, attempts: int = 1, retry_after: str | None = None) -> timedelta:
    came = outcome(status, retry_after, attempts, "msg_1", NOW)
    assert isinstance(came, Again)
    return came.at - NOW


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_taken(status: int) -> None:
    assert outcome(status, None, 1, "msg_1", NOW) == Taken()


def test_gone_is_for_good() -> None:
    assert isinstance(outcome(410, None, 1, "msg_1", NOW), Never)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 404, 500])
def test_everything_else_is_tried_again(status: int) -> None:
    assert timedelta(seconds=5) <= wait(status) <= timedelta(seconds=6)


@pytest.mark.parametrize("attempt", range(1, 9))
def test_each_wait_is_that_of_the_list_and_up_to_a_fifth_more(attempt: int) -> None:
    delay = DELAYS[min(attempt, len(DELAYS)) - 1]

    assert delay <= wait(500, attempt) <= delay * 1.2


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_receiver_is_asked_less_often(status: int) -> None:
    assert wait(status) >= timedelta(minutes=2)


@pytest.mark.parametrize(
    ("said", "at_least"),
    [
        ("600", timedelta(minutes=10)),
        (" 600 ", timedelta(minutes=10)),
        ("Tue, 24 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("99999999999999", timedelta(hours=24)),
        ("Tue, 24 Nov 2099 12:10:00 GMT", timedelta(hours=24)),
    ],
)
def test_retry_after_is_honoured_within_a_day(said: str, at_least: timedelta) -> None:
    assert wait(429, retry_after=said) == at_least


@pytest.mark.parametrize("said", ["", "soon", "-5", "1.5", "٣", "Tue, 24 Nov 2026 11:00:00 GMT"])
def test_a_retry_after_that_says_nothing_changes_nothing(said: str) -> None:
    assert wait(500, retry_after=said) == wait(500)


def test_requests_that_failed_together_do_not_come_back_together() -> None:
    came = [outcome(500, None, 5, f"msg_{n}", NOW) for n in range(20)]

    assert len({again.at for again in came if isinstance(again, Again)}) > 10
