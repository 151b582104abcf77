"""Rows of the benchmark's table: a value, what it is compared with, and the bounds it has to keep."""

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

    @property
    def goal(self) -> str:
        """`≥ 88.5, ≤ 91.5`, or nothing."""
        bounds = (("≥", self.low), ("≤", self.high))
        return ", ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)


def share(hits: int, of: int) -> float:
    """Per cent."""
    return 100.0 * hits / of if of else 0.0
