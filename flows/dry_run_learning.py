"""Each entry of a customer's log as a fact: when it became known, and what it changes."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from domain.notices import TOLD_STATES
from flows.dry_run_rows import ChangeRow, Concerned, Fact, Known, Learn, Parcel
from flows.dry_run_stood import JUST_AFTER, reports, routes
from store.dry_runs import CustomerLog

ENDED = frozenset({*(state.value for state in TOLD_STATES), "failed", "suppressed", "expired"})
_WAITED_FOR = frozenset({"requested", "sent"})


def facts_of(log: CustomerLog) -> Iterator[Fact]:
    """Orders first, so that what came before an order waits for it."""
    for head in log.heads:
        yield Fact(head.announced_at, _announce(head))
    for head in log.heads:
        yield from _from_outside(log, head)
        yield from _from_staff(log, head)
        if (muted := _silenced_at(log, head)) is not None:
            yield Fact(muted, _mute(head))
    for row in log.contacts:
        yield from _contact(row, log.addresses[row.id], log.consents)
    for row in log.owners:
        yield Fact(row.at, _own(str(row.after.get("owner"))))


def _from_outside(log: CustomerLog, head: Any) -> Iterator[Fact]:
    """What the 3PL reported and answered, and what the customer asked for and was answered."""
    yield from reports(log, head)
    yield from routes(log, head)
    for row in log.changes[head.id]:
        yield Fact(row.asked_at, _ask(ChangeRow(*row)))
        if row.decided_at is not None:
            yield Fact(row.decided_at, _change(ChangeRow(*row)))
    for row in log.promises[head.id]:
        if row.notice_id is None:
            yield Fact(row.told_at, _answered(row))


def _from_staff(log: CustomerLog, head: Any) -> Iterator[Fact]:
    """What staff decided, what they announced, and what they had to look at."""
    for row in log.overrides[head.id]:
        yield Fact(row.at, _override(row))
        if row.released_at is not None:
            yield Fact(row.released_at, _release(row))
    for row in log.announced[head.id]:
        yield Fact(row.released_at, _release_to(head.id, row))
        for halt in log.halts.get(f"announcement:{row.id}", ()):
            if halt.at > row.released_at:
                yield Fact(halt.at, _halt(head.id, row.id, halt))
    for row in log.cases[head.id]:
        yield Fact(row.opened_at, _trouble(head.id))


def _announce(head: Any) -> Learn:
    def learn(known: Known) -> Concerned:
        facts = {**head._mapping, "stopped_why": None, "muted_why": None, "owner": known.owner}
        known.parcels[head.id] = Parcel(SimpleNamespace(**facts))
        return (int(head.id),)

    return learn


def _override(row: Any) -> Learn:
    def learn(known: Known) -> Concerned:
        known.parcels[row.shipment_id].overrides.append(row)
        if row.kind == "send_now":  # what had ended unsaid may be said after all
            ended = known.parcels[row.shipment_id].notices.get(row.key)
            if ended is not None and ended.state in ("expired", "suppressed", "failed"):
                ended.state = "withdrawn"
        return (int(row.shipment_id),)

    return learn


def _release(row: Any) -> Learn:
    def learn(known: Known) -> Concerned:
        parcel = known.parcels[row.shipment_id]
        parcel.overrides = [one for one in parcel.overrides if one is not row]
        return (int(row.shipment_id),)

    return learn


def _ask(row: ChangeRow) -> Learn:
    asked = row._replace(state=row.state if row.state in _WAITED_FOR else "sent", decided_at=None, why=None)
    return _change(row if row.decided_at is None else asked)


def _change(row: ChangeRow) -> Learn:
    def learn(known: Known) -> Concerned:
        known.parcels[row.shipment_id].changes[row.id] = row
        return (row.shipment_id,)

    return learn


def _answered(row: Any) -> Learn:
    """A window was told in an answer."""

    def learn(known: Known) -> Concerned:
        parcel = known.parcels[row.shipment_id]
        parcel.promises.append((row.shipment_id, len(parcel.promises) + 1, *row[2:7]))
        return (int(row.shipment_id),)

    return learn


def _trouble(shipment_id: int) -> Learn:
    def learn(known: Known) -> Concerned:
        known.parcels[shipment_id].troubled = True
        return ()

    return learn


def _release_to(shipment_id: int, row: Any) -> Learn:
    def learn(known: Known) -> Concerned:
        known.parcels[shipment_id].announced[row.id] = (*row[:4], "sending", *row[5:])
        return (shipment_id,)

    return learn


def _halt(shipment_id: int, announcement_id: int, halt: Any) -> Learn:
    """It was paused, went on, or was stopped."""

    def learn(known: Known) -> Concerned:
        announced = known.parcels[shipment_id].announced
        row = announced[announcement_id]
        announced[announcement_id] = (*row[:4], halt.after["state"], row[5], halt.who, halt.why)
        return (shipment_id,)

    return learn


def _mute(head: Any) -> Learn:
    def learn(known: Known) -> Concerned:
        parcel = known.parcels[head.id]
        parcel.head.muted_why, parcel.head.stopped_why = head.muted_why, head.stopped_why
        return (int(head.id),)

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
    said = [decided_at(row) for row in rows if row.state in ENDED]
    last: datetime = max([head.announced_at, *said])
    return last + timedelta(microseconds=1)


def _contact(row: Any, states: Sequence[Any], consents: Sequence[Any]) -> Iterator[Fact]:
    """An address is good from when it was bound, and what became of it was kept. Of older ones the consent log knows
    stops and returns, and the row how they were left.
    """
    one = SimpleNamespace(**{**row._mapping, "state": "active", "greeted": False, "why": None})

    def bind(known: Known) -> Concerned:
        known.contacts.insert(0, one)
        return ()

    def become(state: str) -> Learn:
        def learn(known: Known) -> Concerned:
            one.state = state
            known.contacts.sort(key=lambda contact: contact is not one)
            return ()

        return learn

    yield Fact(row.created_at, bind)
    if states:
        for changed in states:
            found_out = JUST_AFTER if changed.state == "dead" else timedelta()  # by what was said at that moment
            yield Fact(changed.at + found_out, become(changed.state))
        return
    decided = [said for said in consents if said.channel == row.channel and said.at > row.created_at]
    for said in decided:
        yield Fact(said.at, become("active" if said.given else "stopped"))
    if row.state != "stopped" or not decided:
        yield Fact(row.changed_at, become(row.state))


def _own(owner: str) -> Learn:
    def learn(known: Known) -> Concerned:
        known.owner = owner
        for parcel in known.parcels.values():
            parcel.head.owner = owner
        waiting = (row for parcel in known.parcels.values() for row in parcel.notices.values() if row.is_open)
        return {row.shipment_id for row in waiting}

    return learn


def decided_at(row: Any) -> datetime:
    at: datetime = row.said_at or row.decided_at or row.send_after
    return at
