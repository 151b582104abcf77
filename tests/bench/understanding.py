"""How well customers are understood: other people's messages, never learnt from, read as the product reads them.

The sets stay outside the repository (NLU_FOLDER); without them there is nothing to measure. A label is right when the
meaning is one of those that serve it; what is not about a delivery is right when nothing is done about it. Each share
is measured with the embedding, where it is installed, and by the words alone.
"""

import json
import os
import subprocess
import sys
import time
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.understanding import embedding
from bot.understanding.guessing import UNASKED, Opinions
from bot.understanding.training.slips import slipped
from bot.understanding.words import Layered
from domain.talk.answer import AskChange, Verb
from domain.talk.folding import fold
from domain.talk.meaning import Meaning
from domain.talk.menus import CHANGES
from domain.talk.optout import SHORTEST_WITH_SLIP, Stop, read_stop
from domain.talk.optout_words import ORDINARY, RESUME, STOP
from tests.bench.figures import Figure, figure
from tests.talk.said import lines
from tests.talk.scenes import BO, COMING, says

NLU_FOLDER = Path(os.environ.get("NLU_FOLDER", "../shared/data/nlu"))
NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
OUTSIDE = "outside"
REFUSED = "where it is not to be left"
"""Is one of what the label is given to; it goes to the carrier as a note, or takes such a wish back."""
_NOT_THERE = {"human: not_received", "human: nobody_came"}
"""Answered with what is known of the parcel first, which is what who asks for it wants as well."""
SERVES = {
    "track": {"status", "when", *_NOT_THERE},
    "human": {"human: asked"},
    "cancel": {"human: cancel", "undo_reschedule"},
    "refund": {"human: refund"},
    "safe_place": {"safe_place", "neighbour", "pickup_point", REFUSED},
    "reschedule": {"reschedule", "not_home"},
    "slot_time": {"reschedule", "unclear, a time"},
    "complaint": {"human: angry", "human: wrong_parcel", "human: damaged", *_NOT_THERE},
    "complaint_delivery": {"status", "when", "human: angry", "human: asked", "reschedule", *_NOT_THERE},
    "thanks": {"thanks"},
    "greet": {"help"},
    "change_address": {"address"},
    "oos": {OUTSIDE},
}
"""Rows labelled `ignore` mix what is sent with what is awaited, and are left out, as the labels say."""
ABOUT_NOTHING = {"oos", "greet", "thanks"}
"""Labels of what asks for nothing about a delivery."""
SUREST, SEEDS = 0.75, 9
PLAIN = Layered()
UNACTED = {Verb.UNCLEAR, Verb.HELP, Verb.THANKS, Verb.GENUINE}


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    language: str
    label: str


def messages() -> Iterator[Said]:
    for name in ("probe/probe", "rasa_delivery/rasa_delivery"):
        for row in _rows(NLU_FOLDER / f"{name}.jsonl"):
            if row["ours"] in SERVES:
                yield Said(row["text"], row["lang"], row["ours"])


def measured() -> list[Figure]:
    """Shares in percent, milliseconds and megabytes. Prints what was taken for what."""
    said = list(messages())
    if not said:
        return []
    figures = list(_shares(said, "words alone", PLAIN, 5.0))
    if embedding.is_there():
        both = Layered(Opinions(embedder=embedding.embed))
        figures = [*_shares(said, "with embedding", both, 40.0), *figures]
        _show(said, both)
    else:
        _show(said, PLAIN)
    return [*figures, *_law(), *_unasked(said), *_languages(), *_cost()]


def _shares(said: list[Said], name: str, layered: Layered, most_ms: float) -> Iterator[Figure]:
    for slips, target in ((0, 93.0), (1, 90.0), (2, 88.0)):
        read = [_slipped(said, slips, seed, layered) for seed in range(SEEDS if slips else 1)]
        marked = [[_serves(one, each.label) for one, each in zip(meanings, said, strict=True)] for meanings in read]
        yield figure(f"understood, {name}, {slips} slips", [_percent(marks) for marks in marked], "%", at_least=target)
        if slips == 0:
            meanings, marks = read[0], marked[0]
            ranked = sorted(zip((-meaning.score for meaning in meanings), marks, strict=True))
            surest = [mark for _, mark in ranked[: int(SUREST * len(ranked))]]
            yield figure(f"surest 75 %, {name}", [_percent(surest)], "%", at_least=98.0)
    outside = [row["text"] for row in _rows(NLU_FOLDER / "clinc/clinc150.jsonl") if row["intent"] == "oos"]
    left_alone = [_read(text, "en", layered).verb in UNACTED for text in outside]
    yield figure(f"out of scope left alone, {name}", [_percent(left_alone)], "%", at_least=97.0)
    ours = [one.text for one in said if one.label not in ABOUT_NOTHING]
    if outside:
        yield figure(
            f"ours told from out of scope, AUROC, {name}", [_auroc(ours, outside, layered)], "%", at_least=97.0
        )
    times = sorted(_timed(one, layered) for one in said)
    yield figure(f"deciding, {name}, p95", [times[int(len(times) * 0.95)]], "ms", at_most=most_ms)


def _slipped(said: list[Said], slips: int, seed: int, layered: Layered) -> list[Meaning]:
    """How each message is read with that many slips; other seeds make other slips."""
    texts = [slipped(one.text, slips, Random(f"{seed} {at}")) for at, one in enumerate(said)]
    return [_read(text, one.language, layered) for text, one in zip(texts, said, strict=True)]


def _auroc(ours: list[str], outside: list[str], layered: Layered) -> float:
    """How often one of ours looks more like a request about a delivery than something out of scope does."""
    weighed = sorted(_asks_something(text, layered) for text in outside)
    asking = [_asks_something(text, layered) for text in ours]
    places = [(bisect_left(weighed, asks), bisect_right(weighed, asks)) for asks in asking]
    return 100 * sum(low + high for low, high in places) / 2 / len(places) / len(weighed)


def _asks_something(text: str, layered: Layered) -> float:
    """How much of the classifiers' opinion is about anything that would be acted on."""
    return sum(chance for family, chance in layered.opinions.guess(text).chances.items() if family not in UNASKED)


def _law() -> Iterator[Figure]:
    """Words that opt out, each single one with slips too, and whatever else people wrote, to anybody, that does not."""
    heard = [isinstance(read_stop(words), Stop) for words in (*lines("stop"), *STOP)]
    single = sorted(word for word in STOP if len(word) >= SHORTEST_WITH_SLIP and word.isalpha())
    chance = Random(7)
    slips = {slipped(word, 1, chance) for word in single for _ in range(SEEDS)} - ORDINARY - RESUME
    heard += [isinstance(read_stop(word), Stop) for word in slips if len(word) >= SHORTEST_WITH_SLIP]
    yield figure("told to stop, heard", [_percent(heard)], "%", at_least=100.0)
    others = [row["text"] for path in sorted(NLU_FOLDER.rglob("*.jsonl")) for row in _rows(path) if row.get("text")]
    false = [text for text in others if isinstance(read_stop(text), Stop) and not _is_stop_alone(text)]
    yield figure(f"taken for a stop, of {len(others)} that are none", [float(len(false))], "", at_most=0.0)


def _is_stop_alone(text: str) -> bool:
    """Whether it is a word of the law by itself, which a customer who writes it means."""
    words = fold(text).removesuffix(" now").removesuffix(" it")
    return words in STOP


GRAVE = frozenset({"address", "access_code", "recipient"})


def _unasked(said: list[Said]) -> Iterator[Figure]:
    """Grave changes asked of the carrier at once for who wanted another thing; slips and other talk as well."""
    allowed = replace(COMING, allow=frozenset(CHANGES.values()))
    bo = replace(BO, parcels=(allowed,))
    texts = [(one.text, one.language) for one in said if one.label != "change_address"]
    texts += [(slipped(text, 2, Random(at)), language) for at, (text, language) in enumerate(texts)]
    texts += [(row["text"], "en") for row in _rows(NLU_FOLDER / "clinc/clinc150.jsonl") if row["intent"] == "oos"]
    answers = (says(text, bo, _read(text, language, PLAIN)) for text, language in texts)
    asked = [act for one in answers for act in one.acts if isinstance(act, AskChange) and act.change in GRAVE]
    yield figure(f"grave changes asked at once, of {len(texts)} that want none", [float(len(asked))], "", at_most=0.0)


def _percent(marks: list[bool]) -> float:
    return 100 * sum(marks) / len(marks)


def _serves(meaning: Meaning, label: str) -> bool:
    return not SERVES[label].isdisjoint(_names(meaning))


def _names(meaning: Meaning) -> set[str]:
    """What a meaning counts as: a time alone answers an open question, a question of ours does nothing."""
    name = f"human: {meaning.argument}" if meaning.verb is Verb.HUMAN else meaning.verb.value
    alone = {"unclear, a time"} if meaning.verb is Verb.UNCLEAR and meaning.argument else set()
    alone |= {REFUSED} if meaning.why == REFUSED else set()
    return {name} | alone | ({OUTSIDE} if meaning.verb in UNACTED else set())


def _read(text: str, language: str, layered: Layered) -> Meaning:
    return layered.understand(text, language, NOW, UTC, [])


def _timed(said: Said, layered: Layered) -> float:
    """Of this thread's processor: what else runs on the machine is not counted."""
    began = time.thread_time()
    _read(said.text, said.language, layered)
    return (time.thread_time() - began) * 1000


def _languages() -> Iterator[Figure]:
    """Talk about anything at all: who writes in their own language keeps it; who writes in another is noticed."""
    kept, noticed = [], []
    for language in ("ar", "de", "en", "it", "nl", "tr"):
        for row in _rows(NLU_FOLDER / f"xsid/{language}.jsonl"):
            seen = _read(row["text"], language, PLAIN).language
            if 13 <= len(row["text"]) <= 25:
                kept.append(seen in (None, language))
            if 26 <= len(row["text"]) <= 50:
                noticed.append(seen == language)
    if kept:
        yield figure("own language kept, 13 to 25 characters", [_percent(kept)], "%", [94.4], at_least=97.0)
        yield figure("another language noticed, 26 to 50 characters", [_percent(noticed)], "%")


_COSTING = """
import time
def megabytes():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
before, began = megabytes(), time.process_time()
from datetime import UTC, datetime
from bot.understanding import embedding
from bot.understanding.guessing import Opinions
from bot.understanding.words import Layered
layered = Layered(Opinions(embedder=embedding.embed if embedding.is_there() else None))
for language in ("en", "es", "fr", "de", "pt", "it", "nl", "pl", "tr", "ar"):
    layered.understand("zxq tomorrow after 5 hvor er pakken min", language, datetime.now(UTC), UTC, [])
print(time.process_time() - began, megabytes() - before)
"""


def _cost() -> Iterator[Figure]:
    """Starting a process of its own and reading one message in each language: seconds and memory, all layers loaded."""
    ran = [
        subprocess.run([sys.executable, "-c", _COSTING], check=True, capture_output=True, text=True).stdout.split()
        for _ in range(3)
    ]
    yield figure("start", [float(seconds) for seconds, _ in ran], "s", at_most=2.0)
    yield figure("memory", [float(megabytes) for _, megabytes in ran], "MB", at_most=150.0)


def _show(said: list[Said], layered: Layered) -> None:
    """By language, and the confusion that remains."""
    right: dict[str, list[bool]] = defaultdict(list)
    wrong: Counter[tuple[str, str]] = Counter()
    for one in said:
        meaning = _read(one.text, one.language, layered)
        right[one.language].append(_serves(meaning, one.label))
        if not right[one.language][-1]:
            wrong[one.label, min(_names(meaning))] += 1
    for language, marks in sorted(right.items()):
        sys.stdout.write(f"  {language}  {_percent(marks):5.1f} % of {len(marks)}\n")
    for (label, taken), count in wrong.most_common(20):
        sys.stdout.write(f"  {label:20} taken for {taken:20} {count}\n")


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


BENCHMARKS = {"understanding": measured}
