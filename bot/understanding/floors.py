"""Floors and flats: `au 3e`, `2. Stock`, `piso 3` say where the door is, and no day."""

import re

from bot.understanding.places import places, without
from domain.talk.folding import fold

_ONES = {
    "en": r"(?:ground|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|top)",
    "es": r"(?:primer|primera|segund[oa]|tercer|tercera|cuart[oa]|quint[oa]|sext[oa]|septim[oa]|octav[oa]|ultim[oa])",
    "fr": r"(?:premier|premiere|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|dernier)",
    "de": r"(?:erste|zweite|dritte|vierte|funfte|sechste|siebte|achte|oberste|letzte)[nrs]?",
    "pt": r"(?:primeiro|segundo|terceiro|quarto|quinto|sexto|setimo|oitavo|ultimo)",
    "it": r"(?:primo|secondo|terzo|quarto|quinto|sesto|settimo|ottavo|ultimo)",
    "nl": r"(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|bovenste)",
    "pl": r"(?:pierwsz|drugi|trzeci|czwart|piat|szost|siodm|osm|ostatni)\w{0,3}",
    "tr": r"(?:birinci|ikinci|ucuncu|dorduncu|besinci|altinci|yedinci|sekizinci|zemin|giris)",
}
_NUMBER = r"\d{1,2}"
_SIDES = r"(?:izq\w*|dcha|derecha|esq|esquerdo|dto|direito|gauche|droite)"
_FLOOR = re.compile(
    "|".join(
        (
            rf"\b(?:{_NUMBER} ?(?:st|nd|rd|th)?|{_ONES['en']}) (?:floor|flr)\b",
            r"\b(?:floor|flat|apt|apartment|unit|piso|planta|puerta) \d{1,3}[a-h]?\b",
            rf"\b(?:el |la )?(?:{_NUMBER} ?[oa]?|{_ONES['es']}) (?:piso|planta)\b",
            rf"\b{_NUMBER} ?(?:o|e|er|ere|eme|ieme)? {_SIDES}\b",
            rf"\b(?:au |du |le )?(?:{_NUMBER} ?(?:e|er|eme|ieme|me)?|{_ONES['fr']}) etage\b|\betage \d{{1,2}}\b",
            rf"(?<!jusqu)\b(?:au|du) {_NUMBER}(?:e|eme|ieme|me)\b"
            r"(?! (?:jour|mois|jan|fev|mar|avr|mai|jui|aou|sep|oct|nov|dec))",
            rf"\b(?:im |in der )?(?:{_NUMBER} ?|{_ONES['de']} )(?:stock(?:werk)?|etage|og|obergeschoss|geschoss)\b",
            rf"\b(?:no |do )?(?:{_NUMBER} ?o?|{_ONES['pt']}) andar\b",
            rf"\bandar {_NUMBER}\b|\b(?:apto|apartamento) \d{{1,4}}\b",
            rf"\b(?:al |del )?(?:{_NUMBER} ?o?|{_ONES['it']}) piano\b|\b(?:piano|interno) {_NUMBER}\b",
            rf"\b(?:op de |op |de )?(?:{_NUMBER} ?(?:e|de|ste)?|{_ONES['nl']}) (?:verdieping|etage)\b",
            rf"\bverdieping {_NUMBER}\b",
            rf"\b(?:live|living) on the (?:{_NUMBER} ?(?:st|nd|rd|th)|{_ONES['en']})\b(?! fl)",
            rf"\b(?:vivo|vivimos|vive) en el (?:{_NUMBER} ?o?|{_ONES['es']})\b(?! (?:de|piso|planta)\b)",
            rf"\b(?:habite|habitons|suis) au (?:{_NUMBER} ?(?:e|eme|ieme)|{_ONES['fr']})\b(?! etage)",
            rf"\b(?:wohne|wohnen) im (?:{_NUMBER}|{_ONES['de']})\b"
            r"(?! (?:stock|etage|og|\w*geschoss|januar|februar|marz|april|mai|jun|jul|aug|sep|okt|nov|dez))",
            rf"\b(?:moro|moramos|vivo|vivemos) no (?:{_NUMBER} ?o?|{_ONES['pt']})\b(?! (?:de|andar)\b)",
            rf"\b(?:abito|abitiamo|sto|stiamo) al (?:{_NUMBER} ?o?|{_ONES['it']})\b(?! piano)",
            rf"\b(?:woon|wonen) op de (?:{_NUMBER} ?(?:e|de|ste)|{_ONES['nl']})\b(?! (?:verdieping|etage))",
            rf"\b(?:mieszkam|mieszkamy) na (?:{_NUMBER}|{_ONES['pl']})\b(?! piet)",
            r"\b(?:een|twee|drie|vier|vijf|zes|\d) hoog\b",
            rf"\b(?:na )?(?:{_NUMBER} ?|{_ONES['pl']} )piet(?:ro|rze|ra)\b|\bpietro {_NUMBER}\b",
            rf"\b(?:{_NUMBER} ?|{_ONES['tr']} )kat(?:i|in|ta|tayim|ta\w*)?\b|\b(?:kat|daire) \d{{1,3}}\b",
            r"(?:ال)?(?:طابق|دور) (?:ال)?\w+|شقة \d{1,3}",
            r"\b(?:no |do |au |the |nr |el |al )?\d{1,3}[bcfg]\b",
        )
    )
)
"""As they are folded, dots and ordinal signs gone."""
_LIVING = frozenset(
    fold(
        "et and y und en i e ve cest و i im we are live on at in the it is its my flat apartment door"
        " vivo vivimos en el la es soy mi puerta j"
        " habite nous habitons suis c est au a mon appartement ich wir wohne wohnen der ist das bin meine wohnung"
        " moro moramos no na e é o fica abito abitiamo sono al il è ik wij woon wonen op de het mieszkam mieszkamy"
        " to oturuyorum oturuyoruz evim daire katta deyim أسكن نسكن في أنا البيت links rechts left right izquierda"
        " derecha gauche droite sinistra destra esquerda direita lewo prawo sağda solda please bitte por favor svp"
        " lift"
    ).split()
)


def floors(text: str) -> list[tuple[int, int]]:
    """Where in the text floors and flats stand."""
    return places(text, _FLOOR)


def without_floors(text: str) -> str:
    """The text, as long as before, with nothing where floors stand."""
    return without(text, _FLOOR)


def tells_floor(text: str) -> bool:
    """Whether a floor, or a flat, is all that is said: i live on the 3rd floor."""
    rest = without_floors(text)
    return rest != text and _LIVING.issuperset(fold(rest).split())
