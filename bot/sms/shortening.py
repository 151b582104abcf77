"""Cutting a text that is too long where a reader minds it least."""

import re

ELLIPSIS = "..."

_LINK = re.compile(r"https?://\S+")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


def shortened(text: str, room: int) -> str:
    """Return `text` in at most `room` characters: cut after a sentence, else between words, and marked with "...".

    A link is never cut in two, and the last link that would be lost stands at the end: there the rest can be read.
    """
    if len(text) <= room:
        return text
    kept = _cut(text, room)
    lost = [link for link in _LINK.findall(text) if link not in kept]
    if lost and len(lost[-1]) + len(ELLIPSIS) + 1 < room:
        return f"{_cut(text, room - len(lost[-1]) - 1)}\n{lost[-1]}"
    return kept


def _cut(text: str, room: int) -> str:
    room -= len(f" {ELLIPSIS}")
    space = max(text.rfind(" ", 0, room + 1), text.rfind("\n", 0, room + 1))
    words = text[:space] if space > 0 else text[:room]
    ends = [end.end() for end in _SENTENCE_END.finditer(words + " ")]
    # A sentence's end is worth a third of the room, not more.
    kept = words[: ends[-1] if ends and ends[-1] > room * 2 // 3 else len(words)].rstrip()
    if _LINK.fullmatch(kept.split()[-1] if kept else ""):
        return f"{kept} {ELLIPSIS}"  # dots right after a link would become part of it
    return kept.rstrip(".") + ELLIPSIS
