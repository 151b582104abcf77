"""Rows of the benchmark's table: a value, what it is compared with, and the bounds it has to keep."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`baseline` is what one has without the method, `low`..`high` the goal; without bounds it is information."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def ok(self) -> bool:
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)

    def as_json(self) -> Mapping[str, object]:
        ratio = self.value / self.baseline if self.baseline else None
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "baseline": None if self.baseline is None else round(self.baseline, 4),
            "ratio": None if ratio is None else round(ratio, 3),
            "low": self.low,
            "high": self.high,
            "ok": self.ok,
        }


def share(hits: int, of: int) -> float:
    """Per cent."""
    return 100.0 * hits / of if of else 0.0
