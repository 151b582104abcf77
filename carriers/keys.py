"""Identity where a sender gives none: digests of the fields that make a fact, or of a whole body."""

from datetime import datetime
from hashlib import blake2b

from domain.events import Estimate


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
    when = occurred.isoformat() if occurred else ""
    due = f"{eta.kind}|{eta.on}|{eta.from_at}|{eta.to_at}" if eta else ""
    return _digest(f"{object_id}\x1f{status}\x1f{substatus}\x1f{when}\x1f{due}".encode("utf-8", "replace"))


def body_key(body: bytes) -> str:
    """The key of a delivery without an id: the same bytes sent again are the same delivery."""
    return _digest(body)


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
