"""A message that arrives in pieces: what one person writes within seconds is read together.

A text that makes no sense by itself waits a moment for the rest. What is complete in itself is answered at once: a
number, a yes, a wish for silence, a command.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.talk.answer import Verb
from domain.talk.optout import read_stop
from domain.talk.picking import read_pick
from domain.talk.turn import ChannelName, Turn, TurnKind
from flows.talk.understanding import Understanding
from store import turns

PATIENCE = timedelta(seconds=3)
"""How long an unfinished text waits for more."""
APART = timedelta(seconds=8)
"""Two texts that came further apart are two messages."""
MOST = 1500
"""Characters that are read together."""
_IN_PIECES = frozenset({ChannelName.TELEGRAM, ChannelName.SMS})
"""A page sends one message at a time, and waits for its answer."""


@dataclass(frozen=True, slots=True)
class Piece:
    row: Any
    turn: Turn


def following_pieces(tx: Connection, row: Any, turn: Turn) -> list[Piece]:
    """The texts that belong to this one and came after it, as far as they wait already."""
    if not _may_go_on(turn):
        return []
    pieces: list[Piece] = []
    last, length = row.received_at, len(turn.text)
    for later in turns.following(tx, row, row.received_at + 10 * APART):
        piece = Piece(later, msgspec.convert(later.turn, Turn))
        length += len(piece.turn.text)
        if not _may_go_on(piece.turn) or later.received_at > last + APART or length > MOST:
            break
        pieces.append(piece)
        last = later.received_at
    return pieces


def joined(turn: Turn, pieces: Sequence[Piece]) -> Turn:
    """One turn with all their words, a line for each."""
    return replace(turn, text="\n".join((turn.text, *(piece.turn.text for piece in pieces)))) if pieces else turn


def is_unfinished(turn: Turn, understanding: Understanding) -> bool:
    """Whether the rest may still come: it says nothing yet that could be answered."""
    if not _may_go_on(turn) or turn.text.rstrip().endswith(("?", "!", ".")):
        return False
    return understanding.understand(turn.text, "en", turn.at, UTC, ()).verb is Verb.UNCLEAR


def _may_go_on(turn: Turn) -> bool:
    if turn.kind is not TurnKind.TEXT or turn.channel not in _IN_PIECES or turn.text.startswith("/"):
        return False
    return read_stop(turn.text) is None and read_pick(turn.text) is None
