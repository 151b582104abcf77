"""The choices a reply offers. Only what is allowed is ever offered."""

from dataclasses import replace
from datetime import timedelta

from domain.axes import Milestone
from domain.reschedules import BEYOND_CHANGE
from domain.rules.saying import window_facts
from domain.talk.answer import Action, Choice, Verb
from domain.talk.meaning import Guess
from domain.talk.purposes import purpose
from domain.talk.situation import ParcelView, Situation, SlotView

CHANGES = {
    Verb.RESCHEDULE: "reschedule",
    Verb.SAFE_PLACE: "safe_place",
    Verb.NEIGHBOUR: "neighbour",
    Verb.PICKUP_POINT: "pickup_point",
    Verb.RECIPIENT: "recipient",
    Verb.INSTRUCTIONS: "instructions",
    Verb.ACCESS_CODE: "access_code",
    Verb.ADDRESS: "address",
    Verb.HOLD: "hold",
}
"""The verbs that change a delivery, by their word in a parcel's `allow`."""

OTHER_WAYS = (Verb.NEIGHBOUR, Verb.SAFE_PLACE, Verb.PICKUP_POINT, Verb.RECIPIENT, Verb.HOLD)
"""Changes that need no other day."""

NO_DELIVERY_AHEAD = BEYOND_CHANGE | {Milestone.AVAILABLE_FOR_PICKUP}
"""Where nothing about the delivery can be changed any more."""

LONGEST_HOLD = timedelta(days=90)
MAX_SLOTS = 3
MAX_PARCELS = 8
SHOWN = 4
"""Signs at the end of a tracking number that tell it from the others; where they do not, it is shown whole."""


LABELS = {Verb.PICK_SLOT: "slot", Verb.PICK_PARCEL: "parcel", Verb.UNDO_RESCHEDULE: "undo"}
"""The words of a choice in templates/messages/choices, where they are not named after its verb."""


def choice(verb: Verb, parcel: ParcelView | None = None, argument: str | None = None, **facts: object) -> Choice:
    return Choice(LABELS.get(verb, verb.value), Action(verb, parcel.shipment_id if parcel else None, argument), facts)


def labelled(label: str, offered: Choice) -> Choice:
    """The same choice under other words."""
    return replace(offered, label=label)


def wishing(offered: Choice, wanted: str | None) -> Choice:
    """Another day, with what they said about days already."""
    if offered.action.verb is not Verb.RESCHEDULE or not wanted:
        return offered
    return replace(offered, action=replace(offered.action, argument=wanted))


def human(parcel: ParcelView | None = None) -> Choice:
    return choice(Verb.HUMAN, parcel)


def may(verb: Verb, parcel: ParcelView) -> bool:
    """Whether this change can be asked for now: permitted by the merchant, and the parcel not too far."""
    return CHANGES[verb] in parcel.allow and parcel.milestone not in NO_DELIVERY_AHEAD


def changes(parcel: ParcelView, without: Verb | None = None) -> tuple[Choice, ...]:
    """Every change that can be asked for now, a new day first."""
    return tuple(
        choice(verb, parcel) for verb in (Verb.RESCHEDULE, *OTHER_WAYS) if verb is not without and may(verb, parcel)
    )


def undo(parcel: ParcelView) -> tuple[Choice, ...]:
    """The newest wish that the carrier has not answered can be taken back."""
    if parcel.is_final or not parcel.asked_kinds:
        return ()
    return (choice(Verb.UNDO_RESCHEDULE, parcel, parcel.asked_kinds[-1]),)


def slots(parcel: ParcelView, offered: tuple[SlotView, ...]) -> tuple[Choice, ...]:
    return tuple(choice(Verb.PICK_SLOT, parcel, slot.slot_id, window=window_facts(slot.window)) for slot in offered)


def parcels(verb: Verb, offered: tuple[ParcelView, ...], argument: str | None = None) -> tuple[Choice, ...]:
    """One choice for each parcel; `verb` is what it is picked for, `argument` what was said about it."""
    ends = [parcel.tracking_number[-SHOWN:] for parcel in offered]
    one_by_one = tuple(
        choice(
            Verb.PICK_PARCEL,
            parcel,
            purpose(verb, argument),
            tracking_number=parcel.tracking_number,
            whole=ends.count(parcel.tracking_number[-SHOWN:]) > 1,
            order_number=parcel.order_number,
            milestone=parcel.milestone.value,
            window=window_facts(parcel.window),
        )
        for parcel in offered[:MAX_PARCELS]
    )
    movable = [parcel for parcel in offered if may(Verb.RESCHEDULE, parcel) and parcel.pending is None]
    if verb in (Verb.RESCHEDULE, Verb.NOT_HOME) and len(movable) > 1:
        return (*one_by_one, Choice("all_parcels", Action(Verb.RESCHEDULE, None, f"all {argument or ''}".rstrip())))
    return one_by_one


def guesses(guessed: tuple[Guess, ...], situation: Situation) -> tuple[Choice, ...]:
    """What they may have meant, as far as it can be done; a person beside it."""
    one = only(situation)
    possible = [guess for guess in guessed if _is_open(guess.verb, situation)]
    offered = tuple(
        Choice(_TROUBLES.get(guess.argument or "", "human"), Action(Verb.HUMAN, None, guess.argument))
        if guess.verb is Verb.HUMAN
        else choice(guess.verb, one)
        for guess in possible
    )
    is_person_there = any(choice.label == "human" for choice in offered)
    return offered if is_person_there else (*offered, human(one)) if offered else ()


_TROUBLES = {
    "not_received": "not_received",
    "nobody_came": "not_received",
    "damaged": "damaged",
    "wrong_parcel": "wrong_parcel",
    "cancel": "unwanted",
    "refund": "refund",
    "angry": "complaint",
}
"""Labels of what a person has to look at, by concern."""


def _is_open(verb: Verb, situation: Situation) -> bool:
    if verb in CHANGES:
        return any(may(verb, parcel) for parcel in situation.open_parcels)
    if verb is Verb.HUMAN:
        return True
    return situation.is_known and verb in (Verb.STATUS, Verb.NOT_HOME, Verb.UNDO_RESCHEDULE, Verb.PROOF)


def only(situation: Situation) -> ParcelView | None:
    """The only parcel on its way to them."""
    return situation.open_parcels[0] if len(situation.open_parcels) == 1 else None


def usual(situation: Situation) -> tuple[Choice, ...]:
    """What one can ask for at any time: where it is, not at home, a person."""
    if not situation.is_known or not situation.parcels:
        return (human(),)
    one = only(situation)
    away = (choice(Verb.NOT_HOME, one),) if any(changes(parcel) for parcel in situation.open_parcels) else ()
    return (choice(Verb.STATUS, one), *away, human(one))
