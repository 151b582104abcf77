"""The carrier's answer to what was asked a moment ago goes at once, also at night; any other waits for the morning."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.notices import NoticeKind, Wanted
from domain.policy import Policy
from domain.reschedules import AWAITED, OtherChange, Reschedule, RescheduleState
from domain.story import Story
from domain.windows import Window
from tests.domain.scenes import NEW_YORK, NOON, decided, story

ELEVEN_AT_NIGHT = NOON + timedelta(hours=11)
"""Tuesday, 23:00 in New York."""
THURSDAY_NOON = NOON + timedelta(days=2)
THURSDAY = Window(THURSDAY_NOON.date(), THURSDAY_NOON, THURSDAY_NOON + timedelta(hours=2))
ANSWERS = {
    NoticeKind.RESCHEDULE_CONFIRMED: RescheduleState.CONFIRMED,
    NoticeKind.RESCHEDULE_DECLINED: RescheduleState.DECLINED,
    NoticeKind.CHANGE_CONFIRMED: RescheduleState.CONFIRMED,
    NoticeKind.CHANGE_DECLINED: RescheduleState.DECLINED,
}
KINDS = pytest.mark.parametrize("kind", list(ANSWERS))


def answer(kind: NoticeKind, asked_at: datetime, after: timedelta, *, in_chat: bool = True) -> Wanted:
    found = decided(answered(kind, asked_at, after, in_chat=in_chat), kind, Policy())
    assert isinstance(found, Wanted), found
    return found


def answered(kind: NoticeKind, asked_at: datetime, after: timedelta, *, in_chat: bool) -> Story:
    state, decided_at = ANSWERS[kind], asked_at + after
    if kind in (NoticeKind.RESCHEDULE_CONFIRMED, NoticeKind.RESCHEDULE_DECLINED):
        return story(reschedule=Reschedule(7, state, THURSDAY, asked_at, in_chat, decided_at))
    return story(others=(OtherChange(8, "neighbour", state, asked_at, decided_at, in_chat),))


@KINDS
@pytest.mark.parametrize("after", [timedelta(seconds=2), timedelta(minutes=5), AWAITED])
def test_what_was_just_asked_is_answered_at_night(kind: NoticeKind, after: timedelta) -> None:
    assert answer(kind, ELEVEN_AT_NIGHT, after).send_after == ELEVEN_AT_NIGHT + after


@KINDS
def test_an_answer_that_comes_long_after_waits_for_the_morning(kind: NoticeKind) -> None:
    sent = answer(kind, ELEVEN_AT_NIGHT, AWAITED + timedelta(seconds=1)).send_after.astimezone(NEW_YORK)
    assert sent.date() == NOON.date() + timedelta(days=1)
    assert time(8) <= sent.time() < time(8, 15)


@KINDS
def test_what_the_shop_asked_at_night_wakes_nobody(kind: NoticeKind) -> None:
    sent = answer(kind, ELEVEN_AT_NIGHT, timedelta(minutes=1), in_chat=False).send_after.astimezone(NEW_YORK)
    assert sent.time() >= time(8)
    assert sent.date() == NOON.date() + timedelta(days=1)


@given(
    st.sampled_from(list(ANSWERS)),
    st.integers(0, 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    st.integers(0, 6 * 3600).map(lambda seconds: timedelta(seconds=seconds)),
    st.booleans(),
)
def test_it_goes_at_once_or_in_the_writing_hours_and_never_before_it_was_given(
    kind: NoticeKind, asked_at: datetime, after: timedelta, in_chat: bool
) -> None:
    sent = answer(kind, asked_at, after, in_chat=in_chat).send_after
    at_once = sent == asked_at + after
    assert sent >= asked_at + after
    assert at_once or not (in_chat and after <= AWAITED)
    assert Policy().hours.contains(sent, NEW_YORK) or (at_once and in_chat and after <= AWAITED)
