"""Reading the forms Twilio posts: whatever a stranger put into them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Form = Mapping[str, list[str] | str]


@dataclass(frozen=True, slots=True)
class NotForUs:
    """A request there is nothing to do about; `why` holds no personal data."""

    why: str


def field(form: Form, name: str) -> str:
    """Return a field's first value without NULs and lone surrogates, which no database keeps; "" when there is none."""
    value: object = form.get(name)
    if isinstance(value, list):
        value = value[0] if value else ""
    return value.translate(_UNKEPT) if isinstance(value, str) else ""


def message_sid(form: Form) -> str | None:
    """Return the message's id, unique at Twilio; None when there is none of its shape."""
    sid = field(form, "MessageSid") or field(form, "SmsSid")
    return sid if _SID.fullmatch(sid) else None


_SID = re.compile(r"[A-Za-z0-9]{2,64}")
_UNKEPT = dict.fromkeys([0, *range(0xD800, 0xE000)], "")
