"""A dry run's report as JSON values, and back: kept for whoever looks at it later."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from domain.dry_runs import Change, Difference, Message
from flows.dry_runs.run import Report

EXAMPLES = 60
"""Differences kept with their words."""
_COUNTED = ("messages", "segments", "quiet", "contradictions", "changes")
_NUMBERS = ("customers", "parcels", "sent", "unfaithful")


def as_kept(report: Report) -> dict[str, Any]:
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        **{name: getattr(report, name) for name in _NUMBERS},
        **{name: dict(getattr(report, name)) for name in _COUNTED},
        "kinds": [[kind, change, count] for (kind, change), count in report.kinds.items()],
        "examples": [_kept(one) for one in report.examples[:EXAMPLES]],
        "strange": [_kept(one) for one in report.strange[:EXAMPLES]],
        "contradicted": report.contradicted[:EXAMPLES],
        "standing": report.standing[:EXAMPLES],
    }


def from_kept(kept: Mapping[str, Any]) -> Report:
    counted: dict[str, Counter[str]] = {name: Counter(kept[name]) for name in _COUNTED}
    facts: dict[str, Any] = {name: kept[name] for name in _NUMBERS} | counted
    return Report(
        datetime.fromisoformat(kept["since"]),
        datetime.fromisoformat(kept["until"]),
        **facts,
        kinds=Counter({(kind, change): count for kind, change, count in kept["kinds"]}),
        examples=[_difference(one) for one in kept["examples"]],
        strange=[_difference(one) for one in kept["strange"]],
        contradicted=kept["contradicted"],
        standing=kept.get("standing", []),
    )


def _kept(difference: Difference) -> dict[str, Any]:
    facts = asdict(difference)
    for side in ("before", "after"):
        if facts[side]:
            facts[side]["at"] = facts[side]["at"].isoformat()
    return facts


def _difference(facts: Mapping[str, Any]) -> Difference:
    shipment_id, key = facts["occasion"]
    before, after = _message(facts["before"]), _message(facts["after"])
    return Difference(Change(facts["change"]), (shipment_id, key), before, after, facts["why"])


def _message(facts: Mapping[str, Any] | None) -> Message | None:
    if facts is None:
        return None
    occasions = tuple((shipment_id, key) for shipment_id, key in facts["occasions"])
    return Message(**{**facts, "at": datetime.fromisoformat(facts["at"]), "occasions": occasions})
