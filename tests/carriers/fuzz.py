"""`python -m tests.carriers.fuzz [SECONDS] [ADAPTER …]`: any JSON, and bodies of ours bent at random.

Every reader and poll reader must answer, and what it answers must be of the form that the conformance kit demands. A
body that breaks one is printed, and written to var/fuzz/, where the next run begins with it.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from carriers.conformance.subject import FIXTURES, MAPPING, load
from carriers.contract import Reading, Reception, Report
from carriers.dialect import Dialect
from carriers.registry import ADAPTERS, adapter
from domain.condition import fold
from tests.carriers.bodies import NOW, received

FOUND = Path(__file__).parents[2] / "var" / "fuzz"
SECONDS = 600
_WORDS = (
    *("", " ", "0", "1", "-1", "null", "\x00", "\ud800", "é" * 400, "2026-11-23T08:12:00", "2026-11-23T08:12:00Z"),
    *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "2026-02-30", "20261123", "131519", "24:00", "delivered"),
    *("1795521660000", "1e309", "NaN", "Out for delivery", "../../etc", "{{7*7}}", "$.a[0]", "\u202e", "١٢٣"),
)
_ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        1.5,
        10**30,
        -(10**18),
        1e308,
        float("nan"),
        float("inf"),
        1795521660,
        1795521660000,
    ),
    *([], {}, [[]], [None], [{}], {"": None}, {"id": {}}, [1, "a", None, {}]),
)


def main(arguments: list[str]) -> int:
    """1 when a reader raised, or said something that has no form."""
    seconds = next((int(one) for one in arguments if one.isdigit()), SECONDS)
    names = [one for one in arguments if not one.isdigit()] or list(ADAPTERS)
    seed = int(time.time())
    count, flaws = run(names, seed, until=lambda began: time.monotonic() - began < seconds)
    print(f"{count} bodies, seed {seed}: {flaws} flaws")  # noqa: T201
    return 1 if flaws else 0


def run(names: list[str], seed: int, until: Callable[[float], bool]) -> tuple[int, int]:
    """(bodies tried, flaws found), round robin over the adapters as long as `until` says so of when it began."""
    chance = random.Random(seed)
    subjects = [(one, _documents(one)) for one in (_subject(name) for name in names)]
    began, count, flaws = time.monotonic(), 0, 0
    for dialect, document in _remembered(names):
        flaws += _tried(dialect, document)
    while until(began):
        for dialect, documents in subjects:
            for _ in range(20):
                start = chance.choice(documents) if documents and chance.random() < 0.9 else _any(chance, 0)
                flaws += _tried(dialect, _bent(start, chance, chance.choice((0.02, 0.1, 0.3))))
                count += 1
    return count, flaws


def _tried(dialect: Dialect, document: Any) -> int:
    """1 when it is a flaw, which is then told and kept."""
    try:
        for reading in (dialect.read(document, b"fuzzed", received()), dialect.read_poll(document, _ASKED)):
            _judge(reading)
    except Exception as problem:
        FOUND.mkdir(parents=True, exist_ok=True)
        text = json.dumps(document)
        name = f"{dialect.name}-{blake2b(text.encode('utf-8', 'replace'), digest_size=6).hexdigest()}.json"
        (FOUND / name).write_text(text)
        print(f"{dialect.name}: {type(problem).__name__}: {problem} (var/fuzz/{name})")  # noqa: T201
        return 1
    return 0


def _judge(reading: Reading) -> None:
    """The form of what was understood: it can be stored, compared and folded."""
    assert reading.key, "a reading without a key"
    events = [event for item in reading.items if isinstance(item, Report) for event in item.events]
    for event in events:
        assert event.key, "an event without a key"
        assert event.tracking_number == event.tracking_number.strip().upper() != "", "a number without its form"
        assert event.occurred_at.utcoffset() is not None, "a time without a zone"
        for word in (event.text, event.carrier, *event.raw, *(event.place or ())):
            assert word is None or (word.isprintable() and word.encode()), "a text that no database takes"
    fold(events)


_ASKED = Reception(NOW, {}, None, "ASKED1")


def _subject(name: str) -> Dialect:
    mapping = FIXTURES / name / MAPPING
    return adapter(name, msgspec.toml.decode(mapping.read_bytes()) if mapping.is_file() else None)


def _documents(dialect: Dialect) -> list[Any]:
    return [fixture.document for fixture in load(FIXTURES / dialect.name)]


def _remembered(names: list[str]) -> Iterator[tuple[Dialect, Any]]:
    """What broke a reader once is tried first."""
    for path in sorted(FOUND.glob("*.json")) if FOUND.is_dir() else ():
        name = path.stem.rpartition("-")[0]
        if name in names:
            yield _subject(name), json.loads(path.read_text())


def _bent(value: Any, chance: random.Random, share: float) -> Any:
    """The same document with a share of its values exchanged, its fields dropped or renamed, its lists mixed."""
    if chance.random() < share:
        return _any(chance, 2)
    if isinstance(value, dict):
        kept = {k: _bent(v, chance, share) for k, v in value.items() if chance.random() > share / 4}
        return kept if chance.random() > share / 4 else {**kept, chance.choice(_WORDS): _any(chance, 2)}
    if isinstance(value, list):
        inner = [_bent(one, chance, share) for one in value]
        if chance.random() < share:
            chance.shuffle(inner)
        return inner * 2 if chance.random() < share / 4 else inner
    return value


def _any(chance: random.Random, depth: int) -> Any:
    roll = chance.random()
    if roll < 0.4:
        return chance.choice(_WORDS)
    if roll < 0.75 or depth > 3:
        return chance.choice(_ODD)
    if roll < 0.9:
        return {chance.choice(_WORDS): _any(chance, depth + 1) for _ in range(chance.randrange(4))}
    return [_any(chance, depth + 1) for _ in range(chance.randrange(4))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
