"""Demands about who is let in."""

from collections.abc import Mapping

from carriers.conformance.card import Failed, NotApplicable, Outcome, Passed
from carriers.conformance.subject import RECEIVED_AT, Subject
from carriers.signatures import Refused, Scheme, Verified, new_secret, sign, signed_body, signed_query, verify

_COVERS_BODY = frozenset({Scheme.BODY_DIGEST, Scheme.STANDARD_WEBHOOKS, Scheme.RSA_KEYS})

Delivery = tuple[Mapping[str, str], Mapping[str, str], bytes]


def accepted(about: Subject) -> Outcome:
    secret = new_secret(about.adapter.signature)
    answer = _answer(about, [secret], _delivery(about, secret))
    return Passed() if answer == Verified(0) else Failed(f"its own signature was refused: {answer}")


def refused(about: Subject) -> Outcome:
    signature = about.adapter.signature
    secret, other = new_secret(signature), new_secret(signature)
    genuine = _delivery(about, secret)
    let_in = [
        what
        for what, secrets, delivery in (
            ("another secret", [other], genuine),
            ("no signature", [secret], ({}, {}, genuine[2] if signature.scheme is not Scheme.BODY_SECRET else b"{}")),
            ("no secret set", [], genuine),
            ("an empty secret set", [""], genuine),
        )
        if isinstance(_answer(about, secrets, delivery), Verified)
    ]
    return Failed(f"let in with {', '.join(let_in)}") if let_in else Passed()


def covers_the_body(about: Subject) -> Outcome:
    if about.adapter.signature.scheme not in _COVERS_BODY:
        return NotApplicable(about.adapter.signature.weak or "the scheme does not cover the body")
    secret = new_secret(about.adapter.signature)
    headers, query, body = _delivery(about, secret)
    for changed in (body[:-1] + b" ", body[: len(body) // 2], body + b"\n"):
        if isinstance(_answer(about, [secret], (headers, query, changed)), Verified):
            return Failed("a changed or cut body was let in")
    return Passed()


def rotated(about: Subject) -> Outcome:
    old, new = new_secret(about.adapter.signature), new_secret(about.adapter.signature)
    for position, secret in enumerate((new, old)):
        if _answer(about, [new, old], _delivery(about, secret)) != Verified(position):
            return Failed(f"{'the old' if position else 'the new'} secret was refused while both are live")
    return Passed()


def weakness_is_told(about: Subject) -> Outcome:
    signature = about.adapter.signature
    if signature.scheme in _COVERS_BODY or signature.weak:
        return Passed()
    return Failed("the scheme does not cover the body and `weak` does not say so")


def setup_is_told(about: Subject) -> Outcome:
    """Where the address is the secret, whoever enters it must know that its token goes along."""
    told = about.adapter.setup
    if not told.endswith(".") or not 20 <= len(told) <= 300:
        return Failed("`setup` is no sentence of 20 to 300 characters")
    if about.adapter.signature.scheme is Scheme.URL_TOKEN and "token" not in told:
        return Failed("`setup` does not say that the address goes with its token")
    return Passed()


def _delivery(about: Subject, secret: str) -> Delivery:
    signature = about.adapter.signature
    body = signed_body(signature, secret, about.fixtures[0].body if about.fixtures else b"{}")
    query = {signature.field: secret} if signed_query(signature, secret) else {}
    return sign(signature, secret, body, RECEIVED_AT, "msg_1"), query, body


def _answer(about: Subject, secrets: list[str], delivery: Delivery) -> Verified | Refused:
    headers, query, body = delivery
    return verify(about.adapter.signature, secrets, headers, query, body, RECEIVED_AT)
