"""Is this message really from you: what the record says of what we said to them, and whose links their words hold."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from sqlalchemy import Connection

from domain.talk.answer import ReplyName, Verb
from domain.talk.meaning import Meaning
from domain.talk.situation import Record, Situation
from domain.talk.turn import Turn
from flows.messages.voice import Voice
from flows.talk.situations import Person
from store import messages

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>]{3,300}|\b[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,4}/[^\s<>]{1,300}", re.IGNORECASE
)
_NO_NEWS = frozenset({ReplyName.GENUINE.value, ReplyName.NOTHING_NEW.value, ReplyName.CODE.value})


def with_record(
    tx: Connection, turn: Turn, meaning: Meaning, situation: Situation, person: Person, voice: Voice
) -> Situation:
    """The situation with the record, where this turn asks for it."""
    taken = situation.taken.action.verb if situation.taken else None
    if Verb.GENUINE not in (meaning.verb, taken):
        return situation
    sent = messages.newest_sent(tx, person.thread.id, _NO_NEWS)
    site = voice.links.public_url
    foreign = any(not is_ours(link, site) for link in _LINK.findall(f"{turn.text} {turn.caption}"))
    told_at, told_on = (sent.sent_at, sent.channel) if sent is not None else (None, None)
    return replace(situation, record=Record(told_at, told_on, site, foreign))


def is_ours(link: str, site: str) -> bool:
    """Whether a link, as people write it, leads to this service or into Telegram's own chats."""
    spelled = link if "://" in link else f"https://{link}"
    try:
        parts, own = urlsplit(spelled), urlsplit(site)
        return parts.hostname in (own.hostname, "t.me") and parts.username is None
    except ValueError:
        return False
