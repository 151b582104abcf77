"""Workdays: `only weekday evenings` names no day, and leaves the weekend out."""

import re
from dataclasses import replace
from datetime import date

from bot.understanding.dates.weeks import Week
from bot.understanding.places import without
from domain.talk.folding import fold
from domain.talk.wishes import Wish

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
    r"\b(?:not|no|none|dont|doesnt|wont|cant|cannot|never|away|nicht|nie|nein|kein\w*|schlecht|niet|geen|nooit|pas|non"
    r"|nao|nem|nunca|imposible|impossible|impossibile|niemozliwe|olmaz|olmuyor|degil|degilim|yokum|yokuz|mesgulum"
    r"|odpada|odpadaja|لا|ليس|مو|ما|مش|لن)\b"
)
"""Words of which one makes it days that do not suit."""
_SOME = re.compile(
    r"\b(?:except|sauf|ausser|behalve|haric|excepto|salvo|eccetto|tranne|oprocz|next|coming|proximos|prochains|nachsten"
    r"|volgende|prossima|prossimo|only|solo|seulement|uniquement|nur|so|soltanto|alleen|tylko|sadece|بس|فقط)\b"
)
_EXCEPTED = re.compile(r"\b(?:except|sauf|ausser|behalve|haric|next|coming|proximos|prochains|nachsten|volgende)\b")
_COUNTS = re.compile(r"\d+ (?:dias|jours|giorni|dni|is gun|werktag\w*|werkdag\w*|ايام)")
_NEXT = re.compile(r"\b(?:next|coming|proximos|prochains|nachsten|volgende|prossima|entrante)\b")


def without_workdays(text: str) -> str:
    """The text with nothing where workdays are named that are no certain ones, so that no week is read in them."""
    said = fold(text)
    if not _WORKDAYS.search(said):
        return text
    is_certain = _NEXT.search(said) or _COUNTS.search(said)
    return text if is_certain else without(text, _WORKDAYS)


def on_workdays(wishes: tuple[Wish, ...], text: str, today: date, week: Week) -> tuple[Wish, ...] | None:
    """The wishes without the weekend, where the words ask for workdays and name no days; without the workdays, where
    they say that those do not suit. None where they do neither."""
    words = fold(text)
    if not _WORKDAYS.search(words) or _COUNTS.search(words) or any(wish.names_days for wish in wishes):
        return None
    if _REFUSED.search(words):
        hours = any(wish.names_hours for wish in wishes)
        return None if hours or _SOME.search(words) else (Wish(today, None, refused_weekdays=week.workdays),)
    if _EXCEPTED.search(words):
        return None
    weekend = frozenset(week.rests)
    return tuple(
        replace(wish, first=wish.first or today, last=None, refused_weekdays=wish.refused_weekdays | weekend)
        for wish in wishes or (Wish(today, None),)
    )


def refuses_workdays(wishes: tuple[Wish, ...], week: Week) -> bool:
    """Whether workdays are what does not suit."""
    return any(wish.refused_weekdays == week.workdays for wish in wishes)
