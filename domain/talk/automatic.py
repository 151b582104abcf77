"""Automatic replies: what a machine wrote back to us. Nobody waits for an answer to it."""

from domain.talk.folding import fold, listed

LONGEST_BEGINNING = 60
LONG = 25
"""Letters; a shorter text may well differ by its number alone."""
_BEGINNINGS = tuple(
    listed(
        "automatic reply, auto reply, autoreply, auto response, automated response, this is an automated",
        "this is an automatic, out of office, i am currently out of the office, i am out of the office",
        "im driving, i am driving, im driving right now, do not reply to this, this number is not monitored",
        "this mailbox is not monitored, sent automatically, respuesta automática, mensaje automático",
        "fuera de la oficina, estoy conduciendo, réponse automatique, message automatique",
        "je suis absent du bureau, absence du bureau, je conduis, automatische antwort, abwesenheitsnotiz",
        "automatische nachricht, ich bin derzeit nicht im büro, ich fahre gerade, resposta automática",
        "mensagem automática, fora do escritório, estou a conduzir, risposta automatica, messaggio automatico",
        "sono fuori ufficio, sto guidando, automatisch antwoord, automatisch bericht, afwezigheidsbericht",
        "ik ben aan het rijden, odpowiedź automatyczna, automatyczna odpowiedź, wiadomość automatyczna",
        "jestem poza biurem, prowadzę samochód, otomatik yanıt, otomatik cevap, otomatik mesaj, ofis dışındayım",
        "araba kullanıyorum, رد تلقائي, رد آلي, رسالة تلقائية, أنا خارج المكتب, أقود السيارة",
    )
)


def is_automatic(text: str) -> bool:
    """Whether the text begins as automatic replies do; brackets and the like before it do not count."""
    beginning = fold(text[: 2 * LONGEST_BEGINNING])[:LONGEST_BEGINNING] + " "
    return any(beginning.startswith(f"{words} ") for words in _BEGINNINGS)


def likeness(text: str) -> str:
    """The text, a long one without what a machine counts up: two that are alike may be the same machine's."""
    words = fold(text)
    return words if len(words) < LONG else "".join("#" if letter.isdigit() else letter for letter in words)
