"""Several parcels at once: one new slot for all of them, asked of the carrier for each, or for none."""

from dataclasses import replace

from domain.rules.saying import window_facts
from domain.talk import menus
from domain.talk.answer import Action, Answer, AskReschedule, Choice, Remember, Reply, ReplyName, Verb
from domain.talk.facts import named
from domain.talk.folding import fold, listed
from domain.talk.new_slot import BESIDE_SLOT, absence, arranged, not_refused, suiting, with_absence
from domain.talk.situation import ParcelView, Situation, SlotView
from domain.talk.where import gone, which_parcel
from domain.talk.wishes import Wish, read, written

ALL = "all"
"""Begins the argument of a RESCHEDULE that is for all of them; the wishes about time may follow, and in that of our
question for a slot the days they are away on."""
_SHORT = 6
_ALL = tuple(
    listed(
        "both, all of them, all parcels, all my parcels, all the parcels, all packages, all my packages",
        "them all, all three, everything together, all together, ambos, ambas, los dos, las dos",
        "todos los paquetes, todos juntos",
        "les deux, tous les colis, toutes, tous ensemble, beide, alle pakete, alle zusammen, os dois, as duas",
        "todas as encomendas, entrambi, entrambe, tutti i pacchi, tutti insieme, allebei, alle pakketten, alle pakjes",
        "obie, oba, obydwie, wszystkie paczki, wszystkie, ikisini de, ikisi de, hepsini, tüm paketler, bütün paketler",
        "كلاهما, كليهما, كل الطرود, جميع الطرود, الاثنين معا",
    )
)


def means_all(text: str) -> bool:
    """Whether the words are about all their parcels."""
    words = f" {fold(text)} "
    return any(f" {phrase} " in words for phrase in _ALL)


_TOGETHER = frozenset(
    fold(
        "together juntar juntarlos juntos juntas ensemble grouper regrouper zusammen zusammenlegen junto unire insieme"
        " samen razem birlikte سوا"
    ).split()
)


def means_together(text: str) -> bool:
    """Whether a short text asks that they come at once: can they come together?"""
    words = fold(text).split()
    return len(words) <= _SHORT and (not _TOGETHER.isdisjoint(words) or "مع بعض" in " ".join(words))


def is_asked_together(situation: Situation) -> bool:
    """Whether our open question is about one slot for all of them."""
    return _asked_together(situation) is not None


def _asked_together(situation: Situation) -> str | None:
    """What stands beside it in that question."""
    match situation.asked:
        case Action(Verb.PICK_SLOT, None, str(argument)) if argument.partition(" ")[0] == ALL:
            return argument.removeprefix(ALL).strip()
    return None


def movable(situation: Situation) -> tuple[ParcelView, ...]:
    """The parcels for which another day can be asked now."""
    open_parcels = situation.open_parcels
    return tuple(p for p in open_parcels if menus.may(Verb.RESCHEDULE, p) and p.pending is None)


def offer_together(wanted: str | None, situation: Situation) -> Answer:
    """Slots that fit all of them; where none does, each is asked about by itself."""
    parcels = movable(situation)
    if not parcels:
        return gone(next(iter(situation.open_parcels), None), menus.CHANGES[Verb.RESCHEDULE], situation)
    common = _common(parcels, situation)
    said = (wanted or "").removeprefix(ALL).strip()
    if len(parcels) < 2:
        return which_parcel(Verb.RESCHEDULE, parcels, situation, said or None)
    wishes = with_absence(read(said), _away((), parcels, situation))
    if not common:
        return _one_by_one(parcels, written(wishes), situation)
    away = _away(wishes, parcels, situation)
    fitting = suiting(wishes, common, parcels[0])
    is_free = any(wish.has_about(slot.window, parcels[0].zone) for wish in wishes for slot in fitting)
    is_said = any(wish.names_time for wish in wishes)
    day = wishes[0].day if len(wishes) == 1 and (is_free or not fitting) else None
    offered = (fitting or arranged(not_refused(away, common), parcels[0]))[: menus.MAX_SLOTS]
    facts = {
        "slots": [window_facts(slot.window) for slot in offered],
        "wanted": day.isoformat() if day else None,
        "wanted_is_free": is_free if is_said and (day or not is_free) else None,
    }
    facts = {**facts, "parcels": [{**named(parcel), **facts} for parcel in parcels]}
    reply = Reply(ReplyName.SLOTS_OFFERED, facts, (*(_choice(slot) for slot in offered), menus.human()))
    asking = " ".join((ALL, *filter(None, [written(away)])))
    return Answer((reply,), (Remember(Action(Verb.PICK_SLOT, None, asking)),))


def _one_by_one(parcels: tuple[ParcelView, ...], said: str | None, situation: Situation) -> Answer:
    """No slot fits all of them: that is said, and all of them is no choice any more."""
    asking = which_parcel(Verb.RESCHEDULE, parcels, situation, said)
    (question,) = asking.replies
    single = tuple(choice for choice in question.choices if choice.action.shipment_id is not None)
    return replace(asking, replies=(replace(question, facts={**question.facts, "apart": True}, choices=single),))


def pick_together(slot_id: str | None, situation: Situation) -> Answer:
    """The slot is asked for, for each parcel that can still have it. After a code the days they are away on are beside
    its id."""
    parcels = movable(situation)
    slot_id, _, before = (slot_id or "").partition(BESIDE_SLOT)
    slot = next((slot for slot in _common(parcels, situation) if slot.slot_id == slot_id), None) if parcels else None
    if slot is None:
        return offer_together(f"{ALL} {before}", situation)
    facts: dict[str, object] = {"window": window_facts(slot.window)}
    facts = {**facts, "parcels": [{**named(parcel), **facts} for parcel in parcels]}
    undo = Choice("undo", Action(Verb.UNDO_RESCHEDULE, None, menus.CHANGES[Verb.RESCHEDULE]))
    reply = Reply(ReplyName.RESCHEDULE_REQUESTED, facts, (undo, menus.human()))
    away = before or written(_away((), parcels, situation))
    return Answer((reply,), tuple(AskReschedule(parcel.shipment_id, slot.slot_id, away) for parcel in parcels))


def _away(wishes: tuple[Wish, ...], parcels: tuple[ParcelView, ...], situation: Situation) -> tuple[Wish, ...]:
    """The days they are away on: those of these wishes, and those they said a moment ago or of any of the parcels."""
    return absence(wishes, (_asked_together(situation), *(parcel.away for parcel in parcels)))


def _common(parcels: tuple[ParcelView, ...], situation: Situation) -> tuple[SlotView, ...]:
    """The slots that all of them may have, by time."""
    shared = set.intersection(*({slot.slot_id for slot in p.slots_after(situation.now)} for p in parcels))
    return tuple(slot for slot in parcels[0].slots_after(situation.now) if slot.slot_id in shared)


def _choice(slot: SlotView) -> Choice:
    return Choice("slot", Action(Verb.PICK_SLOT, None, slot.slot_id), {"window": window_facts(slot.window)})
