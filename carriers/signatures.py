"""How a sender proves that a delivery is its own: one check over the table of strategies."""

import base64
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import assert_never

import msgspec
from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError

from carriers.digests import digest, signed_bytes
from carriers.key_sets import fits, public_keys
from carriers.schemes import Scheme, Signature
from carriers.signing import new_secret, sign, signed_body, signed_query

__all__ = [
    "Refused",
    "Scheme",
    "Signature",
    "Verified",
    "new_secret",
    "sign",
    "signed_body",
    "signed_query",
    "verify",
]

STANDARD_TOLERANCE = timedelta(minutes=5)
"""Standard Webhooks leaves the tolerance to the receiver; its own libraries use five minutes."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Authentic; `secret` is the position of the one that fitted (0: the newest), to follow a rotation."""

    secret: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Not accepted, and why (for staff; the sender is told nothing)."""

    why: str


def verify(
    signature: Signature,
    secrets: Sequence[str],
    headers: Mapping[str, str],
    query: Mapping[str, str],
    body: bytes,
    now: datetime,
) -> Verified | Refused:
    """Check a delivery against every live secret, newest first; without a secret the door is closed.

    `headers` have lower-case names, `body` is exactly what came over the wire, `now` is aware UTC.
    """
    live = [secret for secret in secrets if secret]
    if not live:
        return Refused("no secret is set for this source, so nothing is accepted")
    match signature.scheme:
        case Scheme.BODY_DIGEST:
            return _digested(signature, live, headers, body, now)
        case Scheme.STANDARD_WEBHOOKS:
            return _standard(live, headers, body, now)
        case Scheme.HEADER_SECRET:
            given = headers.get(signature.header, "")
            return _same(given.removeprefix(signature.prefix), live, f"the header {signature.header}")
        case Scheme.BASIC:
            return _same(_basic_pair(headers.get("authorization", "")), live, "the Authorization header")
        case Scheme.URL_TOKEN:
            return _same(query.get(signature.field, ""), live, f"the parameter {signature.field} in the address")
        case Scheme.BODY_SECRET:
            return _same(_field_of(body, signature.field), live, f"the field {signature.field} of the body")
        case Scheme.RSA_KEYS:
            return _by_key(signature, live, headers, body, now)
        case Scheme.NONE:
            return Verified()
        case _ as never:
            assert_never(never)


def _digested(
    signature: Signature, live: Sequence[str], headers: Mapping[str, str], body: bytes, now: datetime
) -> Verified | Refused:
    given = headers.get(signature.header)
    if not given:
        return Refused(f"the header {signature.header} is missing")
    if not given.startswith(signature.prefix):
        return Refused(f"the header {signature.header} does not begin with {signature.prefix}")
    stamp = headers.get(signature.timestamp_header, "") if signature.timestamp_header else ""
    if signature.tolerance is not None and (late := _untimely(stamp, now, signature.tolerance)):
        return late
    mark = given[len(signature.prefix) :].strip()
    claimed = (mark.lower() if signature.encoding == "hex" else mark).encode("utf-8", "replace")
    for position, secret in enumerate(live):
        try:
            expected = digest(signature, secret, body, stamp).encode()
        except ValueError:
            return Refused("the secret of this source is not in the form this sender uses; set it again")
        if hmac.compare_digest(expected, claimed):
            return Verified(position)
    return Refused("the signature does not fit this body")


def _standard(live: Sequence[str], headers: Mapping[str, str], body: bytes, now: datetime) -> Verified | Refused:
    """The signing is the library's; the clock is ours, so that it can be set.

    Every `v1` signature in the list is tried against every secret: that is how a sender rotates without a gap.
    """
    message_id, stamp = headers.get("webhook-id"), headers.get("webhook-timestamp")
    marks = [mark.encode("utf-8", "replace") for mark in headers.get("webhook-signature", "").split()]
    if not (message_id and stamp and marks):
        return Refused("webhook-id, webhook-timestamp or webhook-signature is missing")
    if late := _untimely(stamp, now, STANDARD_TOLERANCE):
        return late
    sent_at = datetime.fromtimestamp(int(stamp), UTC)
    for position, secret in enumerate(live):
        try:
            expected = Webhook(secret).sign(message_id, sent_at, body.decode()).encode()
        except UnicodeError:
            return Refused("the body or its webhook-id is not UTF-8")
        except (ValueError, EmptyWebhookSecretError):
            return Refused("the secret of this source is not a Standard Webhooks secret (whsec_…); set it again")
        fits = [hmac.compare_digest(expected, mark) for mark in marks]
        if any(fits):
            return Verified(position)
    return Refused("no signature in the list fits this body")


def _by_key(
    signature: Signature, live: Sequence[str], headers: Mapping[str, str], body: bytes, now: datetime
) -> Verified | Refused:
    """An RSA signature by the key whose id the sender names, of the sets it publishes."""
    key_id, mark = headers.get(signature.key_id_header, ""), headers.get(signature.header, "")
    stamp = headers.get(signature.timestamp_header, "")
    if not (key_id and mark and stamp):
        return Refused(f"{signature.key_id_header}, {signature.header} or {signature.timestamp_header} is missing")
    try:
        sent_at = datetime.fromisoformat(stamp)
        age = abs(now - sent_at)
    except (ValueError, TypeError):
        return Refused("the time-stamp is no ISO time with a zone")
    if signature.tolerance is not None and age > signature.tolerance:
        return Refused(f"the time-stamp is more than {int(signature.tolerance.total_seconds())} s away from our clock")
    for position, text in enumerate(live):
        try:
            key = public_keys(text).get(key_id)
        except ValueError as flaw:
            return Refused(f"the key set of this source cannot be used: {flaw}; set it again")
        if key is not None:
            signed = signed_bytes(signature.template, "", body, stamp)
            return Verified(position) if fits(key, mark, signed) else Refused("the signature does not fit this body")
    return Refused("no key of the sender's that we know has this id; its keys are fetched every hour")


def _untimely(stamp: str, now: datetime, tolerance: timedelta) -> Refused | None:
    """A replay is refused by its age; a stamp that is no plain number of seconds cannot be judged."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 11):
        return Refused("the time-stamp is missing or no Unix time")
    age = now - datetime.fromtimestamp(int(stamp), UTC)
    if abs(age) > tolerance:
        return Refused(f"the time-stamp is more than {int(tolerance.total_seconds())} s away from our clock")
    return None


def _same(given: str, live: Sequence[str], where: str) -> Verified | Refused:
    if not given:
        return Refused(f"{where} holds no secret")
    claimed = given.encode("utf-8", "replace")
    for position, secret in enumerate(live):
        if hmac.compare_digest(secret.encode(), claimed):
            return Verified(position)
    return Refused(f"{where} holds another secret")


def _basic_pair(header: str) -> str:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except ValueError:
        return ""


def _field_of(body: bytes, field: str) -> str:
    try:
        document = msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""
    value = document.get(field) if isinstance(document, dict) else None
    return value if isinstance(value, str) else ""
