"""A customer's log as facts in time: what a dry run begins with, and what becomes known after that."""

from datetime import datetime

from flows.dry_runs.learning import facts_of
from flows.dry_runs.rows import Fact, Known
from store.dry_runs import CustomerLog


def timeline(log: CustomerLog, since: datetime, until: datetime) -> tuple[Known, dict[int, datetime], list[Fact]]:
    """What was known, told and decided when the dry run begins, with when each shipment had been planned last; and what
    became known after that, in its order.
    """
    known, facts, planned_at = Known(), list(facts_of(log, since)), dict[int, datetime]()
    for fact in facts:
        if fact.at < since:
            planned_at |= {one: max(fact.at, planned_at.get(one, fact.at)) for one in fact.learn(known)}
    for parcel in known.parcels.values():
        one = parcel.head.id
        for row in parcel.remember(log.notices[one], log.promises[one], since):
            planned_at[one] = max(planned_at[one], row.decided_at or row.send_after)
    return known, planned_at, sorted((fact for fact in facts if since <= fact.at <= until), key=lambda fact: fact.at)
