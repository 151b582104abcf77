"""How well customers are understood: other people's messages, never learnt from, read as the product reads them.

The sets stay outside the repository (NLU_FOLDER); without them there is nothing to measure. A label is right when the
meaning is one of those that serve it; what is not about a delivery is right when nothing is done about it.
"""

import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.understanding import words
from bot.understanding.training.slips import slipped
from domain.talk.answer import Verb
from domain.talk.meaning import Meaning
from tests.bench.figures import Figure, figure

NLU_FOLDER = Path(os.environ.get("NLU_FOLDER", "../shared/data/nlu"))
NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
OUTSIDE = "outside"
_NOT_THERE = {"human: not_received", "human: nobody_came"}
SERVES = {
    "track": {"status", "when"},
    "human": {"human: asked"},
    "cancel": {"human: cancel", "undo_reschedule"},
    "refund": {"human: refund"},
    "safe_place": {"safe_place", "neighbour", "pickup_point"},
    "reschedule": {"reschedule", "not_home"},
    "slot_time": {"reschedule", "unclear, a time"},
    "complaint": {"human: angry", "human: wrong_parcel", "human: damaged", *_NOT_THERE},
    "complaint_delivery": {"status", "when", "human: angry", "human: asked", "reschedule", *_NOT_THERE},
    "thanks": {"thanks"},
    "greet": {"help"},
    "change_address": {"address"},
    "oos": {OUTSIDE},
    "ignore": {OUTSIDE},
}
UNACTED = {Verb.UNCLEAR, Verb.HELP, Verb.THANKS, Verb.GENUINE}


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    language: str
    label: str


def messages() -> Iterator[Said]:
    for name in ("probe/probe", "rasa_delivery/rasa_delivery"):
        for row in _rows(name):
            if row["ours"] in SERVES:
                yield Said(row["text"], row["lang"], row["ours"])


def measured() -> list[Figure]:
    """Shares in percent, and milliseconds. Prints what was taken for what."""
    said = list(messages())
    if not said:
        return []
    figures = [
        figure(f"understood, {slips} slips", [_share(said, slips)], "%", at_least=target)
        for slips, target in ((0, 93.0), (1, 90.0), (2, 88.0))
    ]
    outside = [row["text"] for row in _rows("clinc/clinc150") if row["intent"] == "oos"]
    left_alone = sum(_read(text).verb in UNACTED for text in outside)
    figures.append(figure("out of scope left alone", [100 * left_alone / len(outside)], "%", at_least=97.0))
    times = sorted(_timed(one) for one in said)
    figures.append(figure("deciding, p95", [times[int(len(times) * 0.95)]], "ms", at_most=5.0))
    _show(said)
    return figures


def _share(said: list[Said], slips: int) -> float:
    read = [slipped(one.text, slips, Random(at)) for at, one in enumerate(said)]
    return (
        100
        * sum(_serves(_read(text, one.language), one.label) for text, one in zip(read, said, strict=True))
        / len(said)
    )


def _serves(meaning: Meaning, label: str) -> bool:
    return not SERVES[label].isdisjoint(_names(meaning))


def _names(meaning: Meaning) -> set[str]:
    """What a meaning counts as: a time alone answers an open question, a question of ours does nothing."""
    name = f"human: {meaning.argument}" if meaning.verb is Verb.HUMAN else meaning.verb.value
    alone = {"unclear, a time"} if meaning.verb is Verb.UNCLEAR and meaning.argument else set()
    return {name} | alone | ({OUTSIDE} if meaning.verb in UNACTED else set())


def _read(text: str, language: str = "en") -> Meaning:
    return words.understand(text, language, NOW, UTC, [])


def _timed(said: Said) -> float:
    began = time.perf_counter()
    _read(said.text, said.language)
    return (time.perf_counter() - began) * 1000


def _show(said: list[Said]) -> None:
    """By language, and the confusion that remains."""
    right: dict[str, list[bool]] = defaultdict(list)
    wrong: Counter[tuple[str, str]] = Counter()
    for one in said:
        meaning = _read(one.text, one.language)
        right[one.language].append(_serves(meaning, one.label))
        if not right[one.language][-1]:
            wrong[one.label, min(_names(meaning))] += 1
    for language, marks in sorted(right.items()):
        sys.stdout.write(f"  {language}  {100 * sum(marks) / len(marks):5.1f} % of {len(marks)}\n")
    for (label, taken), count in wrong.most_common(20):
        sys.stdout.write(f"  {label:20} taken for {taken:20} {count}\n")


def _rows(name: str) -> list[dict[str, str]]:
    path = NLU_FOLDER / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


BENCHMARKS = {"understanding": measured}
