"""Phrases: a small way to write down what people say, and to find it in a folded text.

A phrase is words with one space between them. `(a|b c)` is one of several, `{name}` one of a named set, `?` after a
word or a bracket says that it may be missing, `~` that a word only begins so, `*` stands for up to five words of any
kind, and `%` for a number. Words are written as `folding.fold` leaves them: lower case, no accents, no apostrophes.
"""

import re
from collections.abc import Mapping

Sets = Mapping[str, str]

_ANY_WORDS = r"(?:\w+ ){0,5}?"


def compiled(phrases: list[str], sets: Sets) -> re.Pattern[str]:
    """One expression for all of them: group n+1 is phrase n. It reads a folded text with a space after it.

    Raises ValueError that names the phrase which is not well written.
    """
    return re.compile("|".join(f"({_expression(phrase, sets)})" for phrase in phrases))


def _expression(phrase: str, sets: Sets) -> str:
    try:
        expression = r"\b" + _sequence(phrase, sets)
        re.compile(expression)
    except (KeyError, ValueError, re.error) as problem:
        raise ValueError(f"the phrase {phrase!r} is not well written: {problem}") from problem
    return expression


def _sequence(phrase: str, sets: Sets) -> str:
    return "".join(_word(word, sets) for word in split(phrase, " ") if word)


def _word(word: str, sets: Sets) -> str:
    if word == "*":
        return _ANY_WORDS
    if word.endswith("?"):
        return f"(?:{_word(word[:-1], sets)})?"
    if word.startswith("{"):
        word = f"({sets[word[1:-1]]})"
    if word.startswith("("):
        return "(?:" + "|".join(_sequence(way, sets) for way in split(word[1:-1], "|")) + ")"
    if word == "%":
        return r"\d+\w{0,2} "
    stem = word.removesuffix("~")
    if not stem.replace("_", "").isalnum():
        raise ValueError(f"{word!r} is no word")
    return stem + (r"\w* " if word.endswith("~") else " ")


def split(text: str, mark: str) -> list[str]:
    """The parts of a text between marks that stand outside all brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
