"""A person's own rights, from the console: silence when they asked for it, their data handed out, their data erased."""

from typing import Any

from sqlalchemy import Connection

from flows import privacy
from flows.audit import By, Refused, record, unreasoned
from flows.stop_writing import resume, stop
from store import contacts, why_views

SOURCE = "staff"


def silence(tx: Connection, customer_id: int, by: By) -> Refused | None:
    """They asked a colleague for silence: nothing goes to them on any channel any more, for any merchant."""
    return _each_address(tx, customer_id, by, wanted=False)


def speak_again(tx: Connection, customer_id: int, by: By) -> Refused | None:
    """They asked to hear from us again."""
    return _each_address(tx, customer_id, by, wanted=True)


def hand_out(tx: Connection, customer_id: int, by: By) -> dict[str, Any] | Refused:
    """All that is kept about the person, of every merchant."""
    phone = _phone(tx, customer_id, by)
    if isinstance(phone, Refused):
        return phone
    return hand_out_of(tx, phone, by)


def erase(tx: Connection, customer_id: int, by: By) -> int | Refused:
    """Who they are and what was said with them is gone for good; how many customers they were."""
    phone = _phone(tx, customer_id, by)
    if isinstance(phone, Refused):
        return phone
    return erase_of(tx, phone, by)


def hand_out_of(tx: Connection, phone: str, by: By) -> dict[str, Any]:
    """As `hand_out`, by the number (E.164); empty where nobody has it."""
    _tell_of(tx, phone, "person.export", by)
    return privacy.export(tx, phone)


def erase_of(tx: Connection, phone: str, by: By) -> int:
    """As `erase`, by the number (E.164); 0 where nobody has it."""
    _tell_of(tx, phone, privacy.ERASING, by)
    return privacy.erase(tx, phone, by.at)


def _each_address(tx: Connection, customer_id: int, by: By, *, wanted: bool) -> Refused | None:
    if refusal := unreasoned(by):
        return refusal
    addresses = [(row.channel, row.address) for row in contacts.of_customers(tx, [customer_id]) if row.channel != "web"]
    if not addresses:
        return Refused("No number and no chat of theirs is known: there is nobody to be silent to.")
    for channel, address in addresses:
        (resume if wanted else stop)(tx, channel, address, by.why, SOURCE, by.at)
    record(tx, by, "person.speak" if wanted else "person.silence", f"customer:{customer_id}")
    return None


def _tell_of(tx: Connection, phone: str, action: str, by: By) -> None:
    """One row in the audit for each merchant whose customer the person is."""
    for customer_id in sorted(contacts.customers_with_phone(tx, phone)):
        record(tx, by, action, f"customer:{customer_id}")


def _phone(tx: Connection, customer_id: int, by: By) -> str | Refused:
    if refusal := unreasoned(by):
        return refusal
    customer = why_views.customer(tx, customer_id)
    if customer is None or not customer.phone:
        return Refused("No number of theirs is known, by which what belongs to them could be found.")
    phone: str = customer.phone
    return phone
