"""What the REST door needs from the house."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr

from flows.messages.voice import Voice
from flows.routes.positions import Positions
from store.database import Database


@dataclass(frozen=True, slots=True)
class Deps:
    """`clock` gives aware UTC; `positions` takes vans' places; `routes_changed` wakes who reckons them; `bot_username`
    None until Telegram has told it; `after_plan` lets the clock know of a notice that is due at that instant (None
    where none is).
    """

    database: Database
    clock: Callable[[], datetime]
    public_url: str
    secret_key: bytes
    api_token: SecretStr | None
    bot_username: Callable[[], str | None]
    after_plan: Callable[[datetime | None], None]
    positions: Positions
    routes_changed: Callable[[], None]
    voice: Voice
