"""The simulated 3PL's own door: what Doorstep asks of it, verified as Standard Webhooks demands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from carriers.signatures import Scheme, Signature, Verified, verify

SIGNATURE = Signature(Scheme.STANDARD_WEBHOOKS)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a customer wants. `kind` is reschedule.requested, change.requested, … `slot` the window that was picked."""

    kind: str
    request_id: str
    tracking_number: str
    change: str | None
    slot: Mapping[str, str] | None


def read(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Wish | None:
    """The wish in an authentic request; None when the signature does not prove where it came from."""
    if not isinstance(verify(SIGNATURE, [secret], headers, {}, body, now), Verified):
        return None
    envelope = msgspec.json.decode(body)
    data = envelope["data"]
    return Wish(envelope["type"], data["id"], data["tracking_number"], data.get("change"), data.get("slot"))
