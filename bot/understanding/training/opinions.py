"""Opinions: from examples to second.bin, the layer over embeddings, and how far each of the two is trusted."""

from pathlib import Path
from typing import Any

import numpy as np

from bot.understanding.embedding import embed_all
from bot.understanding.examples import Example
from bot.understanding.model import ModelFile
from bot.understanding.second import SecondFile
from bot.understanding.training.calibrating import ELSEWHERE_EMBEDDED, probabilities, thresholds
from bot.understanding.training.layer import fit_dense
from bot.understanding.training.pieces import LIKELY, HeldOut, copied, version_of
from bot.understanding.vocabulary import Vocabulary

SLIPPED_WORTH = 0.5
TRUSTS = np.arange(0.1, 1.55, 0.1)
"""How far an opinion may be trusted: its logarithms are multiplied by one of these."""
AT_ONCE = 64


def train_second(given: list[Example], pieces: ModelFile, held: HeldOut, vectors: "Vectors") -> SecondFile:
    """The second layer of these examples, and its mixture with the pieces, as it fits what neither has seen."""
    vocabulary, count = Vocabulary(pieces.words, pieces.usual, pieces.tongues), len(pieces.labels)
    rows = vectors.of([text for copy in range(2) for text in copied(given, copy, vocabulary)])
    mean = rows[: len(given)].mean(axis=0)
    scale = 1 / np.linalg.norm(rows[: len(given)] - mean, axis=1).mean()
    rows = (rows - mean) * scale
    worth = np.repeat([1.0, SLIPPED_WORTH], len(given))
    unseen = np.zeros((len(rows), count))
    for side in (True, False):
        seen = held.half == side
        weights, biases = fit_dense(rows[seen], held.classes[seen], count, worth[seen])
        unseen[~seen] = rows[~seen] @ weights + biases
    first, second = _mixture(held, unseen)
    mixed = probabilities(first * np.log(np.maximum(held.chances, 1e-9)) + second * unseen, 1.0)[: len(given)]
    weights, biases = fit_dense(rows, held.classes, count, worth)
    return SecondFile(
        version=version_of(given),
        labels=pieces.labels,
        mean=_packed(mean),
        weights=_packed(weights * scale),
        biases=_packed(biases),
        first=first,
        second=second,
        sure=thresholds(mixed, held.classes[: len(given)], pieces.labels),
        likely=LIKELY,
        elsewhere=ELSEWHERE_EMBEDDED,
    )


def _mixture(held: HeldOut, unseen: Any) -> tuple[float, float]:
    """The two trusts under which the held-out classes are most probable."""
    logs, at = np.log(np.maximum(held.chances, 1e-9)), np.arange(len(held.classes))

    def cost(trusts: tuple[float, float]) -> float:
        mixed = probabilities(trusts[0] * logs + trusts[1] * unseen, 1.0)
        return float(-np.log(np.maximum(mixed[at, held.classes], 1e-12)).sum())

    return min(((float(a), float(b)) for a in TRUSTS for b in TRUSTS), key=cost)


def _packed(numbers: Any) -> bytes:
    return np.asarray(numbers, "<f4").tobytes()


class Vectors:
    """Embeddings of texts, kept in a file: they take a fiftieth of a second each, and most texts stay the same."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Any] = {}
        if path.exists():
            kept = np.load(path)
            self._known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def of(self, texts: list[str]) -> Any:
        """One row for each text; what is new is embedded and kept."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), AT_ONCE):
            some = new[start : start + AT_ONCE]
            self._known.update(zip(some, embed_all(some).astype(np.float16), strict=True))
        if new:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            kept = np.array(list(self._known)), np.array(list(self._known.values()))
            np.savez(self._path, texts=kept[0], vectors=kept[1])
        return np.array([self._known[text] for text in texts], np.float32)
