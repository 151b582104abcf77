"""The table of strategies by which senders prove a delivery: where the proof is, and how it is made."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal


class Scheme(StrEnum):
    """Where the proof is found."""

    BODY_DIGEST = "body_digest"
    STANDARD_WEBHOOKS = "standard_webhooks"
    HEADER_SECRET = "header_secret"  # noqa: S105 -- the name of a scheme
    BASIC = "basic"
    URL_TOKEN = "url_token"  # noqa: S105 -- the name of a scheme
    BODY_SECRET = "body_secret"  # noqa: S105 -- the name of a scheme
    RSA_KEYS = "rsa_keys"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Signature:
    """One sender's scheme.

    `header` (lower-case) holds the proof for digests and header secrets, `prefix` stands before it. A digest is taken
    over `template`, in which `{body}`, `{timestamp}` and `{secret}` are filled in; `keyed` means HMAC, otherwise a
    plain hash. `field` names the query parameter or the body's field that holds the secret. `tolerance` needs
    `timestamp_header` (Unix seconds). RSA keys are found by the id in `key_id_header`, in the set that the sender
    publishes at `keys_url`; its time-stamp is an ISO time. `weak` says in a sentence why the scheme proves little;
    staff see it.
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
    key_id_header: str = ""
    keys_url: str = ""
    weak: str | None = None
