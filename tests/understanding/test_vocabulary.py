"""A mistyped word is taken for one of the language that the text is in."""

from pathlib import Path

import msgspec

from bot.understanding.model import FILE, model
from bot.understanding.vocabulary import EVERY, Vocabulary, counted

ITALIAN, GERMAN = 1, 2
TEXTS = [("questa era una cosa strana", ITALIAN)] * 2 + [("wann kommt kaufe sachen", GERMAN)] * 3
VOCABULARY = Vocabulary(*counted(TEXTS))


def test_a_slip_becomes_the_usual_word_one_slip_away() -> None:
    assert VOCABULARY.repaired("wann komt") == "wann kommt"


def test_a_word_of_another_language_is_not_taken_for_it() -> None:
    assert VOCABULARY.repaired("questa era kaufa") == "questa era kaufa"
    assert VOCABULARY.repaired("wann kommt kaufa") == "wann kommt kaufe"


def test_a_text_of_too_few_known_words_may_be_in_any() -> None:
    assert VOCABULARY.repaired("kaufa") == "kaufe"


def test_a_model_that_was_trained_before_words_had_languages_is_still_read(tmp_path: Path) -> None:
    kept = msgspec.msgpack.decode(FILE.read_bytes())
    del kept["tongues"], kept["elsewhere"]
    older = tmp_path / FILE.name
    older.write_bytes(msgspec.msgpack.encode(kept))
    assert model(older).repaired("where is my parcl") == "where is my parcel"
    assert model(older).file.is_sure("status", 0.9, 0.9)


def test_of_two_that_are_as_likely_it_is_always_the_more_usual() -> None:
    words = ["zero", "cart", "two", "three", "carx"]
    vocabulary = Vocabulary(words, len(words), [EVERY] * len(words))
    assert {vocabulary.repaired("carz") for _ in range(20)} == {"cart"}
