"""Twilio's error codes in our words: whether trying again can help, what it says about the person, and who must act.

Source: https://www.twilio.com/docs/api/errors/<code>. Codes are added without notice: unknown ones are tried once more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.messages.channels import SendFailed

_HOUR_SECONDS = 3600.0
_MANY = 100
"""As often as the caller likes: the message is fine, the moment is not."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """`retries`: how many times the same message may go again; 0 is permanent. `why` tells an operator what to do."""

    why: str
    retries: int = 0
    wait_seconds: float | None = None
    whole_lane: bool = False
    unbind: bool = False
    opted_out: bool = False
    config: bool = False


def failure(code: int | None, attempt: int = 1, wait_seconds: float | None = None) -> SendFailed:
    """Return what a code means for a message tried `attempt` times; `wait_seconds` is the provider's own word."""
    meaning = MEANINGS.get(code or 0) or _unknown(code)
    return SendFailed(
        why=f"Twilio {code or 'without a code'}: {meaning.why}",
        permanent=not meaning.config and attempt > meaning.retries,
        unbind=meaning.unbind,
        opted_out=meaning.opted_out,
        retry_after_seconds=wait_seconds if wait_seconds is not None else meaning.wait_seconds,
        whole_lane=meaning.whole_lane,
        config=meaning.config,
    )


def _unknown(code: int | None) -> Meaning:
    if code is None:
        return Meaning("it gave no reason; tried once more", retries=1, wait_seconds=60)
    return Meaning(
        f"not known to Doorstep, see https://www.twilio.com/docs/api/errors/{code}", retries=1, wait_seconds=60
    )


def _config(why: str) -> Meaning:
    return Meaning(why, config=True)


def _busy(why: str, wait_seconds: float | None) -> Meaning:
    return Meaning(why, retries=_MANY, wait_seconds=wait_seconds, whole_lane=True)


def _dead(why: str) -> Meaning:
    return Meaning(why, unbind=True)


def _ours(why: str) -> Meaning:
    return Meaning(f"{why}: a fault in Doorstep, please report it")


MEANINGS: Mapping[int, Meaning] = {
    # Nothing goes until an operator acts.
    20003: _config("credentials refused; check DOORSTEP_TWILIO_ACCOUNT_SID and DOORSTEP_TWILIO_AUTH_TOKEN"),
    20404: _config("account not found; check DOORSTEP_TWILIO_ACCOUNT_SID and DOORSTEP_TWILIO_API_URL"),
    21212: _config("the sender is not a valid number; check DOORSTEP_TWILIO_FROM"),
    21603: _config("no sender; set DOORSTEP_TWILIO_FROM or DOORSTEP_TWILIO_MESSAGING_SERVICE_SID"),
    21606: _config("the sender is not a number of this account that can text; check DOORSTEP_TWILIO_FROM"),
    21609: _config("the status callback is not a public address; check DOORSTEP_PUBLIC_URL"),
    21701: _config("messaging service not found; check DOORSTEP_TWILIO_MESSAGING_SERVICE_SID"),
    21703: _config("the messaging service has no sender; add one in Twilio's console"),
    30002: _config("the account is suspended; see Twilio's console"),
    30034: _config("the sender is not registered for US traffic (A2P 10DLC); register it in Twilio's console"),
    # Too fast, or Twilio is unwell.
    20429: _busy("too many requests", None),
    20500: _busy("internal error at Twilio", 5),
    20503: _busy("Twilio is not available", 5),
    21611: _busy("the sender's queue is full; a second sender would help", 60),
    30001: _busy("the message waited too long in the sender's queue; a second sender would help", 60),
    # The number will never take a text.
    21211: _dead("the number is not valid"),
    21266: _dead("the number is our own sender"),
    21614: _dead("the number is not a mobile number"),
    21635: _dead("the number is a landline"),
    30005: _dead("the number is unknown or no longer in use"),
    30006: _dead("the number is a landline or its carrier cannot be reached"),
    # This number not now, others yes: the channel stays open.
    21408: Meaning("texts to this country are switched off; allow it under Geo Permissions in Twilio's console"),
    21612: Meaning("there is no route from this sender to this number; a sender of that country is needed"),
    21608: Meaning("a trial account texts verified numbers only; upgrade it in Twilio's console"),
    21610: Meaning("the person has opted out", opted_out=True),
    # The message is wrong.
    20001: _ours("a parameter was not valid"),
    21602: _ours("the text was empty"),
    21604: _ours("the number was missing"),
    21617: _ours("the text was longer than 1600 characters"),
    21620: _ours("the media address was not valid"),
    35111: _ours("scheduled without a time"),
    35114: _ours("scheduled too near or too far"),
    35118: _ours("scheduled without a messaging service"),
    63016: _ours("outside the 24 hours a customer's message opens; a template was needed"),
    # It went, and did not arrive.
    30003: Meaning("the handset cannot be reached", retries=2, wait_seconds=2 * _HOUR_SECONDS),
    30004: Meaning("the recipient's carrier blocks it; the same text will not pass"),
    30007: Meaning(
        "filtered by the carrier; the same text will not pass, and often means the wording or link is suspect"
    ),
    30008: Meaning("the carrier gave no reason", retries=1, wait_seconds=_HOUR_SECONDS / 4),
    30036: Meaning("its time was over before it could be delivered, as it should be"),
    # Somebody's rule, or somebody's attack.
    30047: Meaning("Twilio's Compliance Toolkit could not move it out of quiet hours"),
    30450: Meaning("blocked as SMS pumping; look at who asked for messages to this prefix"),
    30610: Meaning("Twilio's Compliance Toolkit holds to quiet hours of its own"),
    30640: Meaning("Twilio's Compliance Toolkit knows the number as a litigator's"),
}
