"""Postcodes in a corrected address: of the country's form, and as near to the order's own as the merchant wants."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.slots import area

AREA = 2
"""So many characters of a postcode name an area in most countries: US 10, DE 80, ES 28, GB SW."""
_DIGITS = re.compile(r"\d{4,}")
"""Digits that may be meant for a postcode; a house number is shorter."""


class Within(StrEnum):
    """How far from the order's own postcode a merchant lets an address be corrected."""

    COUNTRY = "country"
    AREA = "area"
    POSTCODE = "postcode"


class Misfit(StrEnum):
    """Why an address is not passed on as it is."""

    MISSING = "missing"
    """There is no postcode in it, and it is needed to see how far away it is."""
    MALFORMED = "malformed"
    """What looks like one is of no form that the country has."""
    ELSEWHERE = "elsewhere"
    """It is farther away than the merchant allows."""


@dataclass(frozen=True, slots=True)
class PostcodeRule:
    """`form` is a pattern for the country's postcodes, `example` one of them; `own` is the order's."""

    form: str
    example: str | None
    own: str | None = None
    within: Within = Within.COUNTRY


def misfit(address: str, rule: PostcodeRule) -> Misfit | None:
    """What stands against this address; None where nothing does. Where no postcode is said, the order's stays."""
    found = [area(hit[0]) for hit in re.finditer(rf"(?<![\w-])(?:{rule.form})(?![\w-])", address.upper())]
    own = area(rule.own or "")
    if not found:
        if _DIGITS.search(address):
            return Misfit.MALFORMED
        return Misfit.MISSING if own and rule.within is not Within.COUNTRY else None
    if not own or rule.within is Within.COUNTRY:
        return None
    length = len(own) if rule.within is Within.POSTCODE else AREA
    return None if any(one[:length] == own[:length] for one in found) else Misfit.ELSEWHERE
