"""Who asked where their parcel is, one day at a time: worked out anew from what was written, as often as one likes."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.figures.asking import ONE_QUESTION, SETTLED, Asked, asks_where, outcomes, questions
from store.analytics import inquiries


def look(tx: Connection, day: date) -> list[dict[str, Any]]:
    """The inquiries of a day in UTC, as far as their day after is known."""
    begin = datetime.combine(day, time(), UTC)
    end = begin + timedelta(days=1)
    wrote = [
        row
        for row in inquiries.questions(tx, begin - ONE_QUESTION, end + SETTLED + ONE_QUESTION)
        if asks_where(row.understood)
    ]
    asked = questions((row.id, row.conversation_id, row.at) for row in wrote)
    threads = {row.conversation_id: row for row in wrote}
    people = [
        (row.conversation_id, row.at)
        for row in inquiries.stepped_in(tx, threads.keys(), begin, end + SETTLED + ONE_QUESTION)
    ]
    parcels: defaultdict[int, list[Any]] = defaultdict(list)
    for row in inquiries.parcels_of(tx, {row.customer_id for row in wrote}):
        parcels[row.customer_id].append(row)
    rows = {row.id: row for row in wrote}
    return [
        {
            "message_id": one.message_id,
            "on": day.isoformat(),
            "asked_at": one.at,
            "channel": rows[one.message_id].channel,
            "customer_id": rows[one.message_id].customer_id,
            "shipment_id": _parcel(one, parcels[rows[one.message_id].customer_id]),
            "outcome": outcome.value,
        }
        for one, outcome in outcomes(asked, people)
        if begin <= one.at < end
    ]


def _parcel(asked: Asked, parcels: list[Any]) -> int | None:
    """The newest that had been announced when they asked."""
    return next((row.id for row in parcels if row.announced_at <= asked.at), None)
