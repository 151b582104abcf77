"""A customer's text becomes a turn; what is nobody's becomes a reason; nothing a stranger posts is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sms.forms import Form, NotForUs
from bot.sms.inbound import read
from domain.talk.turn import ChannelName, Turn, TurnKind
from tests.sms.scene import CUSTOMER, NOW

SID = "SM" + "1b" * 16


def _form(body: str, **more: str | list[str]) -> Form:
    return {
        "MessageSid": SID, "SmsSid": SID, "AccountSid": "AC1", "From": CUSTOMER, "To": "+12125550100", "Body": body,
        "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received", "FromCity": "", "FromCountry": "US", **more,
    }  # fmt: skip


def _kind(form: Form) -> TurnKind:
    turn = read(form, NOW)
    assert isinstance(turn, Turn)
    return turn.kind


def test_a_text_becomes_a_turn() -> None:
    assert read(_form("Where is my parcel?"), NOW) == Turn(
        ChannelName.SMS, SID, CUSTOMER, NOW, TurnKind.TEXT, "Where is my parcel?"
    )


def test_the_sender_of_a_text_proves_nothing() -> None:
    turn = read(_form("hello"), NOW)

    assert isinstance(turn, Turn)
    assert turn.phone is None


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop\n", "CANCEL", "end", "Quit", "UNSUBSCRIBE", "revoke", "optout"]
)
def test_words_that_twilio_stops_on_ask_for_no_reply(word: str) -> None:
    assert _kind(_form(word)) is TurnKind.STOP


@pytest.mark.parametrize("words", ["stop please", "cancel my delivery", "YES", "HELP", "help", "1", ""])
def test_other_words_are_ours_to_understand(words: str) -> None:
    assert _kind(_form(words)) is TurnKind.TEXT


def test_opt_outs_that_twilio_reports_count_whatever_the_words() -> None:
    assert _kind(_form("ALTO", OptOutType="STOP")) is TurnKind.STOP
    assert _kind(_form("VUELVE", OptOutType="START")) is TurnKind.RESUME
    assert _kind(_form("start")) is TurnKind.RESUME
    assert read(_form("AYUDA", OptOutType="HELP"), NOW) == NotForUs("Twilio has answered HELP")


def test_where_twilio_answers_no_stop_the_word_is_ours() -> None:
    turn = read(_form("STOP"), NOW, provider_answers_stop=False)

    assert isinstance(turn, Turn)
    assert (turn.kind, turn.text) == (TurnKind.TEXT, "STOP")


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("image/jpeg", "photo"),
        ("audio/amr; codecs=x", "voice"),
        ("video/3gpp", "video"),
        ("text/x-vcard", "contact"),
        ("application/pdf", "file"),
        ("", "file"),
    ],
)
def test_media_is_named_and_its_address_is_not_kept(content_type: str, kind: str) -> None:
    url = "https://evil.example/x"

    turn = read(_form("my door", NumMedia="1", MediaUrl0=url, MediaContentType0=content_type), NOW)

    assert isinstance(turn, Turn)
    assert (turn.kind, turn.text, turn.caption) == (TurnKind.MEDIA, kind, "my door")
    assert url not in repr(turn)


def test_a_picture_that_says_stop_stops() -> None:
    assert _kind(_form("STOP", NumMedia="1", MediaUrl0="https://x", MediaContentType0="image/png")) is TurnKind.STOP


@pytest.mark.parametrize("sender", ["262966", "ACME", "", "whatsapp:+12125550123", "rcs:acme_agent", "+1", "\x00"])
def test_who_is_no_phone_is_not_for_us(sender: str) -> None:
    refusal = read(_form("Your code is 1234", From=sender), NOW)

    assert isinstance(refusal, NotForUs)
    assert not sender or sender not in refusal.why


@pytest.mark.parametrize("sid", ["", " ", "SM/../x", "S" * 500, "SM\x00\x00"])
def test_a_form_without_an_id_of_twilios_shape_is_not_for_us(sid: str) -> None:
    if sid != "SM\x00\x00":
        assert read(_form("hi", MessageSid=sid, SmsSid=""), NOW) == NotForUs("no MessageSid")
    else:
        assert isinstance(read(_form("hi", MessageSid=sid, SmsSid=""), NOW), Turn)


def test_what_no_database_keeps_is_left_out_and_endless_texts_end() -> None:
    turn = read(_form("a\x00b\ud800c" + "x" * 5000), NOW)

    assert isinstance(turn, Turn)
    assert turn.text.startswith("abcx")
    assert len(turn.text) == 1600


def test_of_a_repeated_field_the_first_counts() -> None:
    turn = read(_form("first", Body=["first", "second"]), NOW)

    assert isinstance(turn, Turn)
    assert turn.text == "first"


anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
fields = st.sampled_from(
    ["MessageSid", "From", "FromCountry", "Body", "NumMedia", "MediaContentType0", "OptOutType", "x"]
)


@given(st.dictionaries(fields, anything | st.lists(anything, max_size=3)), st.booleans())
def test_any_form_is_a_turn_or_a_reason(stray: dict[str, str | list[str]], answers: bool) -> None:
    form = {**_form("hello"), **stray}

    turn = read(form, NOW, answers)

    assert isinstance(turn, NotForUs) or (turn.address.startswith("+") and "\x00" not in turn.text + turn.caption)
