"""Accounts: who may open the console, changed by an admin. Each change is a fact with who and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from flows.audit import By, Refused, record, unreasoned
from flows.staff.sign_in import Role, hashed, role_of
from flows.staff.sign_in import add as add_member
from store import merchants, staff

LAST_ADMIN = "This is the last admin: make somebody else one first."


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the list. `merchant` is the name of the one they work for, empty for all."""

    id: int
    name: str
    role: Role
    merchant: str
    email: str
    has_second_factor: bool
    browsers: int
    created_at: datetime
    closed_at: datetime | None


def listed(tx: Connection, now: datetime) -> list[Account]:
    names = {row.id: row.name for row in merchants.listed(tx)}
    browsers = staff.count_sessions(tx, now)
    return [
        Account(
            row.id,
            row.name,
            role_of(row.role),
            names.get(row.merchant_id, ""),
            row.email or "",
            row.totp_secret is not None,
            browsers.get(row.id, 0),
            row.created_at,
            row.closed_at,
        )
        for row in staff.accounts(tx)
    ]


def add(tx: Connection, name: str, password: str, wishes: "Wishes", by: By) -> int | Refused:
    """Lets someone in; returns their id."""
    try:
        new = add_member(tx, name, password, wishes.role, by.at)
    except ValueError as problem:
        return Refused(str(problem))
    if refusal := change(tx, new, wishes, By(by.who, by.why or "new", by.at), is_new=True):
        return refusal
    return new


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an account shall be: a role's word, a merchant's name (empty: all), an e-mail address (empty: none)."""

    role: str
    merchant: str = ""
    email: str = ""


def change(tx: Connection, staff_id: int, wishes: Wishes, by: By, *, is_new: bool = False) -> Refused | None:
    """Another role, merchant or address; None when done."""
    if refusal := unreasoned(by):
        return refusal
    row = staff.by_id(tx, staff_id)
    if row is None:
        return Refused("There is no such account.")
    try:
        values = _values(tx, wishes)
    except ValueError as problem:
        return Refused(str(problem))
    known = staff.by_email(tx, values["email"]) if values["email"] else None
    if known is not None and known.id != staff_id:
        return Refused(f"{known.name} has this address already.")
    if row.role == "admin" and values["role"] != "admin" and staff.lock_admins(tx) == [staff_id]:
        return Refused(LAST_ADMIN)
    before = {} if is_new else {name: getattr(row, name) for name in values}
    staff.change(tx, staff_id, **values)
    record(tx, by, "account.add" if is_new else "account.change", f"staff:{staff_id}", before, values)
    return None


def close(tx: Connection, staff_id: int, by: By) -> Refused | None:
    """They are signed out everywhere and come in no more; what they did stays under their name."""
    if refusal := unreasoned(by):
        return refusal
    row = staff.by_id(tx, staff_id)
    if row is None or row.closed_at is not None:
        return Refused("There is no such open account.")
    if row.role == "admin" and staff.lock_admins(tx) == [staff_id]:
        return Refused(LAST_ADMIN)
    staff.change(tx, staff_id, closed_at=by.at)
    staff.end_sessions(tx, staff_id)
    record(tx, by, "account.close", f"staff:{staff_id}")
    return None


def reopen(tx: Connection, staff_id: int, by: By) -> Refused | None:
    if refusal := unreasoned(by):
        return refusal
    row = staff.by_id(tx, staff_id)
    if row is None or row.closed_at is None:
        return Refused("There is no such closed account.")
    staff.change(tx, staff_id, closed_at=None)
    record(tx, by, "account.reopen", f"staff:{staff_id}")
    return None


def set_password(tx: Connection, staff_id: int, password: str, by: By, but: str | None = None) -> Refused | None:
    """All their browsers are signed out, but for the one with the token hash `but`."""
    try:
        kept = hashed(password)
    except ValueError as problem:
        return Refused(str(problem))
    staff.change(tx, staff_id, password_hash=kept)
    staff.end_sessions(tx, staff_id, but)
    record(tx, by, "account.password", f"staff:{staff_id}")
    return None


def end_sessions(tx: Connection, staff_id: int, by: By, but: str | None = None) -> int:
    ended = staff.end_sessions(tx, staff_id, but)
    record(tx, by, "account.sign_out", f"staff:{staff_id}", None, {"browsers": ended})
    return ended


def _values(tx: Connection, wishes: Wishes) -> dict[str, Any]:
    role = role_of(wishes.role)
    merchant = merchants.by_name(tx, wishes.merchant) if wishes.merchant else None
    if wishes.merchant and merchant is None:
        raise ValueError(f"There is no merchant named {wishes.merchant}.")
    email = wishes.email.strip().lower()
    if email and (email.count("@") != 1 or len(email) > 254 or not email.isprintable() or " " in email):
        raise ValueError("An e-mail address looks like ines@shop.example.")
    return {"role": role.word, "merchant_id": merchant.id if merchant else None, "email": email or None}
