"""Calibrating: how far a probability can be trusted, from examples that the layer has not seen."""

from typing import Any

import numpy as np

PRECISION = 0.92
"""Of the texts a label is acted on for, this share shall be right."""
GRAVE = {"address": 0.95, "access_code": 0.95, "undo_reschedule": 0.95, "recipient": 0.95}
"""Labels whose mistakes cost the customer more."""
MILD = {"instructions": 0.85}
"""A note goes to the driver in the customer's own words, is said back, and can be taken back."""
CHEAP = 0.3
"""What only shows or offers something is acted on from here: a mistake costs one more message."""
CLAIMED = {"human: asked": 0.45, "human: cancel": 0.42, "human: refund": 0.4, "human: angry": 0.45}
"""What brings a person in, and does nothing by itself: a mistake costs that person's time."""
SPOKEN = dict.fromkeys(("thanks", "help", "genuine"), 0.5) | dict.fromkeys(
    ("papers", "paying", "writing_hours", "found"), 0.65
)
"""What only says something, and offers nothing: a mistake is an answer beside the point. Talk about money and messages
has more to say; and `found` must not be heard where nothing is."""
ELSEWHERE, ELSEWHERE_EMBEDDED = 0.33, 0.4
"""What is acted on must be so many times as likely as that the text is about something else: talk about other things
spreads over labels, a mistyped question does not. An embedding tells the two apart better."""
COSTLY = frozenset({"address", "access_code", "undo_reschedule", "recipient", "instructions", "hold"})
LOWEST, HIGHEST = 0.35, 0.95
TEMPERATURES = np.exp(np.linspace(np.log(0.3), np.log(4), 40))


def temperature_of(scores: Any, classes: Any) -> float:
    """The temperature that makes the held-out classes most probable."""
    return float(
        min(TEMPERATURES, key=lambda t: -np.log(probabilities(scores, t)[np.arange(len(classes)), classes]).sum())
    )


def probabilities(scores: Any, temperature: float) -> Any:
    powers = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def thresholds(chances: Any, classes: Any, labels: list[str]) -> dict[str, float]:
    """For each label the lowest probability above which it is right often enough."""
    known = CLAIMED | SPOKEN
    right = {label: (GRAVE | MILD).get(label, PRECISION) for label in labels}
    found = {label: _threshold(chances, classes, at, right[label]) for at, label in enumerate(labels)}
    return {
        label: least if label in COSTLY else known.get(label) or min(least, CHEAP) for label, least in found.items()
    }


def _threshold(chances: Any, classes: Any, label: int, precision: float) -> float:
    taken = np.nonzero(chances.argmax(axis=1) == label)[0]
    order = taken[np.argsort(-chances[taken, label])]
    right = np.cumsum(classes[order] == label) / np.arange(1, len(order) + 1)
    good = np.nonzero(right >= precision)[0]
    lowest = chances[order[good[-1]], label] if len(good) else HIGHEST
    return round(float(np.clip(lowest, LOWEST, HIGHEST)), 3)
