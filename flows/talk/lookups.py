"""A stranger names a tracking number: its milestone, counted, so that numbers cannot be tried one after another.

Whether somebody has the number shows neither in the answer nor in the work that is done for it.
"""

import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from domain.axes import Milestone
from domain.talk.situation import ParcelView, Situation
from domain.talk.turn import Turn
from flows.messages.voice import Voice
from store import lookups, turns

COUNTED = timedelta(hours=24)
NUMBERS = 10
"""Numbers that one address may name in that time, …"""
MISSES = 5
"""… of which so many may be nobody's."""
ADDRESSES = 20
"""How often one number may be named by strangers in that time."""


def look_up(
    tx: Connection, situation: Situation, tracking_number: str, turn: Turn, voice: Voice, now: datetime
) -> Situation:
    """The situation of a stranger who names a number: its milestone, and nothing else of it."""
    number = hmac.digest(voice.links.secret_key, f"number:{tracking_number}".encode(), "sha256").hex()[:32]
    named, missed = lookups.of_address(tx, turn.channel, turn.address, number, now - COUNTED)
    tried = lookups.of_number(tx, number, now - COUNTED)
    found = turns.stranger_shipments(tx, tracking_number)
    left = named < NUMBERS and missed < MISSES and tried < ADDRESSES
    row = {"channel": turn.channel.value, "address": turn.address, "number": number, "found": bool(found), "at": now}
    lookups.keep(tx, row)
    if not left:
        return replace(situation, numbers_left=False)
    parcels = tuple(ParcelView(r.id, r.tracking_number, "", UTC, Milestone(r.milestone)) for r in found)
    return replace(situation, parcels=parcels)
