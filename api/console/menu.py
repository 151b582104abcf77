"""The menu: which rooms the console has, in order. A new room is a line here and its routes in the router."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.console.scope import asked_for
from flows.staff.sign_in import Member, Role

Counting = Callable[["Counts"], int]


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits for staff."""

    conversations: int
    cases: int
    webhooks: int


@dataclass(frozen=True, slots=True)
class Room:
    """`key` is the letter that goes there after `g`. `count` is how much waits there; `role` who may go in."""

    name: str
    path: str
    key: str
    role: Role = Role.VIEWER
    count: Counting | None = None


ROOMS: Sequence[Room] = (
    Room("Outbox", "/console/outbox", "o"),
    Room("Inbox", "/console/conversations", "i", count=lambda c: c.conversations),
    Room("Cases", "/console/cases", "c", count=lambda c: c.cases),
    Room("Shipments", "/console/shipments", "s"),
    Room("Routes", "/console/routes", "r"),
    Room("Webhooks", "/console/webhooks", "w", count=lambda c: c.webhooks),
    Room("Announcements", "/console/announcements", "a"),
    Room("Words", "/console/templates", "t"),
    Room("Sources", "/console/sources", "f"),
    Room("Numbers", "/console/numbers", "n"),
    Room("People", "/console/people", "p", Role.ADMIN),
    Room("Audit", "/console/audit", "u", Role.SUPERVISOR),
)


def menu(member: Member) -> list[Room]:
    """The rooms this member may go into."""
    return [room for room in ROOMS if member.may(room.role) and asked_for(member, room.path) is not None]
