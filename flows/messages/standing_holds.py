"""Standing holds: rules by which messages wait for staff to look at them; each wait is a fact, as a decision is.

A *grace period* holds a newly planned message of a chosen kind for a while. A *first check* holds the first messages of
a kind whose words were changed, at the moment at which they would go, until somebody releases them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection

from domain.notices import Wanted
from domain.story import Override, OverrideKind
from flows.audit import By, Refused, record, unreasoned
from flows.messages.voice import same_language
from store import first_checks, overrides
from store.stories import Loaded

GRACE, CHECK = "grace", "check"
GRACE_WHO, CHECK_WHO = "grace period", "first check"
MOST_FIRST = 1000


class Due(Protocol):
    """A due notice that is still wanted (`flows.messages.say.Ready`)."""

    @property
    def wanted(self) -> Wanted: ...
    @property
    def loaded(self) -> Loaded: ...


def graces(added: Iterable[Wanted], one: Loaded, now: datetime) -> list[Override]:
    """A hold until its time for each new message of a kind that the merchant gives grace to."""
    waits = []
    for want in added:
        wait = one.policy.grace.of(want.kind)
        if wait is None or want.held or want.send_after >= now + wait or _decided(one, want.key):
            continue
        why = f"{_minutes(wait)} for staff to look before it goes"
        waits.append(Override(OverrideKind.HOLD, want.key, GRACE_WHO, why, now, until=now + wait))
    return waits


def hold_firsts(tx: Connection, ready: Sequence[Any], now: datetime) -> list[Any]:
    """Of what would go now, what a first check does not hold. The rest is held: plan its shipments again."""
    if not ready:
        return []
    checks = first_checks.open_of(tx, {one.loaded.merchant_id for one in ready})
    if not checks:
        return list(ready)
    left = {check.id: check.remaining for check in checks}
    looked_at = first_checks.looked_at(tx, [one.loaded.story.shipment_id for one in ready])
    held, free = [], []
    for one in sorted(ready, key=lambda r: r.wanted.send_after):
        check = _check_for(one, checks, left)
        name = (one.loaded.story.shipment_id, one.wanted.key)
        if check is None or name in looked_at or _decided(one.loaded, one.wanted.key):
            free.append(one)
            continue
        left[check.id] -= 1
        why = f"number {check.asked - left[check.id]} of the first {check.asked}: {check.why}"
        hold = Override(OverrideKind.HOLD, one.wanted.key, CHECK_WHO, why, now)
        held.append(as_row(one.loaded.story.shipment_id, hold, f"{CHECK}:{check.id}"))
    overrides.add_all(tx, held)
    first_checks.count_down(tx, {check.id: left[check.id] for check in checks if left[check.id] != check.remaining})
    return free


def begin_check(tx: Connection, merchant_id: int, kind: str, language: str | None, first: int, by: By) -> int | Refused:
    """From now on the first so many messages of this kind are held when they would go; returns the check's id."""
    if refusal := unreasoned(by):
        return refusal
    if not 1 <= first <= MOST_FIRST:
        return Refused(f"Hold between 1 and {MOST_FIRST} messages.")
    new = first_checks.add(tx, merchant_id, kind, language, first, by.who, by.why, by.at)
    after = {"kind": kind, "language": language, "first": first, "check": new}
    record(tx, by, "first_check.begin", f"merchant:{merchant_id}", after=after)
    return new


def end_check(tx: Connection, check_id: int, by: By) -> Refused | None:
    """Nothing more is held by this check; what it holds stays held until it is released."""
    if refusal := unreasoned(by):
        return refusal
    row = first_checks.end(tx, check_id)
    if row is None:
        return Refused("This check is over already.")
    record(tx, by, "first_check.end", f"merchant:{row.merchant_id}", {"check": check_id, "remaining": row.remaining})
    return None


def as_row(shipment_id: int, override: Override, origin: str | None) -> dict[str, Any]:
    return {
        "shipment_id": shipment_id,
        "key": override.key,
        "kind": override.kind.value,
        "who": override.who,
        "why": override.why,
        "at": override.at,
        "until": override.until,
        "text": override.text,
        "origin": origin,
    }


def _check_for(one: Due, checks: Sequence[Any], left: dict[int, int]) -> Any:
    for check in checks:
        if (
            left[check.id] > 0
            and check.merchant_id == one.loaded.merchant_id
            and check.kind == one.wanted.kind
            and (check.language is None or same_language(check.language, one.loaded.row.language))
        ):
            return check
    return None


def _decided(one: Loaded, key: str) -> bool:
    """A person said that it shall go now, or in which words: nobody needs to look again."""
    kinds = (OverrideKind.SEND_NOW, OverrideKind.CORRECTION)
    return any(o.key in (None, key) and o.kind in kinds for o in one.story.overrides)


def _minutes(wait: timedelta) -> str:
    seconds = int(wait.total_seconds())
    if seconds % 60:
        return f"{seconds} seconds"
    return "1 minute" if seconds == 60 else f"{seconds // 60} minutes"
