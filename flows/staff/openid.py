"""Signing in through an OpenID provider: its word, signed, that somebody owns an e-mail address.

OpenID Connect Core 1.0, section 3.1 (authorization code), with PKCE (RFC 7636). The address must be verified by the
provider, and be the one of an account here: nobody is let in whom no admin has added.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from carriers.asking import Answer, Fetch, NoAnswer, Question

__all__ = ["Errand", "Fetch", "OpenIdFailed", "Provider", "address_of", "errand", "way_there"]

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Never a shared secret: the provider's public keys say who has signed."""
SKEW_SECONDS = 60


class OpenIdFailed(Exception):
    """`why` is a sentence for whoever wanted to sign in."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Provider:
    """What an operator was given. `issuer` is an https address without a slash behind it."""

    issuer: str
    client_id: str
    client_secret: str
    return_url: str


@dataclass(frozen=True, slots=True)
class Errand:
    """What must come back, and stays in the browser meanwhile."""

    state: str
    nonce: str
    verifier: str


def errand() -> Errand:
    return Errand(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))


async def way_there(fetch: Fetch, provider: Provider, errand: Errand) -> str:
    """Where the browser must go. Raises OpenIdFailed."""
    known = await _discovered(fetch, provider)
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.return_url,
        "scope": "openid email",
        "state": errand.state,
        "nonce": errand.nonce,
        "code_challenge": urlsafe_b64encode(sha256(errand.verifier.encode()).digest()).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    there = str(known["authorization_endpoint"])
    return there + ("&" if "?" in there else "?") + urlencode(asked)


async def address_of(fetch: Fetch, provider: Provider, errand: Errand, code: str, now: datetime) -> str:
    """The verified e-mail address of whoever came back with this code. Raises OpenIdFailed."""
    known = await _discovered(fetch, provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.return_url,
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "code_verifier": errand.verifier,
    }
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    question = Question("POST", str(known["token_endpoint"]), headers, urlencode(form).encode())
    token = _document(await _answer(fetch, question)).get("id_token")
    keys = _document(await _answer(fetch, Question("GET", str(known["jwks_uri"]), {}))).get("keys")
    claims = _claims(token, keys, provider, now)
    if not hmac.compare_digest(str(claims.get("nonce")).encode("utf-8", "replace"), errand.nonce.encode()):
        raise OpenIdFailed("The provider's answer belongs to another sign-in. Try again.")
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        raise OpenIdFailed("The provider does not vouch for an e-mail address of yours.")
    return email


async def _discovered(fetch: Fetch, provider: Provider) -> dict[str, Any]:
    """OpenID Connect Discovery 1.0, section 4."""
    found = _document(await _answer(fetch, Question("GET", f"{provider.issuer}/.well-known/openid-configuration", {})))
    if found.get("issuer") != provider.issuer:
        raise OpenIdFailed("The provider calls itself by another name: DOORSTEP_OPENID_ISSUER must be exactly that.")
    if not {"authorization_endpoint", "token_endpoint", "jwks_uri"} <= found.keys():
        raise OpenIdFailed("The provider does not say how to sign in.")
    return found


async def _answer(fetch: Fetch, question: Question) -> Answer:
    try:
        answer = await fetch(question)
    except NoAnswer as problem:
        raise OpenIdFailed(f"The provider cannot be asked: {problem.why}.") from problem
    if not answer.is_good:
        raise OpenIdFailed(f"The provider refuses (HTTP {answer.status}). Try again, or sign in with a password.")
    return answer


def _document(answer: Answer) -> dict[str, Any]:
    found = answer.document()
    return found if isinstance(found, dict) else {}


def _claims(token: object, keys: object, provider: Provider, now: datetime) -> dict[str, Any]:
    """What a token says that the provider signed for us (section 3.1.3.7)."""
    import jwt  # brings the ciphers along: here, and not with every process

    try:
        kid = jwt.get_unverified_header(str(token)).get("kid")
        named = [k for k in keys if isinstance(k, dict)] if isinstance(keys, list) else []
        key = next(k for k in named if k.get("kid") == kid or len(named) == 1)
        claims: dict[str, Any] = jwt.decode(
            str(token),
            jwt.PyJWK(key),
            algorithms=list(ALGORITHMS),
            audience=provider.client_id,
            issuer=provider.issuer,
            # The time is ours to say: the library would look at its own clock.
            options={"require": ["exp", "iat", "iss", "aud", "sub"], "verify_exp": False, "verify_iat": False},
        )
        expires = float(claims["exp"])
    except (jwt.PyJWTError, StopIteration, TypeError, ValueError) as problem:
        raise OpenIdFailed("The provider's answer is not signed as it must be.") from problem
    if expires + SKEW_SECONDS < now.timestamp():
        raise OpenIdFailed("The provider's answer came too late. Try again.")
    return claims
