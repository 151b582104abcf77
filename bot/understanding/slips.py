"""Slips of the finger: what a word may have been before one, and which kinds are the more usual."""

from collections.abc import Iterator


def forms(word: str) -> Iterator[str]:
    """The word, and each way of leaving one letter out. Two words one slip apart have a form in common."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def kind(word: str, known: str) -> int:
    """How the slip came about, the most usual way first: letters swapped, one missing, one too many, a wrong one."""
    if sorted(word) == sorted(known):
        return 0
    return {-1: 1, 1: 2}.get(len(word) - len(known), 3)
