"""Merchants: brands, how they sign, and the policy by which their customers are told."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from domain.notices import NoticeKind
from domain.policy import LONGEST_GRACE, policy_from
from flows.audit import By, Refused, record, unreasoned
from store import bygones, orders, wordings
from store.scope import mine
from store.tables import Merchant
from store.writing import table_of

_T = table_of(Merchant)


def save(tx: Connection, name: str, title: str | None, language: str | None, policy: Any, now: datetime) -> None:
    """Adds or changes a merchant; what is None stays as it is. Raises ValueError that names the wrong policy field."""
    if policy is not None:
        if not isinstance(policy, dict):
            raise ValueError('a policy is a JSON object of fields, such as {"gather": 60}')
        policy_from(policy)
    found = orders.merchant(tx, name, now)
    changes = {"title": title, "language": language, "settings": policy}
    given = {field: value for field, value in changes.items() if value is not None}
    if given:
        _note(tx, found.id, title, policy, now)
        tx.execute(update(_T).where(_T.c.id == found.id).values(**given))


def _note(tx: Connection, merchant_id: int, title: str | None, policy: Any, now: datetime) -> None:
    """A policy or a title that changes is remembered as it was: the past can be played again."""
    before = tx.execute(select(_T.c.title, _T.c.settings).where(_T.c.id == merchant_id)).one()
    if policy is not None and policy != before.settings:
        wordings.note_policy(tx, merchant_id, before.settings or {}, policy, now)
    if title is not None and title != before.title:
        bygones.keep(tx, [(bygones.merchant_of(merchant_id), bygones.facts(before, ["title"]))], now)


def listed(tx: Connection) -> list[dict[str, Any]]:
    rows = tx.execute(select(_T).order_by(_T.c.name))
    return [{"name": r.name, "title": r.title, "language": r.language, "policy": r.settings} for r in rows]


def id_of(tx: Connection, name: str) -> int | None:
    found: int | None = tx.scalar(select(_T.c.id).where(_T.c.name == name))
    return found


def graces(tx: Connection) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """(name, title, [(kind, minutes)]) of every merchant."""
    found = mine(tx, select(_T.c.name, _T.c.title, _T.c.settings), _T.c.id)
    rows = tx.execute(found.order_by(_T.c.title))
    return [(r.name, r.title, [(k, round(s / 60)) for k, s in r.settings.get("grace", {}).items()]) for r in rows]


def set_grace(tx: Connection, name: str, kind: str, minutes: int | None, by: By) -> Refused | None:
    """How long newly planned messages of this kind wait for staff to look at them; 0 takes the wait away."""
    if refusal := unreasoned(by):
        return refusal
    row = tx.execute(select(_T).where(_T.c.name == name)).first()
    if row is None or kind not in NoticeKind._value2member_map_:
        return Refused("There is no such merchant or kind.")
    if minutes is None or not 0 <= minutes * 60 <= LONGEST_GRACE:
        return Refused(f"Give minutes between 0 and {LONGEST_GRACE // 60}.")
    before = row.settings.get("grace", {})
    after = {k: v for k, v in before.items() if k != kind} | ({kind: minutes * 60} if minutes else {})
    settings = {k: v for k, v in row.settings.items() if k != "grace"} | ({"grace": after} if after else {})
    wordings.note_policy(tx, row.id, row.settings, settings, by.at)
    tx.execute(update(_T).where(_T.c.id == row.id).values(settings=settings))
    record(tx, by, "grace.set", f"merchant:{row.id}", {"grace": before}, {"grace": after})
    return None
