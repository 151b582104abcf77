"""The score card of one adapter, as text and as JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, assert_never

from carriers.conformance.subject import Subject


@dataclass(frozen=True, slots=True)
class Passed:
    """The demand is met."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The demand is not met; `why` names the fixture and what was wrong."""

    why: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The demand makes no sense for this sender, and why."""

    why: str


Outcome = Passed | Failed | NotApplicable


@dataclass(frozen=True, slots=True)
class Demand:
    """One published demand: its name, what it asks in one sentence, and its check."""

    name: str
    asks: str
    check: Callable[[Subject], Outcome]


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """How an adapter did."""

    adapter: str
    title: str
    results: tuple[tuple[Demand, Outcome], ...]

    @property
    def passed(self) -> int:
        return sum(isinstance(outcome, Passed) for _, outcome in self.results)

    @property
    def demanded(self) -> int:
        """Demands that apply."""
        return sum(not isinstance(outcome, NotApplicable) for _, outcome in self.results)

    @property
    def is_accepted(self) -> bool:
        """An adapter is accepted when nothing that applies has failed."""
        return self.passed == self.demanded


def as_text(card: ScoreCard) -> str:
    """One line per demand, the failed with their reason."""
    lines = [f"{card.title} ({card.adapter}): {card.passed} of {card.demanded}"]
    return "\n".join(lines + [_line(demand, outcome) for demand, outcome in card.results]) + "\n"


def as_json(card: ScoreCard) -> dict[str, Any]:
    """The card as plain values."""
    return {
        "adapter": card.adapter,
        "title": card.title,
        "passed": card.passed,
        "demanded": card.demanded,
        "accepted": card.is_accepted,
        "demands": [
            {"name": demand.name, "asks": demand.asks, "outcome": _word(outcome), "why": _why(outcome)}
            for demand, outcome in card.results
        ],
    }


def _line(demand: Demand, outcome: Outcome) -> str:
    why = _why(outcome)
    return f"  {_word(outcome):<14} {demand.name}" + (f": {why}" if why else "")


def _word(outcome: Outcome) -> str:
    match outcome:
        case Passed():
            return "passed"
        case Failed():
            return "failed"
        case NotApplicable():
            return "not applicable"
        case _ as never:
            assert_never(never)


def _why(outcome: Outcome) -> str | None:
    return None if isinstance(outcome, Passed) else outcome.why
