"""An OpenID provider of our own: it signs what it is told to say, with a key it publishes."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from carriers.asking import Answer, Fetch, NoAnswer, Question
from flows.staff.openid import Provider

ISSUER = "https://login.shop.example"
PROVIDER = Provider(ISSUER, "doorstep", "client secret", "http://desk.test/console/openid/back")


@dataclass
class StandIn:
    """`claims` go into the next token over the usual ones; `key` signs it; `away` refuses connections."""

    now: Callable[[], datetime]
    claims: dict[str, Any] = field(default_factory=dict)
    issuer: str = ISSUER
    away: bool = False
    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    signer: RSAPrivateKey | None = None
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def signs_in(self, address: str) -> dict[str, str]:
        """What the browser brings back after its owner has signed in at this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def fetching(self) -> AbstractAsyncContextManager[Fetch]:
        return _fetching(self)

    async def fetch(self, question: Question) -> Answer:
        if self.away:
            raise NoAnswer("it is away")
        match question.url.removeprefix(ISSUER):
            case "/.well-known/openid-configuration":
                ends = {"authorization_endpoint": "/auth?tenant=1", "token_endpoint": "/token", "jwks_uri": "/keys"}
                return _json({"issuer": self.issuer, **{name: ISSUER + path for name, path in ends.items()}})
            case "/keys":
                public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
                return _json({"keys": [{"kty": "EC", "kid": "older"}, {**public, "kid": "k1", "alg": "RS256"}]})
            case "/token":
                posted = parse_qs((question.body or b"").decode())
                return self._token({name: values[0] for name, values in posted.items()})
            case _:
                return Answer(404, {}, b"")

    def _token(self, form: dict[str, str]) -> Answer:
        asked = self._codes.pop(form["code"], None)
        if asked is None or form["client_secret"] != PROVIDER.client_secret or not _fits(form, asked):
            return Answer(400, {}, b'{"error": "invalid_grant"}')
        now = self.now()
        said = {
            "iss": ISSUER,
            "aud": "doorstep",
            "sub": "s1",
            "nonce": asked["nonce"],
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=5)).timestamp()),
            "email": "ines@shop.example",
            "email_verified": True,
            **self.claims,
        }
        token = jwt.encode(said, self.signer or self.key, "RS256", {"kid": "k1"})
        return _json({"access_token": "x", "token_type": "Bearer", "id_token": token})


def _fits(form: dict[str, str], asked: dict[str, str]) -> bool:
    from base64 import urlsafe_b64encode

    challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
    return challenge == asked["code_challenge"] and form["redirect_uri"] == asked["redirect_uri"]


def _json(document: object) -> Answer:
    return Answer(200, {"content-type": "application/json"}, json.dumps(document).encode())


@asynccontextmanager
async def _fetching(provider: StandIn) -> AsyncIterator[Fetch]:
    yield provider.fetch
