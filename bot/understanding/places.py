"""Places: where in a text the words stand that a pattern finds in the same text, folded."""

import re

from domain.talk.folding import fold

_WORD = re.compile(r"\S+")


def places(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """From the first to the last word of each hit."""
    words = list(_WORD.finditer(text))
    said, starts = "", []
    for word in words:
        starts.append(len(said))
        said += f"{fold(word[0])} "
    found = []
    for hit in pattern.finditer(said):
        first = max(at for at, start in enumerate(starts) if start <= hit.start())
        last = max(at for at, start in enumerate(starts) if start < hit.end())
        found.append((words[first].start(), words[last].end()))
    return found


def without(text: str, pattern: re.Pattern[str]) -> str:
    """The text, as long as before, with nothing where they stand."""
    for start, end in places(text, pattern):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
