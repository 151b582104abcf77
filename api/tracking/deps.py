"""What the tracking page needs from the house."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from domain.talk.turn import Turn
from flows.live import Live
from store.database import Database


class Say(Protocol):
    """A phrase of the page (or of another topic of templates/messages) in one customer's language; empty if none."""

    def __call__(self, key: str, topic: str = "page", **facts: object) -> str: ...


class PageWords(Protocol):
    """Whoever knows the words; `languages` are those it has."""

    def languages(self) -> tuple[str, ...]: ...

    def __call__(self, language: str, zone: tzinfo, now: datetime, brand: str) -> Say: ...


@dataclass(frozen=True, slots=True)
class Deps:
    """`clock` gives aware UTC; `keep` returns once turns are on disk, and says how many were new."""

    database: Database
    clock: Callable[[], datetime]
    keep: Callable[[Sequence[Turn]], Awaitable[int]]
    live: Live
    words: PageWords
