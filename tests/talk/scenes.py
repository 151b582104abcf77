"""What the scenes are made of: Bo Ek in New York, a parcel or two, and a Tuesday in November."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain.axes import Milestone
from domain.localtime import at_local
from domain.reschedules import OtherChange, Reschedule, RescheduleState
from domain.rules.saying import window_facts
from domain.talk.answer import Action, Answer, Choice, Remember, Reply, ReplyName, Verb
from domain.talk.meaning import NOTHING_UNDERSTOOD, Meaning
from domain.talk.respond import respond
from domain.talk.situation import IdentityLevel, ParcelView, Situation, SlotView
from domain.talk.turn import ChannelName, Turn, TurnKind
from domain.windows import Window

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
"""Tuesday, 09:00 in New York."""


def window(day: int, begins: int, ends: int) -> Window:
    """A window of that day in November, by local hours."""
    on = date(2026, 11, day)
    return Window(on, at_local(on, time(begins), NEW_YORK), at_local(on, time(ends), NEW_YORK))


TUE, WED_MORNING, WED_EVENING = window(24, 10, 12), window(25, 9, 12), window(25, 17, 20)
THU, FRI = window(26, 9, 12), window(27, 9, 12)

SLOTS = (
    SlotView("wed-am", WED_MORNING),
    SlotView("wed-pm", WED_EVENING),
    SlotView("thu-am", THU),
    SlotView("fri-am", FRI),
)

COMING = ParcelView(
    shipment_id=1,
    tracking_number="DS100",
    order_number="1001",
    zone=NEW_YORK,
    milestone=Milestone.IN_TRANSIT,
    milestone_at=datetime(2026, 11, 24, 6, tzinfo=UTC),
    last_scan_at=datetime(2026, 11, 24, 11, tzinfo=UTC),
    place="Queens",
    window=WED_MORNING,
    allow=frozenset({"reschedule", "safe_place", "neighbour"}),
    slots=SLOTS[1:],
    link="https://doorstep.example/t/abc",
)
OTHER = replace(
    COMING, shipment_id=2, tracking_number="DS200", order_number="1002", link="https://doorstep.example/t/def"
)
WITH_DRIVER = replace(COMING, milestone=Milestone.OUT_FOR_DELIVERY, window=TUE)
DELIVERED = replace(COMING, milestone=Milestone.DELIVERED, detail="left_with_neighbour", window=None)
ASKED = Reschedule(7, RescheduleState.REQUESTED, WED_EVENING, NOW, asked_in_chat=True)
PENDING = replace(COMING, reschedule=ASKED)
NEIGHBOUR_ASKED = replace(COMING, others=(OtherChange(8, "neighbour", RescheduleState.SENT, NOW),))

BO = Situation(
    NOW, ChannelName.TELEGRAM, IdentityLevel.PROVEN, parcels=(COMING,), merchant_title="Acme", support="+1 555 0100"
)
BO_SMS = replace(BO, channel=ChannelName.SMS)
STRANGER = replace(BO, identity=IdentityLevel.STRANGER, parcels=())


def turn(kind: TurnKind, channel: ChannelName = ChannelName.TELEGRAM, **what: Any) -> Turn:
    return Turn(channel, "1", "100", NOW, kind, **what)


def says(text: str, situation: Situation, meaning: Meaning | Verb = NOTHING_UNDERSTOOD) -> Answer:
    """The answer to words that were understood as `meaning`."""
    meant = Meaning(meaning) if isinstance(meaning, Verb) else meaning
    return respond(turn(TurnKind.TEXT, situation.channel, text=text), meant, situation)


def taps(verb: Verb, situation: Situation, shipment_id: int | None = 1, argument: str | None = None) -> Answer:
    """The answer to a choice of that action."""
    taken = Choice("any", Action(verb, shipment_id, argument))
    spoken = turn(TurnKind.CHOICE, situation.channel, choice_token="t")
    return respond(spoken, NOTHING_UNDERSTOOD, replace(situation, taken=taken))


def after(answer: Answer, situation: Situation) -> Situation:
    """The situation that an answer leaves behind: its question is open, its choices are the last ones offered."""
    remembered = [act for act in answer.acts if isinstance(act, Remember)]
    choices = [reply.choices for reply in answer.replies if reply.choices]
    asked = remembered[-1] if remembered else None
    return replace(
        situation,
        taken=None,
        asked=asked.asked if asked else situation.asked,
        misses=asked.misses if asked else situation.misses,
        offers=choices[-1] if choices else situation.offers,
    )


def named(parcel: ParcelView) -> dict[str, object]:
    return {
        "tracking_number": parcel.tracking_number,
        "order_number": parcel.order_number,
        "link": parcel.link,
        "milestone": parcel.milestone.value,
        "allow": sorted(parcel.allow),
    }


def names(answer: Answer) -> list[str]:
    return [reply.name.value for reply in answer.replies]


def actions(answer: Answer) -> list[tuple[str, int | None, str | None]]:
    """Everything the last reply with choices offers."""
    last = next((reply.choices for reply in reversed(answer.replies) if reply.choices), ())
    return [(c.action.verb.value, c.action.shipment_id, c.action.argument) for c in last]


def slot_choice(slot: SlotView, parcel: int = 1) -> Choice:
    return Choice("slot", Action(Verb.PICK_SLOT, parcel, slot.slot_id), {"window": window_facts(slot.window)})


def choice(verb: Verb, parcel: int | None = 1, label: str | None = None) -> Choice:
    return Choice(label or verb.value, Action(verb, parcel))


def reply(name: ReplyName, facts: Mapping[str, object], *choices: Choice) -> Reply:
    return Reply(name, facts, choices)
