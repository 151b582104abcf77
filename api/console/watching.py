"""What an open page listens to: the address of its stream, which carries a mark of what the page was drawn from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection

from flows.talk.arriving import arriving
from store import announcements, console_talk, console_views, outbox_views
from store.database import Database


@dataclass(frozen=True, slots=True)
class Watched:
    """Something that pages show. `mark` gives a value that differs whenever they would look different."""

    path: str
    mark: Callable[[Connection], object]

    async def address(self, database: Database) -> str:
        """To be asked for before the page is drawn: whatever changes from then on is news to it."""
        return f"{self.path}/live?seen={await self.seen(database)}"

    async def seen(self, database: Database) -> str:
        return sha256(repr(await database.read(self.mark)).encode()).hexdigest()[:16]


EVERYTHING = Watched("/console", console_talk.news)
OUTBOX = Watched("/console/outbox", outbox_views.news)


def shipment(shipment_id: int) -> Watched:
    return Watched(f"/console/shipments/{shipment_id}", lambda tx: console_views.mark(tx, shipment_id))


def announcement(announcement_id: int) -> Watched:
    """What is decided about it. How far it has come is looked at while it moves."""
    return Watched(f"/console/announcements/{announcement_id}", lambda tx: announcements.mark(tx, announcement_id))


def conversation(conversation_id: int, me: str, clock: Callable[[], datetime]) -> Watched:
    """As `me` sees it: that they are there themselves is no news to them."""
    path = f"/console/conversations/{conversation_id}"

    def mark(tx: Connection) -> object:
        return console_talk.mark(tx, conversation_id, me, clock()), arriving(tx, conversation_id)

    return Watched(path, mark)
