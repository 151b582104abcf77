"""Kept, early, broken, void: one verdict for each promise."""

from datetime import datetime, timedelta

import pytest

from domain.axes import Milestone
from domain.condition import fold
from domain.ledger import REPORTED_WITHIN, Judged, Undecided, Verdict, judge
from domain.windows import Window
from tests.domain.scenes import NEW_YORK, event

TEN = datetime.fromisoformat("2026-11-25T15:00:00+00:00")
NOON = TEN + timedelta(hours=2)
TOLD = TEN - timedelta(days=1)
WINDOW, DAY = Window(TEN.date(), TEN, NOON), Window(TEN.date())
MUCH_LATER = NOON + timedelta(days=9)


def verdict(milestone: Milestone, at: datetime, window: Window = WINDOW, **more: datetime) -> Verdict | None:
    judged = judge(window, NEW_YORK, TOLD, fold([event(milestone, at)]), more.pop("now", MUCH_LATER), **more)
    return judged.verdict if isinstance(judged, Judged) else None


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-1, Verdict.EARLY), (0, Verdict.KEPT), (120, Verdict.KEPT), (120.9, Verdict.KEPT), (121, Verdict.BROKEN)],
)
def test_a_window_is_kept_from_its_first_minute_to_its_last(minutes: float, expected: Verdict) -> None:
    assert verdict(Milestone.DELIVERED, TEN + timedelta(minutes=minutes)) is expected


@pytest.mark.parametrize(("hours", "expected"), [(-11, Verdict.EARLY), (-9, Verdict.KEPT), (13, Verdict.KEPT)])
def test_a_day_is_the_address_own(hours: int, expected: Verdict) -> None:
    assert verdict(Milestone.DELIVERED, TEN + timedelta(hours=hours), DAY) is expected


def test_a_van_at_the_door_has_come_though_nobody_opened() -> None:
    assert verdict(Milestone.DELIVERY_ATTEMPTED, TEN) is Verdict.KEPT


def test_a_parcel_still_out_has_broken_it_once_news_of_it_can_no_longer_come() -> None:
    assert verdict(Milestone.OUT_FOR_DELIVERY, TEN, now=NOON + REPORTED_WITHIN) is None
    assert verdict(Milestone.OUT_FOR_DELIVERY, TEN, now=NOON + REPORTED_WITHIN + timedelta(seconds=1)) is Verdict.BROKEN


def test_before_its_end_nothing_is_decided() -> None:
    assert isinstance(judge(WINDOW, NEW_YORK, TOLD, fold([]), TEN), Undecided)


def test_another_time_agreed_before_the_end_releases_it() -> None:
    late = NOON + timedelta(days=1)
    assert verdict(Milestone.DELIVERED, late, released_at=TEN) is Verdict.VOID
    assert verdict(Milestone.DELIVERED, late, released_at=NOON + timedelta(minutes=1)) is Verdict.BROKEN
    assert verdict(Milestone.DELIVERED, late, released_at=TOLD - timedelta(minutes=1)) is Verdict.BROKEN


def test_what_was_called_off_in_time_was_not_broken() -> None:
    assert verdict(Milestone.CANCELLED, TEN) is Verdict.VOID
    assert verdict(Milestone.CANCELLED, NOON + timedelta(hours=1)) is Verdict.BROKEN


def test_how_far_it_missed_is_told() -> None:
    judged = judge(WINDOW, NEW_YORK, TOLD, fold([event(Milestone.DELIVERED, NOON + timedelta(minutes=30))]), MUCH_LATER)
    assert isinstance(judged, Judged)
    assert judged.missed_s == 1800
