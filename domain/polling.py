"""Polling: when a sender's API is asked about a parcel next. Politely: pushes make it rarer, and so do failures."""

from datetime import datetime, timedelta
from hashlib import blake2b

from domain.axes import FINAL, Milestone

SELDOM = timedelta(hours=12)
OFTEN = {
    Milestone.OUT_FOR_DELIVERY: timedelta(minutes=30),
    Milestone.DELIVERY_ATTEMPTED: timedelta(hours=2),
    Milestone.ACCEPTED: timedelta(hours=4),
    Milestone.IN_TRANSIT: timedelta(hours=4),
    Milestone.EXCEPTION: timedelta(hours=4),
    Milestone.RETURNING: SELDOM,
}
"""How long without news before one asks; anything else is SELDOM."""
LONGEST = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(days=60)
"""A parcel announced so long ago that has still not ended is not asked about any more."""
RENEW_BEFORE = timedelta(days=1)


def patience(milestone: Milestone) -> timedelta:
    """How long a parcel may be without news before its sender is asked."""
    return OFTEN.get(milestone, SELDOM)


def next_poll(
    milestone: Milestone,
    announced_at: datetime,
    failures: int,
    key: str,
    now: datetime,
    news_at: datetime | None = None,
) -> datetime | None:
    """When to ask next; None when never again.

    `news_at` is when the sender last told anything by itself. Failures double the wait up to a day; a fixed share of
    a tenth keeps parcels that were asked about together from coming back together.
    """
    if milestone in FINAL or now - announced_at > GIVEN_UP_AFTER:
        return None
    wait = min(patience(milestone) * (1 << min(failures, 8)), LONGEST)
    begins = news_at if news_at is not None and failures == 0 and news_at + wait > now else now
    return begins + wait * (1 + _share(key) / 10)


def _share(key: str) -> float:
    """A fixed number of [0, 1) for each key."""
    return int.from_bytes(blake2b(key.encode(), digest_size=2).digest()) / 65536
