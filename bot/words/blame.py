"""Words that lay the blame on the person who waits. Say what happened, and what now.

Fragments in lower case, looked for in what is being written; each language's own, and English wherever words are mixed.
"""

from collections.abc import Iterator, Mapping

BLAME: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("you missed", "you were not home", "you weren't home", "you were out", "you failed", "your fault"),
        *("you did not answer", "you didn't answer", "because of you", "your mistake", "you forgot", "you should have"),
        *("your wrong address", "you gave us the wrong", "you ignored", "you refused"),
    ),
    "es": (
        *("no estabas", "no estaba usted", "por tu culpa", "por su culpa", "no abriste", "no abrió", "te olvidaste"),
        *("tu error", "su error", "has fallado", "deberías haber", "perdiste la entrega"),
    ),
    "fr": (
        *("vous étiez absent", "vous n'étiez pas", "tu n'étais pas", "votre faute", "par votre faute", "votre erreur"),
        *("vous avez manqué", "vous avez oublié", "vous auriez dû", "vous n'avez pas répondu", "vous avez refusé"),
    ),
    "de": (
        *("sie waren nicht", "du warst nicht", "ihre schuld", "deine schuld", "ihr fehler", "dein fehler"),
        *("sie haben verpasst", "du hast verpasst", "sie haben vergessen", "du hast vergessen", "sie hätten"),
        *("nicht angetroffen haben sie", "sie haben nicht geöffnet", "du hast nicht geöffnet"),
    ),
    "pt": (
        *("você não estava", "não estavas", "por sua culpa", "por tua culpa", "seu erro", "o teu erro"),
        *("você esqueceu", "esqueceu-se", "você perdeu", "deveria ter", "não atendeu"),
    ),
    "it": (
        *("non eri in casa", "non era in casa", "per colpa tua", "per colpa sua", "tuo errore", "suo errore"),
        *("hai dimenticato", "hai perso", "avresti dovuto", "non hai risposto", "non hai aperto"),
    ),
    "nl": (
        *("je was niet thuis", "u was niet thuis", "jouw schuld", "uw schuld", "jouw fout", "uw fout"),
        *("je hebt gemist", "u hebt gemist", "je bent vergeten", "u bent vergeten", "had moeten"),
    ),
    "pl": (
        *("nie było cię", "nie było pana", "nie było pani", "twoja wina", "z twojej winy", "twój błąd"),
        *("zapomniałeś", "zapomniałaś", "przegapiłeś", "przegapiłaś", "powinieneś był", "nie otworzyłeś"),
    ),
    "tr": (
        *("evde değildiniz", "evde değildin", "sizin hatanız", "senin hatan", "sizin suçunuz", "kaçırdınız"),
        *("kaçırdın", "unuttunuz", "unuttun", "kapıyı açmadınız", "kapıyı açmadın"),
    ),
    "ar": ("لم تكن في المنزل", "لم تكن موجود", "خطؤك", "بسببك", "فاتك", "نسيت", "كان عليك"),
}


def blaming(text: str, language: str) -> Iterator[str]:
    """Each fragment of `text` that blames."""
    written = " ".join(text.casefold().replace("’", "'").split())
    for fragment in dict.fromkeys((*BLAME.get(language, ()), *BLAME["en"])):
        if fragment in written:
            yield fragment
