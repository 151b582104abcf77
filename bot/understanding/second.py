"""A second opinion: one linear layer over a text's embedding, mixed with what the pieces of the text say.

It is asked only where the pieces are not sure, since it costs twenty times as much. Kept in second.bin.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from bot.understanding.embedding import Embedder
from bot.understanding.model import Limits, Weighed, ranked

FILE = Path(__file__).with_name("second.bin")
ENOUGH = 0.9
"""From here on the pieces are believed alone."""
NEAREST = 3


class SecondFile(Limits, frozen=True, kw_only=True):
    """Little-endian floats of 32 bits: `mean` (dimensions), `weights` (dimensions, labels), `biases` (labels).

    Scores are `first * log p of the pieces + second * scores of the layer`; the limits are those of the mixture.
    """

    version: str
    labels: list[str]
    mean: bytes
    weights: bytes
    biases: bytes
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Second:
    file: SecondFile
    mean: Any
    weights: Any
    biases: Any

    def weigh(self, text: str, pieces: Weighed, embedder: Embedder) -> Weighed:
        """Both opinions as one. What spoke for it stays what the pieces say, with the embedding named."""
        import numpy as np

        chances = dict(pieces.labels)
        first = np.log(np.array([max(chances[label], 1e-9) for label in self.file.labels]))
        second = (embedder(text) - self.mean) @ self.weights + self.biases
        scores = self.file.first * first + self.file.second * second
        labels = ranked(self.file.labels, [float(score) for score in scores], 1.0)
        return Weighed(labels, pieces.languages, (*pieces.why[: NEAREST - 1], "its embedding"))


@cache
def second(path: Path = FILE) -> Second:
    """The layer that ships, read once. Raises ValueError when it was trained with other labels than model.bin."""
    import numpy as np

    file = msgspec.msgpack.decode(path.read_bytes(), type=SecondFile)
    mean, weights, biases = (np.frombuffer(part, "<f4") for part in (file.mean, file.weights, file.biases))
    return Second(file, mean, weights.reshape(len(mean), len(biases)), biases)
