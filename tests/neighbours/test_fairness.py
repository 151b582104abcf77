"""One source's flood does not delay another's, and beyond its allowance it is told when to come back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from flows import group_commit
from flows.group_commit import GroupCommit
from flows.webhooks.fairness import BURST_SECONDS, Allowance, Turns
from store.database import Database, Overloaded

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_those_who_wait_are_served_in_turns_each_in_its_own_order() -> None:
    turns: Turns[str] = Turns()
    for n in range(1000):
        turns.put("flood", f"f{n}")
    turns.put("other", "o0")
    turns.put("other", "o1")
    assert turns.take(5) == ["f0", "o0", "f1", "o1", "f2"]
    assert (len(turns), turns.waiting("flood"), turns.waiting("other")) == (997, 997, 0)
    assert turns.take(2000) == [f"f{n}" for n in range(3, 1000)]
    assert turns.take(1) == []


def test_an_allowance_lets_a_burst_through_and_then_its_rate_and_each_source_has_its_own() -> None:
    allowance = Allowance(2)
    burst = int(2 * BURST_SECONDS)
    assert [allowance.take("a", NOON) for _ in range(burst)] == [0.0] * burst
    assert allowance.take("a", NOON) == 0.5
    assert allowance.take("b", NOON) == 0.0
    later = NOON + timedelta(seconds=1)
    assert [allowance.take("a", later) for _ in range(3)] == [0.0, 0.0, 0.5]


async def test_a_flood_of_one_source_leaves_room_for_the_others(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "WAITING_LIMIT", 4)
    database = Database(sqlite_url)
    keeping: GroupCommit[str, str] = GroupCommit(database, _keep)
    flood = [keeping.offer(f"f{n}", "flood") for n in range(2)]
    with pytest.raises(Overloaded, match="flood"):
        keeping.offer("f2", "flood")
    other = keeping.offer("o", "other")
    assert [await one for one in (*flood, other)] == ["f0", "f1", "o"]
    database.close()


def _keep(_: Connection, items: Sequence[str]) -> list[str]:
    return list(items)
