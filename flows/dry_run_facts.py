"""A customer's log as facts in time: what a dry run begins with, and what becomes known after that."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

from domain.events import TrackingEvent
from domain.notices import TOLD_STATES, NoticeKind
from store.dry_runs import CustomerLog

_ENDED = frozenset({*(state.value for state in TOLD_STATES), "failed", "suppressed", "expired"})
_WAITED_FOR = frozenset({"requested", "sent"})


@dataclass(slots=True)
class Parcel:
    """One shipment as far as it is known at a moment; its rows have the columns of `store.stories`."""

    head: Any
    milestone: str = "unknown"
    events: list[TrackingEvent] = field(default_factory=list)
    notices: dict[str, "Row"] = field(default_factory=dict)
    promises: list[Any] = field(default_factory=list)
    overrides: list[Any] = field(default_factory=list)
    changes: dict[int, Any] = field(default_factory=dict)
    announced: dict[int, Any] = field(default_factory=dict)
    troubled: bool = False


@dataclass(slots=True)
class Row:
    """A notice row."""

    shipment_id: int
    id: int
    kind: str
    key: str
    state: str
    send_after: datetime
    expires_at: datetime
    facts: Mapping[str, object]
    why: str | None = None
    decided_at: datetime | None = None

    @property
    def columns(self) -> tuple[Any, ...]:
        return (
            *(self.shipment_id, self.id, self.kind, self.key, self.state),
            *(self.send_after, self.expires_at, self.facts, self.why, self.decided_at),
        )


class ChangeRow(NamedTuple):
    """A change request as it stood at some time."""

    shipment_id: int
    id: int
    state: str
    from_at: datetime | None
    to_at: datetime | None
    asked_at: datetime
    asked_in_chat: bool
    decided_at: datetime | None
    why: str | None
    kind: str


@dataclass(slots=True)
class Known:
    """All that is known of a customer at a moment."""

    parcels: dict[int, Parcel] = field(default_factory=dict)
    contacts: list[Any] = field(default_factory=list)
    owner: str | None = "bot"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that becomes known at `at`: `learn` notes it, and names the shipment to plan anew (None: all)."""

    at: datetime
    learn: Callable[[Known], int | None]


def timeline(log: CustomerLog, since: datetime, until: datetime) -> tuple[Known, list[Fact]]:
    """What was known, told and decided when the dry run begins; and what became known after that, in its order."""
    known, facts = Known(), list(_facts(log))
    for fact in facts:
        if fact.at < since:
            fact.learn(known)
    for parcel in known.parcels.values():
        for row in log.notices[parcel.head.id]:
            if row.state in _ENDED and _decided_at(row) < since:
                kept = Row(*row[:10])
                parcel.notices[kept.key] = kept
        parcel.promises = [row[:7] for row in log.promises[parcel.head.id] if row.told_at < since]
    _greet_those_written_to(log, known, since)
    return known, sorted((fact for fact in facts if since <= fact.at <= until), key=lambda fact: fact.at)


def languages(log: CustomerLog) -> Callable[[datetime, str], str]:
    """In which language the customer was written to at a moment: as the message next to it was; else as they read now.

    A language that was changed says so nowhere but in what was written.
    """
    spoken = [(message.created_at, message.language) for message in log.messages if message.language]
    moments = [at for at, _ in spoken]

    def at(now: datetime, otherwise: str) -> str:
        place = bisect_left(moments, now)
        return str(spoken[place][1]) if place < len(spoken) else otherwise

    return at


def ticks(log: CustomerLog) -> list[datetime]:
    """The moments at which something was really decided about this customer."""
    said = {_decided_at(row) for rows in log.notices.values() for row in rows if row.state in _ENDED}
    return sorted(said | {row.created_at for row in log.messages if row.name in NoticeKind._value2member_map_})


def _decided_at(row: Any) -> datetime:
    at: datetime = row.said_at or row.decided_at or row.send_after
    return at


def _facts(log: CustomerLog) -> Iterator[Fact]:
    """Orders first, so that what came before an order waits for it."""
    for head in log.heads:
        yield Fact(head.announced_at, _announce(head))
    for head in log.heads:
        for event in log.events[head.id]:
            yield Fact(max(event.received_at, head.announced_at), _report(head.id, event))
        for row in log.overrides[head.id]:
            yield Fact(row.at, _override(row))
            if row.released_at is not None:
                yield Fact(row.released_at, _release(row))
        for row in log.changes[head.id]:
            yield Fact(row.asked_at, _ask(ChangeRow(*row)))
            if row.decided_at is not None:
                yield Fact(row.decided_at, _change(ChangeRow(*row)))
        for row in log.promises[head.id]:
            if row.notice_id is None:
                yield Fact(row.told_at, _answered(row))
        for row in log.cases[head.id]:
            yield Fact(row.opened_at, _trouble(head.id))
        for row in log.announced[head.id]:
            yield Fact(row.released_at, _release_to(head.id, row, "sending"))
            if row.state == "stopped":
                yield Fact(row.state_at, _release_to(head.id, row, "stopped"))
        if (muted := _silenced_at(log, head)) is not None:
            yield Fact(muted, _mute(head))
    for row in log.contacts:
        yield from _contact(row, log.consents)
    for row in log.owners:
        yield Fact(row.at, _own(str(row.after.get("owner"))))


def _announce(head: Any) -> Callable[[Known], int]:
    def learn(known: Known) -> int:
        facts = {**head._mapping, "stopped_why": None, "muted_why": None, "owner": known.owner}
        known.parcels[head.id] = Parcel(SimpleNamespace(**facts))
        return int(head.id)

    return learn


def _report(shipment_id: int, event: TrackingEvent) -> Callable[[Known], int]:
    def learn(known: Known) -> int:
        known.parcels[shipment_id].events.append(event)
        return shipment_id

    return learn


def _override(row: Any) -> Callable[[Known], int]:
    def learn(known: Known) -> int:
        known.parcels[row.shipment_id].overrides.append(row)
        if row.kind == "send_now":  # what had ended unsaid may be said after all
            ended = known.parcels[row.shipment_id].notices.get(row.key)
            if ended is not None and ended.state in ("expired", "suppressed", "failed"):
                ended.state = "withdrawn"
        return int(row.shipment_id)

    return learn


def _release(row: Any) -> Callable[[Known], int]:
    def learn(known: Known) -> int:
        parcel = known.parcels[row.shipment_id]
        parcel.overrides = [one for one in parcel.overrides if one is not row]
        return int(row.shipment_id)

    return learn


def _ask(row: ChangeRow) -> Callable[[Known], int]:
    asked = row._replace(state=row.state if row.state in _WAITED_FOR else "sent", decided_at=None, why=None)
    return _change(row if row.decided_at is None else asked)


def _change(row: ChangeRow) -> Callable[[Known], int]:
    def learn(known: Known) -> int:
        known.parcels[row.shipment_id].changes[row.id] = row
        return row.shipment_id

    return learn


def _answered(row: Any) -> Callable[[Known], int]:
    """A window was told in an answer."""

    def learn(known: Known) -> int:
        parcel = known.parcels[row.shipment_id]
        parcel.promises.append((row.shipment_id, len(parcel.promises) + 1, *row[2:7]))
        return int(row.shipment_id)

    return learn


def _trouble(shipment_id: int) -> Callable[[Known], int]:
    def learn(known: Known) -> int:
        known.parcels[shipment_id].troubled = True
        return shipment_id

    return learn


def _release_to(shipment_id: int, row: Any, state: str) -> Callable[[Known], int]:
    def learn(known: Known) -> int:
        known.parcels[shipment_id].announced[row.id] = (*row[:4], state, *row[5:8])
        return shipment_id

    return learn


def _mute(head: Any) -> Callable[[Known], int]:
    def learn(known: Known) -> int:
        parcel = known.parcels[head.id]
        parcel.head.muted_why, parcel.head.stopped_why = head.muted_why, head.stopped_why
        return int(head.id)

    return learn


def _silenced_at(log: CustomerLog, head: Any) -> datetime | None:
    """When silence was asked for: nothing says so but what was withdrawn for it; else after all that was said."""
    why = head.stopped_why or head.muted_why
    if why is None:
        return None
    rows = log.notices[head.id]
    withdrawn = [row.decided_at for row in rows if row.state == "withdrawn" and row.why == why and row.decided_at]
    if withdrawn:
        first: datetime = min(withdrawn)
        return first
    said = [_decided_at(row) for row in rows if row.state in _ENDED]
    last: datetime = max([head.announced_at, *said])
    return last + timedelta(microseconds=1)


def _contact(row: Any, consents: Sequence[Any]) -> Iterator[Fact]:
    """An address is good from when it was bound. Stops and returns are in the consent log; whatever else is known of
    it was known last when it changed.
    """
    one = SimpleNamespace(**{**row._mapping, "state": "active", "greeted": False, "why": None})

    def bind(known: Known) -> None:
        known.contacts.insert(0, one)

    def become(state: str) -> Callable[[Known], None]:
        def learn(known: Known) -> None:
            one.state = state
            known.contacts.sort(key=lambda contact: contact is not one)

        return learn

    yield Fact(row.created_at, bind)
    decided = [said for said in consents if said.channel == row.channel and said.at > row.created_at]
    for said in decided:
        yield Fact(said.at, become("active" if said.given else "stopped"))
    if row.state == "dead" or (row.state != "active" and not decided):
        yield Fact(row.changed_at, become(row.state))


def _greet_those_written_to(log: CustomerLog, known: Known, since: datetime) -> None:
    """Whoever was written to before the dry run begins knows who writes."""
    for contact in known.contacts:
        contact.greeted = contact.greeted or any(
            (m.channel, m.address) == (contact.channel, contact.address) and m.created_at < since
            for m in log.messages
            if m.name in NoticeKind._value2member_map_ and m.state != "dropped"
        )


def _own(owner: str) -> Callable[[Known], None]:
    def learn(known: Known) -> None:
        known.owner = owner
        for parcel in known.parcels.values():
            parcel.head.owner = owner

    return learn
