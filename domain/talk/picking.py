"""A short answer to what was offered: `2`, `the second`, `the last one`, `yes`, `none`. In all our languages."""

import re
from dataclasses import dataclass, field
from datetime import time

from domain.talk.folding import fold
from domain.talk.pick_words import (
    ALL,
    ANY_TIME,
    AROUND,
    AROUND_GIVING_UP,
    AROUND_WAITING,
    AT,
    BEFORE_SOONEST,
    EARLIER,
    FIRST_BARE_HOUR,
    GIVEN_UP,
    GIVING_UP,
    LATER,
    MERE_NO,
    MERE_YES,
    NO,
    NONE_SUITS,
    NUMBERS,
    ORDINALS,
    OTHERS,
    POLITE,
    SIGHS,
    SOONEST,
    THE_OTHER,
    WAITING,
    WHAT_ELSE,
    YES,
)


@dataclass(frozen=True, slots=True)
class Position:
    """The choice at this position, counted from 1; -1 is the last one."""

    number: int


@dataclass(frozen=True, slots=True)
class Yes:
    """`is_mere`: a yes, and not an `ok` that may as well be thanks."""

    is_mere: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class No:
    """Nothing of what was offered. `gives_up`: in more words than a mere no, such as `never mind`; `hesitates`: with a
    `wait`, where it may be as well about what was done before."""

    gives_up: bool = False
    hesitates: bool = False
    is_mere: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait, and nothing else."""


@dataclass(frozen=True, slots=True)
class All:
    """Everything that was offered."""


@dataclass(frozen=True, slots=True)
class Others:
    """Other days than those that were offered. `refuses`: only that none of these suits."""

    refuses: bool = False


@dataclass(frozen=True, slots=True)
class Soonest:
    """The earliest of what was offered. `is_any`: any of it would do."""

    is_any: bool = False


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest of what was offered."""


@dataclass(frozen=True, slots=True)
class TheOther:
    """Of two, not the one that was spoken of."""


Pick = Position | Yes | No | Wait | All | Others | Soonest | Latest | TheOther

_FIRST_IN_ITALIAN = re.compile(r"\bla prima\b")
"""`Prima` alone is `fine` in Dutch, and `before`."""
_THUMB_UP, _THUMB_DOWN = "\U0001f44d", "\U0001f44e"


def read_pick(text: str) -> Pick | None:
    """The short answer a text is; None when it is anything longer, or names two positions."""
    if text.strip().startswith((_THUMB_UP, _THUMB_DOWN)) and not fold(text):
        return Yes() if text.strip().startswith(_THUMB_UP) else No()
    words = fold(text)
    if words in YES:
        return Yes(is_mere=words in MERE_YES)
    if words in NO:
        return No(gives_up=words in GIVEN_UP, is_mere=words in MERE_NO)
    if longer := _longer_no(words.split()):
        return longer
    asked = _without_polite(words)
    if which := _by_name(asked):
        return which
    refuses = _refuses_all(asked)
    if asked in OTHERS or refuses or _asks_what_else(asked):
        return Others(refuses)
    return _position(_FIRST_IN_ITALIAN.sub("primo", words).split())


def _by_name(asked: str) -> Pick | None:
    """All of them, the earliest, any time, the later one, the other one."""
    if asked in ALL:
        return All()
    sooner = _without(BEFORE_SOONEST, asked)
    if {asked, sooner} & (SOONEST | EARLIER):
        return Soonest()
    if {asked, sooner} & ANY_TIME:
        return Soonest(is_any=True)
    if asked in LATER:
        return Latest()
    return TheOther() if asked in THE_OTHER else None


def read_clock(text: str) -> tuple[time, ...]:
    """The times of day that a number alone may be, where a time was asked for: 830, at 1730, around 18; none when it is
    anything else. One of a dozen hours may be past noon."""
    words = _without_polite(fold(text)).split()
    (number, *more) = [word for word in words if word.isdecimal()] or [""]
    around = [word for word in words if word != number]
    if more or not 0 < len(number) <= 4 or any(word not in AT for word in around):
        return ()
    if not around and len(number) <= 2 and int(number) < FIRST_BARE_HOUR:
        return ()
    hour, minute = (int(number[:-2]), int(number[-2:])) if len(number) > 2 else (int(number), 0)
    if hour > 23 or minute > 59:
        return ()
    is_of_a_dozen = 0 < hour < 12 and not number.startswith("0")
    hours = (hour, hour + 12) if is_of_a_dozen else (hour,)
    return tuple(time(one, minute) for one in hours)


def _without_polite(words: str) -> str:
    return _without(POLITE, words)


def _without(phrases: frozenset[str], words: str) -> str:
    """The words without these before and after them, as often as they stand there."""
    shorter = words
    for phrase in phrases:
        shorter = shorter.removesuffix(f" {phrase}").removeprefix(f"{phrase} ")
    return shorter if shorter == words else _without(phrases, shorter)


def _refuses_all(words: str) -> bool:
    """nope, that's no good either; leider passt auch nicht"""
    first, _, rest = words.partition(" ")
    return words in NONE_SUITS or (first in SIGHS | MERE_NO and bool(rest) and _refuses_all(rest))


def _asks_what_else(words: str) -> bool:
    """oh. well what else is there; schade, und sonst"""
    first, _, rest = words.partition(" ")
    return words in WHAT_ELSE or (first in SIGHS and bool(rest) and _asks_what_else(rest))


def _longer_no(words: list[str]) -> No | Wait | None:
    """no forget it; nee laat maar; non en fait laissez tomber. Or with second thoughts: wait no; no espera; wait."""
    if any(word in GIVING_UP for word in words) and all(w in GIVING_UP or w in AROUND_GIVING_UP for w in words):
        return No(gives_up=True)
    is_hold = "hold" in words and "on" not in words  # the parcel is to be held
    if (
        not is_hold
        and any(word in WAITING for word in words)
        and (WAITING | MERE_NO | AROUND_WAITING).issuperset(words)
    ):
        return No(hesitates=True) if any(word in MERE_NO for word in words) else Wait()
    return None


def _position(words: list[str]) -> Position | None:
    ordinals = {ORDINALS[word] for word in words if word in ORDINALS}
    digits = {int(word) for word in words if word.isascii() and word.isdecimal() and len(word) <= 2}
    named = {NUMBERS[word] for word in words if word in NUMBERS}
    found = ordinals or digits or named
    read = ORDINALS.keys() | NUMBERS.keys() | AROUND
    rest = [word for word in words if word not in read and not (word.isdecimal() and len(word) <= 2)]
    if len(found) != 1 or rest or len(digits) > 1 or (ordinals and digits):
        return None
    return Position(found.pop())
