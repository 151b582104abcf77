"""Words that stand in no lexicon as they are written: stems, affixes, compounds, runs without spaces."""

from functools import lru_cache

from bot.understanding.dates.lexicon import Entry, Lexicon
from bot.understanding.dates.pieces import Value

Known = tuple[tuple[str, Value, int, int], ...]
"""Tag, value, and place within the word."""
SHORTEST_STEM = 2
SHORTEST_PART = 2
LONGEST_WORD = 40


def known(word: str, lex: Lexicon) -> Known:
    """The pieces of one word; `?` for what is not known."""
    return _known(word[:LONGEST_WORD], lex) if len(word) > 0 else ()


@lru_cache(maxsize=8192)
def _known(word: str, lex: Lexicon) -> Known:
    if lex.is_spaceless and not word.isascii():
        return _run(word, lex)
    entry = _single(word, lex) or _bare(word, lex)
    if entry is None and lex.is_compounding and (parts := _compound(word, 0, lex)) and _is_word(parts):
        return parts
    return tuple((tag, value, 0, len(word)) for tag, value in entry or (("?", None),))


def _is_word(parts: Known) -> bool:
    """A month and a day are none, nor are two short parts: maanddag and monatg are slips."""
    short = [part for part in parts if part[3] - part[2] == SHORTEST_PART]
    return {part[0] for part in parts} != {"U"} and len(short) <= 1


def _single(word: str, lex: Lexicon) -> Entry | None:
    if (exact := lex.single(word)) is not None:
        return exact
    stems = (lex.stems.get(word[:end]) for end in range(len(word), SHORTEST_STEM - 1, -1))
    return next((entry for entry in stems if entry), None)


def _bare(word: str, lex: Lexicon) -> Entry | None:
    """Without what the language puts before or after: `pazartesiye`, an Arabic article."""
    for before in ("", *lex.prefixes):
        if not word.startswith(before):
            continue
        inner = word[len(before) :]
        for after in ("", *lex.suffixes, *lex.from_suffixes):
            if inner.endswith(after) and len(inner) - len(after) >= 2 and (before or after):
                entry = _single(inner[: len(inner) - len(after)], lex)
                if entry is not None and entry[0][0] not in "?~":
                    return (*entry, ("f", None)) if after in lex.from_suffixes else entry
    return None


def _compound(word: str, at: int, lex: Lexicon) -> Known:
    """The known words that make up all of the word from `at` on; empty when there is no such way."""
    for end in range(len(word), at + SHORTEST_PART - 1, -1):
        entry = _single(word[at:end], lex)
        if entry is None or entry[0][0] in "w?!" or (end < len(word) and entry[0][0] == "~"):
            continue
        here = tuple((tag, value, at, end) for tag, value in entry)
        if end == len(word):
            return here if at else ()
        if further := _compound(word, end, lex):
            return here + further
    return ()


def _run(word: str, lex: Lexicon) -> Known:
    """The longest known words from left to right."""
    found: list[tuple[str, Value, int, int]] = []
    at = 0
    while at < len(word):
        end = next((end for end in range(len(word), at, -1) if lex.single(word[at:end])), None)
        if end is None:
            if not found or found[-1][0] != "?":
                found.append(("?", None, at, at + 1))
            at += 1
            continue
        found += ((tag, value, at, end) for tag, value in lex.single(word[at:end]) or ())
        at = end
    return tuple(found)
