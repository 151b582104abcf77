"""A customer's log as facts in time: what a dry run begins with, and what becomes known after that."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime

from domain.notices import NoticeKind
from flows.dry_run_learning import ENDED, decided_at, facts_of
from flows.dry_run_rows import Fact, Known, Row
from store.dry_runs import CustomerLog


def timeline(log: CustomerLog, since: datetime, until: datetime) -> tuple[Known, dict[int, datetime], list[Fact]]:
    """What was known, told and decided when the dry run begins, with when each shipment had been planned last; and what
    became known after that, in its order.
    """
    known, facts, planned_at = Known(), list(facts_of(log)), dict[int, datetime]()
    for fact in facts:
        if fact.at < since:
            planned_at |= {one: max(fact.at, planned_at.get(one, fact.at)) for one in fact.learn(known)}
    for parcel in known.parcels.values():
        for row in log.notices[parcel.head.id]:
            if row.state in ENDED and decided_at(row) < since:
                kept = Row(*row[:10])
                parcel.notices[kept.key] = kept
                planned_at[kept.shipment_id] = max(planned_at[kept.shipment_id], decided_at(row))
        parcel.promises = [row[:7] for row in log.promises[parcel.head.id] if row.told_at < since]
    _greet_those_written_to(log, known, since)
    return known, planned_at, sorted((fact for fact in facts if since <= fact.at <= until), key=lambda fact: fact.at)


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


def _greet_those_written_to(log: CustomerLog, known: Known, since: datetime) -> None:
    """Whoever was written to before the dry run begins knows who writes."""
    for contact in known.contacts:
        contact.greeted = contact.greeted or any(
            (m.channel, m.address) == (contact.channel, contact.address) and m.created_at < since
            for m in log.messages
            if m.name in NoticeKind._value2member_map_ and m.state not in ("dropped", "failed")
        )
