"""An order as a shop announces it: who waits, where, for which parcels, and what they agreed to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """`tracking_number` is trimmed and upper-cased; `allow` the changes the shop lets the customer ask for."""

    tracking_number: str
    carrier: str
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """The channels the customer agreed to be written to on, where that was said, and when."""

    channels: tuple[str, ...]
    source: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class NewOrder:
    """`phone` is E.164, `zone` the delivery address's IANA name, `address` JSON values.

    `language` is a BCP 47 tag, or None for the merchant's own.
    """

    number: str
    merchant: str
    name: str
    phone: str
    language: str | None
    zone: str
    address: Mapping[str, object]
    parcels: tuple[Parcel, ...]
    consent: Consent
