"""The model: one linear layer over features, read from model.bin. It weighs what a text asks for, and its language.

Weights are one signed byte each: `columns` of them for each bucket, labels first, then languages. A column's score is
scale * sum(weights) / sqrt(number of features) + bias; probabilities are the softmax of scores / temperature, of the
labels and of the languages by themselves. It is read when it is first needed: 3 MB and a few hundredths of a second.
"""

import zlib
from dataclasses import dataclass
from functools import cache
from math import exp, inf, sqrt
from operator import add
from pathlib import Path

import msgspec

from bot.understanding.features import BUCKETS, READ, features
from bot.understanding.vocabulary import EVERY, Vocabulary

FILE = Path(__file__).with_name("model.bin")
OUTSIDE = "unclear"
"""The label of what is about something else."""
REASONS = 4
TELLING = 3
"""Letters of a piece that is shown as a reason; shorter ones weigh, and say nothing to people."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """`sure` are, by label, the probabilities from which it is acted on; from `likely` on it is asked about."""

    sure: dict[str, float]
    likely: float
    elsewhere: float = inf
    """How likely, against what is acted on, it may be that the text is about something else. Older files do not say."""

    def is_sure(self, label: str, probability: float, elsewhere: float) -> bool:
        """`elsewhere` is the probability that the text is about something else."""
        is_outside = label != OUTSIDE and elsewhere > self.elsewhere * probability
        return probability >= self.sure.get(label, 1.0) and not is_outside


class ModelFile(Limits, frozen=True, kw_only=True):
    """What is kept."""

    version: str
    labels: list[str]
    languages: list[str]
    scales: list[float]
    biases: list[float]
    temperature: float
    weights: bytes
    """Compressed with zlib."""
    words: list[str]
    usual: int
    tongues: list[int] = []
    """Every word of the examples, the most usual first, how many others may be taken for, and in which languages each
    stands, a bit for each; older files do not say."""


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
        self._vocabulary = Vocabulary(file.words, file.usual, file.tongues or [EVERY] * len(file.words))
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
