"""Another day or slot: offered, asked of the carrier, taken back. Asked is never said to be done."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from domain.reschedules import BACK
from domain.rules.saying import window_facts
from domain.talk import menus
from domain.talk.answer import (
    Act,
    Action,
    Answer,
    AskChange,
    AskReschedule,
    Choice,
    HandOver,
    Remember,
    Reply,
    ReplyName,
    Verb,
    Withdraw,
)
from domain.talk.facts import named, named_among, people
from domain.talk.people import declined
from domain.talk.situation import ParcelView, Situation, SlotView
from domain.talk.where import gone
from domain.talk.wishes import Wish, read, written

BESIDE_SLOT = " | "


def offer_slots(parcel: ParcelView, wanted: str | None, situation: Situation) -> Answer:
    """Up to three slots to choose from, those that suit the wishes alone. A number before them is how many to skip."""
    hindrance = _hindrance(parcel, situation)
    if hindrance is not None:
        return hindrance
    slots = parcel.slots_after(situation.now)
    if not slots:
        return none_left(parcel, situation)
    skip, wishes = _skipped(wanted), with_absence(read(wanted), _away((), parcel, situation))
    narrower = narrowed(wishes, _asked_before(parcel, situation)) if not skip else ()
    if any(wish.has(slot.window, parcel.zone) for wish in narrower for slot in slots):
        wishes = narrower
    fitting = suiting(wishes, slots, parcel) if not skip else ()
    is_free = any(wish.has_about(slot.window, parcel.zone) for wish in wishes for slot in fitting)
    wish = wishes[0] if wishes and not skip and (len(wishes) == 1 or not is_free) else None
    away = _away(wishes, parcel, situation)
    others = arranged(not_refused(away, slots), parcel)
    first = (arranged(fitting, parcel) or others[skip:] or others)[: menus.MAX_SLOTS]
    offered, shown_to = _by_time(first, parcel), (0 if fitting or skip >= len(others) else skip) + len(first)
    facts = {
        **named_among(parcel, situation),
        "slots": [window_facts(slot.window) for slot in offered],
        **_wanted(wish, is_free, bool(fitting)),
        "agreed": window_facts(parcel.agreed.window) if parcel.agreed else None,
    }
    more = _others(parcel, len(others), shown_to, away)
    kept = _kept_meanwhile(wish, slots[-1], parcel)
    choices = (*menus.slots(parcel, offered), *more, *kept, menus.human(parcel))
    said = [wish for wish in wishes if wish.names_time] if not skip else []
    return Answer((Reply(ReplyName.SLOTS_OFFERED, facts, choices),), (_asking(parcel, written([*said, *away])),))


def _asked_before(parcel: ParcelView, situation: Situation) -> tuple[Wish, ...]:
    """The days or hours they named when we last asked which time suits."""
    asked = situation.asked
    if asked is None or asked.verb is not Verb.PICK_SLOT or asked.shipment_id != parcel.shipment_id:
        return ()
    return tuple(wish for wish in read(asked.argument) if wish.names_time)


def narrowed(wishes: tuple[Wish, ...], before: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """What they add to what they said a moment ago: `friday`, then `in the evening`; `evenings`, then `thursday`."""
    if not before or not wishes:
        return ()
    known, is_one = before[0], len(before) == 1
    are_same_days = all((wish.first, wish.last) == (known.first, known.last) for wish in before)
    return tuple(
        replace(wish, first=known.first, last=known.last)
        if wish.names_hours and not wish.names_days and are_same_days
        else replace(wish, from_clock=known.from_clock, to_clock=known.to_clock)
        if wish.names_days and not wish.names_hours and is_one
        else wish
        for wish in wishes
    )


def _wanted(wish: Wish | None, is_free: bool, is_near: bool) -> dict[str, object]:
    """What is said of the wish: the day it names, or from which on any would do; that there is nothing for it, or only
    something near it."""
    if wish is None or (wish.day is None and is_free):
        return {"wanted": None, "wanted_is_free": None, "later": False}
    if is_near and not is_free:
        return {"wanted": None, "wanted_is_free": False, "later": False}
    is_later = wish.day is None and wish.first is not None and wish.last is None
    day = wish.first if is_later else wish.day
    return {"wanted": day.isoformat() if day else None, "wanted_is_free": is_free, "later": is_later}


def _kept_meanwhile(wish: Wish | None, last: SlotView, parcel: ParcelView) -> tuple[Choice, ...]:
    """Who wishes for a time beyond all slots may have it kept until then."""
    if wish is None or wish.first is None or not menus.may(Verb.HOLD, parcel):
        return ()
    if not last.window.on < wish.first <= last.window.on + menus.LONGEST_HOLD:
        return ()
    return (menus.choice(Verb.HOLD, parcel, written([wish])),)


def pick_slot(parcel: ParcelView, slot_id: str | None, situation: Situation) -> Answer:
    """The slot is asked for if it is still on offer; otherwise what is left is offered. After a code the days they are
    away on stand beside its id."""
    hindrance = _hindrance(parcel, situation)
    if hindrance is not None:
        return hindrance
    slots = parcel.slots_after(situation.now)
    slot_id, _, before = (slot_id or "").partition(BESIDE_SLOT)
    slot = next((slot for slot in slots if slot.slot_id == slot_id), None)
    if slot is None:
        return _taken_by_others(parcel, slots, situation)
    facts = {**named_among(parcel, situation), "window": window_facts(slot.window)}
    choices = (menus.choice(Verb.UNDO_RESCHEDULE, parcel), menus.human(parcel))
    reply = Reply(ReplyName.RESCHEDULE_REQUESTED, facts, choices)
    away = before or written(_away((), parcel, situation))
    return Answer((reply,), (AskReschedule(parcel.shipment_id, slot.slot_id, away),))


def undo(parcel: ParcelView, change: str | None, situation: Situation) -> Answer:
    """The wish is taken back while the carrier has not answered it: the one that is named, else the newest.

    What is agreed can only be asked back.
    """
    asked = parcel.asked_kinds
    if not asked or (change and change not in asked):
        return _asked_back(parcel, change, situation)
    choices = (*menus.changes(parcel), menus.human(parcel))
    if (kind := change or asked[-1]) == menus.CHANGES[Verb.RESCHEDULE] and parcel.pending:
        facts = {**named(parcel), "window": window_facts(parcel.pending.window)}
        reply = Reply(ReplyName.RESCHEDULE_WITHDRAWN, facts, choices)
    else:
        reply = Reply(ReplyName.CHANGE_WITHDRAWN, {**named(parcel), "changes": [kind]}, choices)
    return Answer((reply,), (Withdraw(parcel.shipment_id, kind),))


def ask_take_back(parcel: ParcelView) -> Answer:
    """Whether their newest wish, or what was agreed, is to be taken back."""
    kind = (parcel.asked_kinds or parcel.agreed_kinds)[-1]
    choices = (menus.choice(Verb.UNDO_RESCHEDULE, parcel, kind), menus.human(parcel))
    standing = (parcel.pending or parcel.agreed) if kind == menus.CHANGES[Verb.RESCHEDULE] else None
    facts = {**named(parcel), "changes": [kind], "window": window_facts(standing.window) if standing else None}
    reply = Reply(ReplyName.TAKE_BACK, facts, choices)
    return Answer((reply,), (Remember(Action(Verb.UNDO_RESCHEDULE, parcel.shipment_id, kind)),))


def _asked_back(parcel: ParcelView, change: str | None, situation: Situation) -> Answer:
    """The carrier has agreed: going back is a new wish, while the parcel may still be changed."""
    agreed = parcel.agreed_kinds
    if not (change or parcel.reschedule or parcel.others):
        return declined(situation)
    if parcel.is_final or not agreed or (change and change not in agreed):
        return gone(parcel, Verb.UNDO_RESCHEDULE.value, situation)
    kind = change or agreed[-1]
    if kind == menus.CHANGES[Verb.RESCHEDULE]:
        return offer_slots(parcel, None, situation)
    verb = next(verb for verb, word in menus.CHANGES.items() if word == kind)
    if not menus.may(verb, parcel):
        name = ReplyName.TOO_LATE if kind in parcel.allow else ReplyName.NOT_ALLOWED
        return Answer((Reply(name, {**named(parcel), "change": kind}, (menus.human(parcel),)),))
    facts = {**named(parcel), "change": BACK, "text": kind}
    choices = (menus.choice(Verb.UNDO_RESCHEDULE, parcel, BACK), menus.human(parcel))
    return Answer((Reply(ReplyName.CHANGE_REQUESTED, facts, choices),), (AskChange(parcel.shipment_id, BACK, kind),))


def _hindrance(parcel: ParcelView, situation: Situation) -> Answer | None:
    """Why no new day can be asked for, said to the customer; None when it can."""
    change = menus.CHANGES[Verb.RESCHEDULE]
    if parcel.is_final:
        return gone(parcel, change, situation)
    if change not in parcel.allow:
        return _refused(ReplyName.NOT_ALLOWED, parcel)
    if parcel.milestone in menus.NO_DELIVERY_AHEAD:
        return _refused(ReplyName.TOO_LATE, parcel)
    if parcel.pending is not None:
        facts = {**named(parcel), "window": window_facts(parcel.pending.window), "state": parcel.pending.state.value}
        choices = (menus.choice(Verb.UNDO_RESCHEDULE, parcel), menus.human(parcel))
        return Answer((Reply(ReplyName.RESCHEDULE_PENDING, facts, choices),))
    return None


def _refused(name: ReplyName, parcel: ParcelView) -> Answer:
    choices = (*menus.changes(parcel, without=Verb.RESCHEDULE), menus.human(parcel))
    return Answer((Reply(name, {**named(parcel), "change": menus.CHANGES[Verb.RESCHEDULE]}, choices),))


def none_left(parcel: ParcelView, situation: Situation) -> Answer:
    """There is none, or none that suits: a person looks, and the other ways are open."""
    hand_over: tuple[Act, ...] = (HandOver("wants another day, and there is no slot to offer", parcel.shipment_id),)
    others = menus.changes(parcel, without=Verb.RESCHEDULE)
    return Answer((Reply(ReplyName.NO_SLOTS, {**named(parcel), **people(situation)}, others),), hand_over)


def _taken_by_others(parcel: ParcelView, slots: tuple[SlotView, ...], situation: Situation) -> Answer:
    if not slots:
        return none_left(parcel, situation)
    away = _away((), parcel, situation)
    offered = not_refused(away, slots)[: menus.MAX_SLOTS]
    facts = {**named(parcel), "slots": [window_facts(slot.window) for slot in offered]}
    choices = (*menus.slots(parcel, offered), menus.human(parcel))
    return Answer((Reply(ReplyName.SLOT_TAKEN, facts, choices),), (_asking(parcel, written(away)),))


def goes_on(offer: Choice) -> bool:
    """Whether this `other days` shows some that were not shown yet."""
    return _skipped(offer.action.argument) > 0 or offer.label != "other_day"


def _skipped(wanted: str | None) -> int:
    """How many slots were shown already: a number before the wishes, or alone."""
    first = (wanted or "").partition(" or ")[0]
    return int(first) if first.isascii() and first.isdecimal() and len(first) < 4 else 0


def not_refused(wishes: tuple[Wish, ...], slots: tuple[SlotView, ...]) -> tuple[SlotView, ...]:
    """Without the days they are away on, as long as there are others."""
    free = [Wish(None, None, refused=wish.refused, refused_weekdays=wish.refused_weekdays) for wish in wishes]
    return tuple(slot for slot in slots if any(wish.has_day(slot.window.on) for wish in free)) or slots


def _others(parcel: ParcelView, count: int, shown_to: int, away: tuple[Wish, ...]) -> tuple[Choice, ...]:
    """`Other days`, where there are more than are shown; after the last ones it begins again. Refused days stay so."""
    if count <= menus.MAX_SLOTS:
        return ()
    kept = written(away)
    argument = " or ".join((str(shown_to if shown_to < count else 0), *([kept] if kept else [])))
    return (Choice("other_day", Action(Verb.RESCHEDULE, parcel.shipment_id, argument)),)


def with_absence(wishes: tuple[Wish, ...], away: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """What they said about days they are away on holds for wishes that name no day themselves."""
    return (
        tuple(
            replace(
                wish,
                refused=wish.refused | absent.refused,
                refused_weekdays=wish.refused_weekdays | absent.refused_weekdays,
            )
            if wish.day is None
            else wish
            for absent in away
            for wish in wishes or (Wish(None, None),)
        )
        or wishes
    )


def _away(wishes: tuple[Wish, ...], parcel: ParcelView, situation: Situation) -> tuple[Wish, ...]:
    """Those of these wishes, and those that they said a moment ago or when they asked for their latest slot."""
    asked = (situation.asked,) if situation.asked and situation.asked.verb is Verb.PICK_SLOT else ()
    offered = (offer.action for offer in situation.offers if offer.action.verb is Verb.RESCHEDULE)
    said = [action.argument for action in (*asked, *offered) if action.shipment_id == parcel.shipment_id]
    return absence(wishes, (*said, parcel.away))


def absence(wishes: tuple[Wish, ...], said: Iterable[str | None]) -> tuple[Wish, ...]:
    """The days they are away on, as one wish: of these wishes and of what was said before. A day they name after all is
    none."""
    every = [*wishes, *(wish for argument in said for wish in read(argument))]
    named_days = {
        wish.first for wish in wishes if wish.first and (wish.day or not (wish.refused or wish.refused_weekdays))
    }
    days = frozenset[date]().union(*(wish.refused for wish in every)) - named_days
    weekdays = frozenset[int]().union(*(wish.refused_weekdays for wish in every))
    weekdays -= {day.weekday() for day in named_days}
    return (Wish(None, None, refused=days, refused_weekdays=weekdays),) if days or weekdays else ()


def _asking(parcel: ParcelView, absence: str | None = None) -> Remember:
    return Remember(Action(Verb.PICK_SLOT, parcel.shipment_id, absence))


def arranged(slots: tuple[SlotView, ...], parcel: ParcelView) -> tuple[SlotView, ...]:
    """In the order they are offered: the first of each day, then the others of those days."""
    days: dict[date, SlotView] = {}
    for slot in _by_time(slots, parcel):
        days.setdefault(slot.window.on, slot)
    firsts = tuple(days.values())
    return (*firsts, *(slot for slot in slots if slot not in firsts))


def _by_time(slots: tuple[SlotView, ...], parcel: ParcelView) -> tuple[SlotView, ...]:
    return tuple(sorted(slots, key=lambda slot: (slot.window.span(parcel.zone), slot.slot_id)))


def suiting(wishes: tuple[Wish, ...], slots: tuple[SlotView, ...], parcel: ParcelView) -> tuple[SlotView, ...]:
    """The slots within the wished days and hours; where none is, those that reach into the hours, or are on those days
    at all."""
    fitting = tuple(slot for slot in slots if any(wish.has(slot.window, parcel.zone) for wish in wishes))
    near = fitting or tuple(slot for slot in slots if any(wish.touches(slot.window, parcel.zone) for wish in wishes))
    return near or tuple(slot for slot in slots if any(w.first and w.has_day(slot.window.on) for w in wishes))
