"""Spelling: an unknown word that lies one slip from a single word of the closed vocabulary is taken for it."""

from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.dates.lexicon import Lexicon
from bot.understanding.slips import forms, kind
from domain.talk.folding import one_slip

SHORTEST = 3
"""Letters of a word that may be repaired; one of three only where a vowel of four letters was left out: wek, nxt."""
LONG = 5
"""Letters above which the first letter may be the wrong one: `ders` is no slip of `pers`."""
_SHORT = "UxF"
"""Tags of which also words of three letters are repaired: a weekday or a month is too often another word."""
_NONE = (("", None),)
_TELLING = "WMRPUVNOxkabFTBHAtc>gX"
"""Tags whose words are worth repairing."""
_FRAMING = "7!ijsEmLelqhdf<=r"
"""Tags of which only single words of at least LONG letters are repaired: they say how a day is meant."""
_CARRYING = 5
"""Letters that must be left where an ending or an article is taken away; one more where that is a single letter."""


@lru_cache(maxsize=8192)
def repaired(word: str, lex: Lexicon) -> str | None:
    """The known word this one is most likely a slip of, alone or with what the language puts before or after."""
    if len(word) < SHORTEST or not word.isalpha():
        return None
    return _nearest(word, lex) or _inside(word, lex) or _before_ending(word, lex)


def repaired_ending(ending: str, lex: Lexicon) -> str | None:
    """15'innde, 17'dden: the ending that what stands after the apostrophe of a number is most likely a slip of."""
    endings = {*lex.ordinal_suffixes, *lex.suffixes, *lex.from_suffixes}
    if len(ending) < SHORTEST or not ending.isalpha() or ending in endings | lex.words:
        return None
    meant = _likely(ending, {one for one in endings if one[0] == ending[0] and one_slip(ending, one)})
    meanings = {(one in lex.ordinal_suffixes, one in lex.from_suffixes) for one in meant}
    return meant[0] if len(meanings) == 1 else None


@lru_cache(maxsize=1024)
def repaired_month(word: str, lex: Lexicon) -> str | None:
    """2 mrs, jly 30: beside the number of a day, a word of three letters is the month that one letter more makes it."""
    if word in lex.words or lex.single(word) is not None:
        return None
    near = {one for one in lex.phrases if len(one) == len(word) + 1 and one[0] == word[0] and one_slip(word, one)}
    meant = {one for one in near if (lex.single(one) or _NONE)[0][0] == "M"}
    return meant.pop() if len(meant) == 1 else None


def _inside(word: str, lex: Lexicon) -> str | None:
    """Bugnüden: the slip lies in what is left without the ending, or without the article. One letter is hardly one."""
    for before in ("", *lex.prefixes):
        if not word.startswith(before):
            continue
        for after in ("", *lex.suffixes, *lex.from_suffixes):
            inner = word[len(before) : len(word) - len(after)]
            is_worn = word.endswith(after) and (before or after) and len(inner) >= _CARRYING + (len(after) == 1)
            if is_worn and inner not in lex.words and (meant := _nearest(inner, lex)):
                return None if before and meant.startswith(before) else before + meant + after
    return None


def _before_ending(word: str, lex: Lexicon) -> str | None:
    """Bugündn: the slip lies in the ending."""
    for end in range(len(word) - 1, _CARRYING - 1, -1):
        entry = lex.single(word[:end])
        if entry is None or entry[0][0] not in _TELLING:
            continue
        endings = {one for one in (*lex.suffixes, *lex.from_suffixes) if len(one) > 1}
        meant = _likely(word[end:], {one for one in endings if one_slip(word[end:], one)})
        if len({one in lex.from_suffixes for one in meant}) == 1:
            return word[:end] + meant[0]
    return None


def _likely(word: str, meant: set[str]) -> list[str]:
    """Those of the words that come by the most usual slip."""
    likely = min((kind(word, one) for one in meant), default=0)
    return [one for one in meant if kind(word, one) == likely]


def _nearest(word: str, lex: Lexicon) -> str | None:
    near = _near(lex)
    meant = {one for form in forms(word) for one in near.get(form, ()) if one_slip(word, one)}
    meant = {one for one in meant if len(word) > LONG or word[0] == one[0]}
    meant = {one for one in meant if not _is_other_word(word, one, lex)}
    if len(word) == SHORTEST:
        meant = {one for one in meant if _lacks_vowel(word, one) and (lex.single(one) or _NONE)[0][0] in _SHORT}
    best = _likely(word, meant)
    meanings = {lex.single(one) or one for one in best}
    return best[0] if len(meanings) == 1 else None


def _is_other_word(word: str, known: str, lex: Lexicon) -> bool:
    """Reiner Montag, næste fredag igen, fiori: what would make a refusal of a wish must look very much like one."""
    if (lex.single(known) or _NONE)[0][0] != "!":
        return False
    if len(word) == len(known):
        return sorted(word) != sorted(known) and (len(word) <= LONG or word[0] != known[0])
    return len(word) < LONG and not _lacks_vowel(word, known)


@lru_cache(maxsize=64)
def _near(lex: Lexicon) -> dict[str, frozenset[str]]:
    """Every word worth repairing, by itself and by each way of leaving one letter out."""
    near: dict[str, set[str]] = {}
    for word in {word for word in _telling(lex) if len(word) > SHORTEST}:
        for form in forms(word):
            near.setdefault(form, set()).add(word)
    return {form: frozenset(words) for form, words in near.items()}


def _telling(lex: Lexicon) -> Iterator[str]:
    """The words of telling entries, and in languages that write them as one, days with parts of day: vrijdagmiddag."""
    days, parts = set[str](), set[str]()
    for first, known in lex.phrases.items():
        for rest, entry in known:
            if entry[0][0] in _TELLING:
                yield from (first, *rest)
            if entry[0][0] in _FRAMING and not rest and len(first) >= LONG:
                yield first
            if not rest and entry[0][0] in "WR":
                days.add(first)
            if not rest and entry[0][0] in "PR":
                parts.add(first)
    if lex.is_compounding:
        yield from (day + part for day in days for part in parts if len(day) > SHORTEST)


def _lacks_vowel(word: str, known: str) -> bool:
    is_inside = len(known) == len(word) + 1 and word[0] == known[0] and word[-1] == known[-1]
    places = range(1, len(word)) if is_inside else ()
    return any(known[at] in "aeiou" and known[:at] + known[at + 1 :] == word for at in places)
