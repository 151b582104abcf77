"""The hold-out: a share of a shop's customers hear only what any shop would say, so that the rest can be compared."""

from enum import StrEnum
from hashlib import blake2b

from domain.notices import NoticeKind
from domain.policy import Policy


class Arm(StrEnum):
    """On which side of the comparison a customer is. In an A/A run both sides hear the same."""

    FULL = "full"
    BASELINE = "baseline"


BASELINE = frozenset(
    {
        NoticeKind.ANNOUNCED,
        NoticeKind.OUT_FOR_DELIVERY,
        NoticeKind.DELIVERED,
        NoticeKind.ATTEMPT_FAILED,
        NoticeKind.PICKUP_READY,
        NoticeKind.ACTION_NEEDED,
        NoticeKind.RETURNING,
        NoticeKind.CANCELLED,
        NoticeKind.RESCHEDULE_ASKED,
        NoticeKind.RESCHEDULE_CONFIRMED,
        NoticeKind.RESCHEDULE_DECLINED,
        NoticeKind.CHANGE_CONFIRMED,
        NoticeKind.CHANGE_DECLINED,
        NoticeKind.FEEDBACK,
        NoticeKind.ANNOUNCEMENT,
    }
)
"""What everybody hears: the milestones, what the customer has to know or has asked for, what the shop announces."""


def arm_of(policy: Policy, customer_id: int) -> Arm | None:
    """The arm of this customer; None where there is no hold-out.

    A hash of the hold-out's name and the customer decides: it is the same everywhere and for all their parcels, and
    another name draws anew.
    """
    if policy.holdout_share <= 0:
        return None
    digest = blake2b(f"{policy.holdout_name}:{customer_id}".encode(), digest_size=8).digest()
    drawn = int.from_bytes(digest) / 2**64
    return Arm.BASELINE if drawn < policy.holdout_share else Arm.FULL


def is_held_out(policy: Policy, customer_id: int) -> bool:
    """Whether this customer hears the baseline only."""
    return arm_of(policy, customer_id) is Arm.BASELINE and not policy.holdout_same
