"""Exact words in memory: as they will be sent, but a one-time code only sealed, opened on its way out."""

from collections.abc import Mapping
from typing import Any

import msgspec

from domain.talk.answer import ReplyName
from flows.messages.channels import Composed
from flows.sealing import SEALED, opened, seal

UNREAD = "[a one-time code]"
"""What stands in the message's place for everybody but the one it is sent to."""


def kept(name: str, composed: Composed, secret_key: bytes) -> tuple[str, dict[str, Any]]:
    """(text, composed) of the message's row."""
    words: dict[str, Any] = msgspec.to_builtins(composed)
    if name != ReplyName.CODE:
        return composed.text, words
    return UNREAD, {**words, "text": UNREAD, SEALED: seal(secret_key, composed.text)}


def as_sent(stored: Mapping[str, Any], secret_key: bytes) -> Composed | None:
    """The words to send; None where another key sealed them, and nobody can say them any more."""
    if SEALED not in stored:
        return msgspec.convert(stored, Composed)
    text = opened(secret_key, {SEALED: stored[SEALED]}).get("text")
    return msgspec.convert({**stored, "text": text}, Composed) if isinstance(text, str) else None
