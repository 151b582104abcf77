"""Places: where in a text the words stand that a pattern finds in the same text, folded."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from domain.talk.folding import fold

_WORD = re.compile(r"\S+")


def places(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """From the first to the last word of each hit."""
    said, spans, starts = _words(text)
    return [
        (spans[bisect_right(starts, hit.start()) - 1][0], spans[bisect_left(starts, hit.end()) - 1][1])
        for hit in pattern.finditer(said)
    ]


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, list[tuple[int, int]], list[int]]:
    """The text folded word by word, where each word stands in the text, and where it begins among the folded ones."""
    said, spans, starts = "", list[tuple[int, int]](), list[int]()
    for word in _WORD.finditer(text):
        starts.append(len(said))
        spans.append(word.span())
        said += f"{fold(word[0])} "
    return said, spans, starts


def without(text: str, pattern: re.Pattern[str]) -> str:
    """The text, as long as before, with nothing where they stand."""
    for start, end in places(text, pattern):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
