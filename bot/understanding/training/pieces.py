"""Pieces: from examples to model.bin, the layer over words and runs of letters."""

import zlib
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any

import numpy as np

from bot.understanding.examples import Example
from bot.understanding.model import ModelFile
from bot.understanding.training.calibrating import ELSEWHERE, probabilities, temperature_of, thresholds
from bot.understanding.training.layer import Layer, fit, rows_of
from bot.understanding.training.slips import slipped
from bot.understanding.vocabulary import Vocabulary, counted

SEED = 4
COPIES = 8
WORTH = (1.0, *(0.4,) * (COPIES - 1))
"""Each example as it is and seven times with slips, and how much a copy counts."""
LIKELY = 0.2
"""Two labels that reach this are offered as `did you mean`."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """For each example, and then for each with slips, the probabilities of a layer trained without it, and its class;
    `half` says which half it is.
    """

    chances: Any
    classes: Any
    half: Any


def train(given: list[Example]) -> tuple[ModelFile, HeldOut]:
    """The model of these examples. Its thresholds are those of held-out halves."""
    labels, languages = sorted({e.label for e in given}), sorted({e.language for e in given})
    words, usual, tongues = counted((e.text, 1 << languages.index(e.language)) for e in given)
    vocabulary = Vocabulary(words, usual, tongues)
    copies = [copy for at in range(COPIES) for copy in copied(given, at, vocabulary)]
    rows, worth = rows_of(copies), np.repeat(WORTH, len(given))
    source = np.tile(np.arange(len(given)), COPIES)
    asked = np.array([labels.index(e.label) for e in given])
    spoken = np.array([languages.index(e.language) for e in given])
    half = halves(len(given))
    scores = _held_out(rows, worth, source, asked, half, len(labels))
    twice = np.tile(asked, 2)
    temperature = temperature_of(scores, twice)
    held = HeldOut(probabilities(scores, temperature), twice, np.tile(half, 2))
    label_layer = fit(rows, asked[source], len(labels), worth)
    language_layer = fit(rows, spoken[source], len(languages), worth)
    weights, scales = _bytes(label_layer, language_layer)
    trained = ModelFile(
        version=version_of(given),
        labels=labels,
        languages=languages,
        scales=scales,
        biases=[float(b) for layer in (label_layer, language_layer) for b in layer.biases],
        temperature=temperature,
        sure=thresholds(held.chances[: len(given)], asked, labels),
        likely=LIKELY,
        elsewhere=ELSEWHERE,
        weights=zlib.compress(weights, 9),
        words=words,
        usual=usual,
        tongues=tongues,
    )
    return trained, held


def copied(given: list[Example], copy: int, vocabulary: Vocabulary) -> list[str]:
    """Every example: as it is for copy 0, with one slip or two for the others, and repaired as far as that goes."""
    slips = [slipped(e.text, _slips(e.text, copy), Random(f"{copy} {e.text}")) for e in given]  # noqa: S311 - no secret
    return [vocabulary.repaired(text) for text in slips]


def _slips(text: str, copy: int) -> int:
    return 1 + (len(text) + copy) % 2 if copy else 0


def halves(count: int) -> Any:
    """Which half each example is in; the same for the same place."""
    return np.array([Random(f"{SEED} {at}").random() < 0.5 for at in range(count)])  # noqa: S311 - no secret


def version_of(given: list[Example]) -> str:
    return sha256("\n".join(f"{e.language} {e.label} {e.text}" for e in given).encode()).hexdigest()[:12]


def _held_out(rows: Any, worth: Any, source: Any, asked: Any, half: Any, count: int) -> Any:
    """Scores of examples and their first slips by a layer trained without either: each half by the other."""
    scores = np.zeros((2 * len(asked), count), np.float32)
    for side in (True, False):
        seen = half[source] == side
        layer = fit(rows[seen], asked[source[seen]], count, worth[seen])
        unseen = np.nonzero(~seen[: 2 * len(asked)])[0]
        scores[unseen] = layer.scores(rows[unseen])
    return scores


def _bytes(*layers: Layer) -> tuple[bytes, list[float]]:
    """All columns beside each other, one signed byte a weight, and each column's scale."""
    wide = np.concatenate([layer.weights for layer in layers], axis=1)
    scales = np.maximum(np.abs(wide).max(axis=0), 1e-9) / 127
    return np.round(wide / scales).astype(np.int8).tobytes(), [float(scale) for scale in scales]
