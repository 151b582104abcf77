"""Saved replies: words that staff keep for use again, with fields that are filled from the conversation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from flows.audit import By, Refused, record
from store import saved_replies

FIELDS: Mapping[str, str] = {
    "customer": "the customer's name",
    "shop": "the shop's name",
    "number": "the tracking number of their newest parcel on its way",
    "order": "the shop's number of its order",
    "carrier": "who carries it",
    "link": "its tracking page",
    "me": "your name",
}
"""What stands in braces, and what it becomes."""
NAME_LIMIT, TEXT_LIMIT = 60, 1500

_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Saved:
    """Words under a name; without a language or a merchant they are for any."""

    name: str
    text: str
    language: str | None = None
    merchant_id: int | None = None


def save(tx: Connection, given: Saved, by: By) -> int | Refused:
    """Keeps words under a name."""
    row = _checked(given)
    if isinstance(row, Refused):
        return row
    new = saved_replies.add(tx, {**row, "changed_by": by.who, "changed_at": by.at})
    record(tx, by, "saved_reply.add", f"saved_reply:{new}", after=row)
    return new


def change(tx: Connection, reply_id: int, seen: str, given: Saved, by: By) -> Refused | None:
    """Other words in its place. `seen` says when what the page showed had been written: nobody's change is lost."""
    row, before = _checked(given), saved_replies.one(tx, reply_id)
    if isinstance(row, Refused):
        return row
    if before is None:
        return Refused("It is gone already.")
    if before.changed_at.isoformat() != seen or not saved_replies.change(
        tx, reply_id, before.changed_at, {**row, "changed_by": by.who, "changed_at": by.at}
    ):
        return Refused(f"{before.changed_by} has changed it meanwhile: look at it again.")
    record(tx, by, "saved_reply.change", f"saved_reply:{reply_id}", {name: getattr(before, name) for name in row}, row)
    return None


def _checked(given: Saved) -> dict[str, Any] | Refused:
    """A field that nobody can fill is refused while it is written, not when it is used."""
    name, text = " ".join(given.name.split()), given.text.strip()
    if not name or len(name) > NAME_LIMIT:
        return Refused(f"Give it a name of at most {NAME_LIMIT} characters.")
    if not text or len(text) > TEXT_LIMIT:
        return Refused(f"Write its words, at most {TEXT_LIMIT} characters.")
    if unknown := sorted({field for field in _FIELD.findall(text) if field not in FIELDS}):
        known = ", ".join(f"{{{field}}}" for field in FIELDS)
        return Refused(f"There is no field {{{unknown[0]}}}. Fields are {known}.")
    return {"name": name, "text": text, "language": given.language, "merchant_id": given.merchant_id}


def remove(tx: Connection, reply_id: int, by: By) -> Refused | None:
    row = saved_replies.one(tx, reply_id)
    if row is None or not saved_replies.close(tx, reply_id, by.at):
        return Refused("It is gone already.")
    record(tx, by, "saved_reply.remove", f"saved_reply:{reply_id}", {"name": row.name, "text": row.text})
    return None


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The words with their fields filled; a field without a value stays as it is, for whoever sends it to see."""
    return _FIELD.sub(lambda found: facts.get(found.group(1)) or found.group(), text)


def facts_of(row: Any, parcels: Any, link: str, me: str) -> dict[str, str]:
    """What the fields become in a conversation: `row` is it, `parcels` the customer's, the one spoken of first."""
    parcel = parcels[0] if parcels else None
    return {
        "customer": row.name or "",
        "shop": row.title or "",
        "number": parcel.tracking_number if parcel else "",
        "order": parcel.order_number if parcel else "",
        "carrier": parcel.carrier if parcel else "",
        "link": link,
        "me": me,
    }
