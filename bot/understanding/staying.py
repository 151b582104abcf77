"""Staying elsewhere: `at my mum's until Thursday` says from when on they are home, and not until when they want it."""

from dataclasses import replace
from datetime import date

from bot.understanding.wishing import Wished
from domain.talk.folding import fold

_BEING = frozenset(
    fold(
        "im am staying stuck visiting estoy quedo me suis reste loge bin bleibe wohne tô estou fico sono sto rimango"
        " ben blijf logeer jestem siedzę nocuję انا جالس"
    ).split()
)
_KIN = frozenset(
    fold(
        "mum mums mom moms dad dads parents sister sisters brother brothers nan nans gran grans boyfriends girlfriends"
        " inlaws hotel madre padre padres hermana hermano abuela abuelos suegra suegros novio novia hijo hija mère père"
        " soeur frère grand-mère copain copine hôtel mutter mama vater eltern schwester bruder oma opa freundin freund"
        " tochter sohn mãe pai pais irmã irmão avó avô namorado namorada filha sogra mamma papà genitori sorella"
        " fratello nonna nonni figlia figlio suocera moeder vader ouders zus broer vriendin vriend dochter zoon"
        " schoonouders mamy taty rodziców siostry brata babci teściów córki syna hotelu امي اهلي ابوي اختي اخوي"
        " جدتي خالتي"
    ).split()
)
_TURKISH = tuple(fold("annem babam ablam kardeşim abim teyzem halam ailem kayınvalidem").split())
_AT_THEIRS = ("deyim", "dayim", "deyiz", "dayiz")


def from_when_home(when: Wished, text: str, today: date) -> Wished:
    """The wishes, those until a day turned into from that day on where they tell whom they stay with."""
    if not _stays_elsewhere(text):
        return when
    turned = tuple(
        replace(wish, first=wish.last, last=None)
        if wish.last and wish.last > today and (wish.first is None or wish.first <= today) and not wish.names_hours
        else wish
        for wish in when.wishes
    )
    return when if turned == when.wishes else replace(when, wishes=turned, refuses=True, asks=True)


def _stays_elsewhere(text: str) -> bool:
    words = fold(text).split()
    at_theirs = any(word.startswith(_TURKISH) and word.endswith(_AT_THEIRS) for word in words)
    return at_theirs or not (_BEING.isdisjoint(words) or _KIN.isdisjoint(words))
