"""Who is speaking: by what binds their address to an order, and by the code that came back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from domain.links import token_hash
from domain.localtime import zone
from domain.talk.situation import IdentityLevel
from domain.talk.turn import ChannelName, Turn, TurnKind
from flows.messages.voice import Voice
from flows.talk.proving import Checked
from flows.talk.situations import Person
from store import contacts, conversations, turns


def bind(tx: Connection, turn: Turn, now: datetime) -> bool:
    """Binds the address by a deep link or by the sender's own contact card; True when a link no longer opens."""
    if turn.kind is TurnKind.START and turn.start_token:
        customer_id = turns.use_link(tx, token_hash(turn.start_token), now)
        if customer_id is None:
            return not contacts.owners(tx, turn.channel, turn.address)
        contacts.bind(tx, customer_id, turn.channel, turn.address, "deep_link", now)
    if turn.kind is TurnKind.CONTACT and turn.phone:
        for customer_id in contacts.customers_with_phone(tx, turn.phone):
            contacts.bind(tx, customer_id, turn.channel, turn.address, "own_contact", now)
    return False


def who(tx: Connection, turn: Turn, voice: Voice, now: datetime) -> Person:
    """The customers behind an address: by binding, or by their phone; the one we spoke with last leads."""
    ids = behind(tx, turn.channel, turn.address)
    if turn.channel is ChannelName.WEB and turn.address.isdecimal():
        ids += [int(turn.address)]
    rows = turns.customers(tx, ids)
    if not rows:
        thread = conversations.ensure_stranger(tx, turn.channel, turn.address, now)
        return Person((), thread, turn.language or "en", "", IdentityLevel.STRANGER)
    is_one = len(rows) == 1
    threads = conversations.ensure(tx, {row.id: row.merchant_id for row in rows.values()}, now, lock=is_one)
    lead = rows[leading({customer_id: threads[customer_id] for customer_id in rows})]
    thread = threads[lead.id] if is_one else conversations.get(tx, threads[lead.id].id, lock=True)
    tz = zone(lead.zone) if lead.zone else UTC
    # A link may be passed on; a number, or a chat that was bound by one, is theirs. Where nothing but the page is
    # configured, no code could be sent: the link, which went to them alone, must do.
    on_page = turn.channel is ChannelName.WEB and voice.reaches_phones
    identity = IdentityLevel.KNOWN if on_page else IdentityLevel.PROVEN
    return Person(tuple(rows.values()), thread, lead.language, lead.title, identity, tz)


def behind(tx: Connection, channel: str, address: str) -> list[int]:
    """The customers behind an address: by binding, or by their phone."""
    return contacts.behind(tx, channel, address, address if channel == ChannelName.SMS else None)


def leading(threads: Mapping[int, Any]) -> int:
    """Of several customers, by id with their conversations: the one we spoke with last."""
    return max(threads, key=lambda customer_id: (threads[customer_id].last_at, customer_id))


def proven(tx: Connection, turn: Turn, person: Person, checked: Checked, voice: Voice, now: datetime) -> Person:
    """The right code came: a chat that asked for it is bound to its owner; a page has proven it for this once."""
    if person.identity is IdentityLevel.STRANGER and turn.channel is ChannelName.TELEGRAM and checked.customer_id:
        contacts.bind(tx, checked.customer_id, turn.channel, turn.address, "code", now)
        person = who(tx, turn, voice, now)
    return replace(person, identity=IdentityLevel.PROVEN) if person.customers else person
