"""What the landing page and the demo need from the house."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from api.console.cookies import Cookies


@dataclass(frozen=True, slots=True)
class Entry:
    """One webhook of the demo, either way, as it went over the wire."""

    at: datetime
    sender: str
    receiver: str
    what: str
    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Performance:
    """One parcel's day on the stage. `stands`: playing, your_turn (the customer has to say something), over."""

    id: str
    story: str
    language: str
    tracking_number: str
    tracking_path: str
    shipment_id: int
    stands: str
    entries: Sequence[Entry]

    @property
    def mark(self) -> str:
        """What a page was drawn from: another one whenever it would show something else."""
        return f"{self.stands}-{len(self.entries)}"


class Stage(Protocol):
    """Plays parcels' days. `begin` returns the performance's id, or None when too many are on."""

    @property
    def stories(self) -> Sequence[str]: ...

    async def begin(self, story: str, language: str) -> str | None: ...

    def find(self, performance_id: str) -> Performance | None: ...

    async def asked(self, headers: Mapping[str, str], body: bytes) -> int:
        """Doorstep asks the simulated 3PL for something; an HTTP status. `headers` have lower-case names."""
        ...


@dataclass(frozen=True, slots=True)
class Deps:
    """`stage` is None where no demo may be played; `staff_session` gives the token of a session of demo staff."""

    stage: Stage | None
    staff_session: Callable[[], Awaitable[str]]
    cookies: Cookies
    languages: Sequence[str]
