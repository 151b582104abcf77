"""The chat on the tracking page: what its visitor types or taps becomes a turn, and is answered at once."""

import asyncio
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection

from domain.talk import menus
from domain.talk.answer import Action, Verb
from domain.talk.turn import ChannelName, Turn, TurnKind
from flows.tracking import Opened
from store import tracking_views as views
from store.database import Database

FIRST_LOOK_SECONDS, PATIENCE_SECONDS = 0.01, 1.5


def typed(opened: Opened, key: str, text: str, now: datetime) -> Turn:
    """Words of the page's visitor. `key` is the client's: the same words under the same key are said once."""
    return Turn(ChannelName.WEB, _key(opened, key, text), str(opened.customer_id), now, TurnKind.TEXT, text)


def wanted(opened: Opened, key: str, change: str, label: str, now: datetime) -> Turn | None:
    """A change that the page itself offers, for its own parcel, with the words on its button; None for no change."""
    verb = next((verb for verb in (*menus.CHANGES, Verb.PROOF) if verb.value == change), None)
    if verb is None:
        return None
    address, action = str(opened.customer_id), Action(verb, opened.shipment_id)
    return Turn(ChannelName.WEB, _key(opened, key, change), address, now, TurnKind.CHOICE, label, wanted=action)


def tapped(tx: Connection, opened: Opened, key: str, choice: str, now: datetime) -> Turn:
    """A choice that was taken on the page, with the words on its button."""
    conversation = views.conversation_of(tx, opened.customer_id)
    composed = views.offered_to(tx, conversation, choice) if conversation is not None else None
    label = next((words for words, token in (composed or {}).get("buttons", ()) if token == choice), "")
    address = str(opened.customer_id)
    return Turn(
        ChannelName.WEB, _key(opened, key, choice), address, now, TurnKind.CHOICE, text=label, choice_token=choice
    )


async def answered(database: Database, turn: Turn, patience_seconds: float = PATIENCE_SECONDS) -> bool:
    """Waits a moment for the answer to a kept turn, so that a page without script shows it at once."""
    pause = FIRST_LOOK_SECONDS
    while patience_seconds > 0:
        if await database.read(views.is_answered, turn.channel.value, turn.key):
            return True
        await asyncio.sleep(pause)
        patience_seconds -= pause
        pause *= 2
    return False


def _key(opened: Opened, key: str, what: str) -> str:
    """A form that is sent twice says its words once; the same form with other words says those too."""
    return sha256(f"{opened.customer_id}\0{key}\0{what}".encode()).hexdigest()[:40]
