"""The templates: found by name, language and channel, compiled once, and one after the other until one can speak."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import structlog
from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateNotFound
from jinja2.environment import Environment
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.words.filters import FILTERS, PARAGRAPH, insist
from bot.words.languages import ENGLISH

_log = structlog.get_logger(__name__)

LAST_RESORT = "default"
_CANNOT_SPEAK = (TemplateError, ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError)
"""What a mistake in a template, or a fact of the wrong shape, can raise in a sandbox."""


class Phrasebook:
    """Templates of one folder. A mistake in one is logged and the next one speaks: other words, never none."""

    def __init__(self, root: Path) -> None:
        self._environment = _environment(_Loader(root))
        self._written: Callable[[str], Template | None] = cache(self._compiled)
        self._phrased: Callable[[str], Template] = cache(self._environment.from_string)

    def speak(self, name: str, language: str, channel: str, facts: Mapping[str, object]) -> str:
        """The words of the first template that can speak: this channel's, this language's, English, the last resort."""
        for place in _places(name, language, channel):
            template = self._written(place)
            if template is None:
                continue
            try:
                return template.render(facts)
            except _CANNOT_SPEAK as problem:
                _log.warning("words.failed", template=place, why=type(problem).__name__)
        raise LookupError(f"no template can speak: {name}, nor {LAST_RESORT}/{ENGLISH}.txt")

    def phrase(self, source: str, facts: Mapping[str, object]) -> str | None:
        """The words of a phrase that is itself a small template (a button's label); None when it cannot speak."""
        try:
            return self._phrased(source).render(facts)
        except _CANNOT_SPEAK as problem:
            _log.warning("words.failed", template=source, why=type(problem).__name__)
            return None

    def _compiled(self, place: str) -> Template | None:
        try:
            return self._environment.get_template(place)
        except TemplateNotFound:
            return None
        except TemplateError as problem:
            _log.error("words.broken", template=place, why=str(problem))
            return None


def _places(name: str, language: str, channel: str) -> Iterator[str]:
    for tag in dict.fromkeys((language, ENGLISH)):
        yield f"{name}/{tag}.{channel}.txt"
        yield f"{name}/{tag}.txt"
    for tag in dict.fromkeys((language, ENGLISH)):
        yield f"{LAST_RESORT}/{tag}.{channel}.txt"
        yield f"{LAST_RESORT}/{tag}.txt"


class _Loader(FileSystemLoader):
    """Reads words as they are written: an empty line of the file begins a new line of the message."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_fresh = super().get_source(environment, template)
        return _EMPTY_LINES.sub(f"\n{PARAGRAPH}\n", source), path, is_fresh


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
