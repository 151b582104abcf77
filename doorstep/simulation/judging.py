"""Judging what a customer was told: nothing twice, nothing false, nothing old as if it were new."""

from collections import Counter
from collections.abc import Iterator, Sequence

from domain.notices import NoticeKind
from doorstep.simulation.plans import Plan
from doorstep.simulation.reading import Bubble

_ORDER = {
    NoticeKind.ANNOUNCED: 0,
    NoticeKind.ESTIMATE: 1,
    NoticeKind.DAY_BEFORE: 1,
    NoticeKind.OUT_FOR_DELIVERY: 2,
    NoticeKind.ARRIVING_SOON: 3,
    NoticeKind.ATTEMPT_FAILED: 4,
    NoticeKind.DELIVERED: 5,
    NoticeKind.FEEDBACK: 6,
}
"""How far the day has come when this is said; other kinds may come at any time before its end."""
_END = _ORDER[NoticeKind.ATTEMPT_FAILED]
_AFTER_THE_END = frozenset(
    {NoticeKind.RESCHEDULE_ASKED, NoticeKind.RESCHEDULE_CONFIRMED, NoticeKind.RESCHEDULE_DECLINED, NoticeKind.FEEDBACK}
)


def ending(plan: Plan) -> NoticeKind:
    """What the customer must have heard at the end."""
    if plan.missed:
        return NoticeKind.ATTEMPT_FAILED
    return NoticeKind.DELIVERED


def repeated(said: Sequence[Bubble]) -> list[str]:
    """Notices that were said more than once in the same words."""
    counted = Counter((one.name, one.text) for one in said if _kind(one) is not None)
    return [name for (name, _), times in counted.items() if times > 1]


def contradictions(plan: Plan, said: Sequence[Bubble]) -> list[str]:
    """A sentence for each thing the customer was told that was not so, or was said too late."""
    return list(_contradictions(plan, [kind for one in said if (kind := _kind(one)) is not None]))


def _contradictions(plan: Plan, kinds: Sequence[NoticeKind]) -> Iterator[str]:
    if ending(plan) not in kinds:
        yield f"{ending(plan)} was never said"
    false = NoticeKind.DELIVERED if plan.missed else NoticeKind.ATTEMPT_FAILED
    if false in kinds:
        yield f"{false} was said, and was not so"
    came = 0
    for kind in kinds:
        if came >= _END and kind not in _ORDER and kind not in _AFTER_THE_END:
            yield f"{kind} was said after the day had ended"
        if kind in _ORDER:
            if _ORDER[kind] < came:
                yield f"{kind} was said late, as if it were new"
            came = max(came, _ORDER[kind])


def _kind(one: Bubble) -> NoticeKind | None:
    return next((kind for kind in NoticeKind if kind.value == one.name and not one.mine), None)
