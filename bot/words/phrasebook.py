"""The templates: found by name, language and channel, compiled once, and one after the other until one can speak.

A merchant's own words come with what is to be said; the newest speak, else those before them, else the shipped ones.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import structlog
from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateNotFound
from jinja2.environment import Environment
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.words.filters import FILTERS, PARAGRAPH, insist
from bot.words.grammar import Fault, Faulty, read
from bot.words.languages import ENGLISH

_log = structlog.get_logger(__name__)

LAST_RESORT = "default"
MOST_OWN = 2048
"""Own words that stay compiled."""
LONGEST_SAID = 8000
"""Characters of own words before their lines flow together; no channel takes more."""
CANNOT_SPEAK = (TemplateError, ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError)
"""What a mistake in a template, or a fact of the wrong shape, can raise in a sandbox."""


class Phrasebook:
    """Templates of one folder. A mistake in one is logged and the next one speaks: other words, never none."""

    def __init__(self, root: Path) -> None:
        self._loader = _Loader(root)
        self._environment = _environment(self._loader)
        self._written: Callable[[str], Template | None] = cache(self._compiled)
        self._owned: Callable[[str], Template | Faulty] = lru_cache(MOST_OWN)(self._compiled_own)
        self._phrased: Callable[[str], Template] = cache(self._environment.from_string)

    def speak(
        self,
        name: str,
        language: str,
        channel: str,
        facts: Mapping[str, object],
        own: Mapping[str, Sequence[str]] | None = None,
    ) -> str:
        """The words of the first template that can speak: the merchant's own, the shipped, English, the last resort.

        `own` holds a merchant's sources by `es.sms` and `es`, the newest first.
        """
        for place, template in self._candidates(name, language, channel, own or {}):
            if template is None:
                continue
            try:
                return template.render(facts)
            except CANNOT_SPEAK as problem:
                _log.warning("words.failed", template=place, why=type(problem).__name__)
        raise LookupError(f"no template can speak: {name}, nor {LAST_RESORT}/{ENGLISH}.txt")

    def speak_own(self, source: str, facts: Mapping[str, object]) -> str:
        """The words of this source and of no other; raises Faulty, or what a missing fact raises (ValueError …)."""
        template = self._owned(source)
        if isinstance(template, Faulty):
            raise template
        return _bounded(template.render(facts))

    def faults(self, source: str) -> list[Fault]:
        template = self._owned(source)
        return template.faults if isinstance(template, Faulty) else []

    def shipped_speaks(self, name: str, language: str, channel: str, facts: Mapping[str, object]) -> bool:
        for tag in (f"{language}.{channel}", language):
            template = self._written(f"{name}/{tag}.txt")
            if template is None:
                continue
            try:
                return bool(template.render(facts).strip())
            except CANNOT_SPEAK:
                continue
        return False

    def shipped(self, name: str, tag: str) -> str | None:
        """The source of the shipped template of this place (`es.sms`, `es`), as it is written."""
        try:
            source, _, _ = FileSystemLoader.get_source(self._loader, self._environment, f"{name}/{tag}.txt")
        except TemplateNotFound:
            return None
        return source

    def _candidates(
        self, name: str, language: str, channel: str, own: Mapping[str, Sequence[str]]
    ) -> Iterator[tuple[str, "Template | _Own | None"]]:
        for tag in dict.fromkeys((language, ENGLISH)):
            for place in (f"{tag}.{channel}", tag):
                for source in own.get(place, ()):
                    yield f"{name}/{place} (own)", _Own(self, source)
            for place in (f"{tag}.{channel}", tag):
                yield f"{name}/{place}.txt", self._written(f"{name}/{place}.txt")
        for tag in dict.fromkeys((language, ENGLISH)):
            for place in (f"{tag}.{channel}", tag):
                yield f"{LAST_RESORT}/{place}.txt", self._written(f"{LAST_RESORT}/{place}.txt")

    def phrase(self, source: str, facts: Mapping[str, object]) -> str | None:
        """The words of a phrase that is itself a small template (a button's label); None when it cannot speak."""
        try:
            return self._phrased(source).render(facts)
        except CANNOT_SPEAK as problem:
            _log.warning("words.failed", template=source, why=type(problem).__name__)
            return None

    def _compiled_own(self, source: str) -> Template | Faulty:
        try:
            return self._environment.from_string(read(self._environment, _in_paragraphs(source.replace("\r\n", "\n"))))
        except Faulty as problem:
            return problem
        except (TemplateError, SyntaxError, RecursionError, MemoryError) as problem:
            return Faulty([Fault(1, f"this cannot be read ({type(problem).__name__})")])

    def _compiled(self, place: str) -> Template | None:
        try:
            return self._environment.get_template(place)
        except TemplateNotFound:
            return None
        except TemplateError as problem:
            _log.error("words.broken", template=place, why=str(problem))
            return None


class _Own:
    """A merchant's own words, read and compiled when it is their turn."""

    def __init__(self, book: Phrasebook, source: str) -> None:
        self._book, self._source = book, source

    def render(self, facts: Mapping[str, object]) -> str:
        return self._book.speak_own(self._source, facts)


def _bounded(words: str) -> str:
    if len(words) > LONGEST_SAID:
        raise ValueError("the words are too long")
    if not words.strip():
        raise ValueError("there are no words")
    return words


class _Loader(FileSystemLoader):
    """Reads words as they are written: an empty line of the file begins a new line of the message."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_fresh = super().get_source(environment, template)
        return _in_paragraphs(source), path, is_fresh


def _in_paragraphs(source: str) -> str:
    return _EMPTY_LINES.sub(f"\n{PARAGRAPH}\n", source)


_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def _environment(loader: FileSystemLoader) -> Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        finalize=insist,
        cache_size=-1,
        auto_reload=False,
    )
    environment.filters.update(FILTERS)
    return environment
