"""Asking a sender's API: what is asked, what is answered, and who carries it over the network (not this room)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Protocol

import msgspec

from domain.retrying import Never, Taken


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
class Span:
    """A window in aware UTC."""

    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """A change as it is asked for, of the parcel of this number; `zone` is the address's.

    A `reschedule` has a window, and often the one that held `before`. Other kinds have `words`, mostly the customer's
    own; an `address` may be given in its parts (`lines`, `city`, `region`, `postcode`, `country`). `is_over`: it is no
    longer wanted. `requester` is whom the carrier may ring: a name and a phone number.
    """

    kind: str
    number: str
    zone: tzinfo
    window: Span | None = None
    before: Span | None = None
    words: str = ""
    address: Mapping[str, Any] | None = None
    is_over: bool = False
    requester: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """The API's own answer shows what was asked for: that is a yes."""

    why: str


@dataclass(frozen=True, slots=True)
class Declined:
    """A no, whatever the HTTP status was."""

    why: str


Reply = Agreed | Declined | Taken | Never | Answer
"""`Taken`: received, and only later evidence confirms. `Never`: this wish cannot be put to the API, a person must. A
bare `Answer`: an HTTP failure, judged by its status.
"""


@dataclass(frozen=True, slots=True)
class Changer:
    """How a sender's API is asked for changes: of which `kinds`, and of which it can be told that they are over.

    `wants_requester`: it must know whom it may ring.
    """

    url: str
    kinds: frozenset[str]
    takes_back: frozenset[str]
    ask: Callable[[Fetch, Account, Wish], Awaitable[Reply]]
    wants_requester: bool = False
