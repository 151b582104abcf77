"""Teaching: a member of staff says what a message meant. Its words, without what is personal, become an example."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection

from domain.talk.answer import Verb
from domain.talk.meaning import Concern
from flows.audit import By, Refused, record
from store import taught

LONGEST = 240
_PERSONAL = re.compile(r"\S+@\S+|https?://\S+|\+?\d[\d ()./-]{4,}\d|\b(?=\w*\d)\w{5,}\b")
"""Addresses of mail and pages, telephone and tracking numbers: an example needs none of them."""
_UNTAUGHT = {Verb.PICK_PARCEL, Verb.PICK_SLOT, Verb.PROVE, Verb.STOP, Verb.RESUME, Verb.RATE}
"""What the law, a number or an open question decides, and never a likeness of words."""


@dataclass(frozen=True, slots=True)
class Untaught:
    """`why` is for the member of staff."""

    why: str


def teach(tx: Connection, message_id: int, label: str, language: str, who: str, now: datetime) -> Untaught | None:
    """Keeps what a message really asked for: a verb, or `human: concern`. None when it is kept."""
    if not is_label(label):
        return Untaught(f"{label!r} is nothing that a message can be taught to mean")
    row = taught.incoming(tx, message_id)
    if row is None:
        return Untaught("only what a customer wrote can be an example")
    text = redacted(row.text)
    if not text:
        return Untaught("nothing is left of the words without what is personal")
    example = {"message_id": message_id, "text": text, "language": language[:2], "label": label}
    taught.keep(tx, {**example, "taught_by": who, "taught_at": now})
    return None


def teach_in(tx: Connection, conversation_id: int, message_id: int, label: str, by: By) -> Refused | None:
    """What a member of staff says a message of this conversation meant, in the language it was written in."""
    row = taught.in_conversation(tx, conversation_id, message_id)
    if row is None:
        return Refused("There is no such message in this conversation.")
    language = (row.understood or {}).get("language") or row.language or "en"
    untaught = teach(tx, message_id, label, language, by.who, by.at)
    if untaught is not None:
        return Refused(f"{untaught.why[:1].upper()}{untaught.why[1:]}.")
    read = row.understood or {}
    before = {"verb": read.get("verb"), "concern": read.get("concern"), "layer": read.get("layer")}
    record(tx, by, "teach", f"message:{message_id}", before, {"label": label})
    return None


def is_label(label: str) -> bool:
    verb, _, concern = label.partition(": ")
    if verb == Verb.HUMAN:
        return concern in set(Concern)
    return not concern and verb in set(Verb) - _UNTAUGHT


def redacted(text: str) -> str:
    """One line without addresses and long numbers."""
    return " ".join(_PERSONAL.sub(" ", text[:LONGEST]).split())


def as_files(tx: Connection) -> Iterator[tuple[str, str]]:
    """(name, content) of files such as bot/understanding/examples/: what training takes with --more."""
    for language, rows in groupby(taught.everything(tx), key=lambda row: row.language):
        sections = (
            f"[{label}]\n" + "".join(f"{row.text}\n" for row in under)
            for label, under in groupby(rows, key=lambda row: row.label)
        )
        yield f"{language}.txt", "\n".join(sections)
