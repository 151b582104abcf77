"""Lanes: which way parcels go. A merchant sends from where it is, so the way is named by the area it leads to."""

from collections.abc import Mapping

FIRST = 2
"""So many characters of a postcode name an area in most countries: US 10, DE 80, ES 28, GB SW."""
_LONGEST = 40


def lane_of(address: Mapping[str, object]) -> str | None:
    """`US-10` for a postcode, `IE-dublin` where there is only a town; None where nothing is known."""
    country = _plain(address.get("country")).upper()
    postcode, town = _plain(address.get("postcode")).upper(), _plain(address.get("city")).casefold()
    area = postcode[:FIRST] or town
    parts = [part for part in (country, area) if part]
    return "-".join(parts)[:_LONGEST] or None


def country_of(lane: str | None) -> str | None:
    """The country that a lane leads to, where it names one."""
    country = (lane or "").partition("-")[0]
    return country if len(country) == 2 and country.isalpha() and country.isupper() else None


def _plain(value: object) -> str:
    return "".join(c for c in str(value or "") if c.isalnum())
