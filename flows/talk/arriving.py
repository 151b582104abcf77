"""What a customer has written and the bot has not read yet: it waits a moment for the rest, staff see it at once."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.talk.turn import Turn
from flows.talk.identity import behind, leading
from flows.talk.tapped import tapped
from store import console_talk, conversations, turns

MOST = 20
_DIGIT = re.compile(r"\d")
_COVERED = "•"


@dataclass(frozen=True, slots=True)
class Arriving:
    """Digits are covered: before it has been read, nobody knows whether it is the code of a door."""

    id: int
    at: datetime
    channel: str
    text: str


def arriving(tx: Connection, conversation_id: int) -> list[Arriving]:
    """Of this conversation, in the order in which it came."""
    addresses = console_talk.addresses(tx, conversation_id)
    kept = turns.kept_from(tx, {address for _, address in addresses}, MOST)
    ours = [row for row in kept if (row.channel, row.address) in addresses and _leads(tx, row, conversation_id)]
    return [Arriving(row.id, row.received_at, row.channel, _shown(tx, row.turn, conversation_id)) for row in ours]


def _leads(tx: Connection, row: Any, conversation_id: int) -> bool:
    """One address may be a customer of several merchants: what it says is theirs whom we spoke with last."""
    threads = conversations.of_customers(tx, behind(tx, row.channel, row.address))
    return not threads or bool(threads[leading(threads)].id == conversation_id)


def _shown(tx: Connection, stored: dict[str, Any], conversation_id: int) -> str:
    turn = msgspec.convert(stored, Turn)
    words = turn.text or turn.caption or tapped(tx, turn, conversation_id, "").words or f"[{turn.kind}]"
    return _DIGIT.sub(_COVERED, words)
