"""Recall: a message that waits for its channel is taken back, and what it would have said is planned again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from store import notices, promises, recalling


def recall(tx: Connection, message_ids: Collection[int], why: str, now: datetime) -> list[int]:
    """Takes back those that no lane has claimed; returns which. Their shipments must be locked, and replanned after."""
    if not message_ids:
        return []
    dropped = recalling.drop(tx, message_ids, why, now)
    promises.take_back(tx, dropped, [notice.id for notice in notices.of_messages(tx, dropped)])
    notices.plan_again(tx, dropped, now)
    return dropped
