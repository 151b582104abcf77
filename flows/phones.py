"""Telephone numbers as people write them, into the one form we keep (E.164); and masked for people's eyes."""

import re
from dataclasses import dataclass
from functools import cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType


@dataclass(frozen=True, slots=True)
class NotAPhone:
    """`why` completes "the phone number …" and never holds the number."""

    why: str


def e164(text: str, country: str | None) -> str | NotAPhone:
    """Read a number such as "(212) 555-0123" into "+12125550123".

    `country` (ISO 3166 alpha-2) tells how to read a number without "+"; None, or one nobody knows, demands the "+".
    The number must fit its country's numbering plan in shape, not stand in the library's list of ranges in use: plans
    open new ranges faster than lists follow, and whether a phone answers is the carrier's to say.
    """
    spelled = text.translate(_INVISIBLE).strip()
    if not _DIALLED.fullmatch(spelled):
        return NotAPhone("may hold only digits, spaces and + ( ) - . /, at most 40 of them")
    try:
        number = phonenumbers.parse(spelled, country.upper() if country else None)
    except NumberParseException as refusal:
        return NotAPhone(_WHY.get(refusal.error_type, "cannot be read"))
    if not _fits_its_plan(number):
        return NotAPhone("does not fit the numbering plan of its country")
    if phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE:
        return NotAPhone("is a premium-rate number")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def masked(phone: str) -> str:
    """Return "+1…23" for "+12125550123": enough to tell two apart, not enough to dial."""
    try:
        number = phonenumbers.parse(phone, None)
    except NumberParseException:
        return "…"
    return f"+{number.country_code}…{phone[-2:]}"


# What a copied contact carries unseen: zero-width characters and direction marks.
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])

# No letters: an extension cannot be texted, and a vanity number is read wrongly as often as rightly.
_DIALLED = re.compile(r"(?=.*\d)[\d+＋()\[\]\-‐‑‒–—./ \t\u00a0\u2009\u202f]{1,40}")

_WHY = {
    NumberParseException.INVALID_COUNTRY_CODE: "needs a country code that exists, such as +44",
    NumberParseException.NOT_A_NUMBER: "holds too few digits",
    NumberParseException.TOO_SHORT_AFTER_IDD: "holds too few digits",
    NumberParseException.TOO_SHORT_NSN: "holds too few digits",
    NumberParseException.TOO_LONG: "holds too many digits",
}


def _fits_its_plan(number: PhoneNumber) -> bool:
    if not phonenumbers.is_possible_number(number):
        return False
    national = phonenumbers.national_significant_number(number)
    return any(re.fullmatch(pattern, national) for pattern in _plans(number.country_code or 0))


@cache
def _plans(country_code: int) -> list[str]:
    """The general shapes of national numbers under a country code; several countries may share one (+1, +44, +7)."""
    regions = phonenumbers.region_codes_for_country_code(country_code)
    plans = [PhoneMetadata.metadata_for_region_or_calling_code(country_code, region) for region in regions]
    return [
        plan.general_desc.national_number_pattern
        for plan in plans
        if plan and plan.general_desc and plan.general_desc.national_number_pattern
    ]
