"""X-Twilio-Signature: whether a request to our doors for SMS is Twilio's.

https://www.twilio.com/docs/usage/security#validating-requests. The signature holds no time: a replay passes, and is
noticed by its MessageSid (and status), which are kept once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.sms.forms import Form


@dataclass(frozen=True, slots=True)
class Genuine:
    pass


@dataclass(frozen=True, slots=True)
class Forged:
    """`why` is for the log and the operator; the sender is told nothing but 403."""

    why: str


def check_signature(url: str, form: Form, header: str | None, auth_tokens: Sequence[str]) -> Genuine | Forged:
    """Check a request against each of the account's auth tokens (primary and secondary while one is replaced).

    `url` is what Twilio was given: DOORSTEP_PUBLIC_URL + path + "?" + raw query, never from Host or X-Forwarded-*.
    `form` holds every posted field, also blank and repeated ones; {} for a GET, whose fields are in the url.
    No token, no entry. Only HMAC-SHA1 with an auth token is accepted, whatever a header asks for.
    """
    tokens = [token for token in auth_tokens if token]
    if not tokens:
        return Forged("no DOORSTEP_TWILIO_AUTH_TOKEN is set, so the doors for SMS stay closed")
    if not header or not header.isascii():
        return Forged("no X-Twilio-Signature")
    fields = _Fields(form)
    if not fields.are_text():
        return Forged("a posted field is not text")
    if any(_matches(token, url, fields, header) for token in tokens):
        return Genuine()
    return Forged("X-Twilio-Signature does not match; if it is Twilio's, check DOORSTEP_PUBLIC_URL and the auth token")


class _Fields(dict[str, list[str]]):
    """A form as twilio's validator reads it: `getlist` gives a repeated field's values."""

    def __init__(self, form: Mapping[str, list[str] | str]) -> None:
        super().__init__({name: value if isinstance(value, list) else [value] for name, value in form.items()})

    def getlist(self, name: str) -> list[str]:
        return self[name]

    def are_text(self) -> bool:
        return all(isinstance(value, str) for values in self.values() for value in values)


def _matches(token: str, url: str, fields: _Fields, header: str) -> bool:
    from twilio.request_validator import RequestValidator

    try:
        return bool(RequestValidator(token).validate(url, fields, header))
    except ValueError:  # a lone surrogate in a field, or a url that is none
        return False
