"""Sealing: what must be kept but not read, such as the code of a door. Opened only on its way to the carrier."""

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

SEALED = "sealed"
"""The name in a change's details under which its sealed text stands."""


def seal(secret_key: bytes, text: str) -> str:
    return _fernet(secret_key).encrypt(text.encode()).decode()


def unseal(secret_key: bytes, sealed: str) -> str | None:
    """The text; None when another key sealed it, or nobody did."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet(secret_key).decrypt(sealed).decode()
    except InvalidToken:
        return None


def opened(secret_key: bytes, details: dict[str, object]) -> dict[str, object]:
    """The details as the carrier needs them. What another key sealed is left out: nobody can act on it."""
    if SEALED not in details:
        return details
    rest = {name: value for name, value in details.items() if name != SEALED}
    text = unseal(secret_key, str(details[SEALED]))
    return rest if text is None else {**rest, "text": text}


def _fernet(secret_key: bytes) -> "Fernet":
    # Here, and not above: eight megabytes that most processes never need.
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    key = HKDF(SHA256(), 32, salt=None, info=b"doorstep sealed details").derive(secret_key)
    return Fernet(urlsafe_b64encode(key))
