"""Asking a sender's API: what is asked, what is answered, and who carries it over the network (not this room)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Protocol

import msgspec

from domain.retrying import Taken


@dataclass(frozen=True, slots=True)
class Question:
    """One HTTP request."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def document(self) -> Any:
        """The JSON in it; None when it holds none."""
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, RecursionError):
            return None


class NoAnswer(Exception):
    """Nothing came back; `why` is for staff."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Fetch(Protocol):
    """Asks and returns the answer; follows no redirection. Raises NoAnswer."""

    async def __call__(self, question: Question) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Account:
    """A merchant's account with a sender: the API's address, without a slash behind, and its key."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A parcel to ask about, as its order named it."""

    number: str
    carrier: str


@dataclass(frozen=True, slots=True)
class Told:
    """One answer and the parcels it was asked about."""

    about: tuple[Asked, ...]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Listener:
    """Where a sender shall post: our address for its source, and the secret it must show."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """For senders whose pushes end by themselves: how to ask for them anew, and for how many days that holds."""

    days: int
    subscribe: Callable[[Fetch, Account, Sequence[Asked], Listener], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Poller:
    """How a sender's API is asked about parcels: where it is, and about how many at once."""

    url: str
    at_once: int
    ask: Callable[[Fetch, Account, Sequence[Asked]], Awaitable[Sequence[Told]]]
    subscription: Subscription | None = None


@dataclass(frozen=True, slots=True)
class NewWindow:
    """A reschedule as it is asked for: the window in aware UTC, and the zone of the address."""

    number: str
    from_at: datetime
    to_at: datetime
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Agreed:
    """The API's own answer shows the new window: that is a yes."""

    why: str


@dataclass(frozen=True, slots=True)
class Declined:
    """A no, whatever the HTTP status was."""

    why: str


Reply = Agreed | Declined | Taken | Answer
"""`Taken`: received, and only later evidence confirms. A bare `Answer`: an HTTP failure, judged by its status."""


@dataclass(frozen=True, slots=True)
class Changer:
    """How a sender's API is asked for another window."""

    url: str
    ask: Callable[[Fetch, Account, NewWindow], Awaitable[Reply]]
