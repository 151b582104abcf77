"""Merchants: brands, how they sign, and the policy by which their customers are told."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from domain.policy import policy_from
from store import orders, wordings
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
        _note(tx, found.id, policy, now)
        tx.execute(update(_T).where(_T.c.id == found.id).values(**given))


def _note(tx: Connection, merchant_id: int, policy: Any, now: datetime) -> None:
    """A policy that changes is remembered as it was: the past can be played again."""
    before = tx.scalar(select(_T.c.settings).where(_T.c.id == merchant_id))
    if policy is not None and policy != before:
        wordings.note_policy(tx, merchant_id, before or {}, policy, now)


def listed(tx: Connection) -> list[dict[str, Any]]:
    rows = tx.execute(select(_T).order_by(_T.c.name))
    return [{"name": r.name, "title": r.title, "language": r.language, "policy": r.settings} for r in rows]
