"""Grammars: the phrases of a language, read from phrases/<language>.txt, and the first that fits a text.

A file has short forms (`cant -> can not`), named sets (`{parcel}: parcel|package`) and sections: `[status]`, or
`[human: damaged]` with what a person has to look at. Sections are tried in order, so the more telling ones stand first.
A phrase is written as in domain/talk/phrases.py; with `= ` before it, nothing may surround it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from domain.talk.answer import Verb
from domain.talk.meaning import Concern
from domain.talk.phrases import Sets, compiled

FOLDER = Path(__file__).parent / "phrases"
LANGUAGES = ("en", "es")
"""Those with phrases; the classifier knows all we write in."""
TELLING = "telling"
"""The set of words that decide so much that their misspellings are repaired; {ordinary} words never are."""
_SECTION = re.compile(r"\[(\w+)(?:: (\w+))?\]")
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = re.compile(r"(\w+) -> ([\w ]+)")
_SET = re.compile(r"\{(\w+)\}: (.+)")


@dataclass(slots=True)
class Section:
    """Phrases that ask for the same: `anywhere` in a text, or as the `whole` of it."""

    verb: Verb
    concern: Concern | None
    anywhere: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    verb: Verb
    concern: Concern | None
    phrase: str
    is_whole: bool


class Grammar:
    def __init__(self, lines: Iterable[str]) -> None:
        self._short, self._sets, self.sections = _read(lines)
        self._tried = [(section, self._compiled(section)) for section in self.sections]
        phrases = [phrase for section in self.sections for phrase in (*section.anywhere, *section.whole)]
        spoken = " ".join((*self._sets.values(), *self._short, *self._short.values(), *phrases))
        self.words = frozenset(_WORD.findall(spoken))
        """Every word that stands in this grammar."""
        self.telling = frozenset(self._sets.get(TELLING, "").split("|")) - {""}
        """The words whose misspellings are worth repairing."""

    def find(self, folded: str) -> Found | None:
        """The first phrase that fits the text, its short forms written out."""
        text = "".join(self._short.get(word, word) + " " for word in folded.split())
        for section, (whole, anywhere) in self._tried:
            hit = whole.fullmatch(text) if whole else None
            if hit and hit.lastindex:
                return Found(section.verb, section.concern, section.whole[hit.lastindex - 1], is_whole=True)
            hit = anywhere.search(text) if anywhere else None
            if hit and hit.lastindex:
                phrase = section.anywhere[hit.lastindex - 1]
                return Found(section.verb, section.concern, phrase, hit.span() == (0, len(text)))
        return None

    def _compiled(self, section: Section) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
        whole = compiled(section.whole, self._sets) if section.whole else None
        return whole, compiled(section.anywhere, self._sets) if section.anywhere else None


@cache
def grammar(language: str) -> Grammar | None:
    """The grammar of a language such as `es`; None when there is none."""
    path = FOLDER / f"{language}.txt"
    return Grammar(path.read_text("utf-8").splitlines()) if path.exists() else None


def _read(lines: Iterable[str]) -> tuple[dict[str, str], Sets, list[Section]]:
    short: dict[str, str] = {}
    sets: dict[str, str] = {}
    sections: list[Section] = []
    for line in lines:
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if form := _SHORT.fullmatch(text):
            short[form[1]] = form[2]
        elif named := _SET.fullmatch(text):
            sets[named[1]] = f"{sets[named[1]]}|{named[2]}" if named[1] in sets else named[2]
        elif begun := _SECTION.fullmatch(text):
            sections.append(Section(Verb(begun[1]), Concern(begun[2]) if begun[2] else None))
        elif text.startswith("= "):
            sections[-1].whole.append(text[2:])
        else:
            sections[-1].anywhere.append(text)
    return short, sets, sections
