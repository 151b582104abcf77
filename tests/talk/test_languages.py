"""A language that is asked for in so many words."""

import pytest

from domain.talk.languages import read_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("in english please", "en"),
        ("can we continue in English?", "en"),
        ("I'd rather chat in Spanish", "es"),
        ("¿podemos hablar en inglés?", "en"),
        ("vous pouvez écrire en français ?", "fr"),
        ("können wir auf Deutsch weiterschreiben, bitte auf Deutsch", None),
        ("können wir auf Deutsch schreiben?", "de"),
        ("podem responder em português?", "pt"),
        ("possiamo parlare in italiano?", "it"),
        ("kan het ook in het nederlands?", "nl"),
        ("czy możemy pisać po polsku?", "pl"),
        ("türkçe yazabilir misiniz", "tr"),
        ("هل يمكن أن نتحدث بالعربية", "ar"),
    ],
)
def test_a_language_is_asked_for(text: str, language: str | None) -> None:
    assert read_language(text) == language


@pytest.mark.parametrize(
    "text", ["I don't speak English", "no hablo inglés", "I ordered Italian wine", "english or french?", "the", ""]
)
def test_what_asks_for_no_language_changes_none(text: str) -> None:
    assert read_language(text) is None
