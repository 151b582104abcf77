"""What a simulation came to: counts that add up, latencies, and everything that should not have been."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from doorstep.simulation import judging
from doorstep.simulation.door import Wishes
from doorstep.simulation.driver import Played
from doorstep.simulation.posting import Posted

OUTCOMES = ("accepted", "duplicates", "unreadable")


def summary(played: Sequence[Played], wishes: Wishes, seconds: float) -> dict[str, Any]:
    """JSON values; `problems` is empty when all went as it must."""
    posted = [one for day in played for one in day.posted]
    repeated = [f"{day.number}: {name} was said twice" for day in played for name in judging.repeated(day.said)]
    problems = [f"{day.number}: {problem}" for day in played for problem in day.problems]
    return {
        "parcels": len(played),
        "missed": sum(day.plan.missed for day in played),
        "late": sum(day.plan.late for day in played),
        "seconds": round(seconds, 2),
        "webhooks": _webhooks(posted),
        "messages": _messages(played),
        "replies": dict(sorted(Counter(_replies(played)).items())),
        "requests": {"asked": wishes.asked, "confirmed": wishes.confirmed, "forged": wishes.forged},
        "latency_ms": _latencies([one.seconds for one in posted if one.status == 200]),
        "problems": [*_refused(posted), *repeated, *problems],
    }


def _webhooks(posted: Sequence[Posted]) -> dict[str, int]:
    counts = {name: sum(one.counts.get(name, 0) for one in posted) for name in OUTCOMES}
    acknowledged = sum(one.status == 200 for one in posted)
    return {"posted": len(posted), "acknowledged": acknowledged, **counts}


def _messages(played: Sequence[Played]) -> dict[str, dict[str, int]]:
    """Notices by kind and by what became of them."""
    found: dict[str, Counter[str]] = {}
    for day in played:
        for notice in day.notices:
            found.setdefault(notice["kind"], Counter())[notice["state"]] += 1
    return {kind: dict(sorted(states.items())) for kind, states in sorted(found.items())}


def _replies(played: Sequence[Played]) -> list[str]:
    kinds = {notice["kind"] for day in played for notice in day.notices}
    return [one.name for day in played for one in day.said if not one.mine and one.name not in kinds]


def _refused(posted: Sequence[Posted]) -> list[str]:
    counted = Counter((one.sender, one.status) for one in posted if one.status != 200)
    return [f"{count} webhooks of {sender} answered with {status}" for (sender, status), count in counted.items()]


def _latencies(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds) or [0.0]
    last = len(ordered) - 1
    marks = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {name: round(ordered[round(last * share)] * 1000, 1) for name, share in marks.items()}
