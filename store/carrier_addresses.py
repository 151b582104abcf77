"""Where and how a merchant's 3PL wants to be asked: by the source that reports a parcel."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, tuple_

from store.change_requests import Request
from store.tables import EventRow, Source
from store.writing import table_of

_SOURCE, _EVENT = table_of(Source), table_of(EventRow)


@dataclass(frozen=True, slots=True)
class Address:
    """A webhook of the 3PL's."""

    url: str
    secret: str
    source: str


@dataclass(frozen=True, slots=True)
class Api:
    """The sender's own API; `url` only where it is not the vendor's. `requester` is whom the carrier may ring."""

    adapter: str
    key: str
    url: str | None
    source: str
    requester: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """A person at the 3PL, who gets a page, and an e-mail where there is an address."""

    email: str | None
    source: str


@dataclass(frozen=True, slots=True)
class NoAddress:
    """`why` is for staff, who must ask by hand."""

    why: str


Way = Address | Api | Dispatcher


def addresses(tx: Connection, asking: Sequence[Request]) -> dict[int, Way | NoAddress]:
    """For each request, by its id: the source that reported its parcel last, else the merchant's only one that can be
    asked. Two statements.
    """
    statement = select(_SOURCE).where(
        _SOURCE.c.merchant_id.in_({r.merchant_id for r in asking}),
        or_(_SOURCE.c.outbound_url.is_not(None), _SOURCE.c.ask_by.is_not(None)),
        _SOURCE.c.closed_at.is_(None),
    )
    by_merchant: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in tx.execute(statement):
        by_merchant[row.merchant_id].append(row)
    reporters = _reporters(tx, asking)
    return {
        r.id: _choose(by_merchant[r.merchant_id], reporters.get((r.merchant_id, r.tracking_number), [])) for r in asking
    }


def _reporters(tx: Connection, asking: Iterable[Request]) -> dict[tuple[int, str], list[int]]:
    """The sources that reported each parcel, the latest first."""
    numbers = {(r.merchant_id, r.tracking_number) for r in asking}
    statement = (
        select(_EVENT.c.merchant_id, _EVENT.c.tracking_number, _EVENT.c.source_id)
        .where(tuple_(_EVENT.c.merchant_id, _EVENT.c.tracking_number).in_(numbers))
        .group_by(_EVENT.c.merchant_id, _EVENT.c.tracking_number, _EVENT.c.source_id)
        .order_by(func.max(_EVENT.c.id).desc())
    )
    found: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for merchant_id, number, source_id in tx.execute(statement):
        found[merchant_id, number].append(source_id)
    return found


def _choose(sources: list[Row[Any]], reporters: list[int]) -> Way | NoAddress:
    by_id = {source.id: source for source in sources}
    chosen = next((by_id[source_id] for source_id in reporters if source_id in by_id), None)
    if chosen is None and len(sources) == 1:
        chosen = sources[0]
    if chosen is None:
        many = "none of the sources that can be asked has reported this parcel"
        return NoAddress(many if sources else "no source of this merchant has an outbound URL")
    return _way(chosen)


def _way(source: Row[Any]) -> Way | NoAddress:
    if source.ask_by == "dispatcher":
        return Dispatcher(source.dispatcher_email, source.name)
    if source.ask_by == "api":
        if not source.api_key:
            return NoAddress(f"source {source.name} is to be asked by its API but has no API key")
        name, _, phone = (source.requester or "").rpartition(",")
        requester = (name.strip(), phone.strip()) if name else None
        return Api(source.adapter, source.api_key, source.api_url, source.name, requester)
    if not source.outbound_url:
        return NoAddress(f"source {source.name} is to be asked by webhook but has no outbound URL")
    if not source.outbound_secret:
        return NoAddress(f"source {source.name} has an outbound URL but no outbound secret")
    return Address(source.outbound_url, source.outbound_secret, source.name)
