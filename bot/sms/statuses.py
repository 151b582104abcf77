"""What becomes of a text after Twilio took it: its callbacks, whatever order they come in.

https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks: they repeat, overtake each
other and get lost. Only a rise in rank counts; what is not final after some minutes is asked for
(SmsChannel.fetch_status).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.sms.errorcodes import failure
from bot.sms.forms import Form, NotForUs, field, message_sid
from flows.messages.channels import SendFailed

RANKS: Mapping[str, int] = {
    "scheduled": 0,
    "accepted": 1,
    "queued": 2,
    "sending": 3,
    "sent": 4,
    "delivered": 5,
    "partially_delivered": 5,
    "undelivered": 5,
    "failed": 5,
    "canceled": 5,
    "read": 6,
}
FINAL_RANK = 5


@dataclass(frozen=True, slots=True)
class StatusReport:
    """`token` is our attempt's id from the callback's address: a callback may come before the send has returned.

    `rank` is -1 for a status nobody knows: kept, and never a rise.
    """

    sid: str
    token: str | None
    status: str
    rank: int
    error_code: int | None = None


class Delivery(StrEnum):
    UNDERWAY = "underway"
    SENT = "sent"
    """With the carrier; from some carriers that is the last word."""
    REACHED = "reached"


def read_status(form: Form, query: Form) -> StatusReport | NotForUs:
    """Read a status callback whose signature has been checked. Fields nobody knows are passed over."""
    sid = message_sid(form)
    status = field(form, "MessageStatus") or field(form, "SmsStatus")
    if sid is None:
        return NotForUs("no MessageSid")
    if not _STATUS.fullmatch(status):
        return NotForUs("no MessageStatus")
    token = field(query, "a")
    return report(sid, status, _number(field(form, "ErrorCode")), token if _TOKEN.fullmatch(token) else None)


def report(sid: str, status: str, error_code: int | None, token: str | None = None) -> StatusReport:
    return StatusReport(sid, token, status, RANKS.get(status, -1), error_code)


def is_final(status: str) -> bool:
    """Nothing that matters can follow. `sent` is not final, though often the last that is heard."""
    return RANKS.get(status, -1) >= FINAL_RANK


def verdict(status: str, error_code: int | None, attempt: int = 1) -> Delivery | SendFailed:
    """Return what a status means for message and contact. `attempt` counts from 1: a code's retries run out."""
    match status:
        case "delivered" | "read" | "partially_delivered":
            return Delivery.REACHED
        case "sent":
            return Delivery.SENT
        case "canceled":
            return SendFailed("the message was cancelled at Twilio", permanent=True)
        case "failed" | "undelivered":
            return failure(error_code, attempt)
        case _:
            return Delivery.UNDERWAY


_STATUS = re.compile(r"[a-z_]{1,32}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
