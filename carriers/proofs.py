"""Where a 3PL's body holds the proof of a delivery: read only when a customer asks for it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from carriers.reading import text
from domain.proof import NO_PROOF, Proof

_PLAIN = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
"""What an address is written in (RFC 3986): a file's name with other signs in it is not one that a message can hold."""
DEEPEST, MOST = 12, 5000
"""How far a body is looked through."""
LONGEST_ADDRESS = 500


class Fields(NamedTuple):
    """Names of fields, wherever in the body they stand."""

    received_by: tuple[str, ...] = ()
    photo: tuple[str, ...] = ()
    photo_kept: tuple[str, ...] = ()
    """Says that there is a photo which only the 3PL can show."""
    place: tuple[str, ...] = ()


FIELDS: Mapping[str, Fields] = {
    # Our own format: docs/sources.md.
    "doorstep": Fields(("received_by",), ("photo_url",), (), ("left_at",)),
    # docs.easypost.com/docs/trackers: signed_by.
    "easypost": Fields(("signed_by",)),
    # aftership.com/docs/tracking, the tracking object: signed_by.
    "aftership": Fields(("signed_by",)),
    # UPS Track Alert: deliveryInformation; the photo itself is for the one who opens UPS's own page.
    "ups": Fields(("receivedBy",), (), ("deliveryPhoto",)),
    # FedEx Track API: deliveryDetails.receivedByName.
    "fedex": Fields(("receivedByName",)),
    # docs.onfleet.com: completionDetails; uploads are opened with Onfleet's own credentials.
    "onfleet": Fields(("signatureText",), (), ("photoUploadId", "photoUploadIds")),
}


def proof_of(adapter: str, document: object, tracking_number: str) -> Proof:
    """What the body shows for the delivery of this parcel; NO_PROOF where nothing does. Total for any JSON value."""
    fields = FIELDS.get(adapter)
    if fields is None:
        return NO_PROOF
    found = dict(reversed(list(_named(_part(document, tracking_number)))))
    photo = next((url for name in fields.photo if (url := _address(found.get(name)))), None)
    return Proof(
        received_by=_first(found, fields.received_by),
        place=_first(found, fields.place),
        photo=photo,
        has_photo=photo is not None or any(found.get(name) for name in fields.photo_kept),
    )


def _part(document: object, tracking_number: str) -> object:
    """Of a batch the events of this parcel alone, the last one."""
    events = document.get("events") if isinstance(document, dict) else None
    if not isinstance(events, list):
        return document
    own = [e for e in events if isinstance(e, dict) and str(e.get("tracking_number", "")).upper() == tracking_number]
    return own[-1] if own else None


def _named(value: object, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Every field of the body with its value, outer ones first."""
    budget = [MOST]
    stack = [(value, depth)]
    while stack and budget[0] > 0:
        current, deep = stack.pop(0)
        budget[0] -= 1
        if deep > DEEPEST:
            continue
        if isinstance(current, dict):
            yield from ((name, inner) for name, inner in current.items() if isinstance(name, str))
            stack += [(inner, deep + 1) for inner in current.values()]
        elif isinstance(current, list):
            stack += [(inner, deep + 1) for inner in current[:200]]


def _first(found: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((said for name in names if isinstance(found.get(name), str) and (said := text(found[name], 80))), None)


def _address(value: object) -> str | None:
    """An https address that can stand in a message; anything else is none."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ADDRESS or not value.isascii():
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    is_plain = _PLAIN.fullmatch(value) is not None
    return value if parts.scheme == "https" and parts.hostname and not parts.username and is_plain else None
