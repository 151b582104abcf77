"""What the console needs from the house."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from flows.live import Live
from flows.messages.voice import Voice
from flows.messages.wording import Wordsmith
from flows.staff.openid import Fetch, Provider
from flows.webhooks.receive import WebhookDoor
from store.database import Database


@dataclass(frozen=True, slots=True)
class OpenId:
    """The provider through which staff may sign in, and how it is asked."""

    provider: Provider
    fetching: Callable[[], AbstractAsyncContextManager[Fetch]]


@dataclass(frozen=True, slots=True)
class Deps:
    """`clock` gives aware UTC; `after_plan` lets the clock and the lanes know of something due at that instant (None
    where nothing is). `public_url` decides whether cookies demand https. `door` is where the test of a source is
    posted; `sources_changed` lets it look at sources anew. `wordsmith` checks what is written for customers.
    """

    database: Database
    clock: Callable[[], datetime]
    voice: Voice
    live: Live
    public_url: str
    secret_key: bytes
    after_plan: Callable[[datetime | None], None]
    wordsmith: Wordsmith
    door: WebhookDoor | None = None
    sources_changed: Callable[[], None] = lambda: None
    openid: OpenId | None = None
