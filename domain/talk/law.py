"""What is done at once, whoever owns the conversation: stop, and start again."""

import re
from dataclasses import replace

from domain.talk.answer import Action, Answer, Choice, Reply, ReplyName, ResumeWriting, StopWriting, Verb
from domain.talk.folding import fold
from domain.talk.optout import LONGEST_SENTENCE, Resume, Stop, read_stop
from domain.talk.optout_words import NAMED, NUMBERED
from domain.talk.situation import ParcelView, Situation
from domain.talk.turn import ChannelName

PARCEL, SHOP, EVERYTHING = "parcel", "shop", "everything"
"""How far a silence goes, besides the address it was asked on."""


def by_law(text: str, situation: Situation) -> Answer | None:
    """The answer to words of opting out or in; None when the text is about something else.

    A keyword that the SMS provider answers itself gets nothing more from us: a stop always, a start only from who had
    stopped. A word that can as well mean the parcel (`cancel`, `end`) is an opt-out on SMS alone, and there, unless the
    provider takes it for one, only where nothing of ours is open that it takes back; a `yes` there lifts a stop, and is
    a mere yes where there is none.
    """
    asked = read_stop(text) or _read_by_name(text, situation)
    sms = situation.channel is ChannelName.SMS
    match asked:
        case Stop() if sms and asked.is_ambiguous and not asked.is_provider_keyword and _takes_back(situation):
            return None
        case Stop() if sms or not asked.is_ambiguous:
            answered = sms and asked.is_provider_keyword
            return _stop(asked, answered, situation)
        case Resume() if not asked.is_ambiguous or (sms and asked.is_provider_keyword and situation.stopped):
            answered = sms and asked.is_provider_keyword and situation.stopped
            return Answer(() if answered else (Reply(ReplyName.RESUMED),), (ResumeWriting(asked.words),))
        case _:
            return None


_A_NUMBER = re.compile(
    r"\b(?:(?:parcel|package|order|paquete|pedido|colis|commande|paket|bestellung|encomenda|pacco|ordine|pakket|paczce"
    rf"|zamowieniu|siparis|الطرد|الطلب) )?(?:{NUMBERED}|[a-z]*\d[a-z\d]{{3,}})\b"
)
"""A number that a parcel may have; whoever names one that is none of theirs is written to by mistake."""


def _read_by_name(text: str, situation: Situation) -> Stop | None:
    """Silence about a parcel that is called by its number, or from the shop that is called by its name."""
    said = fold(text)
    for parcel in situation.parcels:
        said = said.replace(fold(parcel.tracking_number), NUMBERED)
    said = _A_NUMBER.sub(NUMBERED, said)
    if shop := fold(situation.merchant_title):
        said = re.sub(rf"\b{re.escape(shop)}\b", NAMED, said)
    read = read_stop(said) if said != fold(text) else None
    return replace(read, words=text.strip()[:LONGEST_SENTENCE]) if isinstance(read, Stop) else None


def _takes_back(situation: Situation) -> bool:
    """Whether we just asked something, or offered to take a request back: `annulez` is about that."""
    return situation.asked is not None or any(o.action.verb is Verb.UNDO_RESCHEDULE for o in situation.offers)


def stop_within(scope: str | None, parcel: ParcelView | None, situation: Situation) -> Answer:
    """The answer to the question how far the silence goes; whatever is not plain silences this address."""
    if scope == PARCEL and parcel is not None:
        return Answer(_confirmed(PARCEL), (StopWriting("only this parcel", False, PARCEL, parcel.shipment_id),))
    if scope == SHOP and situation.is_known:
        return Answer(_confirmed(SHOP), (StopWriting("only this shop", False, SHOP),))
    everywhere = scope == EVERYTHING
    return Answer(stopped(everywhere), (StopWriting(scope or "stop", everywhere),))


def stopped(everywhere: bool, choices: tuple[Choice, ...] = ()) -> tuple[Reply, ...]:
    """The one confirmation that may follow. It may ask how far the silence goes; no answer means all that was said."""
    return (Reply(ReplyName.STOPPED, {"everywhere": everywhere, "scope": None}, choices),)


def _stop(asked: Stop, answered: bool, situation: Situation) -> Answer:
    parcel = situation.open_parcels[0] if len(situation.open_parcels) == 1 else None
    if situation.stopped and (asked.is_about_parcel or asked.is_about_shop):
        return Answer(
            stopped(everywhere=False), (StopWriting(asked.words),)
        )  # less than that is lifted by a choice alone
    if asked.is_about_parcel and (meant := _named(asked.words, situation) or parcel) is not None:
        return stop_within(PARCEL, meant, situation)
    if asked.is_about_shop:
        return stop_within(SHOP, None, situation)
    choices = () if asked.everywhere else _scopes(parcel, situation)
    return Answer(() if answered else stopped(asked.everywhere, choices), (StopWriting(asked.words, asked.everywhere),))


def _named(words: str, situation: Situation) -> ParcelView | None:
    """The one parcel of theirs whose number the words hold."""
    said = fold(words)
    named = [parcel for parcel in situation.parcels if fold(parcel.tracking_number) in said]
    return named[0] if len(named) == 1 else None


def _scopes(parcel: ParcelView | None, situation: Situation) -> tuple[Choice, ...]:
    if not situation.is_known:
        return ()
    narrow = (Choice("stop_parcel", Action(Verb.STOP, parcel.shipment_id, PARCEL)),) if parcel else ()
    shop = Choice("stop_shop", Action(Verb.STOP, None, SHOP))
    return (*narrow, shop, Choice("stop_everything", Action(Verb.STOP, None, EVERYTHING)))


def _confirmed(scope: str) -> tuple[Reply, ...]:
    return (Reply(ReplyName.STOPPED, {"everywhere": False, "scope": scope}),)
