"""Lexicons: the words of a language, read once from lexicons/<language>.toml and, for weekdays and months, from CLDR.

A file has tables of `key = "word, two words, stem*"`. Keys are numbers (days, numbers, ordinals; days after Easter;
of feasts that move with the moon month and day, 1001 and 1210, or 0 for the next of them), `many` and `one` for
public holidays, names of parts and units, weekdays and months, and in [words] the names in TAGS. [short] writes one
thing as several: `tonight = "today evening"`. A word that stands in two tables keeps the meaning of the first, except
that [words] may come first.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bot.understanding.dates.folding import fold
from bot.understanding.dates.pieces import Num, Value

FOLDER = Path(__file__).parent / "lexicons"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TAGS = {
    "next": "x", "coming": "k", "this": "t", "last": "l", "from": "F", "to": "T", "before": "b", "after": "a",
    "between": "B", "and": "&", "or": "/", "not": "!", "but": "|", "at": "@", "oclock": "H", "half": "h",
    "quarter": "q", "past": "+", "to_hour": "z", "in": "i", "within": "j", "later": "g", "ago": "o", "early": "e",
    "late": "L", "start": "s", "middle": "m", "end": "E", "rest": "r", "date_mark": "^", "or_later": ">",
    "or_earlier": "<", "from_here": "f", "noise": "~", "three_quarters": "3", "ordinary": "?",
    "after_next": "X", "one": "1", "third": "6", "now": "n", "at_or_to": "u",
    "of_or_from": "y", "am_or_mark": "v", "between_here": "=", "ordinal_mark": "°", "minus": "_", "for_or_before": "%",
    "within_before": "7", "lasting": "d", "past_or_night": "8",
    "any": "#", "but_or_not": "4", "instead": "0", "nor": "}", "inclusive": "$",
    "numbered": "№", "not_after": "¬", "moving": "»",
}  # fmt: skip

_TABLES = (
    ("days", "R"), ("feasts", "5"), ("moons", "9"), ("parts", "P"), ("units", "U"), ("halves", "A"),
    ("clocks", "c"), ("weeks", "X"), ("holidays", "§"),
)  # fmt: skip

Entry = tuple[tuple[str, Value], ...]
"""What a word or phrase stands for: one tag and value, or several for a short form."""
_BOTH = {"WM": "V", "NM": "G"}
"""A short name of a weekday and a month (mar), a number and a month (sept)."""
TOKEN = re.compile(r"\d+|(?<=\d)[ap]m(?=[^\W\d_]{3})|[^\W\d_]+|\S")
"""Digits, a word, or a mark; 2pmtuesday is three."""


@dataclass(slots=True, eq=False)
class Lexicon:
    language: str = "en"
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = field(default_factory=dict)
    """By first word: the further words and the entry, longest first."""
    stems: dict[str, Entry] = field(default_factory=dict)
    ordinal_suffixes: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    from_suffixes: tuple[str, ...] = ()
    """Endings that say `from` of the word: pazartesiden"""
    order: str = "dmy"
    half: str = "past"
    has_quarter_of_hour: bool = False
    """viertel acht: a quarter past seven"""
    has_minutes_after_and: bool = False
    """las tres y veinte"""
    has_minutes_before_to: bool = False
    """ten to four"""
    is_tomorrow_morning: bool = False
    """Whether the word for tomorrow is the morning after a day: Montag morgen"""
    has_week_after_weekday: bool = False
    """Friday week"""
    week_ends_on: int = 3
    """The weekday with which the end of a week begins."""
    has_refusals_last: bool = False
    """yarın yokum: what does not suit stands before the word that says so"""
    has_to_as_at: bool = False
    """viernes 9 a 12, viernes 9 a las 12: one word for to and at"""
    has_counted_hours: bool = False
    """beş saat sonra: the word for o'clock, after a number, counts hours"""
    has_twelve_hours: bool = False
    """Hours past noon are not counted on from twelve: في 15 is a day of the month."""
    has_plural_weeks: bool = False
    """The next 2 weeks, but 2 next week: `weeks` is a unit of its own."""
    has_week_numbers: bool = False
    """KW 49, week 49"""
    has_dashed_dates: bool = False
    """op 1-12: the first of December"""
    has_dotted_ordinals: bool = False
    has_ordinal_tens: bool = False
    """dwudziestego piątego: the twenty-fifth"""
    is_spaceless: bool = False
    is_compounding: bool = False

    words: set[str] = field(default_factory=set)
    """Every word of every phrase."""

    def single(self, word: str) -> Entry | None:
        """What this word means alone."""
        return next((entry for rest, entry in self.phrases.get(word, ()) if not rest), None)

    def add(self, phrase: str, entry: Entry, *, is_short_form: bool = False) -> None:
        """A phrase that is already there keeps its meaning, but a month that is a weekday as well is marked as both."""
        if phrase.endswith("*"):
            self.stems.setdefault(fold(phrase[:-1])[0], entry)
            return
        first, *rest = words_of(phrase) or [""]
        self.words.update((first, *rest))
        known = self.phrases.setdefault(first, [])
        for at, (others, before) in enumerate(known):
            if others == tuple(rest) and is_short_form:
                known[at] = (others, entry)
                return
            if others == tuple(rest):
                if (both := _BOTH.get(before[0][0] + entry[0][0])) and len(before) == 1:
                    known[at] = (others, ((both, (before[0][1], entry[0][1])),))
                return
        known.append((tuple(rest), entry))
        known.sort(key=lambda one: -len(one[0]))


def words_of(phrase: str) -> list[str]:
    return [token for token in TOKEN.findall(fold(phrase)[0]) if token.isalnum()]


@cache
def languages() -> tuple[str, ...]:
    """The languages that can be read, by their two-letter codes."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language such as `en` or `pt-BR`; English when there is none."""
    code = language[:2].lower()
    if code not in languages():
        code = "en"
    tables = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    lex = Lexicon(language=code, **tables.get("options", {}))
    lex.ordinal_suffixes = frozenset(fold(one)[0] for one in _listed(tables.get("affixes", {}).get("ordinals", "")))
    lex.prefixes = tuple(_listed(tables.get("affixes", {}).get("prefixes", "")))
    lex.suffixes = tuple(_listed(tables.get("affixes", {}).get("suffixes", "")))
    lex.from_suffixes = tuple(_listed(tables.get("affixes", {}).get("from_suffixes", "")))
    ordinary = [(phrase, (("?", None),)) for phrase in _listed(tables.get("words", {}).get("ordinary", ""))]
    for phrase, entry in (*_own(tables), *ordinary, *_cldr(code)):
        lex.add(phrase, entry)
    for short, long in tables.get("short", {}).items():
        for one in short.split(","):
            lex.add(one.strip(), _spelled_out(lex, long), is_short_form=True)
    if code != "en":
        for phrase, entry in _cldr("en", widths=("wide", "abbreviated")):
            lex.add(phrase, entry)
    return lex


def _own(tables: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, Entry]]:
    for name, listed in tables.get("words", {}).items():
        if name != "ordinary":
            yield from ((phrase, ((TAGS[name], None),)) for phrase in _listed(listed))
    for table, tag in _TABLES:
        for key, listed in tables.get(table, {}).items():
            value: Value = int(key) if tag in "RcX59" else key
            yield from ((phrase, ((tag, value),)) for phrase in _listed(listed))
    for key, listed in tables.get("weekdays", {}).items():
        yield from ((phrase, (("W", WEEKDAYS.index(key)),)) for phrase in _listed(listed))
    for key, listed in tables.get("months", {}).items():
        yield from ((phrase, (("M", MONTHS.index(key) + 1),)) for phrase in _listed(listed))
    for table, tag in (("numbers", "N"), ("ordinals", "O")):
        for key, listed in tables.get(table, {}).items():
            yield from ((phrase, ((tag, Num(int(key))),)) for phrase in _listed(listed))


def _cldr(code: str, widths: tuple[str, ...] = ("wide", "abbreviated")) -> Iterator[tuple[str, Entry]]:
    days, months = _names(code)
    for context in ("format", "stand-alone"):
        for width in widths:
            names = days[context].get(width, {}) if context in days else {}
            yield from (
                (name, (("W" if len(name.strip(".")) > 2 or not name.isascii() else "w", day),))
                for day, name in names.items()
                if not name.isdigit()
            )
            named = months[context].get(width, {}) if width != "short" else {}
            yield from ((name, (("M", month),)) for month, name in named.items() if not name.isdigit())


def _names(code: str) -> tuple[Any, Any]:
    """CLDR's days and months of a language, by context and width, copied: what Babel looks up in Japanese or Chinese it
    keeps where other languages then find it."""
    from babel import localedata

    held = localedata.load(code)
    own = localedata.LocaleDataDict({name: deepcopy(held[name]) for name in ("days", "months")})
    return own["days"], own["months"]


def _spelled_out(lex: Lexicon, long: str) -> Entry:
    """The entries of the words of a short form."""
    found: list[tuple[str, Value]] = []
    for word in words_of(long):
        entry = lex.single(word)
        found += entry or ((("N", Num(int(word), word)),) if word.isdigit() else ())
    return tuple(found)


def _listed(listed: str) -> list[str]:
    return [phrase for part in listed.split(",") if (phrase := part.strip())]
