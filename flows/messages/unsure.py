"""Unsure: messages that may have gone are looked for, repeated where twice is harmless, or shown to staff."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from domain.notices import MANNERS, NoticeKind
from flows.cases import open_case
from flows.messages.channels import Channel, Sent
from flows.messages.receipts import Receipt, record_receipts
from flows.messages.secret_words import as_sent
from store import messages, notices
from store.database import Database, Turn

REPEATS = 2
AT_ONCE = 50
UNCONFIRMED_AFTER = timedelta(minutes=5)
UNCONFIRMED_UNTIL = timedelta(hours=12)

Check = Callable[[str], Awaitable[Receipt | None]]

log = structlog.get_logger()


async def resolve(
    database: Database, channels: Mapping[str, Channel], now: datetime, patience: timedelta, secret_key: bytes = b""
) -> int:
    """Marks what a dead process left behind, then settles every unsure message once; returns how many.

    `patience` is how long a claimed message may be under way before its sender counts as dead.
    """
    abandoned = await database.write(mark_abandoned, now, patience, turn=Turn.SEND)
    if abandoned:
        log.warning("messages.abandoned", messages=abandoned, seconds=patience.total_seconds())
    unsure = await database.read(messages.unsure, AT_ONCE)
    for row in unsure:
        channel = channels.get(row.channel)
        composed = as_sent(row.composed, secret_key)
        found = await channel.find(row.address, composed, row.claimed_at) if channel and composed else None
        await database.write(settle, row, found, now, turn=Turn.SEND)
    return len(unsure)


def mark_abandoned(tx: Connection, now: datetime, patience: timedelta) -> int:
    """What was claimed too long ago is honestly unsure, and so are its notices; returns how many messages."""
    rows = messages.overdue_sending(tx, now, patience)
    notices.settle(tx, [row.id for row in rows], "unsure", "the process stopped between sending and recording", now)
    return len(rows)


def settle(tx: Connection, row: Any, found: Sent | None, now: datetime) -> None:
    """Found: it went. Not found: it goes again if twice is harmless, else a person decides.

    Nothing, where another process settled it while we were looking.
    """
    if messages.standing(tx, [row.id]).get(row.id) != ("unsure", row.attempts):
        return
    if found is not None:
        messages.record(tx, [_row(row.id, "sent", now, found.provider_id)])
        messages.checked(tx, row.id, now)
        notices.settle(tx, [row.id], "sent", "found at the provider after its answer was lost", now)
        return
    if _harmless(row.name) and row.attempts <= REPEATS:
        messages.record(tx, [_row(row.id, "queued", now, None)])
        notices.settle_repeat(tx, [row.id])
        return
    messages.checked(tx, row.id, now)
    why = "A message may or may not have been sent, and the provider cannot tell. Ask the customer, or send it again."
    open_case(tx, kind="unsure", key=str(row.id), why=why, now=now, conversation_id=row.conversation_id)


def _harmless(name: str) -> bool:
    """Notices say so themselves; a reply of the bot twice is odd but true. A person's words are never repeated."""
    if name in NoticeKind._value2member_map_:
        return MANNERS[NoticeKind(name)].twice_is_harmless
    return name != "staff"


def _row(message_id: int, state: str, now: datetime, provider_id: str | None) -> dict[str, Any]:
    return {
        "b_id": message_id,
        "state": state,
        "provider_id": provider_id,
        "sent_at": now if state == "sent" else None,
        "due_at": now,
        "why": None,
    }


async def confirm(database: Database, check: Check, now: datetime) -> int:
    """Asks the provider about messages whose receipts may have been lost; returns how many were asked about."""
    rows = await database.read(messages.unconfirmed, now - UNCONFIRMED_AFTER, now - UNCONFIRMED_UNTIL, AT_ONCE)
    for row in rows:
        receipt = await check(row.provider_id)
        await database.write(_confirmed, row.id, receipt, now, turn=Turn.SEND)
    return len(rows)


def _confirmed(tx: Connection, message_id: int, receipt: Receipt | None, now: datetime) -> None:
    messages.checked(tx, message_id, now)
    if receipt is not None:
        record_receipts(tx, [(receipt, now)])
