"""How a sender proves that a delivery is its own: one table of strategies, one check."""

import base64
import hmac
import secrets as randomness
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal, assert_never
from urllib.parse import quote

import msgspec
from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError

from carriers.digests import digest

STANDARD_TOLERANCE = timedelta(minutes=5)
"""Standard Webhooks leaves the tolerance to the receiver; its own libraries use five minutes."""


class Scheme(StrEnum):
    """Where the proof is found."""

    BODY_DIGEST = "body_digest"
    STANDARD_WEBHOOKS = "standard_webhooks"
    HEADER_SECRET = "header_secret"  # noqa: S105 -- the name of a scheme
    BASIC = "basic"
    URL_TOKEN = "url_token"  # noqa: S105 -- the name of a scheme
    BODY_SECRET = "body_secret"  # noqa: S105 -- the name of a scheme
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Signature:
    """One sender's scheme.

    `header` (lower-case) holds the proof for digests and header secrets, `prefix` stands before it. A digest is taken
    over `template`, in which `{body}`, `{timestamp}` and `{secret}` are filled in; `keyed` means HMAC, otherwise a
    plain hash. `field` names the query parameter or the body's field that holds the secret. `tolerance` needs
    `timestamp_header` (Unix seconds). `weak` says in a sentence why the scheme proves little; staff see it.
    """

    scheme: Scheme
    header: str = ""
    prefix: str = ""
    algorithm: Literal["sha256", "sha512"] = "sha256"
    keyed: bool = True
    key: Literal["utf8", "nfkd", "hex", "base64"] = "utf8"
    encoding: Literal["hex", "base64"] = "hex"
    template: str = "{body}"
    timestamp_header: str = ""
    tolerance: timedelta | None = None
    field: str = "token"
    weak: str | None = None


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
        case Scheme.NONE:
            return Verified()
        case _ as never:
            assert_never(never)


def sign(signature: Signature, secret: str, body: bytes, now: datetime, message_id: str) -> dict[str, str]:
    """The headers a sender would add to `body`; none for schemes of `signed_query` and `signed_body`."""
    stamp = str(int(now.timestamp()))
    match signature.scheme:
        case Scheme.BODY_DIGEST:
            headers = {signature.header: signature.prefix + digest(signature, secret, body, stamp)}
            return headers | ({signature.timestamp_header: stamp} if signature.timestamp_header else {})
        case Scheme.STANDARD_WEBHOOKS:
            mark = Webhook(secret).sign(message_id, now, body.decode())
            return {"webhook-id": message_id, "webhook-timestamp": stamp, "webhook-signature": mark}
        case Scheme.HEADER_SECRET:
            return {signature.header: signature.prefix + secret}
        case Scheme.BASIC:
            return {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()}
        case Scheme.URL_TOKEN | Scheme.BODY_SECRET | Scheme.NONE:
            return {}
        case _ as never:
            assert_never(never)


def signed_query(signature: Signature, secret: str) -> str:
    """What must follow the address, for a sender whose secret rides in it: `?token=…`, else nothing."""
    return f"?{signature.field}={quote(secret, safe='')}" if signature.scheme is Scheme.URL_TOKEN else ""


def signed_body(signature: Signature, secret: str, body: bytes) -> bytes:
    """The body with its secret inside, for a sender that writes it there."""
    if signature.scheme is not Scheme.BODY_SECRET:
        return body
    return msgspec.json.encode({**msgspec.json.decode(body), signature.field: secret})


def new_secret(signature: Signature) -> str:
    """A fresh secret in the sender's form: hex (Onfleet), `whsec_…` (Standard Webhooks), `user:password` (Basic)."""
    if signature.scheme is Scheme.STANDARD_WEBHOOKS:
        return "whsec_" + base64.b64encode(randomness.token_bytes(32)).decode()
    if signature.scheme is Scheme.BASIC:
        return "doorstep:" + randomness.token_urlsafe(32)
    if signature.scheme is Scheme.BODY_DIGEST and signature.key == "hex":
        return randomness.token_hex(32)
    if signature.scheme is Scheme.BODY_DIGEST and signature.key == "base64":
        return base64.b64encode(randomness.token_bytes(32)).decode()
    return randomness.token_urlsafe(32)


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
