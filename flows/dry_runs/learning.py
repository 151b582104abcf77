"""Each entry of a customer's log as a fact: when it became known, and what it changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flows.dry_runs.rows import ChangeRow, Concerned, Fact, Known, Learn, Parcel
from flows.dry_runs.standing import announced_again, mine
from flows.dry_runs.stood import JUST_AFTER, reports, routes
from flows.messages.standing_holds import GRACE
from store import bygones
from store.dry_runs import CustomerLog
from store.types import from_json


def facts_of(log: CustomerLog, since: datetime) -> Iterator[Fact]:
    """Orders first, so that what came before an order waits for it. `since`: when the dry run begins."""
    for head in log.heads:
        mine_at, gone_at = mine(log, head)
        yield Fact(mine_at, _announce(log, head, mine_at))
        if gone_at is not None:
            yield Fact(gone_at, _hand_over(head))
    for at, order_id in announced_again(log):
        yield Fact(at, _announce_again(order_id))
    for head in log.heads:
        mine_at, gone_at = mine(log, head)
        for fact in (*_from_outside(log, head, mine_at), *_from_staff(log, head, since)):
            if gone_at is None or fact.at < gone_at:
                yield replace(fact, at=max(fact.at, mine_at))
    for row in log.contacts:
        yield from _contact(log, row)
    for row in log.owners:
        yield Fact(row.at, _own(str(row.after.get("owner"))))


def _from_outside(log: CustomerLog, head: Any, mine_at: datetime) -> Iterator[Fact]:
    """What the 3PL reported and answered, and what the customer asked for and was answered."""
    yield from reports(log, head)
    yield from routes(log, head)
    for row in log.changes[head.id]:
        yield from _request(log, ChangeRow(*row))
    for row in log.promises[head.id]:
        if row.notice_id is None and row.told_at >= mine_at:
            yield Fact(row.told_at, _answered(row))


def _from_staff(log: CustomerLog, head: Any, since: datetime) -> Iterator[Fact]:
    """What staff decided, what they announced, and what they had to look at. A grace is given anew by the rules."""
    for row in log.overrides[head.id]:
        if row.origin != GRACE or row.at < since:
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


def _announce(log: CustomerLog, head: Any, mine_at: datetime) -> Learn:
    """An order names it; or is handed over, with what its parcels' first customer was told."""

    def learn(known: Known) -> Concerned:
        parcel = Parcel(SimpleNamespace(**{**head._mapping, "owner": known.owner}))
        known.parcels[head.id] = parcel
        parcel.remember(log.notices[head.id], log.promises[head.id], mine_at)
        return (int(head.id),)

    return learn


def _hand_over(head: Any) -> Learn:
    """It is another customer's from now on."""

    def learn(known: Known) -> Concerned:
        known.parcels.pop(head.id, None)
        return ()

    return learn


def _announce_again(order_id: int) -> Learn:
    def learn(known: Known) -> Concerned:
        return [parcel.head.id for parcel in known.parcels.values() if parcel.head.order_id == order_id]

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
        parcel.overrides = [one for one in parcel.overrides if one[1:4] != row[1:4] or one[5] != row.at]
        return (int(row.shipment_id),)

    return learn


def _request(log: CustomerLog, row: ChangeRow) -> Iterator[Fact]:
    """A change was asked for, and answered; what it was before that, where the row does not tell, is a bygone."""
    stood = log.stood.get(bygones.request_of(row.id), ())
    states = [*(_as_it_was(row, from_json(facts)) for _, facts in stood if facts), row]
    for at, state in zip([states[0].asked_at, *(until_at for until_at, _ in stood)], states, strict=True):
        if state.decided_at is None or state.decided_at <= at:
            yield Fact(at, _change(state))
        else:
            yield Fact(at, _change(state._replace(state="sent", decided_at=None, why=None)))
            yield Fact(state.decided_at, _change(state))


def _as_it_was(row: ChangeRow, facts: Mapping[str, Any]) -> ChangeRow:
    times = {name: datetime.fromisoformat(facts[name]) for name in ("asked_at", "decided_at") if facts[name]}
    return row._replace(**{**facts, **times})


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


def _contact(log: CustomerLog, row: Any) -> Iterator[Fact]:
    """An address is good from when it was bound, and what became of it was kept. Of older ones the consent log knows
    stops and returns, and the row how they were left.
    """
    states, consents = log.addresses[row.id], log.consents
    stood = [
        (at, bool(from_json(facts)["greeted"])) for at, facts in log.stood.get(bygones.contact_of(row.id), ()) if facts
    ]
    one = SimpleNamespace(**{**row._mapping, "state": "active", "why": None})
    one.greeted = stood[0][1] if stood else row.greeted
    yield from _greetings(log, one, stood)

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


def _greetings(log: CustomerLog, one: Any, stood: Sequence[tuple[datetime, bool]]) -> Iterator[Fact]:
    """When an address heard, from elsewhere than by a notice to this customer, who writes; or had not after all."""

    def greeted(is_greeted: bool) -> Learn:
        def learn(known: Known) -> Concerned:
            one.greeted = is_greeted
            return ()

        return learn

    said = {m.created_at: m.state for m in log.messages if (m.channel, m.address) == (one.channel, one.address)}
    for at, was_greeted in stood:
        if was_greeted:  # what failed had been said before that
            yield Fact(at + JUST_AFTER if said.get(at) == "failed" else at, greeted(False))
        elif at not in said:
            yield Fact(at + JUST_AFTER, greeted(True))


def _own(owner: str) -> Learn:
    def learn(known: Known) -> Concerned:
        known.owner = owner
        for parcel in known.parcels.values():
            parcel.head.owner = owner
        waiting = (row for parcel in known.parcels.values() for row in parcel.notices.values() if row.is_open)
        return {row.shipment_id for row in waiting}

    return learn
