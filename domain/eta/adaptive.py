"""Levels that follow the feedback: adaptive conformal inference, for stages whose outcome is known the same day."""

from dataclasses import dataclass

GAMMA = 0.001
"""Five times as much was worse on 130,000 flights; with feedback only after weeks any of it over-corrects."""


@dataclass(slots=True)
class Levels:
    """The two quantile levels to ask for, so that in the long run `chance` of the windows hold, half missing each way.

    After Gibbs and Candès, "Adaptive conformal inference under distribution shift" (2021): after a miss on one side its
    level moves outward by gamma times what is meant to hold, after a hit inward by gamma times what may miss.
    """

    chance: float = 0.9
    gamma: float = GAMMA
    low: float = 0.05
    high: float = 0.95

    @classmethod
    def for_chance(cls, chance: float, gamma: float = GAMMA) -> "Levels":
        return cls(chance, gamma, (1 - chance) / 2, (1 + chance) / 2)

    def learn(self, early: bool, late: bool) -> None:
        """What came of one window: earlier than its begin, later than its end, or neither."""
        may_miss = (1 - self.chance) / 2
        self.low = min(0.5, max(0.0, self.low + self.gamma * (may_miss - early)))
        self.high = max(0.5, min(1.0, self.high - self.gamma * (may_miss - late)))
