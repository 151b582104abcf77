"""Every state of a request, and every step between two of them: what may be, and what a yes or a no means."""

import pytest

from domain.reschedules import OCCUPYING, Answered, RescheduleState, answered, may_become

HELD, REQUESTED, SENT, CONFIRMED, DECLINED, TIMED_OUT, EXPIRED, WITHDRAWN, REPLACED = RescheduleState

STEPS = {
    HELD: {REQUESTED, EXPIRED, WITHDRAWN},
    REQUESTED: {SENT, CONFIRMED, DECLINED, TIMED_OUT, WITHDRAWN},
    SENT: {CONFIRMED, DECLINED, TIMED_OUT, WITHDRAWN},
    TIMED_OUT: {CONFIRMED, DECLINED, WITHDRAWN},
    CONFIRMED: {REPLACED, WITHDRAWN},
    DECLINED: set(),
    EXPIRED: set(),
    WITHDRAWN: set(),
    REPLACED: set(),
}

EFFECT, BEFORE, CONFLICT, NOTHING = Answered


@pytest.mark.parametrize("state", RescheduleState)
def test_a_request_takes_only_the_steps_of_the_table(state: RescheduleState) -> None:
    assert {new for new in RescheduleState if may_become(state, new)} == STEPS[state]


@pytest.mark.parametrize(
    ("state", "yes", "no"),
    [
        (HELD, NOTHING, NOTHING),
        (REQUESTED, EFFECT, EFFECT),
        (SENT, EFFECT, EFFECT),
        (CONFIRMED, BEFORE, CONFLICT),
        (DECLINED, CONFLICT, BEFORE),
        (TIMED_OUT, EFFECT, EFFECT),
        (EXPIRED, NOTHING, NOTHING),
        (WITHDRAWN, CONFLICT, NOTHING),
        (REPLACED, BEFORE, NOTHING),
    ],
)
def test_what_a_yes_and_a_no_mean(state: RescheduleState, yes: Answered, no: Answered) -> None:
    assert (answered(state, True), answered(state, False)) == (yes, no)


def test_a_place_is_free_again_once_the_request_has_failed() -> None:
    assert set(RescheduleState) - OCCUPYING == {DECLINED, TIMED_OUT, EXPIRED, WITHDRAWN, REPLACED}
