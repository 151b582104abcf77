"""Messages: queueing what is to be said, claiming it for a channel, and writing what came of it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, insert, or_, select, update

from store.among import among
from store.bulk import Inserting
from store.prepared import Prepared
from store.tables import Conversation, Message, Offer
from store.writing import table_of

_T, _OFFER, _CONVERSATION = table_of(Message), table_of(Offer), table_of(Conversation)

CLAIMED = (
    _T.c.id,
    _T.c.conversation_id,
    _T.c.channel,
    _T.c.address,
    _T.c.text,
    _T.c.composed,
    _T.c.token,
    _T.c.name,
    _T.c.author,
    _T.c.priority,
    _T.c.attempts,
    _T.c.expires_at,
    _T.c.claimed_at,
)

_ADD = Prepared(insert(_T).returning(_T.c.id))
_OFFERED = ("token", "conversation_id", "message_id", "position", "label", "action", "expires_at")
_ADD_OFFERS = Inserting(_OFFER, _OFFERED)
_USUAL: dict[str, Any] = {c.name: getattr(c.default, "arg", None) for c in _T.c if c is not _T.c.id}
_ADD_ALL = Inserting(_T, tuple(_USUAL), ("token", "id"))
_THIS = update(_T).where(_T.c.id == bindparam("b_id"))
_CHANGE, _RAISE = Prepared(_THIS), Prepared(_THIS.where(_T.c.rank < bindparam("b_rank")))
_NEWEST_SAID = Prepared(
    select(_T.c.name, _T.c.channel, _T.c.address, _T.c.composed, _T.c.created_at)
    .where(_T.c.conversation_id == bindparam("conversation"), _T.c.direction == "out")
    .order_by(_T.c.id.desc())
    .limit(1)
)
_WAITS = _T.c.state == "queued", _T.c.channel == bindparam("channel"), _T.c.due_at <= bindparam("now")
_IS_DUE = Prepared(select(_T.c.id).where(*_WAITS).limit(1))
_DUE = Prepared(
    select(_T.c.id, _T.c.conversation_id, _T.c.priority, _T.c.units)
    .where(*_WAITS)
    .order_by(_T.c.priority, _T.c.due_at, _T.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_T)
)
_NEXT_DUE = Prepared(
    select(func.min(_T.c.due_at)).where(
        _T.c.state == "queued", _T.c.channel == bindparam("channel"), _T.c.due_at > bindparam("now")
    )
)
_AHEAD = Prepared(
    select(_T.c.id, _T.c.conversation_id, _T.c.channel, _T.c.state, _T.c.priority, _T.c.due_at).where(
        among(_T.c.conversation_id, "conversations"),
        or_(_T.c.state == "sending", and_(_T.c.state == "queued", _T.c.attempts > 0)),
    )
)
_BEGIN = Prepared(
    update(_T)
    .where(among(_T.c.id, "ids"), _T.c.state == "queued")
    .values(state="sending", claimed_at=bindparam("now"), attempts=_T.c.attempts + 1)
    .returning(*CLAIMED)
)
_SENT_SINCE = Prepared(
    select(_T.c.conversation_id, func.max(_T.c.sent_at))
    .where(among(_T.c.conversation_id, "conversations"), _T.c.sent_at > bindparam("since"))
    .group_by(_T.c.conversation_id)
)
_STANDING = Prepared(
    select(_T.c.id, _T.c.state, _T.c.attempts).where(among(_T.c.id, "ids")).order_by(_T.c.id).with_for_update()
)
_FATE = select(_T.c.id, _T.c.state, _T.c.rank, _T.c.provider_id, _T.c.channel, _T.c.address)
_BY_TOKEN = Prepared(_FATE.where(_T.c.token == bindparam("token")))
_BY_PROVIDER_ID = Prepared(_FATE.where(_T.c.provider_id == bindparam("provider_id")))
_OFFER_BEHIND = Prepared(select(_OFFER).where(_OFFER.c.token == bindparam("token")))
_OFFERS_OF_LAST = Prepared(
    select(_OFFER)
    .where(
        _OFFER.c.message_id
        == select(func.max(_OFFER.c.message_id))
        .where(_OFFER.c.conversation_id == bindparam("conversation"))
        .scalar_subquery()
    )
    .order_by(_OFFER.c.position)
)


def add(tx: Connection, row: dict[str, Any]) -> int:
    """One message; returns its id."""
    new: int = _ADD.scalar(tx, row)
    return new


def add_all(tx: Connection, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Messages of ours, each with its token; returns their ids, in the order of the rows."""
    if len(rows) < 2:
        return [add(tx, row) for row in rows]
    new = _ADD_ALL.insert(tx, [tuple({**_USUAL, **row}.values()) for row in rows])
    ids = {row[0]: row[1] for row in new}
    return [ids[row["token"]] for row in rows]


def address_of(tx: Connection, message_id: int) -> str | None:
    found: str | None = tx.scalar(select(_T.c.address).where(_T.c.id == message_id))
    return found


def newest_said(tx: Connection, conversation_id: int) -> Any:
    """(name, channel, address, composed, created_at) of what was said last in a conversation, or None."""
    return _NEWEST_SAID.first(tx, {"conversation": conversation_id})


def said_since(tx: Connection, conversation_id: int, since: datetime, most: int) -> Sequence[Any]:
    """(channel, composed) of what was said in a conversation since then, the newest `most` of it."""
    found = select(_T.c.channel, _T.c.composed).where(
        _T.c.conversation_id == conversation_id, _T.c.direction == "out", _T.c.created_at >= since
    )
    return tx.execute(found.order_by(_T.c.id.desc()).limit(most)).all()


def newest_sent(tx: Connection, conversation_id: int, besides: Collection[str]) -> Any:
    """(channel, sent_at) of what went last, of other names than these; None when nothing has gone."""
    found = select(_T.c.channel, _T.c.sent_at).where(
        _T.c.conversation_id == conversation_id,
        _T.c.direction == "out",
        _T.c.sent_at.is_not(None),
        _T.c.name.not_in(besides),
    )
    return tx.execute(found.order_by(_T.c.id.desc()).limit(1)).first()


def add_offers(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    _ADD_OFFERS.insert(tx, [[row[name] for name in _OFFERED] for row in rows])


def touch_conversations(tx: Connection, conversation_ids: Collection[int], now: datetime) -> None:
    statement = update(_CONVERSATION).where(_CONVERSATION.c.id.in_(conversation_ids))
    tx.execute(statement.values(last_at=now))


def is_due(tx: Connection, channel: str, now: datetime) -> bool:
    """Whether anything waits for this channel now."""
    return _IS_DUE.scalar(tx, {"channel": channel, "now": now}) is not None


def due(tx: Connection, channel: str, now: datetime, limit: int) -> list[Any]:
    """(id, conversation_id, priority, units) of what waits for this channel and is due, the most urgent first."""
    return list(_DUE.rows(tx, {"channel": channel, "now": now, "most": limit}))


def ahead(tx: Connection, conversation_ids: Collection[int]) -> list[Any]:
    """(id, conversation_id, channel, state, priority, due_at) of what is in flight in these conversations, or is
    tried again.
    """
    return list(_AHEAD.rows(tx, {"conversations": list(conversation_ids)}))


def put_off(tx: Connection, rows: Sequence[tuple[int, datetime]]) -> None:
    """These queued messages wait until then."""
    if rows:
        statement = update(_T).where(_T.c.id == bindparam("b_id"), _T.c.state == "queued")
        tx.execute(statement.values(due_at=bindparam("until")), [{"b_id": id_, "until": at} for id_, at in rows])


def begin_sending(tx: Connection, message_ids: Collection[int], now: datetime) -> list[Any]:
    """Claims these for sending; returns their rows, the most urgent first."""
    if not message_ids:
        return []
    begun = _BEGIN.rows(tx, {"ids": list(message_ids), "now": now})
    return sorted(begun, key=lambda row: (row.priority, row.id))


def sent_since(tx: Connection, conversation_ids: Collection[int], since: datetime) -> dict[int, datetime]:
    """When these conversations' last message went, for those where it was after `since`."""
    if not conversation_ids:
        return {}
    given = {"conversations": list(conversation_ids), "since": since}
    return {row[0]: row[1] for row in _SENT_SINCE.rows(tx, given)}


def next_due(tx: Connection, channel: str, after: datetime) -> datetime | None:
    found: datetime | None = _NEXT_DUE.scalar(tx, {"channel": channel, "now": after})
    return found


def standing(tx: Connection, message_ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """(state, attempts) of these messages, locked: nobody else decides about them in the meantime."""
    return {row.id: (row.state, row.attempts) for row in _STANDING.rows(tx, {"ids": list(message_ids)})}


_RESULT = Prepared(
    update(_T)
    .where(_T.c.id == bindparam("b_id"))
    .values(
        state=bindparam("state"),
        doubts=_T.c.doubts + case((bindparam("state") == "unsure", 1), else_=0),
        provider_id=bindparam("provider_id"),
        sent_at=bindparam("sent_at"),
        due_at=bindparam("due_at"),
        why=bindparam("why"),
    )
)


def record(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Rows are `{"b_id", "state", "provider_id", "sent_at", "due_at", "why"}`. Look at their `standing` first."""
    _RESULT.each(tx, rows)


_POSTPONE = (
    update(_T)
    .where(
        _T.c.conversation_id == bindparam("b_conversation"),
        _T.c.state == "queued",
        _T.c.priority > 0,
        _T.c.due_at < bindparam("until"),
    )
    .values(due_at=bindparam("until"))
)


def postpone(tx: Connection, until: Sequence[tuple[int, datetime]]) -> None:
    """Whatever is not a reply waits until then, in each of these conversations."""
    if until:
        tx.execute(_POSTPONE, [{"b_conversation": conversation, "until": at} for conversation, at in until])


def drop_queued(tx: Connection, channel: str, address: str, why: str) -> None:
    """What waits for this address does not go; the confirmation of the request itself does."""
    statement = update(_T).where(
        _T.c.state == "queued", _T.c.channel == channel, _T.c.address == address, _T.c.name != "stopped"
    )
    tx.execute(statement.values(state="dropped", why=why))


def overdue_sending(tx: Connection, now: datetime, patience: timedelta) -> list[Any]:
    """Messages whose sender died, or never came back: claimed longer ago than `patience`."""
    statement = (
        update(_T)
        .where(_T.c.state == "sending", _T.c.claimed_at <= now - patience)
        .values(state="unsure", doubts=_T.c.doubts + 1, why="the process stopped between sending and recording")
        .returning(*CLAIMED)
    )
    return list(tx.execute(statement))


def by_provider_or_token(tx: Connection, provider_id: str, token: str | None) -> Any:
    if token:
        found = _BY_TOKEN.first(tx, {"token": token})
        if found is not None:
            return found
    return _BY_PROVIDER_ID.first(tx, {"provider_id": provider_id})


def raise_rank(tx: Connection, message_id: int, rank: int, values: dict[str, Any]) -> bool:
    """Takes a provider's status only if it stands higher than what is known; says whether it did."""
    return _RAISE.run(tx, {"b_id": message_id, "b_rank": rank, "rank": rank, **values}) > 0


def offers_of_last(tx: Connection, conversation_id: int) -> list[Any]:
    """The choices of the conversation's last message that had any, in their order."""
    return list(_OFFERS_OF_LAST.rows(tx, {"conversation": conversation_id}))


def offer(tx: Connection, token: str) -> Any:
    return _OFFER_BEHIND.first(tx, {"token": token})


def unsure(tx: Connection, limit: int) -> list[Any]:
    """Messages that may have gone and have not been looked for yet."""
    statement = select(*CLAIMED).where(_T.c.state == "unsure", _T.c.checked_at.is_(None))
    return list(tx.execute(statement.order_by(_T.c.claimed_at).limit(limit)))


def checked(tx: Connection, message_id: int, now: datetime) -> None:
    _CHANGE.run(tx, {"b_id": message_id, "checked_at": now})


def unconfirmed(tx: Connection, before: datetime, after: datetime, limit: int) -> list[Any]:
    """(id, provider_id) of texts sent in that span of time whose fate is not known and was not asked for lately."""
    statement = select(_T.c.id, _T.c.provider_id).where(
        _T.c.state == "sent",
        _T.c.channel == "sms",
        _T.c.provider_id.is_not(None),
        _T.c.sent_at.between(after, before),
        (_T.c.checked_at.is_(None)) | (_T.c.checked_at < before),
    )
    return list(tx.execute(statement.order_by(_T.c.sent_at).limit(limit)))
