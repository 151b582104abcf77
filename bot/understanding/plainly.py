"""What a few words say plainly, in ten languages: a bell or a lift is broken, how much longer, only then at home."""

import re

from domain.talk.answer import Verb
from domain.talk.folding import fold

FEW = 8
"""Words: who tells more of a bell may have ordered one."""
_BELL = re.compile(
    r"\b(?:bell|doorbell|buzzer|intercom|timbre|telefonillo|portero automatico|sonnette|interphone|klingel|sprechanlage"
    r"|campainha|interfone|intercomunicador|campanello|citofono|bel|deurbel|dzwonek|domofon|zil|zili|zilim|zilimiz|diyafon"
    r"|lift|elevator|ascensor|ascenseur|aufzug|fahrstuhl|elevador|ascensore|winda|asansor"
    r"|جرس|الجرس|الانتركم|انتركم|مصعد|المصعد|الاصنصير)\b"
)
_BROKEN = re.compile(
    r"\b(?:broken|not work\w*|doesnt work|isnt working|no funciona|no va|estropead\w+|averiad\w+|rot[oa]"
    r"|marche pas|casse\w*|fonctionne pas|en panne|hs|kaputt|defekt|geht nicht|funktioniert nicht|avariad\w+"
    r"|nao funciona|estragad\w+|nao toca|non funziona|rott[oa]|guast[oa]|doet het niet|kapot|stuk|werkt niet"
    r"|nie dziala|zepsut\w+|popsut\w+"
    r"|calismiyor|bozuk|خربان|خربانه|معطل|عطلان|متعطل|لا يعمل|ما يشتغل|مو شغال|مش شغال)\b"
)
_HOW_LONG = re.compile(
    r"(?:quanto manca|quanto ci vuole ancora|quanto falta|cuanto falta|cuanto queda|wie lange noch|hoe lang nog"
    r"|dans combien de temps|encore combien de temps|ile jeszcze|jak dlugo jeszcze|ne kadar kaldi|daha ne kadar"
    r"|كم باقي|كم بقي|باقي كم|كم باقي وقت)(?: ancora| para chegar| para que llegue| all arrivo)?"
)
_ONLY_IN = re.compile(
    r"\bonly (?:at )?(?:home|in)\b|\bne suis (?:chez moi|la|a la maison) qu"
    r"|\bsuis (?:chez moi|la|a la maison) seulement"
    r"|\bseulement (?:chez moi|la|a la maison)\b|\b(?:bin|sind) (?:nur|erst) .*(?:zuhause|zu hause|daheim|da)\b"
    r"|\bsolo (?:estoy|estamos) en casa\b|\b(?:so|apenas) (?:estou|estamos) em casa\b"
    r"|\b(?:estou|estamos) em casa (?:so|apenas)\b"
    r"|\b(?:sono|siamo) a casa solo\b|\bsolo .*(?:sono|siamo) a casa\b|\b(?:ben|zijn) (?:alleen|pas) .*thuis\b"
    r"|\bw domu (?:jestem|bede|jestesmy) (?:dopiero|tylko)\b|\b(?:jestem|bede|jestesmy) w domu (?:dopiero|tylko)\b"
    r"|\b(?:sadece|ancak) .*evde\w*|(?:في|ب)(?: )?(?:البيت|المنزل) (?:بس|فقط)|(?:في |ب)البيت .* فقط"
)


def said_plainly(text: str) -> Verb | None:
    """What it asks for where nothing else was made of it; None where these words do not stand in it."""
    words = fold(text)
    if _BELL.search(words) and _BROKEN.search(words) and len(words.split()) <= FEW:
        return Verb.INSTRUCTIONS
    return Verb.WHEN if _HOW_LONG.fullmatch(words) else None


def is_only_then_home(text: str) -> bool:
    """Whether the time in it is when they are at home, and not when they are away: *only home in the evening*."""
    return _ONLY_IN.search(fold(text)) is not None
