"""The situation a customer stands in when they say something: their parcels, what is on offer, what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection

from domain.axes import FINAL, Milestone
from domain.localtime import WritingHours, local_day
from domain.talk.answer import Action, Choice, Verb
from domain.talk.situation import IdentityLevel, ParcelView, Situation, SlotView
from domain.talk.turn import Turn, TurnKind
from flows.changes import slots
from flows.messages.voice import Voice
from flows.parcels import parcel_view
from flows.routes.whereabouts import Whereabouts, whereabouts
from flows.talk.questions import open_question
from store import change_requests, contacts, messages, stories, turns
from store.stories import Loaded

RECENT = timedelta(days=14)
"""How long after its end a parcel is still spoken of."""
PARCELS = 12
ON_OFFER = 40
"""Slots of one parcel that a wish is held against; a few of them are shown."""
_URGENCY = (
    Milestone.OUT_FOR_DELIVERY,
    Milestone.DELIVERY_ATTEMPTED,
    Milestone.AVAILABLE_FOR_PICKUP,
    Milestone.EXCEPTION,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is speaking: the customers behind the address (none for a stranger) and the conversation it belongs to."""

    customers: tuple[Any, ...]
    thread: Any
    language: str
    title: str
    identity: IdentityLevel
    zone: tzinfo = field(default=UTC)


def situation_of(tx: Connection, turn: Turn, person: Person, voice: Voice, now: datetime) -> Situation:
    """Everything an answer may depend on, looked up at the moment of the turn."""
    taken, stale = _taken(tx, turn, person, now)
    policy = stories.policy_of(person.customers[0].settings) if person.customers else None
    hours = policy.hours if policy else WritingHours()
    return Situation(
        now=now,
        channel=turn.channel,
        identity=person.identity,
        owner=person.thread.owner,
        parcels=_parcels(tx, person, voice, now),
        asked=open_question(person.thread.asked, voice.links.secret_key),
        misses=person.thread.misses,
        taken=taken,
        stale=stale,
        offers=tuple(_choice(row) for row in messages.offers_of_last(tx, person.thread.id)),
        merchant_title=person.title,
        staff_hours=policy.words("staff_hours", person.language) if policy else None,
        support=policy.words("support", person.language) if policy else None,
        back_at=policy.staffed.back_at(now) if policy else None,
        writing_hours=hours.on(local_day(now, person.zone), person.zone),
        language=person.language,
        stopped=contacts.is_stopped(tx, turn.channel, turn.address),
    )


def _parcels(tx: Connection, person: Person, voice: Voice, now: datetime) -> tuple[ParcelView, ...]:
    if not person.customers:
        return ()
    ids = turns.recent_shipments(tx, [row.id for row in person.customers], now - RECENT, PARCELS)
    offered = slots.offered(tx, ids, now, ON_OFFER)
    loaded = stories.load(tx, ids)
    asking = [one.story.shipment_id for one in loaded if one.story.reschedule is not None]
    away = change_requests.away(tx, asking) if asking else {}
    riding = whereabouts(tx, [one for one in loaded if one.story.live is not None])
    views = [
        replace(
            _view(one, offered.get(shipment_id, ()), voice, riding.get(shipment_id), now), away=away.get(shipment_id)
        )
        for one in loaded
        for shipment_id in [one.story.shipment_id]
    ]
    return tuple(sorted(views, key=_urgency))


def _urgency(view: ParcelView) -> tuple[bool, bool, int]:
    return view.milestone in FINAL, view.milestone not in _URGENCY, -view.shipment_id


def _view(
    one: Loaded, offered: Sequence[SlotView], voice: Voice, riding: Whereabouts | None, now: datetime
) -> ParcelView:
    story, seen = one.story, parcel_view(one, riding, now)
    promise, window = story.promise, seen.window
    return replace(
        seen,
        promise_broken=promise is not None and window is not None and promise.window.on < window.on,
        slots=tuple(offered),
        others=story.others,
        stands=story.agreed,
        link=voice.links.tracking(story.shipment_id),
    )


def _taken(tx: Connection, turn: Turn, person: Person, now: datetime) -> tuple[Choice | None, bool]:
    """The offer behind a tap, if it is this conversation's and still good; else whether it is a stale one."""
    if turn.kind is TurnKind.CHOICE and turn.wanted is not None:
        return Choice(turn.wanted.verb.value, turn.wanted), False
    if turn.kind is not TurnKind.CHOICE or not turn.choice_token:
        return None, False
    row = messages.offer(tx, turn.choice_token)
    if row is None or row.expires_at <= now or row.conversation_id != person.thread.id:
        return None, True
    return _choice(row), False


def _choice(row: Any) -> Choice:
    return Choice(row.label, action_of(row.action), row.action.get("facts", {}))


def action_of(stored: dict[str, Any]) -> Action:
    return Action(Verb(stored["verb"]), stored.get("shipment_id"), stored.get("argument"))
