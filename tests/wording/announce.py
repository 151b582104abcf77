"""Announcing in a house."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.words import Words
from bot.wordsmith import Wordsmith
from flows.audit import By, Refused
from flows.messages import announcements as flow
from flows.messages import announcing
from store import announcements
from tests.flows.house import House

SMITH = Wordsmith(Words())
STORM = {"en": "A storm is over the town: parcel {{ tracking_number | code }} may come late today."}


def by(house: House, who: str = "Ines", why: str = "the storm") -> By:
    return By(who, why, house.now)


def write(house: House, texts: Mapping[str, str] = STORM, who: str = "Ines", **changes: Any) -> int:
    chosen = changes.pop("chosen", {})
    written = flow.Written(house.merchant_id, "Storm", chosen, texts, **changes)
    checks = {language: SMITH.check("announcement", language, "any", text) for language, text in texts.items()}
    with house.in_transaction() as tx:
        now = flow.write(tx, None, written, checks, by(house, who))
    assert isinstance(now, flow.Now), now
    return now.id


def hand_in(house: House, announcement_id: int, who: str = "Ines") -> flow.Now | Refused:
    with house.in_transaction() as tx:
        return flow.hand_in(tx, announcement_id, {}, by(house, who))


def act(house: House, action: str, announcement_id: int, who: str = "Ines") -> flow.Now | Refused:
    """approve, start, pause, resume, stop, take_back; a second later."""
    house.now += timedelta(seconds=1)
    with house.in_transaction() as tx:
        done: flow.Now | Refused = getattr(flow, action)(tx, announcement_id, by(house, who))
    if isinstance(done, flow.Now) and action in ("pause", "stop"):
        with house.in_transaction() as tx:
            announcing.recall_queued(tx, announcement_id, house.now)
    return done


def advance(house: House, steps: int = 1) -> None:
    for _ in range(steps):
        with house.in_transaction() as tx:
            announcing.advance(tx, house.now)


def send(house: House, texts: Mapping[str, str] = STORM, **changes: Any) -> int:
    """Written, handed in and started."""
    announcement_id = write(house, texts, **changes)
    assert isinstance(hand_in(house, announcement_id), flow.Now)
    assert isinstance(act(house, "start", announcement_id), flow.Now)
    return announcement_id


def stands(house: House, announcement_id: int) -> str:
    with house.in_transaction() as tx:
        return str(announcements.get(tx, announcement_id).state)


def came(house: House, announcement_id: int) -> dict[str, tuple[str | None, str | None]]:
    """By tracking number: the state of its notice, and why."""
    with house.in_transaction() as tx:
        rows = announcements.outcomes(tx, announcement_id, None, 0, 1000)
    return {row.tracking_number: (row.state, row.why or row.silence) for row in rows}
