"""Workdays: `only weekday evenings` names no day, and leaves the weekend out."""

import re
from dataclasses import replace
from datetime import date

from domain.talk.folding import fold
from domain.talk.wishes import Wish

WEEKEND = frozenset({5, 6})
_COUNTED = r"(?<!\d )(?<!one )(?<!two )(?<!three )(?<!next )(?<!few )(?<!this )"
_WORKDAYS = re.compile(
    rf"{_COUNTED}\b(?:weekdays?|week days?|workdays|on working days|business days only|only business days"
    r"|entre semana|(?:los )?dias (?:laborables|de diario|de semana|habiles)"
    r"|en semaine|(?:les )?jours (?:de semaine|ouvres|ouvrables)"
    r"|(?:nur |immer )?(?:werktags?|wochentags?|an (?:werk|wochen|arbeits)tagen|unter der woche)"
    r"|durante a semana|dias (?:uteis|de semana)"
    r"|(?:nei |i )?giorni (?:feriali|lavorativi|infrasettimanali)|(?:durante|in) (?:la )?settimana"
    r"|doordeweeks?|door de weeks?|op (?:werk|week)dagen"
    r"|w (?:dni robocze|tygodniu|dni powszednie)|(?:tylko )?dni robocze"
    r"|hafta ici\w*|is gunleri\w*|(?:في |ب)?(?:ايام الاسبوع|وسط الاسبوع|ايام العمل|ايام الدوام))(?!\w)"
)
_REFUSED = re.compile(
    r"\b(?:not|no|dont|cant|never|nicht|nie|niet|pas|non|nao|kein\w*|geen|nunca|away|except|sauf|ausser|behalve|hariç|haric|olmaz"
    r"|degil|لا|ليس|مو|next|coming|proximos|prochains|nachsten|volgende)\b"
)
_COUNTS = re.compile(r"\d+ (?:dias|jours|giorni|dni|is gun|werktag\w*|werkdag\w*|ايام)")


def on_workdays(wishes: tuple[Wish, ...], text: str, today: date) -> tuple[Wish, ...] | None:
    """The wishes without the weekend, where the words ask for workdays and name no days; None where they do not."""
    words = fold(text)
    if not _WORKDAYS.search(words) or _REFUSED.search(words) or _COUNTS.search(words):
        return None
    if any(wish.names_days for wish in wishes):
        return None
    return tuple(
        replace(wish, first=wish.first or today, last=None, refused_weekdays=wish.refused_weekdays | WEEKEND)
        for wish in wishes or (Wish(today, None),)
    )
