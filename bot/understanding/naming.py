"""Naming: who is to take it, by name alone: her name is Ayşe, adı Ayşe Yılmaz. A classifier has never seen the name."""

import re

from domain.talk.folding import fold

MOST_WORDS = 4
"""Words of a name."""
_CALLED = re.compile(
    r"(?:^|.* )(?:"
    r"(?:her|his|their|the|whose)(?: name is| names| name)|(?:she|he|they|shes|hes)(?: is| are)? (?:called|named)"
    r"|(?:(?:el|ella) )?se llama|su nombre es|(?:elle|il) sappelle|(?:son|leur) nom (?:est|cest)|(?:sie|er) heisst"
    r"|(?:ihr|sein) name ist|der name ist|(?:ela |ele )?(?:se chama|chama se)|(?:o )?nome (?:dela|dele)(?: e)?"
    r"|(?:lei |lui )?si chiama|il (?:suo )?nome e|(?:ze|zij|hij) heet|(?:haar|zijn) naam is|(?:ona |on )?nazywa sie"
    r"|ma na imie|(?:jej|jego) imie to|(?:onun )?(?:adi|ismi)|اسمها|اسمه|اسم المستلم|يسمى|تسمى"
    r") (?P<name>.+)$"
)
_NO_NAME = frozenset(
    fold(
        "on at not no in is the a an wrong missing my your what which who how nicht falsch auf der am pas sur faux"
        " está en mal errado não na sbagliato non sul niet op fout nie zle błędne yok yanlış değil ne nedir yazıyor"
        " غير خطأ ما مكتوب على لا bell door label doorbell klingel timbre sonnette campainha campanello bel dzwonku"
        " zilde today tomorrow"
    ).split()
)
_SAYS_NO_MORE = frozenset(
    fold(
        "someone somebody else another other person anyone will would can could may it the parcel package be is"
        " going to take receive accept collect get pick up sign for me my there at home in door open please instead"
        " ok here lo la el recibe recibirá recibirlo va a recoge recogerá recogerlo otra persona alguien más firma"
        " firmará puede estará en casa por mí mi paquete de que abre abrirá le les l quelquun dautre recevra prendra"
        " récupérera recevoir prendre réceptionnera réceptionner signera signer une personne peut sera là à ma place"
        " pour moi est qui jemand anders anderes anderer nimmt es an das paket entgegen annehmen wird eine andere"
        " darf kann unterschreibt unterschreiben statt mir für mich ist da zuhause abholen holt ab empfängt outra"
        " pessoa vai receber recebe pegar pega assinar assina alguém mais pode estar mim o unaltra un altra riceverà"
        " riceve ritira ritirerà riceverlo ritirarlo firmerà qualcun altro qualcuno può al posto mio cè sarà iemand"
        " neemt het aan ontvangt ontvangen aannemen tekent tekenen kan mag zal pakket ontvangst voor mij ktoś inny"
        " inna osoba odbierze odebrać może podpisze podpisać będzie paczkę za mnie ją przyjmie w domu başkası başka"
        " biri birisi teslim alacak alabilir alsın alır imzalar imzalayacak paketi evde olacak benim yerime شخص آخر"
        " ثاني سيستلم سيستلمه بيستلم بيستلمه يستلم يستلمه استلامه الطرد يمكن ممكن هل احد اخر غيري يوقع عني"
    ).split()
)


def named(text: str) -> str | None:
    """The words, where they tell what a third person is called."""
    if "?" in text or "؟" in text:
        return None
    found = _CALLED.match(fold(text))
    words = found["name"].split() if found else []
    is_name = 0 < len(words) <= MOST_WORDS and words[0] not in _NO_NAME and all(word.isalpha() for word in words)
    return text.strip() if is_name else None


def is_nobody(text: str) -> bool:
    """Whether somebody else is to take it, and not a word says who: someone else will receive it."""
    return _SAYS_NO_MORE.issuperset(fold(text).split())
