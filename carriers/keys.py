"""Identity where a sender gives none: digests of the fields that make a fact, or of a whole body."""

from datetime import UTC, datetime
from hashlib import blake2b

import msgspec

from domain.events import Estimate

STANDING = "~"
"""How the key of a standing word begins."""
_OBJECT = 1 + 12
_LENGTH = _OBJECT + 32


def digest_key(
    object_id: str | None,
    status: str | None,
    substatus: str | None,
    occurred: datetime | None,
    eta: Estimate | None = None,
) -> str:
    """The key of an event without an id. Never the whole body: snapshots repeat a fact under a new `updated_at`.

    `occurred` is the time as written (`Moment.written`), so that a zone set later makes no new fact of an old one.
    """
    return _digest(_facts(object_id, status, substatus, occurred, eta))


def standing_key(
    object_id: str, status: str | None, substatus: str | None, eta: Estimate | None, beside: str = ""
) -> str:
    """The key of what an object says without saying since when: an estimate, a status without a time.

    It holds until the object says something else, and may come back: `flows/webhooks/occasions.py` tells a word said
    again from one that still stands, and numbers its later occasions. `beside` is the key of the scan it is said with.
    """
    about = _digest(object_id.encode("utf-8", "replace"), 6)
    return f"{STANDING}{about}{_digest(_facts(beside, status, substatus, None, eta))}"


def is_standing(key: str) -> bool:
    """Whether a key names a standing word (or a later occasion of one) and not an occurrence."""
    return key.startswith(STANDING) and len(key.partition(".")[0]) == _LENGTH


def object_of(key: str) -> str:
    """The part of a standing word's key that names its object: words of one object take turns."""
    return key[:_OBJECT]


def word_of(key: str) -> str:
    """The key of a standing word without the number of its occasion."""
    return key.partition(".")[0]


def occasion(key: str, number: int) -> str:
    """The key of a standing word's second, third … occasion."""
    return f"{key}.{number}"


def body_key(body: bytes) -> str:
    """The key of a delivery without an id: the same bytes sent again are the same delivery."""
    return _digest(body)


def _facts(
    about: str | None, status: str | None, substatus: str | None, occurred: datetime | None, eta: Estimate | None
) -> bytes:
    when = _iso(occurred) if occurred else ""
    due = f"{eta.kind}|{eta.on}|{eta.from_at}|{eta.to_at}" if eta else ""
    return f"{about}\x1f{status}\x1f{substatus}\x1f{when}\x1f{due}".encode("utf-8", "replace")


def _iso(at: datetime) -> str:
    """`at.isoformat()`, for a time in UTC at a third of its cost: every scan of every webhook asks for it."""
    return f"{msgspec.json.encode(at)[1:-2].decode()}+00:00" if at.tzinfo is UTC else at.isoformat()


def _digest(content: bytes, size: int = 16) -> str:
    return blake2b(content, digest_size=size).hexdigest()
