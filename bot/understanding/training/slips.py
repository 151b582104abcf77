"""Slips: copies of examples with the mistakes of thumbs in a hurry. The same seed makes the same slips."""

from random import Random

from bot.understanding.keyboard import BESIDE


def slipped(text: str, count: int, chance: Random) -> str:
    """The text with that many slips: two letters swapped, one missing, one twice, or the key beside it."""
    letters = list(text)
    for _ in range(count):
        places = [at for at, letter in enumerate(letters) if letter.isalpha()]
        if len(places) < 3:
            break
        _slip(letters, chance.choice(places), chance)
    return "".join(letters)


def _slip(letters: list[str], at: int, chance: Random) -> None:
    match chance.randrange(4):
        case 0 if at + 1 < len(letters) and letters[at + 1].isalpha():
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        case 1:
            letters[at] *= 2
        case 2:
            del letters[at]
        case _:
            beside = BESIDE.get(letters[at].lower())
            letters[at] = chance.choice(beside) if beside else letters[at] * 2
