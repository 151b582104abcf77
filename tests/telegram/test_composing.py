"""What is composed is what is sent: exact words, labels, tokens and extras, within Telegram's sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.composing import MARKUP_BYTES, compose
from bot.telegram.text import TEXT_LIMIT, fitted
from flows.messages.channels import Composed, Option
from tests.telegram.scene import Echo, utterance


def test_words_and_options_as_they_are() -> None:
    said = utterance(
        Option("c1", "Another day"), Option("c2", "Not home"), text="Expected 10:00–12:00.\nhttps://d.example/t/x"
    )
    assert compose(said, Echo()) == Composed(
        "Expected 10:00–12:00.\nhttps://d.example/t/x", (("Another day", "c1"), ("Not home", "c2"))
    )


@pytest.mark.parametrize(
    "text", ["<b>Bo</b> & 'Eve' \"x\"", "*_[x](y)_*", "a < b", "&lt;", '<a href="https://evil.example">']
)
def test_markup_in_words_stays_words(text: str) -> None:
    assert compose(utterance(text=text), Echo()) == Composed(text)


def test_asking_for_the_number_shows_that_button_alone() -> None:
    said = utterance(Option("c1", "Another day"), name="ask_contact", text="Please share it.")
    assert compose(said, Echo()) == Composed("Please share it.", (), {"ask_contact": "share_contact"})


def test_a_welcome_takes_that_button_away() -> None:
    assert compose(utterance(name="welcome"), Echo()) == Composed("Hello.", (), {"remove_keyboard": True})


def test_a_welcome_with_choices_shows_the_choices() -> None:
    said = utterance(Option("c1", "Where is it?"), name="welcome")
    assert compose(said, Echo()) == Composed("Hello.", (("Where is it?", "c1"),))


def test_facts_can_ask_for_silence() -> None:
    assert compose(utterance(silent=True), Echo()).extras == {"silent": True}
    assert compose(utterance(silent=False), Echo()).extras == {}


def test_a_label_is_one_short_line() -> None:
    said = utterance(Option("c1", " Wed\n25 Nov\t"), Option("c2", ""), Option("c3", "long " * 40))
    labels = [label for label, _ in compose(said, Echo()).buttons]
    assert labels == ["Wed 25 Nov", "…", "long " * 11 + "long…"]


@pytest.mark.parametrize("token", ["", "x" * 65, "é" * 33])
def test_a_token_that_no_button_can_carry_is_a_mistake_of_ours(token: str) -> None:
    with pytest.raises(ValueError, match="the token of the choice Another day must have 1 to 64 bytes"):
        compose(utterance(Option(token, "Another day")), Echo())


def test_options_beyond_a_hundred_are_left_out_and_counted() -> None:
    composed = compose(utterance(*(Option(f"c{n}", "x") for n in range(120))), Echo())
    assert len(composed.buttons) == 100
    assert composed.extras == {"left_out": 20}


def test_a_keyboard_stays_within_what_telegram_takes() -> None:
    composed = compose(utterance(*(Option("t" * 64, "é" * 64) for _ in range(60))), Echo())
    assert composed.extras == {"left_out": 60 - len(composed.buttons)}
    assert 10 < len(composed.buttons) <= MARKUP_BYTES / (64 * 6 + 64)


def test_a_long_text_ends_after_a_whole_line() -> None:
    line = "A parcel is on its way to you today.\n"
    assert fitted(line * 200) == line * (4095 // len(line)) + "…"


def test_a_long_paragraph_ends_after_a_whole_word() -> None:
    assert fitted("parcel " * 1000) == "parcel " * 584 + "parcel…"


def test_letters_without_a_gap_are_cut_where_they_must() -> None:
    assert fitted("x" * 5000) == "x" * 4095 + "…"


@given(st.text(st.characters(exclude_categories=()), max_size=200), st.integers(1, 60))
def test_any_text_fits_and_can_be_sent(text: str, limit: int) -> None:
    shown = fitted(text, limit)
    assert len(shown) <= limit
    assert "\0" not in shown
    shown.encode()


def test_a_text_of_exactly_the_limit_is_whole() -> None:
    assert fitted("é" * TEXT_LIMIT) == "é" * TEXT_LIMIT
