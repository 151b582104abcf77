"""Refusing: where a parcel is not to be left. A classifier weighs words, and a refusal has the same ones as a wish."""

import re

from bot.understanding.details import asks
from domain.talk.folding import fold

NEIGHBOUR, SAFE_PLACE = "neighbour", "safe_place"
"""Words of domain.talk.menus.CHANGES."""
_CLAUSE = re.compile(r"\s*(?:(?<!\d)\.|[,;!?،؟])\s*")
_POLITE = re.compile(
    r"(?: (?:please|pls|plz|thanks|thank you|por favor|gracias|svp|s ?il vous plait|merci|bitte|danke|obrigad[oa]"
    r"|per favore|grazie|graag|aub|alsjeblieft|alstublieft|prosze|dziekuje|lutfen|tesekkurler|من فضلك|لو سمحت|شكرا))+$"
)
_OF = r"(?: \w+){0,2}"
_WANTING = r"(?: \w+){0,6}"
_NEIGHBOUR = re.compile(
    "|".join(
        (
            rf"\b(?:not|never|rather not|dont|do not)(?: \w+)? (?:with|to|at|for){_OF} neighbou?r",
            rf"\b(?:no neighbou?rs?\b|without{_OF} neighbou?r)",
            rf"\b(?:dont|do not|not|never|wouldnt) (?:want|like|leave|give|hand|let|drop|put){_WANTING} neighbou?r",
            r"\bnot next door\b",
            r"neighbou?rs? (?:is |are )?(?:not ok|no)$",
            rf"\b(?:sin|nada de|ningun){_OF} vecin",
            rf"\bno (?:con|al?|para){_OF} vecin",
            rf"\b(?:con|al?|para){_OF} vecin\w+ no$",
            rf"\bno (?:(?:se |me )?l[oa]s? )?(?:dej|entreg|den|des|deis|quier|pong)\w*{_WANTING} vecin",
            r"\b(?:pas|aucun|sans|ni)(?: (?:de|du|chez|aux?|avec|pour|a|la|le|les|mon|ma|mes|un|une))* voisin",
            rf"\bne (?:pas )?(?:le |la |les )?(?:laiss|depos|donn|confi|mett|veux|remett)\w*{_WANTING} voisin",
            rf"\bnicht (?:beim?|an|zum?|fur){_OF} nachbar",
            rf"\b(?:kein\w*|ohne){_OF} nachbar",
            rf"\b(?:will|mochte|mag) nicht{_WANTING} nachbar",
            r"nachbar\w*(?: bitte)? nicht$",
            rf"\b(?:sem|nada de|nenhum){_OF} vizinh",
            rf"\bnao (?:o |a )?(?:com|aos?|nos?|na|para|deix|entreg|quer)\w*{_WANTING} vizinh",
            rf"\b(?:com|aos?|na|no){_OF} vizinh\w+ nao$",
            r"\b(?:niente|senza|nessun|nessuna) (?:il |i |la )?vicin[oiae]\b",
            rf"\bnon (?:dal|dai|dalla|al|ai|alla|con){_OF} vicin[oiae]\b",
            rf"\bnon (?:lo |la )?(?:vogli|da|lasci|consegn)\w*{_WANTING} vicin[oiae]\b",
            r"\b(?:dal|al|ai|dai) vicin[oiae] no$",
            rf"\bniet (?:bij|aan|naar|met|voor){_OF} (?:buren|buur)",
            rf"\b(?:geen|zonder){_OF} (?:buren|buur)",
            rf"\bwil niet{_WANTING} (?:buren|buur)",
            r"(?:buren|buurman|buurvrouw)(?: liever)? niet$",
            r"\b(?:zadn\w+|bez) sasiad",
            rf"\bnie (?:u|do|dla|chce|zostawi\w+|oddaw\w+|dawa\w+){_WANTING} sasiad",
            r"\bsasiad\w*(?: prosze)? nie$",
            r"\bkomsu\w*(?: \w+)? (?:olmasin|istemiyorum|degil|verilmesin|birakilmasin|hayir)",
            r"\bkomsu\w*(?: \w+)? (?:birak|ver|teslim et)m[ae]",
            r"\b(?:لا|ليس|مو|مش|ما|بدون|بلا)(?: \w+){0,3} (?:ال|لل|ب|ل)?(?:جار|جير)",
        )
    )
)
_OUTSIDE = re.compile(
    r"\b(?:(?:not|never) outside|(?:do not|dont|never) (?:leave|put|drop)|fuera no|no (?:lo |la )?(?:dej|pon)\w+"
    r"|ne (?:pas )?(?:le |la |les )?(?:laiss|depos|mett)\w+|pas (?:dehors|devant)|nicht (?:draussen|vor (?:die|der))"
    r"|nao (?:o |a )?(?:deix)\w+|non (?:lo |la )?(?:lasci)\w+|niet (?:buiten|voor de deur)|nie zostawi\w+"
    r"|(?:birak|koy)m[ae]y?i?n?(?:iz)?|لا (?:تترك|تضع)\w*)\b"
)
_NAMES_NEIGHBOUR = re.compile(
    r"neighbou?r|vecin[oa]|voisin|nachbar|vizinh|\bvicin[oiae]\b|buren|buur|sasiad|komsu|جار|جير"
)
_TELLS = re.compile(
    r"\b(?:its (?:not )?(?:with|at)|doesnt have|dont have|isnt|was|wasnt|has|hasnt|have|havent|had|received|got|knows?"
    r"|esta|estaba|tiene|tienen|tenia|sabe|saben|ha|han|recibi\w*"
    r"|est|nest|etait|netait|na|nont|ont|recu"
    r"|ist|war|liegt|hat|haben|hatte|weiss"
    r"|tem|tinha|recebe\w*|non e|ce|hanno|ligt|heeft|hebben|weet|jest|byl\w*|ma|maja|mial\w*"
    r"|komsuda\w*|yok|almamis|almadi|موجود\w*|عنده|عندهم|استلم\w*|وصل\w*|لم)\b"
)
"""Verbs of telling where it is, or who has it: `the neighbour does not have it` refuses nothing."""


_OURS = (
    "i|im|we|were|yo|estoy|estamos|je|suis|nous|sommes|ich|bin|wir|eu|estou|io|sono|noi|ik|ben|wij|we|mnie|nas|jestem"
    "|biz|انا|احنا|نحن"
)
_FEW = rf"(?: (?!(?:{_OURS})\b)\w+){{0,3}}"
_AWAY = (
    rf"neighbou?rs? (?:is|are|will be){_FEW} (?:away|out|on holiday|on vacation|abroad|not (?:home|in|there|around))\b",
    rf"neighbou?rs? (?:isnt|arent|wont be){_FEW} (?:home|in|there|around)\b",
    rf"vecin\w+{_FEW} (?:no|tampoco) (?:esta|estan|estara|estaran)\b(?! (?:el|la|mi) )",
    r"\bno (?:esta|estan|estara|estaran) (?:el|la|los|las|mi|mis) vecin",
    rf"voisine?s?{_FEW} (?:est|sont|sera|seront){_FEW} (?:absente?s?|pas la|pas chez (?:lui|elle|eux)|en vacances)\b",
    rf"\b(?:est|sont|sera|seront) (?:absente?s?|pas la|pas chez (?:lui|elle)){_FEW} voisin",
    rf"nachbar\w*{_FEW} (?:ist|sind){_FEW} (?:nicht (?:da|zuhause|zu hause|daheim)|verreist|im urlaub|weg)\b",
    rf"vizinh\w*{_FEW} (?:nao (?:esta|estao|ta|tao|vai estar|vao estar)|(?:esta|ta) (?:viajando|de ferias|fora))\b",
    rf"\bvicin[oiae]{_FEW} (?:non (?:ce|ci sara|e in casa|e a casa)|e (?:in vacanza|via|fuori))\b",
    r"\bnon ce (?:la|il) (?:mia? )?vicin",
    rf"\b(?:buren|buur\w*) (?:is|zijn){_FEW} (?:niet thuis|op vakantie|weg|er(?: ook)? niet)\b",
    r"\b(?:buren|buur\w*) (?:is|zijn) er(?: ook)? niet\b",
    rf"sasia\w*{_FEW} (?:nie ma|nie bedzie|wyjechal\w*)\b(?! (?:go|jej|paczki|przesylki|tego|mnie|nas))",
    r"\bnie ma (?:mojego |mojej )?sasia",
    rf"\bkomsu(?!d[ae])\w*{_FEW} (?:evde (?:yok|degil)|evde olmayacak|tatilde|yoklar|sehir disinda)\b",
    rf"^(?!.*\b(?:عند|مع) ).*(?:جار|جير)\w*{_FEW} (?:(?:مو|مش|غير|ما|ليس\w*) موجود\w*|مساف\w+)",
)
_PORTERS = (
    r"(?:concierge|receptionist|porter[oia]?|portier[ea]?|conserje|gardien|hausmeister|pfortner|porteiro|zelador|portinaio"
    r"|dozorc\w*|kapici|حارس|الحارس|بواب|البواب)"
)
_NOT_THERE = (
    r"(?:away|out|off|on (?:leave|holiday)|not (?:there|here|in)|de baja|de vacaciones|no esta|en conge|absente?|pas la"
    r"|urlaub|im urlaub|nicht da|krank|de folga|nao (?:esta|ta)|de ferias|in ferie|non ce|vrij|ziek|er (?:ook )?niet"
    r"|op vakantie|ma wolne|nie ma|na urlopie|izinde|izinli|yok|اجازه|اجازة|مو موجود|مش موجود|غير موجود)"
)
_AWAY_BY_PLACE = {
    NEIGHBOUR: re.compile("|".join(_AWAY)),
    SAFE_PLACE: re.compile(rf"\b{_PORTERS}{_FEW} {_NOT_THERE}\b"),
}


def who_is_away(text: str) -> str | None:
    """`neighbour`, or `safe_place` of a porter, where they tell that those are not there either, and nothing else but
    words of asking."""
    clauses = [_POLITE.sub("", fold(clause)) for clause in _CLAUSE.split(text)]
    for place, away in _AWAY_BY_PLACE.items():
        beside = [clause for clause in clauses if not away.search(clause)]
        if len(beside) < len(clauses) and all(asks(word) for clause in beside for word in clause.split()):
            return place
    return None


def refused_place(text: str) -> str | None:
    """`neighbour` for `not with the neighbour`, `safe_place` for `never leave it outside`, in any of our languages."""
    clauses = [_POLITE.sub("", fold(clause)) for clause in _CLAUSE.split(text)]
    if any(_NEIGHBOUR.search(clause) and not _TELLS.search(clause) for clause in clauses):
        return NEIGHBOUR
    return SAFE_PLACE if any(map(_OUTSIDE.search, clauses)) else None


def tells_of_it(text: str) -> bool:
    """Whether they tell who has it, or has not: no wish where to leave it."""
    return any(_NAMES_NEIGHBOUR.search(clause) and _TELLS.search(clause) for clause in map(fold, _CLAUSE.split(text)))


def refuses_only(text: str) -> bool:
    """Whether nothing but the refusal, and words of asking, is said."""
    clauses = [_POLITE.sub("", fold(clause)) for clause in _CLAUSE.split(text)]
    beside = [clause for clause in clauses if not (_NEIGHBOUR.search(clause) or _OUTSIDE.search(clause))]
    return all(asks(word) for clause in beside for word in clause.split())
