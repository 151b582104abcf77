"""What an SMS costs: the GSM-7 alphabet, the count of segments, and how a text is kept inside the alphabet.

Sources: 3GPP TS 23.038 (alphabet, extension table) and TS 23.040 (what a segment holds when a text is split).
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.sms.lookalikes import FOLDED, NEVER_SENT, TYPOGRAPHIC

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
"""Reached through an escape: each takes two places."""


class Encoding(StrEnum):
    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class Segments:
    """`units` are septets in GSM-7 and UTF-16 code units in UCS-2; `count` is what the sender pays and is paced by."""

    encoding: Encoding
    units: int
    count: int


def segments(text: str) -> Segments:
    """Return how `text` is encoded and how many messages it becomes: never none, an empty one is sent as well."""
    if is_gsm7(text):
        costs = [2 if char in EXTENDED else 1 for char in text]
        return Segments(Encoding.GSM7, sum(costs), _count(costs, alone=160, split=153))
    costs = [2 if ord(char) > 0xFFFF else 1 for char in text]
    return Segments(Encoding.UCS2, sum(costs), _count(costs, alone=70, split=67))


def is_gsm7(text: str) -> bool:
    return all(char in BASIC or char in EXTENDED for char in text)


def to_gsm7(text: str, fold: bool) -> str:
    """Return `text` in GSM-7 where that can be had, else as it is.

    First typography gives way (quotes, dashes, spaces, …), which nobody misses; then, with `fold`, the accents GSM-7
    lacks ("llegará" → "llegara"; "é" and "ñ" it has). Where one character defeats both (an emoji, Cyrillic), nothing
    is replaced: a text that pays for UCS-2 anyway keeps its names as people write them. Characters that no phone
    should be sent (control characters, lone surrogates, direction overrides) go in every case.
    """
    clean = _clean(text)
    common = plain(clean)
    if is_gsm7(common):
        return common
    folded = "".join(map(_folded, common)) if fold else common
    return folded if is_gsm7(folded) else clean


def plain(text: str) -> str:
    """Return `text` without typography, whatever that gains: two texts that read the same are then the same."""
    return "".join(map(_plain, _clean(text).translate(TYPOGRAPHIC)))


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines.translate(NEVER_SENT))


def _plain(char: str) -> str:
    """The common form of a wide, small or raised one."""
    if char in BASIC or char in EXTENDED:
        return char
    common = unicodedata.normalize("NFKC", char)
    return common if is_gsm7(common) else char


def _folded(char: str) -> str:
    if char in BASIC or char in EXTENDED:
        return char
    if char in FOLDED:
        return FOLDED[char]
    parts = unicodedata.normalize("NFKD", char)
    return "".join(FOLDED.get(part, part) for part in parts if not unicodedata.combining(part)) or char


def _count(costs: list[int], alone: int, split: int) -> int:
    if sum(costs) <= alone:
        return 1
    count, used = 1, 0
    for cost in costs:
        if used + cost > split:  # an escape and its character, or a surrogate pair, stay together
            count, used = count + 1, 0
        used += cost
    return count
