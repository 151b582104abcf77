"""Houses: another door than the parcel's: where they work, or the number that was meant (`12a, not 12`)."""

import re

from domain.talk.folding import fold

MOST_WORDS = 9
"""Who tells more than that asks for more than another door."""
_BRINGING = re.compile(
    r"\b(?:deliver|drop|bring|brought|send|redirect|divert|forward|entreg|trae|traig|traed|llev|envi|mand"
    r"|livr|apport|depos|envoy|faire suivre|liefer|gelief|gebrach|schick|zustell|zugestell|leit"
    r"|traz|lev|deix|consegn|port|sped|bezorg|breng|gelever|stur|stuur"
    r"|dostarcz|dorecz|przyw|wysl|przysl|zawie|getir|teslim|gonder|ulastir)\w*"
    r"|(?:^| )(?:ت|ي|ن)?(?:وصل|جيب|ارسل|سلم|ودي|بعث)\w*"
)
_WORKPLACE = re.compile(
    r"\b(?:to|at) (?:(?:my|the|our) )?(?:work(?:place)?|office|job|place of work)\b"
    r"|\b(?:al|en el|en mi|a mi|a la|en la|para el) (?:trabajo|curro|oficina|lugar de trabajo)\b"
    r"|\b(?:a|au|sur|dans|vers) (?:(?:mon|ma|le|l|notre) ?)?(?:lieu de )?(?:travail|boulot|bureau|taf)\b"
    r"|\b(?:ins|in das|in mein|in unser|zum) buro\b|\bzur arbeit(?:sstelle)?\b"
    r"|\ban (?:meine|die|meinen|den) arbeits?\w*|\bin die (?:firma|arbeit)\b"
    r"|\b(?:no|ao|a|para o|na|para a|pro) (?:meu |minha )?(?:trabalho|emprego|escritorio|servico|empresa)\b"
    r"|\b(?:in|al|nel|sul|presso il) (?:mio )?(?:ufficio|lavoro|posto di lavoro)\b|\bpresso l ?ufficio\b"
    r"|\b(?:op|naar|bij) (?:mijn |het |m n |mn )?(?:werk|kantoor|werkplek)\b"
    r"|\b(?:do|w) (?:mojej |mojego |moim )?(?:pracy|biura|biurze|firmy|firmie)\b"
    r"|\bis ?yerim?(?:e|ize|ime)\b|\bofis(?:e|ime|imize)\b|\bcalistigim yere\b"
    r"|(?:على|الى|في|عند) (?:ال)?(?:شغل|عمل|دوام|مكتب)(?:ي|نا)?(?!\w)|(?:لل|بال)(?:شغل|عمل|دوام|مكتب)(?!\w)"
)
_WHILE_THERE = re.compile(
    r"\b(?:im|i am|we are|were|while|ill be|(?:will|gonna|going to) be|stuck|until|after"
    r"|estoy|estare|hasta|despues|mientras|suis|serai|jusqua|apres|pendant|bin|sind|bis|nach|wahrend"
    r"|estou|estarei|ate|depois|enquanto|sono|saro|siamo|fino|dopo|mentre|ben|zit|zijn|tot|na|terwijl"
    r"|jestem|bede|jestesmy|po|dopoki|iken|sonra|kadar)\b|(?:بعد|انا|اكون|حتى|لين) "
)
"""They are at work, or will be: they tell when they are away."""
_DOOR = (
    r"(?:flat|apartment|apt|unit|number|n|house(?: number)?|no|nr|door|building|block|entrance|staircase"
    r"|piso|puerta|bloque|portal|numero|casa|escalera|appartement|appart|porte|batiment|bat|escalier"
    r"|hausnummer|wohnung|haus|eingang|aufgang|tur|apartamento|apto|bloco|porta|predio|lote"
    r"|interno|scala|civico|palazzina|huisnummer|huis|ingang|blok|mieszkanie|numer|klatka|lokal|daire|numara|kapi"
    r"|شقه|الشقه|شقة|الشقة|رقم|عماره|العماره|عمارة|العمارة|مبنى|باب)"
)
_LIES_AT = r"(?:\d{1,4} ?(?:[a-g]|o[a-g])?|[a-g])"
_NOT = (
    r"(?:and not|not|instead of|y no|no|en vez de|et pas|pas|e non|non|e nao|nao|und nicht|nicht|en niet|niet"
    r"|a nie|nie|degil|مو|مش|ليس|وليس|بدل)"
)
_LEAD = (
    r"(?:(?:hi|hello|sorry|wait|no|please|actually|its|it is|thats|the|my|is|i live|we live|live|at|in|on"
    r"|es|el|la|mi|soy|vivo|en|cest|c est|le|au|j habite|jhabite|ich wohne|wir wohnen|der|ist|das ist|meine"
    r"|e|o|a|do|moro|na|fica|il|al|abito|sono|het is|ik woon|op|de|to|jest|mieszkam|pod|w|هو|هي|انا|ساكن|في) )*"
)
_END = r"(?: (?:please|por favor|svp|bitte|per favore|aub|prosze|lutfen|thanks|gracias|merci|danke|من فضلك))?"
_CORRECTED = re.compile(
    rf"{_LEAD}(?P<first>(?:{_DOOR} (?:is |ist |es |est |e )?)?{_LIES_AT}(?: {_DOOR})?) {_NOT} "
    rf"(?:(?:the|el|la|le|das|o|a|il|de) )?(?P<second>(?:{_DOOR} )?{_LIES_AT}(?: {_DOOR})?){_END}"
)
_DOORS = re.compile(rf"\b{_DOOR}\b")
_LETTERED = re.compile(r"\d ?o?[b-g]\b|\b(?:[7-9]|\d{2,4}) ?a\b")
"""A number that is no hour and no day: 3b, 12a; in Portuguese 3a is Tuesday."""


def to_the_workplace(text: str) -> bool:
    """Whether it is to be brought to where they work: kan het op mijn werk bezorgd worden?"""
    words = fold(text)
    if len(words.split()) > MOST_WORDS or _WHILE_THERE.search(_WORKPLACE.sub(" ", words)):
        return False
    return bool(_BRINGING.search(words) and _WORKPLACE.search(words))


def corrects_number(text: str) -> bool:
    """Whether a house, a flat or a letter is said to be another one, and nothing else: it's flat 12 not flat 2."""
    words = fold(text)
    found = _CORRECTED.fullmatch(words) if len(words.split()) <= MOST_WORDS else None
    if found is None:
        return False
    both = f"{found['first']} {found['second']}"
    return _DOORS.search(both) is not None or _LETTERED.search(both) is not None


def without_houses(text: str) -> str:
    """The text, as long as before, with nothing in it where all of it corrects a number."""
    return " " * len(text) if corrects_number(text) else text
