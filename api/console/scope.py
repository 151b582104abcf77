"""Where whoever works for one merchant may go: the rooms that show one merchant's things alone, and in them its own."""

from api.console.forms import number
from flows.staff.sign_in import Member

ROOMS = frozenset({"shipments", "conversations", "customers", "cases", "routes"})
"""Their addresses go on with the id of one thing."""
WHOLE = frozenset({"outbox", "live", "me", "sign-out", "nothing-here"})
"""Addresses that show, or change, nothing of others."""

WATCHFUL = frozenset({"announcements", "templates", "dry-run"})
"""Rooms whose pages ask themselves whose each thing is."""


def asked_for(member: Member, path: str) -> tuple[str, int | None] | None:
    """The room and the thing an address asks for, None where this member may not go there at all.

    A new room is closed to them until it stands here: what is forgotten is not shown.
    """
    if member.merchant_id is None:
        return "", None
    room, _, rest = path.removeprefix("/console/").partition("/")
    if room in WHOLE and (not rest or room == "me" or rest == "live"):
        return "", None
    if room in WATCHFUL:
        return "", None
    if room not in ROOMS:
        return None
    return room, number(rest.partition("/")[0]) if rest else None
