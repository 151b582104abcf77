"""What staff do in a house, each thing as one transaction."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import update

from flows.audit import By, Refused
from flows.staff import overrides, talk
from store import contacts
from store.tables import Audit, Conversation, Notice, OverrideRow
from store.writing import table_of
from tests.flows.house import House

T = TypeVar("T")
WHY = "spoke with the customer"


def by(house: House, who: str = "Ines", why: str = WHY) -> By:
    return By(who, why, house.now)


def step(house: House, act: Callable[..., T], *args: Any) -> T:
    return house.database.step(act, *args)


def hold(house: House, key: str | None = None, until: Any = None, who: str = "Ines") -> overrides.Decided | Refused:
    return step(house, overrides.hold, 1, key, until, by(house, who))


def cancel(house: House, key: str, who: str = "Ines") -> overrides.Decided | Refused:
    return step(house, overrides.cancel, 1, key, by(house, who))


def correct(house: House, key: str, text: str) -> overrides.Decided | Refused:
    return step(house, overrides.correct, 1, key, text, by(house))


def send_now(house: House, key: str) -> overrides.Decided | Refused:
    return step(house, overrides.send_now, 1, key, by(house))


def release(house: House, kind: str = "hold") -> overrides.Decided | Refused:
    """Takes back the newest decision of this kind."""
    newest = [row for row in house.rows(OverrideRow) if row.kind == kind][-1]
    return step(house, overrides.release, 1, newest.id, by(house))


def take_over(house: House, seen: str = "bot", who: str = "Ines") -> talk.Owned | Refused:
    return step(house, talk.take_over, 1, seen, by(house, who))


def reply(house: House, text: str, seen: str, who: str = "Ines") -> talk.Owned | Refused:
    return step(house, talk.reply, 1, seen, text, house.voice, by(house, who, ""))


def owner(house: House) -> str:
    """Of the first conversation."""
    return str(house.rows(Conversation)[0].owner)


def notice(house: House, key: str) -> Any:
    (row,) = house.rows(Notice, key=key)
    return row


def actions(house: House) -> list[str]:
    return [row.action for row in house.rows(Audit)]


def greet(house: House) -> None:
    """The customer knows who writes, so that words are the bare ones."""
    with house.database.transaction() as tx:
        contacts.greet(tx, [("sms", "+12125550123")], house.now)


def set_owner(house: House, name: str) -> None:
    step(house, lambda tx: tx.execute(update(table_of(Conversation)).values(owner=name)))
