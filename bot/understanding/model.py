"""The model: one linear layer over features, read from model.bin. It weighs what a text asks for, and its language.

Weights are one signed byte each: `columns` of them for each bucket, labels first, then languages. A column's score is
scale * sum(weights) / sqrt(number of features) + bias; probabilities are the softmax of scores / temperature, of the
labels and of the languages by themselves. It is read when it is first needed: 3 MB and a few hundredths of a second.
"""

import zlib
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from operator import add
from pathlib import Path

import msgspec

from bot.understanding.features import BUCKETS, READ, features
from bot.understanding.vocabulary import Vocabulary

FILE = Path(__file__).with_name("model.bin")
REASONS = 4
TELLING = 3
"""Letters of a piece that is shown as a reason; shorter ones weigh, and say nothing to people."""


class ModelFile(msgspec.Struct, frozen=True):
    """What is kept. `sure` and `likely` are, by label, the probabilities from which it is acted on, or asked about."""

    version: str
    labels: list[str]
    languages: list[str]
    scales: list[float]
    biases: list[float]
    temperature: float
    sure: dict[str, float]
    likely: float
    weights: bytes
    """Compressed with zlib."""
    words: list[str]
    usual: int
    """Every word of the examples, the most usual first, and how many others may be taken for."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Labels and languages with their probabilities, the most probable first; the pieces that spoke for the first."""

    labels: tuple[tuple[str, float], ...]
    languages: tuple[tuple[str, float], ...]
    why: tuple[str, ...]


class Model:
    def __init__(self, file: ModelFile) -> None:
        self.file = file
        self.version = file.version
        self._vocabulary = Vocabulary(file.words, file.usual)
        self._columns = len(file.labels) + len(file.languages)
        self._weights = memoryview(zlib.decompress(file.weights)).cast("b")
        if len(self._weights) != BUCKETS * self._columns:
            raise ValueError("model.bin was made for other features: train it again")

    def weigh(self, text: str) -> Weighed:
        """Total: a text without any known piece is weighed by what is usual. Slips are repaired first."""
        found = features(self.repaired(text))
        scores = self._scores(found)
        split = len(self.file.labels)
        labels = ranked(self.file.labels, scores[:split], self.file.temperature)
        languages = ranked(self.file.languages, scores[split:], 1.0)
        return Weighed(labels, languages, self._why(found, labels[0][0]))

    def repaired(self, text: str) -> str:
        """What is read of a text, its slips repaired."""
        return self._vocabulary.repaired(text[:READ])

    def is_sure(self, label: str, probability: float) -> bool:
        return probability >= self.file.sure.get(label, 1.0)

    def _scores(self, found: dict[int, str]) -> list[float]:
        sums: list[int] = [0] * self._columns
        for bucket in found:
            at = bucket * self._columns
            sums = list(map(add, sums, self._weights[at : at + self._columns]))
        length = sqrt(len(found) or 1)
        return [
            total * scale / length + bias
            for total, scale, bias in zip(sums, self.file.scales, self.file.biases, strict=True)
        ]

    def _why(self, found: dict[int, str], label: str) -> tuple[str, ...]:
        column = self.file.labels.index(label)
        weighed = sorted(
            ((self._weights[b * self._columns + column], piece) for b, piece in found.items()), reverse=True
        )
        spoke = [piece for weight, piece in weighed if weight > 0]
        telling = [piece for piece in spoke if len(piece.strip("= ")) >= TELLING]
        return tuple((telling or spoke)[:REASONS])


@cache
def model(path: Path = FILE) -> Model:
    """The model that ships, read once."""
    return Model(msgspec.msgpack.decode(path.read_bytes(), type=ModelFile))


def ranked(names: list[str], scores: list[float], temperature: float) -> tuple[tuple[str, float], ...]:
    highest = max(scores)
    powers = [exp((score - highest) / temperature) for score in scores]
    total = sum(powers)
    ranked = sorted(zip(powers, names, strict=True), reverse=True)
    return tuple((name, power / total) for power, name in ranked)
