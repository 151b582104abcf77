"""New models take over only if they understand no less; what was read is pointed at."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec

from bot.understanding.checking import compare
from bot.understanding.examples import Example, examples
from bot.understanding.model import FILE, ModelFile
from bot.understanding.words import understand

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)


def worse(folder: Path) -> Path:
    """A model that takes everything for what the shipped one thinks least of."""
    file = msgspec.msgpack.decode(FILE.read_bytes(), type=ModelFile)
    turned = msgspec.structs.replace(file, scales=[-scale for scale in file.scales])
    (folder / FILE.name).write_bytes(msgspec.msgpack.encode(turned))
    return folder


def test_models_that_understand_less_do_not_hold(tmp_path: Path) -> None:
    ours = list(islice(examples(), 0, None, 50))
    taught = [Example("my bro has it", "recipient", "en")]
    (same, _) = compare(FILE.parent, FILE.parent, ours, taught)
    assert same.holds
    assert same.old == same.new > 0.8
    found = compare(FILE.parent, worse(tmp_path), ours, taught)
    assert not found[0].holds
    assert (found[0].name, found[0].count) == ("ours", len(ours))


def test_where_a_time_and_a_number_stand_is_told() -> None:
    text = "bring DS100 on friday after 5 please"
    meaning = understand(text, "en", NOW, UTC, ["DS100"])
    assert {(span.what, text[span.start : span.end]) for span in meaning.spans} >= {("number", "DS100")}
    assert "friday" in " ".join(text[span.start : span.end] for span in meaning.spans if span.what == "when")
