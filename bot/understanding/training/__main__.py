"""Train the model: `python -m bot.understanding.training [--out FILE] [--more FOLDER]`. Needs numpy, scipy, a minute.

`--more` adds examples of one's own, in files like those in examples/: the corrections that staff made, for one.
"""

import argparse
import sys
import zlib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import numpy as np

from bot.understanding.examples import Example, examples
from bot.understanding.model import FILE, ModelFile
from bot.understanding.training.calibrating import probabilities, temperature_of, thresholds
from bot.understanding.training.layer import Layer, fit, rows_of
from bot.understanding.training.slips import slipped

SEED = 4
COPIES = ((0, 1.0), (1, 0.5), (2, 0.5))
"""Slips of each copy of an example, and how much the copy counts."""
LIKELY = 0.2
"""Two labels that reach this are offered as `did you mean`."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    given = [*examples(), *(examples(options.more) if options.more else ())]
    trained = train(given)
    options.out.write_bytes(msgspec.msgpack.encode(trained))
    sys.stdout.write(f"{len(given)} examples, {len(trained.labels)} labels: {options.out} {trained.version}\n")


def train(given: list[Example]) -> ModelFile:
    """The model of these examples. Its probabilities are those of held-out halves."""
    labels, languages = sorted({e.label for e in given}), sorted({e.language for e in given})
    chance = Random(SEED)  # noqa: S311 - slips are no secret
    copies = [(slipped(e.text, n, chance), at, worth) for n, worth in COPIES for at, e in enumerate(given)]
    rows, worth = rows_of([text for text, _, _ in copies]), np.array([worth for _, _, worth in copies])
    source = np.array([at for _, at, _ in copies])
    asked = np.array([labels.index(e.label) for e in given])
    spoken = np.array([languages.index(e.language) for e in given])
    held, held_classes = _held_out(rows, worth, source, asked, len(labels))
    temperature = temperature_of(held, held_classes)
    label_layer = fit(rows, asked[source], len(labels), worth)
    language_layer = fit(rows, spoken[source], len(languages), worth)
    weights, scales = _bytes(label_layer, language_layer)
    return ModelFile(
        version=_version(given),
        labels=labels,
        languages=languages,
        scales=scales,
        biases=[float(b) for layer in (label_layer, language_layer) for b in layer.biases],
        temperature=temperature,
        sure=thresholds(probabilities(held, temperature), held_classes, labels),
        likely=LIKELY,
        weights=zlib.compress(weights, 9),
    )


def _held_out(rows: Any, worth: Any, source: Any, asked: Any, count: int) -> tuple[Any, Any]:
    """Scores of examples by a layer trained without them (and without their slips): each half by the other."""
    half = np.array([Random(f"{SEED} {at}").random() < 0.5 for at in range(len(asked))])  # noqa: S311 - no secret
    scores, classes = [], []
    for side in (True, False):
        seen = half[source] == side
        layer = fit(rows[seen], asked[source[seen]], count, worth[seen])
        unseen = np.nonzero(~seen & (worth == 1.0))[0]
        scores.append(layer.scores(rows[unseen]))
        classes.append(asked[source[unseen]])
    return np.concatenate(scores), np.concatenate(classes)


def _bytes(*layers: Layer) -> tuple[bytes, list[float]]:
    """All columns beside each other, one signed byte a weight, and each column's scale."""
    wide = np.concatenate([layer.weights for layer in layers], axis=1)
    scales = np.maximum(np.abs(wide).max(axis=0), 1e-9) / 127
    return np.round(wide / scales).astype(np.int8).tobytes(), [float(scale) for scale in scales]


def _version(given: list[Example]) -> str:
    return sha256("\n".join(f"{e.language} {e.label} {e.text}" for e in given).encode()).hexdigest()[:12]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.understanding.training", description=__doc__)
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--more", type=Path)
    return parser.parse_args(arguments)


main()
