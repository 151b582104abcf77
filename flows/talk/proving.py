"""Proving who one is: a code of six digits goes to the phone on the order, and comes back from where it was asked for.

An address that asks, and whoever is asked about, are counted apart. Whether somebody has the number that was named
shows neither in the answer nor in the work that is done for it.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from domain.localtime import zone
from domain.talk.answer import Reply, ReplyName, SendCode
from domain.talk.situation import CodeGiven
from domain.talk.turn import ChannelName, Turn
from flows.messages.channels import Utterance
from flows.messages.voice import Addressee, Route, Voice, queue
from store import codes, contacts, conversations, turns

LIVES = timedelta(minutes=10)
TRIES = 5
COUNTED = timedelta(hours=1)
MISSES_COUNTED = timedelta(hours=24)
CODES = 3
"""Codes within the time above: to one phone, about one number, and from one address."""
_CODE = re.compile(r"\D{0,30}?(\d{3})[ -]?(\d{3})\D{0,10}")


@dataclass(frozen=True, slots=True)
class Checked:
    """`customer_id` is whose phone it went to, once the code was right."""

    given: CodeGiven
    customer_id: int | None = None


def send_code(tx: Connection, act: SendCode, turn: Turn, voice: Voice, now: datetime) -> Reply | None:
    """Sends a code to whom it concerns; the reply that says why none can be asked for here, or None."""
    asked, _ = codes.asked_from(tx, turn.channel, turn.address, now - COUNTED)
    _, missed = codes.asked_from(tx, turn.channel, turn.address, now - MISSES_COUNTED)
    if asked >= CODES or missed >= TRIES:
        return Reply(ReplyName.CODE_SPENT)
    customer_id = turns.customer_of(tx, act.shipment_id, act.tracking_number)
    about = sha256(f"{customer_id or act.tracking_number}".encode()).hexdigest()
    code = f"{secrets.randbelow(1_000_000):06}"
    allowed = codes.asked_about(tx, about, now - COUNTED) < CODES
    is_sent = _say(tx, customer_id if allowed else None, code, turn, voice, now)
    codes.keep(
        tx,
        {
            "channel": turn.channel.value,
            "address": turn.address,
            "about": about,
            "customer_id": customer_id if is_sent else None,
            "code_hash": _hash(voice, turn, code),
            "sent_at": now,
            "expires_at": now + LIVES,
        },
    )
    return None


def check_code(tx: Connection, turn: Turn, voice: Voice, now: datetime) -> Checked | None:
    """What became of the code in this text; None when there is none in it."""
    found = _CODE.fullmatch(turn.text.strip())
    if found is None:
        return None
    given = _hash(voice, turn, found[1] + found[2])
    _, missed = codes.asked_from(tx, turn.channel, turn.address, now - MISSES_COUNTED)
    row = codes.try_newest(tx, turn.channel, turn.address, TRIES, now) if missed < TRIES else None
    right = hmac.compare_digest(given, row.code_hash if row is not None else "0" * len(given))
    if row is None:
        return Checked(CodeGiven.SPENT)
    if not right or row.customer_id is None:
        return Checked(CodeGiven.SPENT if missed + 1 >= TRIES else CodeGiven.WRONG)
    codes.use(tx, row.id, now)
    return Checked(CodeGiven.RIGHT, row.customer_id)


def _say(tx: Connection, customer_id: int | None, code: str, turn: Turn, voice: Voice, now: datetime) -> bool:
    """Queues the code where its owner reads it. For nobody the words are made all the same, and thrown away."""
    row = turns.customers(tx, [customer_id] if customer_id is not None else []).get(customer_id or 0)
    route = _route(tx, row.id, row.phone, turn, voice) if row is not None else None
    if row is None or route is None:
        channel = voice.channels.get(ChannelName.SMS) or next(iter(voice.channels.values()))
        channel.compose(Utterance(ReplyName.CODE.value, {"code": code}, "en", zone("UTC"), now, ""))
        return False
    thread = conversations.ensure(tx, {row.id: row.merchant_id}, now)[row.id]
    to = Addressee(thread.id, row.language, zone(row.zone or "UTC"), row.title)
    facts = {"code": code}
    queue(tx, voice.words(to, route, ReplyName.CODE.value, facts, (), now, priority=0, expires_at=now + LIVES))
    return True


def _route(tx: Connection, customer_id: int, phone: str | None, turn: Turn, voice: Voice) -> Route | None:
    """The phone on the order; where it wants no texts, another chat of theirs than the one that asks."""
    if phone and ChannelName.SMS in voice.channels and not contacts.is_stopped(tx, ChannelName.SMS, phone):
        return Route(ChannelName.SMS, phone)
    for contact in contacts.of_customers(tx, [customer_id]):
        is_other = (contact.channel, contact.address) != (turn.channel.value, turn.address)
        if contact.channel == ChannelName.TELEGRAM and contact.state == "active" and is_other:
            return Route(ChannelName.TELEGRAM, contact.address)
    return None


def _hash(voice: Voice, turn: Turn, code: str) -> str:
    """Bound to who asked, under our key: a leaked table of a million possibilities tells nothing."""
    words = f"code:{turn.channel.value}:{turn.address}:{code}"
    return hmac.digest(voice.links.secret_key, words.encode(), "sha256").hex()
