"""Which neighbour, and where exactly: the part of a customer's own words that says it.

English and Spanish sentences are cut to that part; in the other languages the words stay whole, where more is left of
them than the asking.
"""

import re
from functools import cache
from pathlib import Path

from domain.talk.folding import fold, one_slip

FILE = Path(__file__).with_name("asking.txt")
_NEIGHBOUR = re.compile(r"\b(?:neighbou?rs?|next door|vecin[oa]s?)\b(.*)", re.IGNORECASE | re.DOTALL)
_LEAVE = re.compile(
    r"\b(?:leave|put|drop|place|hide|stick|pop|deposit|keep|stash|d[eé]j\w*|pon\w*|p[oó]n\w*|mete\w*|guarda\w*)\b(.*)",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT = re.compile(
    r"^\s*(?:it|them|this|that|(?:the|my|our)\s+(?:parcel|package|order|box|delivery)|parcel|package|lo|la"
    r"|(?:el|mi)\s+(?:paquete|pedido|env[ií]o))\b",
    re.IGNORECASE,
)
_NOTHING_SAID = re.compile(
    r"(?:(?:in|at|on|with|a|an|the|my|our|some|any|one|of|to|safe|secure|place|spot|please|pls|plz|thanks|thank|you|if|he|she"
    r"|they|is|are|it|home|can|could|will|ok|okay|take|house|somewhere|en|un|una|el|la|mi|con|al|sitio|lugar|seguro|por|favor"
    r"|gracias|puede|lo|recoger|recibir|casa|algun|alguna)(?:\s+|$))*",
    re.IGNORECASE,
)
_NEIGHBOURS = (
    *("neighbo", "vecin", "voisin", "nachbar", "vizinh", "vicin", "buren", "buur", "sasiad", "komsu"),
    *("جار", "الجار", "جير", "الجير"),
)
"""How the words for a neighbour begin."""
_CLAUSE = re.compile(r"\s*(?:(?<!\d)\.|[,;!?،؟])\s*")
"""Between clauses; a dot behind a number is none: im 2. Stock."""
LONGEST = 200
SHORTEST_SLIP = 6


@cache
def _asking() -> frozenset[str]:
    """Words of asking for it, in the other languages: what is left besides says which neighbour, or where."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in fold(line).split())


def which_neighbour(text: str) -> str | None:
    """`the neighbour at no 7` says which; `my neighbour please` does not."""
    found = _NEIGHBOUR.search(text)
    return _said(found[0], found[1]) if found else _beyond_asking(text)


def names_neighbour(text: str) -> bool:
    """Whether a neighbour is named, in any of our languages. Italian `vicino` is also `near`."""
    return any(word.startswith(_NEIGHBOURS) for word in fold(text).split())


def which_place(text: str) -> str | None:
    """`leave it behind the shed` says where; `a safe place` does not."""
    found = _LEAVE.search(text)
    if found is None:
        return _beyond_asking(text)
    rest = _OBJECT.sub("", found[1], count=1)
    return _said(rest, rest)


def _beyond_asking(text: str) -> str | None:
    """The words, or the clause of them that names the neighbour, and a house after it, if there is more in it than
    asking."""
    clauses = _CLAUSE.split(text)
    told = [clause for clause in clauses if names_neighbour(clause)]
    after = clauses[clauses.index(told[0]) + 1 :] if told else []
    told += [clause for clause in after if clause not in told and any(map(str.isdigit, clause))]
    text = ", ".join(told) or text
    if all(map(asks, fold(text).split())):
        return None
    return text.strip(" \t\n.,;:!?")[:LONGEST]


def asks(word: str) -> bool:
    """Whether it is a word of asking, or a slip of a longer one."""
    longer = (known for known in _asking() if len(known) >= SHORTEST_SLIP)
    return word in _asking() or (len(word) >= SHORTEST_SLIP and any(one_slip(word, known) for known in longer))


def _said(words: str, telling: str) -> str | None:
    """The words, if what is telling in them tells anything."""
    bare = re.sub(r"[^\w\s]", " ", telling).strip()
    return None if _NOTHING_SAID.fullmatch(bare) else words.strip(" \t\n.,;:!?")[:LONGEST]
