"""What a flow asks of roads and of an engine for routes; adapters stand behind these protocols in routing/."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.routes.given import Place
from domain.routes.planning import Day, Planned


@dataclass(frozen=True, slots=True)
class NoRoads:
    """Times could not be had, and why."""

    why: str


class Roads(Protocol):
    """Travel times by a map."""

    async def seconds(self, places: Sequence[Place]) -> list[list[float]] | NoRoads:
        """From each of these places to each other. It may take seconds: for the background alone."""
        ...


class Engine(Protocol):
    """Plans a day of stops. It works in a process of its own: nobody waits for it but the caller."""

    async def plan(self, day: Day, seconds: float) -> Planned: ...
