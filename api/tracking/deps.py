"""What the tracking page needs from the house."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol
from urllib.parse import urlsplit

from domain.talk.turn import Turn
from flows.live import Live
from store.database import Database


class Say(Protocol):
    """A phrase of the page (or of another topic of templates/messages) in one customer's language; empty if none."""

    def __call__(self, key: str, topic: str = "page", **facts: object) -> str: ...


class PageWords(Protocol):
    """Whoever knows the words; `languages` are those it has, `named` with each one's own name for itself."""

    def languages(self) -> tuple[str, ...]: ...

    def named(self) -> tuple[tuple[str, str], ...]: ...

    def __call__(self, language: str, zone: tzinfo, now: datetime, brand: str) -> Say: ...


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where map tiles come from, and the words their makers ask for."""

    url: str
    attribution: str

    @property
    def origin(self) -> str:
        parts = urlsplit(self.url.partition("{")[0])
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class Deps:
    """`tiles`: None draws a sketch in place of a map. `clock` gives aware UTC; `keep` returns once turns are on disk,
    and says how many were new.
    """

    database: Database
    clock: Callable[[], datetime]
    keep: Callable[[Sequence[Turn]], Awaitable[int]]
    live: Live
    words: PageWords
    tiles: Tiles | None = None
