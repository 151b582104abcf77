"""Not at home: what else can be done with the parcel, and asking the carrier for it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from domain.axes import Milestone
from domain.points import Point
from domain.postcodes import Misfit, misfit
from domain.talk import menus
from domain.talk.answer import Action, Answer, AskChange, Choice, Remember, Reply, ReplyName, Verb
from domain.talk.details import telling
from domain.talk.facts import named, named_among
from domain.talk.folding import fold
from domain.talk.meaning import Concern
from domain.talk.new_slot import none_left, offer_slots
from domain.talk.people import hand_over
from domain.talk.situation import ParcelView, Situation
from domain.talk.where import gone, not_on_record, status
from domain.talk.wishes import Wish, read, written

NEEDS_DETAIL: Final = frozenset(
    {
        *(Verb.SAFE_PLACE, Verb.NEIGHBOUR, Verb.PICKUP_POINT, Verb.RECIPIENT),
        *(Verb.INSTRUCTIONS, Verb.ACCESS_CODE, Verb.ADDRESS, Verb.HOLD),
    }
)
"""Where exactly, which neighbour, which point: the carrier cannot act on less."""

WAYS_BESIDE: Final = 2
"""Other ways that are named beside days: more would be a list nobody reads, least of all by SMS."""
FOR_A_PERSON: Final = {
    Verb.INSTRUCTIONS: "has a note for the driver, which this shop does not pass on",
    Verb.ACCESS_CODE: "wants to give a door code, which this shop does not pass on",
    Verb.ADDRESS: "writes about the address",
}
"""Where the merchant does not let us ask for it, a person has to look: the parcel may go astray otherwise. With what
staff read then; never the code itself.
"""


def not_home(parcel: ParcelView, wanted: str | None, situation: Situation) -> Answer:
    """Every way that is open; with only a new day possible, its slots at once. Who says on which day they are away is
    offered others, and beside them the ways in which that day may stay."""
    offered = menus.changes(parcel)
    if _is_back_on_a_day(wanted) and menus.may(Verb.RESCHEDULE, parcel):
        return _from_that_day(parcel, wanted or "", situation)
    if read(wanted) and not _only_refuses(wanted) and menus.may(Verb.RESCHEDULE, parcel):
        return offer_slots(parcel, wanted, situation)
    if _only_refuses(wanted) and menus.may(Verb.RESCHEDULE, parcel) and parcel.slots_after(situation.now):
        return beside_days(offer_slots(parcel, wanted, situation), wanted, parcel)
    if [choice.action.verb for choice in offered] == [Verb.RESCHEDULE]:
        return offer_slots(parcel, wanted, situation)
    if offered:
        offered = tuple(menus.wishing(choice, wanted) for choice in offered)
        return Answer((Reply(ReplyName.CHANGE_OPTIONS, named(parcel), (*offered, menus.human(parcel))),))
    if parcel.is_final:
        return gone(parcel, Verb.NOT_HOME.value, situation)
    if parcel.milestone in menus.NO_DELIVERY_AHEAD:
        return status(parcel, situation)
    name = ReplyName.TOO_LATE if parcel.allow else ReplyName.NOT_ALLOWED
    return Answer((Reply(name, {**named(parcel), "change": Verb.NOT_HOME.value}, (menus.human(parcel),)),))


def ways_without(change: str, parcel: ParcelView, situation: Situation) -> Answer:
    """Every way that is open but this one."""
    ways = tuple(one for one in menus.changes(parcel) if menus.CHANGES[one.action.verb] != change)
    if not ways:
        return status(parcel, situation)
    return Answer((Reply(ReplyName.CHANGE_OPTIONS, named(parcel), (*ways, menus.human(parcel))),))


def _only_refuses(wanted: str | None) -> bool:
    """Whether they said when they are away, and not when they would have it."""
    wishes = read(wanted)
    return bool(wishes) and all(_is_refusal(wish) for wish in wishes)


def _is_refusal(wish: Wish) -> bool:
    names_time = wish.last or wish.from_clock or wish.to_clock
    return bool(wish.refused or wish.refused_weekdays) and not names_time


def beside_days(answer: Answer, wanted: str | None, parcel: ParcelView) -> Answer:
    """The slots that are offered to who only said when they are away, and before the person the first other ways."""
    (reply,) = answer.replies
    if reply.name is not ReplyName.SLOTS_OFFERED or not _only_refuses(wanted):
        return answer
    *days, person = reply.choices
    ways = menus.changes(parcel, without=Verb.RESCHEDULE)[:WAYS_BESIDE]
    return replace(answer, replies=(replace(reply, choices=(*days, *ways, person)),))


def other_way(verb: Verb, parcel: ParcelView, detail: str | None, situation: Situation) -> Answer:
    """A change that needs no slot: asked of the carrier once we know enough."""
    change = menus.CHANGES[verb]
    if parcel.is_final:
        return gone(parcel, change, situation)
    if verb is Verb.HOLD and change not in parcel.allow and menus.may(Verb.RESCHEDULE, parcel):
        return _from_that_day(parcel, (detail or "").partition(WORDS)[0], situation)
    if verb in FOR_A_PERSON and change not in parcel.allow:
        return hand_over(Concern.ADDRESS, parcel, situation, FOR_A_PERSON[verb])
    if parcel.milestone is Milestone.AVAILABLE_FOR_PICKUP and verb in (Verb.PICKUP_POINT, Verb.RECIPIENT):
        return status(parcel, situation) if verb is Verb.PICKUP_POINT else not_on_record(Verb.PAPERS, situation)
    if not menus.may(verb, parcel):
        name = ReplyName.TOO_LATE if change in parcel.allow else ReplyName.NOT_ALLOWED
        choices = (*menus.changes(parcel), menus.human(parcel))
        return Answer((Reply(name, {**named(parcel), "change": change}, choices),))
    if verb is Verb.PICKUP_POINT and parcel.points:
        chosen = _point(detail, parcel)
        if chosen is None and (not detail or detail.startswith(POINT)):
            return offer_points(parcel)
        detail = f"{chosen.name}, {chosen.street} [{chosen.point_id}]" if chosen else detail
    text = telling(verb, detail or "")
    until = held_until(text, parcel, situation) if verb is Verb.HOLD else None
    if not text or (verb is Verb.HOLD and until is None):
        return ask_detail(verb, parcel)
    if verb is Verb.ADDRESS and parcel.postcodes and (wrong := misfit(text, parcel.postcodes)):
        return _not_there(wrong, parcel, situation)
    text = f"{until.isoformat()}: {text.partition(WORDS)[2]}" if until else text
    facts = {
        **named_among(parcel, situation),
        "change": change,
        "text": text,
        **({"until": until.isoformat()} if until else {}),
    }
    undo = menus.choice(Verb.UNDO_RESCHEDULE, parcel, change)
    reply = Reply(ReplyName.CHANGE_REQUESTED, facts, (undo, menus.human(parcel)))
    return Answer((reply,), (AskChange(parcel.shipment_id, change, text),))


def _from_that_day(parcel: ParcelView, wanted: str, situation: Situation) -> Answer:
    """What cannot be kept until a day may come from that day on, and not before; where nothing goes then, a person
    looks."""
    today = situation.now.astimezone(parcel.zone).date()
    wishes = [_from_then(wish, today) for wish in read(wanted)]
    days = [wish.first for wish in wishes if wish.first is not None]
    slots = parcel.slots_after(situation.now)
    if days and slots and parcel.pending is None and slots[-1].window.on < min(days):
        return _keep_until(parcel, wanted, situation)
    return offer_slots(parcel, written(wishes), situation)


def _keep_until(parcel: ParcelView, wanted: str, situation: Situation) -> Answer:
    """No slot lies that far ahead: kept until then where that may be, else a person looks."""
    if not menus.may(Verb.HOLD, parcel):
        return none_left(parcel, situation)
    others = menus.changes(parcel, without=Verb.RESCHEDULE)
    ways = (menus.choice(Verb.HOLD, parcel, wanted), *(one for one in others if one.action.verb is not Verb.HOLD))
    return Answer((Reply(ReplyName.CHANGE_OPTIONS, named(parcel), (*ways, menus.human(parcel))),))


def _is_back_on_a_day(wanted: str | None) -> bool:
    """Whether they said nothing but from which day on they are there again."""
    wishes = read(wanted)
    return bool(wishes) and all(
        wish.first and wish.last is None and not (wish.names_hours or wish.refused or wish.refused_weekdays)
        for wish in wishes
    )


def _from_then(wish: Wish, today: date) -> Wish:
    day = wish.last or wish.first
    if day is None or day <= today:
        return wish
    before = {today + timedelta(days=ahead) for ahead in range(min((day - today).days, _DAYS_REFUSED))}
    return replace(wish, first=day, last=None, refused=wish.refused | before)


_DAYS_REFUSED: Final = 14
"""Days before the one they name that are written down as refused: slots do not lie farther ahead."""


def _not_there(wrong: Misfit, parcel: ParcelView, situation: Situation) -> Answer:
    """Asked for again once; what is too far away, or wrong again, a person has to look at."""
    is_second = situation.asked is not None and situation.asked.verb is Verb.ADDRESS and situation.misses > 0
    if wrong is Misfit.ELSEWHERE or is_second or parcel.postcodes is None:
        return hand_over(Concern.ADDRESS, parcel, situation)
    return ask_detail(Verb.ADDRESS, parcel, 1, example=parcel.postcodes.example)


POINT = "#"
"""Stands before the id of a point that was chosen from what was offered."""


def offer_points(parcel: ParcelView) -> Answer:
    """The nearest pickup points; another one may be named instead."""
    choices = tuple(
        Choice(
            "point",
            Action(Verb.PICKUP_POINT, parcel.shipment_id, f"{POINT}{point.point_id}"),
            {"name": point.name, "street": point.street, "metres": point.metres, "opens": point.opens},
        )
        for point in parcel.points
    )
    reply = Reply(ReplyName.POINTS_OFFERED, named(parcel), (*choices, menus.human(parcel)))
    return Answer((reply,), (Remember(Action(Verb.PICKUP_POINT, parcel.shipment_id)),))


def _point(detail: str | None, parcel: ParcelView) -> Point | None:
    """The point that was tapped, or is named by enough of its name or street."""
    if not detail:
        return None
    if detail.startswith(POINT):
        return next((p for p in parcel.points if p.point_id == detail.removeprefix(POINT)), None)
    said = fold(detail)
    named_points = [p for p in parcel.points if len(said) >= SHORTEST_NAME and said in fold(f"{p.name} {p.street}")]
    return named_points[0] if len(named_points) == 1 else None


SHORTEST_NAME = 4
WORDS = " | "
"""Stands between the wishes about time and the words they were read from, in the detail of a HOLD."""


def held_until(detail: str, parcel: ParcelView, situation: Situation) -> date | None:
    """The last day on which it is kept: the one they named, or the one before which they are not back."""
    today = situation.now.astimezone(parcel.zone).date()
    named_days = [wish.last or wish.first for wish in read(detail.partition(WORDS)[0])]
    ahead = [day for day in named_days if day is not None and today < day <= today + menus.LONGEST_HOLD]
    return max(ahead, default=None)


def ask_detail(verb: Verb, parcel: ParcelView, misses: int = 0, example: str | None = None) -> Answer:
    """`example`: how the postcode should look that was missing, or was none."""
    facts = {**named(parcel), "change": menus.CHANGES[verb], **({"example": example} if example else {})}
    reply = Reply(ReplyName.ASK_DETAIL, facts)
    return Answer((reply,), (Remember(Action(verb, parcel.shipment_id), misses),))
