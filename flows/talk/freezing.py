"""Old buttons come off: once one was used, or can no longer be, those of its message would only mislead."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection

from domain.talk.answer import Verb
from domain.talk.turn import ChannelName, Turn, TurnKind
from flows.messages.channels import SendFailed
from store import messages, old_buttons
from store.database import Database
from store.database import Turn as Wait

AT_ONCE = 10
"""Messages in one look: an edit counts against the bot's pace as a message does."""
AGAIN = timedelta(minutes=1)
ATTEMPTS = 3
_STAY = frozenset({Verb.STATUS, Verb.WHEN, Verb.HUMAN, Verb.HELP})
"""Where it is, and a person, can be asked for again and again."""


class Freezer(Protocol):
    """A channel that can take the buttons off what it sent."""

    async def freeze(self, address: str, provider_id: str) -> SendFailed | None: ...


def note_used(tx: Connection, turn: Turn, now: datetime) -> None:
    """The message whose button this tap is: its buttons are due to come off."""
    if turn.kind is not TurnKind.CHOICE or turn.channel is not ChannelName.TELEGRAM or not turn.choice_token:
        return
    offer = messages.offer(tx, turn.choice_token)
    if (
        offer is not None
        and offer.action["verb"] not in _STAY
        and messages.address_of(tx, offer.message_id) == turn.address
    ):
        old_buttons.note(tx, offer.message_id, now)


async def freeze_some(database: Database, freezer: Freezer, clock: Callable[[], datetime]) -> int:
    """Takes off what is due, one message after another; returns how many it looked at."""
    now = clock()
    rows = await database.read(old_buttons.due, ChannelName.TELEGRAM.value, now, AT_ONCE)
    for row in rows:
        failed = await freezer.freeze(row.address, row.provider_id)
        if failed is None or failed.permanent or row.attempts + 1 >= ATTEMPTS:
            await database.write(old_buttons.done, row.message_id, turn=Wait.SEND)
            continue
        wait = timedelta(seconds=failed.retry_after_seconds) if failed.retry_after_seconds else AGAIN
        await database.write(old_buttons.later, row.message_id, now + wait, turn=Wait.SEND)
        if failed.whole_lane or failed.config:
            break
    return len(rows)
