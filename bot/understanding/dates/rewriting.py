"""Rewriting: rules that replace neighbouring pieces by one, until only days, clocks, windows and parts remain."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from bot.understanding.dates.lexicon import Lexicon
from bot.understanding.dates.pieces import Piece, Value
from bot.understanding.dates.weeks import SATURDAY_AND_SUNDAY, Week


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text is read against: local now, the hours of delivery in minutes after midnight, the language's words,
    the country's week."""

    now: datetime
    opens: int
    closes: int
    lex: Lexicon
    week: Week = SATURDAY_AND_SUNDAY

    @property
    def today(self) -> date:
        return self.now.date()


Built = tuple[str, Value] | None
Build = Callable[[Sequence[Piece], Setting], Built]


@dataclass(frozen=True, slots=True)
class Rule:
    """`tags` is a pattern over tags; `build` gives the new piece's tag and value, or None when the words mean no such
    thing."""

    name: str
    tags: str
    build: Build


def rule(name: str, pattern: str, build: Build) -> Rule:
    return Rule(name, pattern, build)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first used: there are a hundred, and importing them should cost nothing."""
    return re.compile(pattern)


def rewrite(pieces: list[Piece], rules: Sequence[Rule], setting: Setting) -> list[Piece]:
    """The pieces after all rules, each tried from left to right, one after the other."""
    tags = "".join(piece.tag for piece in pieces)
    for one in rules:
        at, pattern = 0, _compiled(one.tags)
        while (hit := pattern.search(tags, at)) is not None:
            first, last = hit.span()
            built = one.build(pieces[first:last], setting)
            at = first + 1
            if built is not None:
                pieces = [*pieces[:first], _joined(pieces[first:last], one.name, built), *pieces[last:]]
                tags = tags[:first] + built[0] + tags[last:]
    return pieces


def _joined(parts: Sequence[Piece], name: str, built: tuple[str, Value]) -> Piece:
    rules = tuple(dict.fromkeys(rule for part in parts for rule in part.rules))
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    return Piece(built[0], built[1], start, end, (*rules, name) if name not in rules else rules)
