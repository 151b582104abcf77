"""Receipts: what a provider says of a message after it took it. They repeat, overtake each other, and get lost."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from flows.messages.channels import SendFailed
from flows.messages.outcomes import another_way
from flows.stop_writing import stop
from store import contacts, messages, notices


@dataclass(frozen=True, slots=True)
class Receipt:
    """`rank` rises with a message's fate; only a rise counts. `token` is our own attempt's, where it comes back."""

    provider_id: str
    token: str | None
    status: str
    rank: int
    reached: bool = False
    failed: SendFailed | None = None


class Receiving(Protocol):
    """Takes receipts; says whether one was news."""

    async def add(self, item: tuple[Receipt, datetime], whose: Hashable = None, /) -> bool: ...


def record_receipts(tx: Connection, receipts: Sequence[tuple[Receipt, datetime]]) -> list[bool]:
    """Takes each receipt that says more than what is known; says which did."""
    return [_take(tx, receipt, at) for receipt, at in receipts]


def _take(tx: Connection, receipt: Receipt, now: datetime) -> bool:
    row = messages.by_provider_or_token(tx, receipt.provider_id, receipt.token)
    if row is None:
        return False
    values = {"provider_id": receipt.provider_id, "state": _state(receipt), "checked_at": now}
    if not messages.raise_rank(tx, row.id, receipt.rank, values):
        return False
    if receipt.failed is None:
        notices.settle(tx, [row.id], _state(receipt), None, now)
        return True
    failed = receipt.failed
    if failed.opted_out:
        stop(tx, row.channel, row.address, failed.why, source="provider", now=now)
    elif failed.unbind:
        contacts.set_state(tx, row.channel, row.address, "dead", failed.why, now)
    another_way(tx, row, failed.why, now, try_again=failed.unbind or failed.opted_out)
    return True


def _state(receipt: Receipt) -> str:
    if receipt.failed is not None:
        return "failed"
    return "reached" if receipt.reached else "sent"
