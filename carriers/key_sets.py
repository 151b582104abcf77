"""Key sets: a sender's public RSA keys by their ids (RFC 7517), as it publishes them, and signatures made with them."""

import base64
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

FEWEST_BITS = 2048
MOST_KEYS = 50


@lru_cache(maxsize=64)
def public_keys(text: str) -> "Mapping[str, RSAPublicKey]":
    """The RSA keys of a set by their ids. Raises ValueError when it is none, or holds none of at least 2048 bits."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

    found = {}
    for key in _keys(text):
        if key.get("kty") == "RSA" and isinstance(key.get("kid"), str):
            numbers = RSAPublicNumbers(_number(key.get("e")), _number(key.get("n")))
            if numbers.n.bit_length() >= FEWEST_BITS:
                found[key["kid"]] = numbers.public_key()
    if not found:
        raise ValueError("there is no RSA key with an id in it")
    return found


def fits(key: "RSAPublicKey", mark: str, signed: bytes) -> bool:
    """Whether a base64 signature (PKCS #1 v1.5, SHA-256) is this key's over these bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        key.verify(base64.b64decode(mark, validate=True), signed, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_by(text: str, signed: bytes) -> tuple[str, str]:
    """(key id, base64 signature) by the first private key of a set. Raises ValueError when it holds none."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    own = next((key for key in _keys(text) if "d" in key), None)
    if own is None:
        raise ValueError("only the sender has the keys that sign")
    n, e, d = (_number(own.get(name)) for name in ("n", "e", "d"))
    p, q = rsa.rsa_recover_prime_factors(n, e, d)
    halves = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    private = rsa.RSAPrivateNumbers(p, q, d, *halves, rsa.RSAPublicNumbers(e, n)).private_key()
    return str(own["kid"]), base64.b64encode(private.sign(signed, PKCS1v15(), SHA256())).decode()


def new_key_set(kid: str) -> str:
    """A set with one private key, for signing as the sender would."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    made = rsa.generate_private_key(public_exponent=65537, key_size=FEWEST_BITS).private_numbers()
    numbers = {"n": made.public_numbers.n, "e": made.public_numbers.e, "d": made.d}
    key = {"kty": "RSA", "kid": kid, **{name: _text(value) for name, value in numbers.items()}}
    return json.dumps({"keys": [key]})


def _keys(text: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list) or len(keys) > MOST_KEYS:
        raise ValueError("it is no set of keys (JWKS)")
    return [key for key in keys if isinstance(key, dict)]


def _number(value: object) -> int:
    """A base64url number of RFC 7518."""
    if not isinstance(value, str) or not value or len(value) > 2000:
        raise ValueError("a key has a number missing")
    return int.from_bytes(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))


def _text(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
