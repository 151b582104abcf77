"""An address as UPS wants it, in its parts; of a customer's words only where they leave no doubt."""

import re
from collections.abc import Mapping
from typing import Any

from carriers.reading import entries, text

_STATE_ZIP = re.compile(r"([A-Z]{2})\s+(\d{5}(?:-\d{4})?)", re.IGNORECASE)
_AMERICA = frozenset({"US", "USA", "U.S.A.", "UNITED STATES", "UNITED STATES OF AMERICA"})


def in_parts(given: Mapping[str, Any]) -> dict[str, str] | None:
    """Of `lines`, `city`, `region` (a state's two letters), `postcode`, `country`; None where UPS would miss one.

    Source: DeliveryIntercept.yaml, `newDeliveryAddress`: state, postal code and country have the form of the USA.
    """
    lines = [line for line in (text(one, 50) for one in entries(given.get("lines"))) if line]
    city, state, zip_code = text(given.get("city"), 30), text(given.get("region"), 5), text(given.get("postcode"), 16)
    country = (text(given.get("country"), 30) or "").upper()
    if not (lines and city and state and zip_code) or country not in _AMERICA or len(lines) > 3:
        return None
    if not _STATE_ZIP.fullmatch(f"{state} {zip_code}"):
        return None
    named = {f"addressLine{n}": line for n, line in enumerate(lines, 1)}
    return named | {"city": city, "state": state.upper(), "postalCode": zip_code, "countryCode": "US"}


def in_words(words: str) -> dict[str, str] | None:
    """Of `12911 Fork Rd, Apt 2, Baldwin, MD 21013`; None where anything is missing or stands elsewhere."""
    parts = [part.strip() for part in words.replace("\n", ",").split(",") if part.strip()]
    if parts and parts[-1].upper() in _AMERICA:
        parts.pop()
    found = _STATE_ZIP.fullmatch(parts[-1]) if len(parts) > 2 else None
    if found is None or not any(character.isdigit() for character in parts[0]):
        return None
    *lines, city, _ = parts
    return in_parts(
        {"lines": lines, "city": city, "region": found.group(1), "postcode": found.group(2), "country": "US"}
    )
