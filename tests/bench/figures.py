"""Figures: what a benchmark reports, how they are printed, and the file they are kept in."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

FILE = Path(__file__).parents[2] / "var" / "bench.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value: the median of the rounds, with the lowest and the highest.

    `baseline` is what it stands beside in the same run, `ratio` is value / baseline. `ok` says whether the goal holds;
    a figure without a goal is shown for comparison and always ok.
    """

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    ok: bool = True
    goal: str = ""


def figure(
    name: str,
    values: Sequence[float],
    unit: str,
    baselines: Sequence[float] | None = None,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    ratio_at_least: float | None = None,
    ratio_at_most: float | None = None,
) -> Figure:
    """The median of the rounds. `baselines` come from the same rounds, so that ratios are taken pair by pair."""
    value = statistics.median(values)
    ratio = statistics.median(v / b for v, b in zip(values, baselines, strict=True)) if baselines else None
    goals = (
        ("≥", at_least, value, " " + unit),
        ("≤", at_most, value, " " + unit),
        ("≥", ratio_at_least, ratio, " x baseline"),
        ("≤", ratio_at_most, ratio, " x baseline"),
    )
    asked = [(sign, limit, seen, of) for sign, limit, seen, of in goals if limit is not None and seen is not None]
    return Figure(
        name,
        value,
        unit,
        statistics.median(baselines) if baselines else None,
        ratio,
        min(values),
        max(values),
        all(seen >= limit if sign == "≥" else seen <= limit for sign, limit, seen, _ in asked),
        ", ".join(f"{sign} {limit:g}{of}" for sign, limit, _, of in asked),
    )


def show(figures: Sequence[Figure]) -> None:
    """The table."""
    table = Table("name", "value", "low … high", "unit", "baseline", "ratio", "goal", "")
    for one in figures:
        table.add_row(
            one.name,
            _number(one.value),
            f"{_number(one.low)} … {_number(one.high)}",
            one.unit,
            _number(one.baseline),
            _number(one.ratio),
            one.goal,
            "" if not one.goal else "ok" if one.ok else "MISSED",
        )
    Console(width=150).print(table)


def keep(figures: Sequence[Figure]) -> None:
    """Writes var/bench.json: this run's figures, and those of other benchmarks from earlier runs."""
    FILE.parent.mkdir(exist_ok=True)
    fresh = {one.name.partition(".")[0] for one in figures}
    rows = [row for row in _kept() if str(row["name"]).partition(".")[0] not in fresh]
    rows += [{name: value for name, value in asdict(one).items() if name != "goal"} for one in figures]
    FILE.write_text(json.dumps(rows, indent=1) + "\n")


def _kept() -> list[dict[str, object]]:
    try:
        rows: list[dict[str, object]] = json.loads(FILE.read_text())
    except (OSError, ValueError):
        return []
    return rows


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
