"""Customer: a turn is kept once, acknowledged, answered in order, and its acts become facts."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection

from domain.talk.turn import Turn
from flows.bell import Bell
from flows.cases import open_case
from flows.group_commit import GroupCommit
from flows.messages.voice import Voice
from flows.talk.answer import Listener, Outcome, answer
from flows.talk.pieces import PATIENCE, following_pieces, is_unfinished, joined
from store import database as memory
from store import turns
from store.database import Database
from store.prepared import plan_once
from store.trouble import Away

BATCH = 50
TOGETHER = 5
"""Turns answered in one transaction where there is one writer: they share its way to the disk."""
SIDE_BY_SIDE = 3
"""Turns answered at the same time where there are several; the others' one writer is left to them."""
ATTEMPTS = 3
SWEEP = timedelta(seconds=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn as it came, and when."""

    turn: Turn
    received_at: datetime


def keep(tx: Connection, heard: Sequence[Heard]) -> list[bool]:
    """⟨1⟩ Keeps turns once; says for each whether it is new."""
    firsts = {(h.turn.channel.value, h.turn.key): h for h in reversed(heard)}
    rows = [
        {
            "channel": h.turn.channel.value,
            "key": h.turn.key,
            "address": h.turn.address,
            "received_at": h.received_at,
            "turn": msgspec.to_builtins(h.turn),
            "state": "kept",
            "attempts": 0,
        }
        for h in reversed(firsts.values())
    ]
    new = dict(turns.keep(tx, rows))
    return [new.pop((h.turn.channel.value, h.turn.key), None) is not None for h in heard]


def answer_one(
    tx: Connection,
    inbound_id: int,
    voice: Voice,
    listener: Listener,
    now: datetime,
    patience: timedelta = timedelta(),
) -> Outcome | None:
    """⟨2⟩ Answers one kept turn, with the pieces of the same message that came after it.

    None where another process has it, an earlier one of the same person waits, or the rest of it may still come:
    within `patience`.
    """
    plan_once(tx)
    row = turns.take(tx, inbound_id)
    if row is None:
        return None
    turn = msgspec.convert(row.turn, Turn)
    pieces = following_pieces(tx, row, turn)
    if not pieces and row.received_at + patience > now and is_unfinished(turn, listener.understanding):
        return None
    outcome = answer(tx, joined(turn, pieces), voice, listener, now)
    for part in (row, *(piece.row for piece in pieces)):
        turns.finish(tx, part.id, outcome.state, outcome.why)
        if outcome.hidden:
            turns.hide_words(tx, part.id, {**part.turn, "text": outcome.hidden, "caption": ""})
    return outcome


def answer_some(
    tx: Connection,
    ids: Sequence[int],
    voice: Voice,
    listener: Listener,
    now: datetime,
    patience: timedelta = timedelta(),
) -> list[Outcome]:
    """⟨2⟩ for several turns in one transaction, in this order; of those that were answered, what came of them."""
    outcomes = (answer_one(tx, inbound_id, voice, listener, now, patience) for inbound_id in ids)
    return [outcome for outcome in outcomes if outcome is not None]


class Hearing:
    """Keeps turns for the doors, and answers them one after another. `kept` is called after each keeping."""

    def __init__(
        self,
        database: Database,
        voice: Voice,
        listener: Listener,
        clock: Callable[[], datetime],
        answered: Callable[[datetime | None], None],
    ) -> None:
        self._database, self._voice, self._listener = database, voice, listener
        self._clock, self._answered = clock, answered
        self._keeping: GroupCommit[Heard, bool] = GroupCommit(database, keep, memory.Turn.REPLY)
        self._bell = Bell()
        self.kept: Callable[[], None] = lambda: None
        self.answered_count = 0

    def wake(self) -> None:
        self._bell.ring()

    async def keep(self, heard: Sequence[Turn]) -> int:
        """Returns once they are on disk; how many were new."""
        now = self._clock()
        with self._database.answering():
            new = await asyncio.gather(*(self._keeping.add(Heard(turn, now)) for turn in heard))
            self.wake()
        self.kept()
        return sum(new)

    async def run(self) -> None:
        while True:
            try:
                with self._database.answering():
                    await self.drain()
            except Exception as problem:
                log.error("hearing.failed", problem=type(problem).__name__)
            await self._bell.wait(SWEEP)

    async def drain(self) -> None:
        """Answers until nobody waits."""
        while waiting := await self._database.read(turns.waiting, BATCH):
            before = self.answered_count
            together, lanes = (TOGETHER, 1) if self._database.is_sqlite else (1, SIDE_BY_SIDE)
            free = asyncio.Semaphore(lanes)
            steps = (self._hear(waiting[at : at + together], free) for at in range(0, len(waiting), together))
            for problem in await asyncio.gather(*steps, return_exceptions=True):
                if problem is not None:
                    raise problem
            if self.answered_count == before:
                return

    async def _hear(self, some: Sequence[Any], free: asyncio.Semaphore) -> None:
        async with free:
            await self._database.read(_think_ahead, some, self._listener)
            await self._answer([row.id for row in some])

    async def _answer(self, ids: Sequence[int]) -> None:
        """A batch that fails is tried turn by turn, so one fails alone."""
        now = self._clock()
        try:
            outcomes = await self._database.write(
                answer_some, ids, self._voice, self._listener, now, PATIENCE, turn=memory.Turn.REPLY
            )
        except Away:  # it is not the turn's fault
            raise
        except Exception as problem:
            if len(ids) > 1:
                for one in ids:
                    await self._answer([one])
                return
            log.error("turn.failed", inbound=ids[0], problem=type(problem).__name__)
            await self._database.write(_failed, ids[0], type(problem).__name__, now)
            outcomes = [Outcome("failed")]
        for outcome in outcomes:
            self.answered_count += 1
            self._answered(outcome.due)


def _think_ahead(_: Connection, waiting: Sequence[Any], listener: Listener) -> None:
    """What is slow about the words of these turns, on a reading thread: nobody waits for the writer because of it."""
    for row in waiting:
        listener.understanding.think_ahead(row.turn.get("text") or row.turn.get("caption") or "")


def _failed(tx: Connection, inbound_id: int, problem: str, now: datetime) -> None:
    if turns.count_attempt(tx, inbound_id) >= ATTEMPTS:
        turns.finish(tx, inbound_id, "failed", problem)
        why = f"A customer's message could not be answered ({problem}). Read it and answer yourself."
        open_case(tx, kind="turn_failed", key=str(inbound_id), why=why, now=now)
