"""A language that is asked for in so many words, in any of those we write in. Never guessed from a short word."""

import re

from domain.talk.folding import fold, listed

_NAMES = {
    "en": listed(
        "english, ingles, inglés, anglais, englisch, inglês, inglese, engels, angielski, angielsku",
        "ingilizce, الإنجليزية, انجليزي, بالإنجليزية",
    ),
    "es": listed(
        "spanish, español, castellano, espagnol, spanisch, espanhol, spagnolo, spaans, hiszpański",
        "hiszpańsku, ispanyolca, الإسبانية, بالإسبانية",
    ),
    "fr": listed(
        "french, francés, français, französisch, francês, francese, frans, francuski, francusku, fransızca",
        "الفرنسية, بالفرنسية",
    ),
    "de": listed(
        "german, alemán, allemand, deutsch, alemão, tedesco, duits, niemiecki, niemiecku, almanca",
        "الألمانية, بالألمانية",
    ),
    "pt": listed(
        "portuguese, portugués, portugais, portugiesisch, português, portoghese, portugees, portugalski",
        "portugalsku, portekizce, البرتغالية, بالبرتغالية",
    ),
    "it": listed(
        "italian, italiano, italien, italienisch, italiaans, włoski, włosku, italyanca, الإيطالية, بالإيطالية"
    ),
    "nl": listed(
        "dutch, neerlandés, holandés, néerlandais, niederländisch, holländisch, holandês, neerlandês",
        "olandese, nederlands, niderlandzki, niderlandzku, hollandaca, felemenkçe, الهولندية, بالهولندية",
    ),
    "pl": listed(
        "polish, polaco, polonais, polnisch, polonês, polacco, pools, polski, polsku, lehçe, البولندية, بالبولندية"
    ),
    "tr": listed("turkish, turco, turc, türkisch, turks, turecki, turecku, türkçe, التركية, بالتركية"),
    "ar": listed("arabic, árabe, arabe, arabisch, arabo, arabski, arabsku, arapça, العربية, عربي, بالعربية, بالعربي"),
}
_AROUND = listed(
    "in, please, pls, speak, write, talk, can, you, could, do, i, only, me, to, want, language, switch",
    "change, the",
    "en, por, favor, habla, hablas, hable, escribe, puede, puedes, solo, idioma, el, auf, bitte",
    "sprechen, sie, nur",
    "svp, parlez, vous, uniquement, s'il, vous, plaît, je, parle, em, fala, fale, fala-se, falo, parla",
    "parlo, per, favore, solo",
    "het, graag, alleen, spreek, ik, aub, po, proszę, tylko, mówię, lütfen, konuş, yaz, من, فضلك, تكلم",
    "اكتب, لو, سمحت",
    "continue, we, us, lets, let, answer, reply, respond, prefer, rather, would, like, chat, message, messages, text",
    "podemos, podéis, seguir, seguimos, continuar, hablar, hablamos, escribir, responde, contesta, prefiero, quiero",
    "on, peut, pouvez, continuer, parler, écrire, répondre, préfère, können, wir, weiter, schreiben, antworten, lieber",
    "geht, es, auch, ich, möchte, falar, escrever, responder, prefiro, pode, podem, possiamo, continuare, parlare",
    "scrivere, rispondere, preferisco, può, puoi, kunnen, verder, praten, schrijven, antwoorden, liever, kan, dit, ook",
    "czy, możemy, można, pisać, rozmawiać, odpowiadać, kontynuować, wolę, dalej, devam, edebilir, miyiz, edelim",
    "konuşabilir, yazabilir, misiniz, tercih, ederim, olarak, i'd",
    "هل, يمكننا, المتابعة, يمكن, أن, نتحدث, أفضل, باللغة, اللغة",
)


def read_language(text: str) -> str | None:
    """The language that the whole text asks for: `in english please`, `auf deutsch`."""
    words = [word for phrase in re.split(r"[\s,]+", text.strip()) for word in fold(phrase).split()]
    if not 0 < len(words) <= 8:
        return None
    named = {tag for tag, names in _NAMES.items() for word in words if word in names}
    others = [word for word in words if word not in _AROUND and not any(word in names for names in _NAMES.values())]
    return named.pop() if len(named) == 1 and not others else None
