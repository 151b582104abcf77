"""Signing as a sender would: for the simulator and for tests, and new secrets in each sender's form."""

import base64
import secrets as randomness
from datetime import datetime
from typing import assert_never
from urllib.parse import quote

import msgspec
from standardwebhooks import Webhook

from carriers.digests import digest, signed_bytes
from carriers.key_sets import new_key_set, signed_by
from carriers.schemes import Scheme, Signature


def sign(signature: Signature, secret: str, body: bytes, now: datetime, message_id: str) -> dict[str, str]:
    """The headers a sender would add to `body`; none for schemes of `signed_query` and `signed_body`.

    Raises ValueError where only the sender can sign (public keys).
    """
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
        case Scheme.RSA_KEYS:
            stamp = now.isoformat()
            key_id, mark = signed_by(secret, signed_bytes(signature.template, "", body, stamp))
            return {signature.key_id_header: key_id, signature.header: mark, signature.timestamp_header: stamp}
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
    if signature.scheme is Scheme.RSA_KEYS:
        return new_key_set("doorstep-" + randomness.token_hex(4))
    if signature.scheme is Scheme.BASIC:
        return "doorstep:" + randomness.token_urlsafe(32)
    if signature.scheme is Scheme.BODY_DIGEST and signature.key == "hex":
        return randomness.token_hex(32)
    if signature.scheme is Scheme.BODY_DIGEST and signature.key == "base64":
        return base64.b64encode(randomness.token_bytes(32)).decode()
    return randomness.token_urlsafe(32)
