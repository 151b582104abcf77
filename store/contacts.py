"""Addresses of customers: binding, silencing, and finding whom an address belongs to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, literal, null, select, union_all, update

from store import bygones
from store.among import among
from store.prepared import Prepared
from store.tables import Consent, Contact, ContactState, Customer, StopEntry
from store.types import to_json
from store.writing import insert_into, table_of

_STATE = table_of(ContactState)
_CONTACT, _CONSENT, _STOP, _CUSTOMER = table_of(Contact), table_of(Consent), table_of(StopEntry), table_of(Customer)

_STOPPED = Prepared(
    select(_STOP.c.address).where(_STOP.c.channel == bindparam("channel"), _STOP.c.address == bindparam("address"))
)
_OWNERS = Prepared(
    select(_CONTACT.c.customer_id)
    .where(
        _CONTACT.c.channel == bindparam("channel"),
        _CONTACT.c.address == bindparam("address"),
        _CONTACT.c.state != "foreign",
    )
    .order_by(_CONTACT.c.changed_at.desc())
)
_BEHIND = Prepared(
    union_all(
        select(_CONTACT.c.customer_id, _CONTACT.c.changed_at).where(
            _CONTACT.c.channel == bindparam("channel"),
            _CONTACT.c.address == bindparam("address"),
            _CONTACT.c.state != "foreign",
        ),
        select(_CUSTOMER.c.id, null()).where(_CUSTOMER.c.phone == bindparam("phone")),
    )
)
_OF_CUSTOMERS = Prepared(
    select(
        _CONTACT.c.customer_id,
        _CONTACT.c.channel,
        _CONTACT.c.address,
        _CONTACT.c.state,
        _CONTACT.c.why,
        _CONTACT.c.greeted,
    )
    .where(among(_CONTACT.c.customer_id, "ids"))
    .order_by(_CONTACT.c.changed_at.desc())
)
_WITH_PHONE = Prepared(
    select(_CUSTOMER.c.id).where(_CUSTOMER.c.phone == bindparam("phone")).order_by(_CUSTOMER.c.id.desc())
)


def bind(tx: Connection, customer_id: int, channel: str, address: str, how: str, now: datetime) -> None:
    """The address is this customer's from now on; a dead one comes back to life, a stopped one stays stopped."""
    row = {
        "customer_id": customer_id,
        "channel": channel,
        "address": address,
        "how": how,
        "state": "stopped" if is_stopped(tx, channel, address) else "active",
        "greeted": False,
        "created_at": now,
        "changed_at": now,
    }
    statement = insert_into(tx, _CONTACT).values(row)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["customer_id", "channel", "address"],
            set_={"state": row["state"], "how": how, "why": None, "changed_at": now},
        )
    )
    _remember(tx, channel, address, str(row["state"]), now, customer_id)


def is_stopped(tx: Connection, channel: str, address: str) -> bool:
    return _STOPPED.scalar(tx, {"channel": channel, "address": address}) is not None


def owners(tx: Connection, channel: str, address: str) -> list[int]:
    """The customers who are reached at this address, the newest binding first."""
    return list(_OWNERS.scalars(tx, {"channel": channel, "address": address}))


def behind(tx: Connection, channel: str, address: str, phone: str | None) -> list[int]:
    """The customers who are reached at this address, the newest binding first; then those with this phone, the newest
    first.
    """
    rows = _BEHIND.rows(tx, {"channel": channel, "address": address, "phone": phone})
    bound = sorted((row for row in rows if row.changed_at is not None), key=lambda row: row.changed_at, reverse=True)
    by_phone = sorted((row.customer_id for row in rows if row.changed_at is None), reverse=True)
    return list(dict.fromkeys((*(row.customer_id for row in bound), *by_phone)))


def customers_with_phone(tx: Connection, phone: str) -> list[int]:
    return list(_WITH_PHONE.scalars(tx, {"phone": phone}))


def of_customers(tx: Connection, customer_ids: Collection[int]) -> Sequence[Any]:
    """(customer_id, channel, address, state, why, greeted) of all their contacts, the newest binding first."""
    return _OF_CUSTOMERS.rows(tx, {"ids": list(customer_ids)})


def by_customer(tx: Connection, customer_ids: Collection[int]) -> Mapping[int, Sequence[Any]]:
    """The same for each of them; of who has none, none."""
    found = defaultdict(list)
    for contact in of_customers(tx, customer_ids):
        found[contact.customer_id].append(contact)
    return found


def set_state(tx: Connection, channel: str, address: str, state: str, why: str | None, now: datetime) -> list[int]:
    """Changes every binding of the address; returns the customers concerned."""
    statement = (
        update(_CONTACT)
        .where(_CONTACT.c.channel == channel, _CONTACT.c.address == address)
        .values(state=state, why=why, changed_at=now)
        .returning(_CONTACT.c.customer_id)
    )
    concerned = list(tx.scalars(statement))
    _remember(tx, channel, address, state, now)
    return concerned


def _remember(
    tx: Connection, channel: str, address: str, state: str, now: datetime, customer_id: int | None = None
) -> None:
    """Keeps from when every binding of the address, or this customer's, was like this."""
    found = select(_CONTACT.c.id, literal(state), literal(now, _STATE.c.at.type)).where(
        _CONTACT.c.channel == channel, _CONTACT.c.address == address
    )
    if customer_id is not None:
        found = found.where(_CONTACT.c.customer_id == customer_id)
    tx.execute(insert(_STATE).from_select(["contact_id", "state", "at"], found))


def greet(tx: Connection, addresses: Collection[tuple[str, str]], now: datetime) -> None:
    """These (channel, address) pairs have been told who writes and how to stop."""
    for channel in {c for c, _ in addresses}:
        mine = [a for c, a in addresses if c == channel]
        strangers = _CONTACT.c.channel == channel, _CONTACT.c.address.in_(mine), ~_CONTACT.c.greeted
        greeted = tx.scalars(update(_CONTACT).where(*strangers).values(greeted=True).returning(_CONTACT.c.id))
        bygones.keep(tx, [(bygones.contact_of(row_id), _STRANGER) for row_id in greeted], now)


_STRANGER = to_json({"greeted": False})


def add_stop(tx: Connection, channel: str, address: str, words: str, now: datetime) -> None:
    row = {"channel": channel, "address": address, "words": words, "at": now}
    tx.execute(insert_into(tx, _STOP).values(row).on_conflict_do_nothing())


def remove_stop(tx: Connection, channel: str, address: str) -> None:
    tx.execute(delete(_STOP).where(_STOP.c.channel == channel, _STOP.c.address == address))


def record_consent(
    tx: Connection, customer_ids: Collection[int], channel: str, given: bool, source: str, words: str, now: datetime
) -> None:
    rows = [
        {"customer_id": c, "channel": channel, "given": given, "source": source, "words": words, "at": now}
        for c in customer_ids
    ]
    if rows:
        tx.execute(insert(_CONSENT), rows)
