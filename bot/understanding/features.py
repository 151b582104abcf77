"""Features: the pieces of a text that the classifier weighs: words, pairs of words, runs of letters within words."""

import re
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

from domain.talk.folding import fold

BUCKETS = 1 << 16
SHORTEST, LONGEST = 2, 5
"""Letters of a run, the space before and after its word included."""
READ = 240
"""Characters of a text that are read: what somebody wants stands at its beginning, or they write a letter."""
_DIGITS = re.compile(r"\d+")


def features(text: str) -> dict[int, str]:
    """The buckets of a text, each with the piece that fell into it (the first, where several did)."""
    found: dict[int, str] = {}
    for piece in _pieces(_plain(text)):
        found.setdefault(crc32(piece.encode()) % BUCKETS, piece)
    return found


def _plain(text: str) -> str:
    """Folded; of numbers only about how long they are counts: `#` stands for a hour or a house, `##…` for more."""
    marked = fold(text[:READ])
    return _DIGITS.sub(lambda run: "#" * (1 if len(run[0]) <= 2 else 2 if len(run[0]) <= 4 else 3), marked)


def _pieces(plain: str) -> Iterator[str]:
    words = plain.split()
    yield from (f"={word}" for word in words)
    yield from (f"={first} {second}" for first, second in pairwise(words))
    for word in words:
        edged = f" {word} "
        for length in range(SHORTEST, min(LONGEST, len(edged)) + 1):
            yield from (edged[at : at + length] for at in range(len(edged) - length + 1))
