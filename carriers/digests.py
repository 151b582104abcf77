"""The digest a sender writes into its header: key decoding, signed bytes, algorithm, encoding."""

import base64
import hashlib
import hmac
import unicodedata

from carriers.schemes import Signature


def digest(signature: Signature, secret: str, body: bytes, stamp: str) -> str:
    """The text expected after the prefix. Raises ValueError when the secret is not in the sender's form."""
    signed = signed_bytes(signature.template, secret, body, stamp)
    if signature.keyed:
        raw = hmac.digest(_key(signature.key, secret), signed, signature.algorithm)
    else:
        raw = hashlib.new(signature.algorithm, signed).digest()
    return raw.hex() if signature.encoding == "hex" else base64.b64encode(raw).decode()


def signed_bytes(template: str, secret: str, body: bytes, stamp: str) -> bytes:
    """What a sender signs: its template, filled in."""
    if template == "{body}":
        return body
    before, _, after = template.partition("{body}")
    return _filled(before, secret, stamp) + body + _filled(after, secret, stamp)


def _filled(part: str, secret: str, stamp: str) -> bytes:
    return part.replace("{timestamp}", stamp).replace("{secret}", secret).encode()


def _key(form: str, secret: str) -> bytes:
    match form:
        case "hex":
            return bytes.fromhex(secret)
        case "base64":
            return base64.b64decode(secret, validate=True)
        case "nfkd":
            return unicodedata.normalize("NFKD", secret).encode()
        case _:
            return secret.encode()
