"""Loose words: those that look like a time and say none: `the Friday one`, `so now what`, `no, Saturday is better`."""

import re

_ONE = re.compile(
    r"(?<=day|ing|ter|ier) one\b(?!\s*(?:[ap]\.?m|o.?clock|to|till|until|thirty|fifteen|\d|-|–))", re.IGNORECASE
)
"""The Friday one, the morning one, the later one: one of them, and neither the first of a month nor an hour."""
_NOW = re.compile(
    r"(?<!from )(?<!by )(?<!ab )(?<!von )(?<!desde )(?<!de )(?<!partir de )(?<!da )(?<!vanaf )(?<!od )(?<!من )(?<!بين )"
    r"(?<!between )(?<!entre )(?<!zwischen )(?<!tra )(?<!fra )(?<!tussen )(?<!między )"
    r"\b(?:(?:right |just )?now|ahora(?: mismo)?|ahorita|maintenant|jetzt|agora|adesso|nu|teraz|şimdi|simdi"
    r"|الآن|الان|الحين|هلأ|دلوقتي)\b",
    re.IGNORECASE,
)
"""Where they live now, and what is to be done now: nobody is asked to come within the hour."""
_WORKING_AT_HOME = re.compile(
    r"(?<!not )(?<!n't )(?<!no )(?<!nicht )(?<!pas )(?<!non )(?<!não )(?<!nao )(?<!niet )(?<!nie )(?<!مو )(?<!ما )"
    r"\b(?:(?:i'?m |im |i am )?work(?:ing|s)? (?:from|at) home|wfh|home ?office|teletrabaj\w+|trabajo (?:desde|en) casa"
    r"|trabajando (?:desde|en) casa|(?:en )?t[ée]l[ée]travail|(?:je )?(?:travaille|bosse)"
    r" (?:[àa] la maison|(?:de )?chez moi)|teletrabalho|trabalh(?:o|ar|ando) (?:em|de) casa"
    r"|lavor(?:o|are|ando) da casa|smart ?working|telelavoro"
    r"|(?:ik )?werk(?:en)? (?:ik )?thuis|thuiswerk\w*|thuis aan het werk|prac(?:uję|uje|ować) (?:z domu|zdalnie)"
    r"|prac\w+ zdaln\w+|evden çalış\w+|evden calis\w+|(?:اشتغل|أشتغل|اعمل|أعمل|دوامي|بشتغل) من (?:البيت|المنزل))(?!\w)",
    re.IGNORECASE,
)
"""Who works at home is there."""
_MINUTES = re.compile(
    r"(?:\b(?:in|over|en|dans|tra|fra|em|za|daqui a|dentro de|بعد|خلال) )?(?<![:.\d])\b\d{1,2} ?"
    r"(?:min(?:ut\w*|s)?|minuti|minutos|dakika\w*|dk|دقيقة|دقائق|دقايق)\b",
    re.IGNORECASE,
)
"""I am there in ten minutes, can he wait five: nobody is asked to come then."""
_GIVING = re.compile(
    r"\b(?:give|hand|gebt?|gib|geben|übergebt|bringt|dáselo|daselo|dádselo|dadselo|dadlo|dale|dádlo|donnez|donne|confiez"
    r"|dêem|deem|entreguem|datelo|datela|consegnatelo|geef|breng|dajcie|daj|oddajcie|wydajcie|عطوها|عطوه|اعطوها|اعطوه|سلموها"
    r"|سلموه)\b",
    re.IGNORECASE,
)
_AT_NUMBER = re.compile(
    r"\b(?:at|in der|in nr|in|im|del|al|au|do|no|dal|van|op|spod|z|في رقم|في|رقم) \d{1,3}\b"
    r"(?!\s*[:.h]|\s*uhr)",
    re.IGNORECASE,
)
"""Give it to Rosa at 14: a house, beside words of giving it to somebody, and no day."""
_WAITED = re.compile(r"\b(?:sono|saranno|è|e') (?:gi[àa] )?\w+ or[ae] che\b", re.IGNORECASE)
"""Sono due ore che aspetto."""
_ONLY_AFTER = re.compile(r"\b(?:ما|مو|مش|لا|لن|ماني) (?:\w+ ){1,4}(?:الا|إلا|الّا|إلّا) (?=بعد|من|في|الساعة)")
"""I am not back but after six: after six."""
_MORE_NO = r"(?:[\s,.!]+(?:no|wait|sorry|actually|ya|yok|perdón|pardon|desculpa|scusa|doch|خلاص|اسف|آسف|والله)\b)"
_A_DAY = (
    r"(?:(?:el|il|o|na|w|we|يوم)\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|miércoles|miercoles|jueves"
    r"|viernes|s[áa]bado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|segunda|terça|terca|quarta|quinta"
    r"|sexta|luned[ìi]|marted[ìi]|mercoled[ìi]|gioved[ìi]|venerd[ìi]|sabato|domenica|poniedzia[łl]ek|wtorek|środ[aęe]"
    r"|srod[ae]|czwartek|piątek|piatek|sobot[aęe]|niedziel[aęe]|الاحد|الأحد|الاثنين|الثلاثاء|الاربعاء|الأربعاء|الخميس|الجمعة|السبت)"
)
_NO = re.compile(
    rf"^\W*(?:(?:nope|nah|nein|nee|hayır|hayir|yok)\b{_MORE_NO}*"
    rf"|(?:no|non|não|nao|nie|لا)\b(?:{_MORE_NO}+|(?=\s*[,.!;:–-]|\s+{_A_DAY}\b)))",
    re.IGNORECASE,
)
"""A no that stands for itself. What also makes a verb a no (no estaré, non posso, nie ma mnie) does so only where it
stands before a stop or a day."""
_RELATIVE = (
    r"(?:today|tomorrow|hoy|mañana|aujourd.hui|demain|apr[eè]s.demain|heute|morgen|übermorgen|hoje|amanhã|amanha|oggi|domani"
    r"|dopodomani|vandaag|overmorgen|dziś|dzis|dzisiaj|jutro|pojutrze|bugün|bugun|yarın|yarin|غدا|غداً|بكرة|بكره|اليوم"
    r"|pazartesi|salı|sali|çarşamba|carsamba|perşembe|persembe|cuma|cumartesi|pazar)"
)
_NO_DAY = re.compile(
    rf"^\W*(?:no|non|não|nao|nein|nee|nie|yok|لا)\s+(?:{_A_DAY}|{_RELATIVE})(?!\w)(?=.*(?:{_A_DAY}|{_RELATIVE}))",
    re.IGNORECASE,
)
"""No domani, meglio venerdì: the first of two days is what the no is about."""
_BETTER = re.compile(
    r"\b(?:better|rather|mejor|prefiero|me viene|me va|mieux|plutôt|plutot|préfère|prefere"
    r"|besser|lieber|passt|melhor|prefiro|pode ser|meglio|preferisco|va bene|beter|liever|lepiej|lepsz\w+|wolę|wole"
    r"|olsun|daha iyi|olur|احسن|أحسن|افضل|أفضل|يناسبني)\b",
    re.IGNORECASE,
)
_NOT_BETTER = re.compile(r"\b(?:not|isn.?t|nicht|pas|niet|n[aã]o é|non è|değil|مو)\b", re.IGNORECASE)


def without_loose_words(text: str) -> str:
    """The text, as long as before, with nothing where they stand."""
    for pattern in (_ONE, _NOW, _MINUTES, _WORKING_AT_HOME, _WAITED, _ONLY_AFTER):
        text = pattern.sub(_blank, text)
    if _GIVING.search(text):
        text = _AT_NUMBER.sub(_blank, text)
    if (refused := _NO_DAY.match(text)) and _is_wish(text[refused.end() :]):
        return _blank(refused) + text[refused.end() :]
    beginning = _NO.match(text)
    if beginning is None:
        return text
    rest = text[beginning.end() :]
    return _blank(beginning) + rest if _is_wish(rest) else text


def _is_wish(rest: str) -> bool:
    return _BETTER.search(rest) is not None and not _NOT_BETTER.search(rest)


def works_at_home(text: str) -> bool:
    """Whether they say that they work at home."""
    return _WORKING_AT_HOME.search(text) is not None


def gives_at_house(text: str) -> bool:
    """Whether it is to be given to somebody at a house: gebt es der Uschi in der 14."""
    return _GIVING.search(text) is not None and _AT_NUMBER.search(text) is not None


def _blank(hit: re.Match[str]) -> str:
    return " " * len(hit[0])
