"""Details: what of a customer's words a carrier can act on. Nothing is left of words that do not say enough."""

import re

from domain.talk.answer import Verb

LONGEST_DETAIL = 200
_CODE = re.compile(r"(?<!\w)(?=[\w#*]*\d)[A-Za-z]{0,3}\d[\w#*]{1,9}(?![\w])")
"""A code for a door: a few signs with a digit among them. A lone digit is a floor, or a number of rings."""
_HOUSE = re.compile(r"\d")
_NAMES = re.compile(r"[^\W\d_]{3,}")


def telling(verb: Verb, text: str) -> str:
    """The part of the words that says it, or nothing."""
    words = text.strip()[:LONGEST_DETAIL]
    match verb:
        case Verb.ACCESS_CODE:
            found: list[str] = _CODE.findall(words)
            # What is signs and digits alone is a code; letters with it may as well be the parcel's own number.
            return next((one for one in found if not any(map(str.isalpha, one))), found[0] if found else "")
        case Verb.ADDRESS:
            return words if is_address(words) else ""
        case _:
            return words


def is_address(text: str) -> bool:
    """Whether it may be one: a street or a town, and a number. Whether it exists is the carrier's to say."""
    return bool(_HOUSE.search(text)) and bool(_NAMES.search(text)) and len(text.split()) >= 2
