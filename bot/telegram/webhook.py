"""The webhook's door: who knocks, and what they bring. Free of aiogram and of any framework."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.telegram.shapes import update_id

HEADER = "X-Telegram-Bot-Api-Secret-Token"
BODY_LIMIT_BYTES = 64 * 1024
"""No update is that large; whoever reads the request stops here."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Not let in: the HTTP status, and why (it may be logged and answered; nothing of the body is in it)."""

    status: int
    why: str


def admit(body: bytes, secret_header: str | None, secrets: Sequence[str]) -> list[dict[str, Any]] | Refused:
    """The updates of a request (Telegram sends one), ready to be kept; then answer any 2xx with an empty body.

    `secrets` are those in force: after a change the old one stays for a day, because retries may come with either.
    """
    if not check_secret(secret_header, secrets):
        return Refused(403, "the secret token is missing or wrong")
    if len(body) > BODY_LIMIT_BYTES:
        return Refused(413, f"more than {BODY_LIMIT_BYTES} bytes")
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return Refused(400, "the body is not JSON")
    if update_id(update) is None:
        return Refused(400, "the body is not an update")
    return [update]


def check_secret(header: str | None, secrets: Sequence[str]) -> bool:
    """Whether the header holds one of the secrets, in a time that does not tell how nearly. No secret: always False."""
    given = (header or "").encode("utf-8", "surrogatepass")
    fits = [hmac.compare_digest(given, secret.encode()) for secret in secrets if secret]
    return any(fits)
