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
_NO_RECIPIENT = frozenset(
    fold(
        "driver courier postman delivery repartidor mensajero cartero conductor livreur facteur chauffeur fahrer kurier"
        " postbote zusteller bote entregador carteiro estafeta motorista corriere postino autista bezorger koerier"
        " dog cat employee agent perro gato empleado chien chat employé hund katze mitarbeiter cão cachorro funcionário"
        " cane gatto impiegato hond kat medewerker pies pracownik köpek çalışanınızın çalışanınız كلب كلبي الموظف"
        " postbode kierowca kurier listonosz kurye surucu şoför postacı مندوب المندوب السائق سائق الموصل ساعي"
    ).split()
)
_GOES_ON = frozenset(fold("and he she who is was y que e et qui und en hij i oraz ve ki و").split())
"""Words that no name has in it."""
_CLAUSE = re.compile(r"[.,;:!\n،]+")
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
    """The words, where they tell what a third person is called, who is no driver and no dog."""
    words = fold(text).split()
    if "?" in text or "؟" in text or not _NO_RECIPIENT.isdisjoint(words):
        return None
    found = [hit["name"].split() for clause in _CLAUSE.split(text) if (hit := _CALLED.match(fold(clause)))]
    is_name = any(len(name) <= MOST_WORDS and name[0] not in _NO_NAME and _is_name(name) for name in found)
    return text.strip() if is_name else None


def _is_name(words: list[str]) -> bool:
    return all(map(str.isalpha, words)) and _GOES_ON.isdisjoint(words)


def is_nobody(text: str) -> bool:
    """Whether somebody else is to take it, and not a word says who: someone else will receive it."""
    return _SAYS_NO_MORE.issuperset(fold(text).split())
