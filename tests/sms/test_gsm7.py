"""What a text costs, and what is done to make it cost less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sms.gsm7 import BASIC, EXTENDED, Encoding, Segments, is_gsm7, segments, to_gsm7
from bot.sms.lookalikes import FOLDED, TYPOGRAPHIC

GSM, UCS = Encoding.GSM7, Encoding.UCS2


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", Segments(GSM, 0, 1)),
        ("a" * 160, Segments(GSM, 160, 1)),
        ("a" * 161, Segments(GSM, 161, 2)),
        ("a" * 306, Segments(GSM, 306, 2)),
        ("a" * 307, Segments(GSM, 307, 3)),
        ("€" * 80, Segments(GSM, 160, 1)),
        ("€" * 81, Segments(GSM, 162, 2)),
        # 76 pairs fill 152 of 153 places: the escape and its character go to the next segment together.
        ("€" * 153, Segments(GSM, 306, 3)),
        ("ñ" * 160, Segments(GSM, 160, 1)),
        ("í" * 70, Segments(UCS, 70, 1)),
        ("í" * 71, Segments(UCS, 71, 2)),
        ("í" * 134, Segments(UCS, 134, 2)),
        ("í" * 135, Segments(UCS, 135, 3)),
        ("📦" * 35, Segments(UCS, 70, 1)),
        # 33 pairs fill 66 of 67 places.
        ("📦" * 67, Segments(UCS, 134, 3)),
        ("a" * 69 + "’", Segments(UCS, 70, 1)),
    ],
)
def test_segments_are_counted_as_they_are_billed(text: str, counted: Segments) -> None:
    assert segments(text) == counted


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("We’ll be there 10:00–12:00…", "We'll be there 10:00-12:00..."),
        ("“Bo’s” parcel\u00a0— 2\u202fkg", '"Bo\'s" parcel - 2 kg'),
        ("a\u200bb\ufeffc\u00add\u200e", "abcd"),
        ("un\tdeux\u2028trois\r\nquatre\rcinq", "un deux\ntrois\nquatre\ncinq"),
        ("cafe\u0301", "café"),
        ("• one\n• two", "- one\n- two"),
    ],
)
def test_typography_gives_way_without_folding(written: str, sent: str) -> None:
    assert to_gsm7(written, fold=False) == sent


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Su envío llegará mañana, José", "Su envio llegara mañana, José"),
        ("Łódź, Şişli, Ålesund, Plzeň", "Lodz, Sisli, Ålesund, Plzen"),
        ("Straße 12½, 3.º, n° 4", "Straße 12 1/2, 3.o, no 4"),
        ("Œuvre façade ™ ©", "OEuvre facade TM (c)"),
    ],
)
def test_accents_that_gsm7_lacks_are_folded_and_those_it_has_stay(written: str, sent: str) -> None:
    assert to_gsm7(written, fold=True) == sent
    assert is_gsm7(sent)


@pytest.mark.parametrize("written", ["Привет, “María” – 10:00…", "Su envío 📦", "مرحبا María"])
def test_where_nothing_is_gained_words_stay_as_they_are(written: str) -> None:
    assert to_gsm7(written, fold=True) == written


def test_what_no_phone_should_be_sent_goes_in_every_case() -> None:
    assert to_gsm7("a\x00b\ud800c\u202ed\x1be", fold=False) == "abcde"
    assert to_gsm7("Пр\x00и\ud800в\u202eет", fold=True) == "Привет"


def test_every_replacement_is_in_the_alphabet_and_replaces_what_is_not() -> None:
    replacements = {**{chr(code): plain for code, plain in TYPOGRAPHIC.items()}, **FOLDED}

    assert {plain for plain in replacements.values() if not is_gsm7(plain)} == set()
    assert {char for char in replacements if is_gsm7(char)} == set()


@given(st.text(alphabet=st.characters(exclude_categories=())), st.booleans())
def test_any_text_becomes_one_that_can_be_sent_and_stays_as_it_then_is(written: str, fold: bool) -> None:
    sent = to_gsm7(written, fold)

    assert sent.encode("utf-8").decode("utf-8") == sent
    assert to_gsm7(sent, fold) == sent
    assert not any(char in sent for char in "\x00\x1b\u202e")


@given(st.text(alphabet=sorted(BASIC | EXTENDED | {"í", "📦"}), max_size=700))
def test_no_segment_holds_more_than_it_can(text: str) -> None:
    counted = segments(text)
    alone, split = (160, 153) if counted.encoding is GSM else (70, 67)

    assert (counted.count == 1) == (counted.units <= alone)
    assert counted.count == 1 or counted.units <= counted.count * split < counted.units + 2 * split


@given(st.text(alphabet=sorted(BASIC | EXTENDED), max_size=400), st.sampled_from(sorted(BASIC)))
def test_a_longer_text_never_costs_less(text: str, more: str) -> None:
    assert segments(text + more).count >= segments(text).count
