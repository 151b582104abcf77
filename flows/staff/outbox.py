"""The outbox: every message that is going to go, in its words, and what staff decide about one or many of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.localtime import at_address
from domain.notices import Wanted
from flows.audit import By, Refused
from flows.messages.voice import PREFERENCE, NoRoute, Voice
from flows.messages.wording import wording
from flows.replan import wanted_of
from flows.staff import overrides
from flows.staff.overrides import Decided
from flows.staff.words import Preview, preview
from store import contacts, outbox_views, stories
from store.outbox_views import Filter, Place

WAITING = 20
"""So many messages that wait for their channel are shown above the rest."""


@dataclass(frozen=True, slots=True)
class Going:
    """One message that is going to go. `wanted` None: the plan has turned away since, and it will not."""

    notice_id: int
    head: Any
    key: str
    wanted: Wanted | None
    words: Preview | NoRoute | None


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """`waiting` are in words and wait for their channel; `more` is where the next page begins."""

    going: tuple[Going, ...]
    waiting: Sequence[Any]
    more: Place | None


@dataclass(frozen=True, slots=True)
class Instruction:
    """What is to be done with a message. `local` is a time on the clocks of the delivery address, as forms give it."""

    action: str
    local: str = ""
    text: str = ""


ACTIONS = ("hold", "release", "retime", "cancel", "send_now", "words")


def page(tx: Connection, looking: Filter, after: Place | None, limit: int, voice: Voice, now: datetime) -> OutboxPage:
    found = outbox_views.going(tx, looking, channels_of(voice), after, limit)
    ids = {row.shipment_id for row in found.rows}
    loaded = stories.with_company(tx, stories.load(tx, ids, locked=False))
    by_id = {one.story.shipment_id: one for one in loaded}
    plans = {one.story.shipment_id: wanted_of(one) for one in loaded}
    people = contacts.of_customers(tx, {one.customer_id for one in loaded})
    heads = outbox_views.heads(tx, ids)
    kinds = {wanted.kind.value for plan in plans.values() for wanted in plan.values()}
    announced = [announced.id for one in loaded for announced in one.story.announced]
    own = wording(tx, {one.merchant_id for one in loaded}, kinds, announced)
    going = []
    for row in found.rows:
        one, wanted = by_id[row.shipment_id], plans[row.shipment_id].get(row.key)
        theirs = [p for p in people if p.customer_id == one.customer_id]
        words = preview(one, wanted, theirs, voice, now, own=own) if wanted is not None else None
        going.append(Going(row.id, heads[row.shipment_id], row.key, wanted, words))
    waiting = outbox_views.at_the_door(tx, WAITING) if after is None else ()
    return OutboxPage(tuple(going), waiting, found.more)


def matching(tx: Connection, looking: Filter, voice: Voice, most: int) -> tuple[list[int], bool]:
    """The ids of all that match, at most so many; and whether there are more."""
    ids: list[int] = []
    after: Place | None = None
    while len(ids) <= most:
        found = outbox_views.going(tx, looking, channels_of(voice), after, most)
        ids += [row.id for row in found.rows]
        after = found.more
        if after is None:
            break
    return ids[:most], len(ids) > most or after is not None


def decide(tx: Connection, notice_id: int, told: Instruction, by: By) -> Decided | Refused:
    """One decision about one message, in a transaction of its own: whoever loses a race is told what has happened."""
    row = outbox_views.rows_of(tx, [notice_id]).get(notice_id)
    if row is None:
        return Refused("There is no such message any more.")
    match told.action:
        case "hold":
            until = _at(tx, row.shipment_id, told.local) if told.local else None
            return until if isinstance(until, Refused) else overrides.hold(tx, row.shipment_id, row.key, until, by)
        case "retime":
            at = _at(tx, row.shipment_id, told.local)
            return at if isinstance(at, Refused) else overrides.retime(tx, row.shipment_id, row.key, at, by)
        case "release":
            return _release(tx, row, by)
        case "cancel":
            return overrides.cancel(tx, row.shipment_id, row.key, by)
        case "send_now":
            return overrides.send_now(tx, row.shipment_id, row.key, by)
        case "words":
            return overrides.correct(tx, row.shipment_id, row.key, told.text, by)
        case _:
            return Refused("Choose what to do with the messages.")


def name_of(tx: Connection, notice_id: int) -> tuple[int, str]:
    """Its parcel and that one's number, for a sentence about it."""
    row = outbox_views.rows_of(tx, [notice_id]).get(notice_id)
    head = outbox_views.heads(tx, [row.shipment_id]).get(row.shipment_id) if row is not None else None
    return (head.id, head.tracking_number) if head is not None else (0, "")


def channels_of(voice: Voice) -> list[str]:
    """Those in use, the preferred first."""
    return [channel.value for channel in PREFERENCE if channel in voice.channels]


def _release(tx: Connection, row: Any, by: By) -> Decided | Refused:
    """The hold of this message; where there is none of its own, the one of its whole parcel."""
    own = overrides.release_hold(tx, row.shipment_id, row.key, by)
    if isinstance(own, Decided) or not by.why.strip():
        return own
    return overrides.release_hold(tx, row.shipment_id, None, by)


def _at(tx: Connection, shipment_id: int, local: str) -> datetime | Refused:
    head = outbox_views.heads(tx, [shipment_id])[shipment_id]
    return at_address(local, head.zone) or Refused("Write the time as 2026-11-24T09:00.")
