"""Taking back: `forget the code`, `cancel number 9`. What is named is a wish of theirs, and not a new one."""

from bot.understanding.details import names_neighbour
from domain.talk.answer import Verb
from domain.talk.folding import fold
from domain.talk.menus import CHANGES

MOST_WORDS = 6
DETAILS = frozenset({Verb.ADDRESS, Verb.ACCESS_CODE, Verb.RECIPIENT, Verb.INSTRUCTIONS})
"""What words such as `cancel number 9` look like to a classifier."""
_FORGET = frozenset(
    fold(
        "forget scrap cancel undo olvida olvidad olviden olvide cancela cancelen anula oubliez oublie annulez annule"
        " vergiss vergesst vergessen streich streicht storniert stornier esquece esqueçam esqueça cancelem anulem"
        " dimentica dimenticate perdere annulla annullate vergeet annuleer schrap zapomnij zapomnijcie anuluj anulujcie"
        " boşver boşverin unutun iptal انسوا انس انسى الغوا الغي"
    ).split()
)
_CODE = ("code", "codigo", "codice", "kod", "sifre", "رمز", "الرمز", "كود", "الكود")


def taken_back(text: str, verb: Verb) -> str | None:
    """The change that a few words take back, as `menus.CHANGES` calls it: the code for the door, the neighbour; the
    newest one (an empty string) where they look like another such detail. None where they take nothing back."""
    words = fold(text).split()
    if len(words) > MOST_WORDS or _FORGET.isdisjoint(words):
        return None
    if any(word.startswith(_CODE) for word in words):
        return CHANGES[Verb.ACCESS_CODE]
    if names_neighbour(text):
        return CHANGES[Verb.NEIGHBOUR]
    return "" if verb in DETAILS else None
