"""Several parcels at once: one new slot for all of them, asked of the carrier for each, or for none."""

from dataclasses import replace

from domain.rules.saying import window_facts
from domain.talk import menus
from domain.talk.answer import Action, Answer, AskReschedule, Choice, Remember, Reply, ReplyName, Verb
from domain.talk.facts import named
from domain.talk.folding import fold, listed
from domain.talk.new_slot import arranged, not_refused, suiting
from domain.talk.situation import ParcelView, Situation, SlotView
from domain.talk.where import gone, which_parcel
from domain.talk.wishes import read

ALL = "all"
"""Begins the argument of a RESCHEDULE that is for all of them; the wishes about time may follow."""
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
    if not common:
        return _one_by_one(parcels, said, situation)
    wishes = read(said)
    day = wishes[0].day if len(wishes) == 1 else None
    fitting = suiting(wishes, common, parcels[0])
    offered = (fitting or arranged(not_refused(wishes, common), parcels[0]))[: menus.MAX_SLOTS]
    facts = {
        "slots": [window_facts(slot.window) for slot in offered],
        "wanted": day.isoformat() if day else None,
        "wanted_is_free": bool(fitting) if day else None,
    }
    facts = {**facts, "parcels": [{**named(parcel), **facts} for parcel in parcels]}
    reply = Reply(ReplyName.SLOTS_OFFERED, facts, (*(_choice(slot) for slot in offered), menus.human()))
    return Answer((reply,), (Remember(Action(Verb.PICK_SLOT, None, ALL)),))


def _one_by_one(parcels: tuple[ParcelView, ...], said: str, situation: Situation) -> Answer:
    """No slot fits all of them: that is said, and all of them is no choice any more."""
    asking = which_parcel(Verb.RESCHEDULE, parcels, situation, said or None)
    (question,) = asking.replies
    single = tuple(choice for choice in question.choices if choice.action.shipment_id is not None)
    return replace(asking, replies=(replace(question, facts={**question.facts, "apart": True}, choices=single),))


def pick_together(slot_id: str | None, situation: Situation) -> Answer:
    """The slot is asked for, for each parcel that can still have it."""
    parcels = movable(situation)
    slot = next((slot for slot in _common(parcels, situation) if slot.slot_id == slot_id), None) if parcels else None
    if slot is None:
        return offer_together(ALL, situation)
    facts: dict[str, object] = {"window": window_facts(slot.window)}
    facts = {**facts, "parcels": [{**named(parcel), **facts} for parcel in parcels]}
    undo = Choice("undo", Action(Verb.UNDO_RESCHEDULE, None, menus.CHANGES[Verb.RESCHEDULE]))
    reply = Reply(ReplyName.RESCHEDULE_REQUESTED, facts, (undo, menus.human()))
    return Answer((reply,), tuple(AskReschedule(parcel.shipment_id, slot.slot_id) for parcel in parcels))


def _common(parcels: tuple[ParcelView, ...], situation: Situation) -> tuple[SlotView, ...]:
    """The slots that all of them may have, by time."""
    shared = set.intersection(*({slot.slot_id for slot in p.slots_after(situation.now)} for p in parcels))
    return tuple(slot for slot in parcels[0].slots_after(situation.now) if slot.slot_id in shared)


def _choice(slot: SlotView) -> Choice:
    return Choice("slot", Action(Verb.PICK_SLOT, None, slot.slot_id), {"window": window_facts(slot.window)})
