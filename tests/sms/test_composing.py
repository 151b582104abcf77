"""Exact words: what a customer reads on an SMS, and what it costs."""

import pytest

from bot.sms.composing import LONGEST, LONGEST_BY_HAND, compose
from bot.sms.gsm7 import is_gsm7
from bot.sms.shortening import shortened
from flows.messages.channels import Option
from tests.sms.scene import SpokenWords, utterance

SLOTS = (Option("t1", "Wed 25 Nov 09:00–12:00"), Option("t2", "Wed 25 Nov 17:00–20:00"))


def test_choices_become_numbered_lines_with_a_hint() -> None:
    words = SpokenWords("Acme: which time suits you?")

    composed = compose(utterance("slots_offered", SLOTS), words)

    assert composed.text == (
        "Acme: which time suits you?\n"
        "1 Wed 25 Nov 09:00-12:00\n"
        "2 Wed 25 Nov 17:00-20:00\n"
        "Reply with a number."
    )  # fmt: skip
    assert [token for _, token in composed.buttons] == ["t1", "t2"]
    assert composed.units == 1


def test_without_choices_there_is_nothing_to_reply_to() -> None:
    assert compose(utterance(), SpokenWords("Acme: delivered.")).text == "Acme: delivered."


def test_a_label_never_breaks_its_line() -> None:
    composed = compose(utterance(options=(Option("t", "Leave it\nwith  Bo"),)), SpokenWords("Acme:"))

    assert composed.text.split("\n") == ["Acme:", "1 Leave it with Bo", "Reply with a number."]


def test_words_and_choices_are_brought_to_gsm7_together() -> None:
    spanish = compose(utterance(options=SLOTS), SpokenWords("Acme: ¿qué día le va mejor, María? – “Sí”"))
    russian = compose(utterance(options=SLOTS), SpokenWords("Acme: когда вам удобно?"))

    assert spanish.text.startswith('Acme: ¿qué dia le va mejor, Maria? - "Si"\n1 Wed 25 Nov 09:00-12:00')
    assert spanish.units == 1
    assert "1 Wed 25 Nov 09:00–12:00" in russian.text
    assert russian.units == 2


def test_a_long_text_is_cut_after_a_sentence_and_keeps_choices_and_the_way_out() -> None:
    parcels = " ".join(f"Parcel number {n} is late because of the storm." for n in range(40))

    composed = compose(utterance(options=SLOTS), SpokenWords(f"Acme: {parcels}\nReply STOP to opt out."))

    words, *tail = composed.text.split("\n")
    assert words.endswith("because of the storm...")
    assert tail == [
        "Reply STOP to opt out.",
        "1 Wed 25 Nov 09:00-12:00",
        "2 Wed 25 Nov 17:00-20:00",
        "Reply with a number.",
    ]
    assert LONGEST - 60 < len(composed.text) <= LONGEST


def test_what_a_person_wrote_is_cut_only_where_twilio_would_refuse() -> None:
    long, endless = "Sorry, all of it. " * 60, "Sorry, all of it. " * 200

    assert compose(utterance(corrected=long), SpokenWords()).text == long.strip()
    assert len(compose(utterance(corrected=endless), SpokenWords()).text) <= LONGEST_BY_HAND
    assert len(compose(utterance("staff"), SpokenWords(endless)).text) > LONGEST


@pytest.mark.parametrize(
    ("name", "seconds"), [("arriving_soon", 1800), ("delivered", 86400), ("status", 14400), ("no such thing", 14400)]
)
def test_a_text_is_worth_delivering_as_long_as_its_kind_stays_true(name: str, seconds: int) -> None:
    assert compose(utterance(name), SpokenWords()).extras == {"valid_seconds": seconds}


def test_hostile_names_leave_nothing_that_reorders_or_breaks_the_text() -> None:
    composed = compose(utterance(), SpokenWords('Acme: hello <b>"Bo\u202e\u200f\x00\ud83d</b>'))

    assert composed.text == 'Acme: hello <b>"Bo</b>'
    assert is_gsm7(composed.text)


@pytest.mark.parametrize(
    ("room", "kept"),
    [
        (52, "Your parcel is late. Sorry for that. Another word."),
        (40, "Your parcel is late. Sorry for that..."),
        (35, "Your parcel is late. Sorry for..."),
        (9, "Your..."),
    ],
)
def test_a_cut_prefers_the_end_of_a_sentence_then_of_a_word(room: int, kept: str) -> None:
    assert shortened("Your parcel is late. Sorry for that. Another word.", room) == kept


def test_a_link_is_never_cut_and_the_last_one_survives() -> None:
    text = "Seven parcels are late. " * 4 + "https://d.example/t/abcdef https://d.example/t/ghijkl"

    assert shortened(text, 75) == "Seven parcels are late. Seven parcels are...\nhttps://d.example/t/ghijkl"


def test_dots_do_not_become_part_of_a_link() -> None:
    assert shortened("See https://d.example/t/abcdef and then all the rest of it", 40).startswith(
        "See https://d.example/t/abcdef and"
    )
    assert shortened("See https://d.example/t/abcdef " + "x" * 60, 40) == "See https://d.example/t/abcdef ..."


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    assert shortened("x" * 100, 10) == "xxxxxx..."
