"""Text as Telegram can carry it, and names as a page can show them."""

import unicodedata

TEXT_LIMIT = 4096
"""Characters (code points) of one message (core.telegram.org/bots/api#sendmessage)."""
NAME_LIMIT = 128

_CUT = "…"
_LOOK_BACK = 400
"""How much of the end may go so that the cut falls between lines; as much again as between words."""
_ISOLATES_AND_OVERRIDES = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def carried(text: str) -> str:
    """The text without what no database, and no JSON, will take: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def fitted(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text within `limit` characters: a longer one ends with "…", after a whole line or word if one is near."""
    text = carried(text).strip()
    if len(text) <= limit:
        return text
    head = text[: limit - len(_CUT)]
    for gap in ("\n", " "):
        end = head.rfind(gap)
        if end >= len(head) - _LOOK_BACK and end > 0:
            return head[:end].rstrip() + gap.strip(" ") + _CUT
    return head + _CUT


def one_line(text: str, limit: int) -> str:
    """The text as a button's label: one line, never empty."""
    return fitted(" ".join(text.split()), limit) or _CUT


def shown_name(*parts: str | None) -> str | None:
    """A person's name without control characters and marks that turn the page around it; None when nothing is left."""
    letters = "".join(c for c in carried(" ".join(part for part in parts if part)) if _shows(c))
    return " ".join(letters.split())[:NAME_LIMIT] or None


def _shows(character: str) -> bool:
    return character.isspace() or (unicodedata.category(character) != "Cc" and character not in _ISOLATES_AND_OVERRIDES)
