"""An update is a turn of the person whose chat it is, or nothing with a reason."""

from datetime import timedelta
from typing import Any

import pytest

from bot.telegram.reading import NotForUs, read
from domain.talk.turn import ChannelName, Turn, TurnKind
from tests.telegram.scene import BO, BOS_CHAT, DATE, FAMILY, NOW, membership, message, tap, update

DAY = 86400
OWN = {"phone_number": "12125550123", "first_name": "Bo", "user_id": 7}


def turn_of(raw: dict[str, Any]) -> Turn:
    turn = read(raw, NOW)
    assert isinstance(turn, Turn), turn
    return turn


def why_not(raw: dict[str, Any]) -> str:
    reason = read(raw, NOW)
    assert isinstance(reason, NotForUs), reason
    return reason.why


def said(**content: Any) -> dict[str, Any]:
    return update(message=message(**content))


def edited(text: str, after_seconds: int | None) -> dict[str, Any]:
    when = {} if after_seconds is None else {"edit_date": DATE - 3600 + after_seconds}
    return update(edited_message=message(text=text, **when) | {"date": DATE - 3600})


def test_words_become_a_turn_with_all_that_is_known_of_the_person() -> None:
    assert read(said(text="where is it?"), NOW) == Turn(
        channel=ChannelName.TELEGRAM,
        key="900",
        address="7",
        at=NOW - timedelta(seconds=2),
        kind=TurnKind.TEXT,
        text="where is it?",
        language="es",
        sender_name="Bo Ek",
    )


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("/start", None),
        ("/start abcDEF-_0123", "abcDEF-_0123"),
        ("/START abc", "abc"),
        ("/start@doorstep_bot abc", "abc"),
        ("/start two words", None),
        ("/start <script>", None),
        ("/start " + "a" * 64, "a" * 64),
        ("/start " + "a" * 65, None),
    ],
)
def test_start_brings_the_links_token_if_it_can_be_one(text: str, token: str | None) -> None:
    turn = turn_of(said(text=text))
    assert (turn.kind, turn.start_token, turn.text) == (TurnKind.START, token, "")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("/help", "help"),
        ("/stop", "stop"),
        ("/STOP", "stop"),
        ("/settings", "settings"),
        ("/status DS100", "status DS100"),
        ("/status@doorstep_bot", "status"),
        ("/cancel", "/cancel"),
        ("/statuses", "/statuses"),
        ("is it /stop?", "is it /stop?"),
        ("  hello \n", "hello"),
        ("a\0b\ud800c", "ab?c"),
    ],
)
def test_a_command_is_its_word_and_words_stay_as_written(written: str, read_as: str) -> None:
    turn = turn_of(said(text=written))
    assert (turn.kind, turn.text) == (TurnKind.TEXT, read_as)


def test_the_own_contact_proves_the_number() -> None:
    turn = turn_of(said(contact=OWN))
    assert (turn.kind, turn.phone) == (TurnKind.CONTACT, "+12125550123")


@pytest.mark.parametrize("number", ["+12125550123", "12125550123", " +1 (212) 555-0123 "])
def test_a_number_comes_with_or_without_its_plus(number: str) -> None:
    assert turn_of(said(contact=OWN | {"phone_number": number})).phone == "+12125550123"


@pytest.mark.parametrize(
    "content",
    [
        {"contact": OWN | {"user_id": 8}},
        {"contact": {"phone_number": "12125550123", "first_name": "Bo"}},
        {"contact": OWN, "forward_origin": {"type": "user", "date": DATE, "sender_user": BO}},
        {"contact": OWN, "forward_date": DATE},
        {"contact": OWN, "via_bot": {"id": 9, "is_bot": True, "first_name": "Helper"}},
        {"contact": OWN | {"phone_number": "88804021234"}},
        {"contact": OWN | {"phone_number": "no number"}},
        {"contact": OWN | {"phone_number": ""}},
    ],
    ids=["of someone else", "of nobody", "forwarded", "forwarded long ago", "by a bot", "anonymous", "words", "empty"],
)
def test_any_other_contact_proves_nothing(content: dict[str, Any]) -> None:
    turn = turn_of(said(**content))
    assert (turn.kind, turn.text, turn.phone) == (TurnKind.MEDIA, "contact", None)


@pytest.mark.parametrize(
    ("content", "kind", "caption"),
    [
        ({"photo": [{"file_id": "x"}], "caption": "my door"}, "photo", "my door"),
        ({"voice": {"file_id": "x"}}, "voice", ""),
        ({"animation": {"file_id": "x"}, "document": {"file_id": "x"}}, "animation", ""),
        ({"venue": {"title": "x"}, "location": {"latitude": 1}}, "venue", ""),
        ({"location": {"latitude": 1, "longitude": 2}}, "location", ""),
        ({"sticker": {"file_id": "x"}}, "sticker", ""),
    ],
)
def test_what_is_not_words_is_named_by_its_kind(content: dict[str, Any], kind: str, caption: str) -> None:
    turn = turn_of(said(**content))
    assert (turn.kind, turn.text, turn.caption) == (TurnKind.MEDIA, kind, caption)


def test_a_tap_is_said_when_it_comes_however_old_the_button() -> None:
    turn = turn_of(tap(data="c1"))
    assert (turn.kind, turn.choice_token, turn.at, turn.key) == (TurnKind.CHOICE, "c1", NOW, "900")


def test_a_tap_below_a_message_that_telegram_no_longer_shows_still_counts() -> None:
    below = {"chat": BOS_CHAT, "message_id": 12, "date": 0}
    assert turn_of(tap(message=below)).choice_token == "c1"


@pytest.mark.parametrize(
    "raw",
    [
        tap(data=""),
        tap(data="x" * 65),
        tap(data="é" * 33),
        tap(data="a\0b"),
        tap(data="\ud800"),
        update(callback_query={"id": "1", "from": BO, "chat_instance": "1", "inline_message_id": "z", "data": "c1"}),
        update(callback_query={"id": "1", "from": BO, "chat_instance": "1", "game_short_name": "chess"}),
    ],
)
def test_a_tap_on_no_button_of_ours_is_nothing(raw: dict[str, Any]) -> None:
    assert why_not(raw).startswith("a tap ")


@pytest.mark.parametrize(("status", "kind"), [("kicked", TurnKind.BLOCKED), ("member", TurnKind.UNBLOCKED)])
def test_blocking_and_unblocking_are_turns(status: str, kind: TurnKind) -> None:
    assert turn_of(membership(status)).kind is kind


def test_a_correction_soon_after_is_said_anew() -> None:
    turn = turn_of(edited("not home", after_seconds=60))
    assert (turn.kind, turn.text) == (TurnKind.TEXT, "not home")
    assert turn.at.timestamp() == DATE - 3600 + 60


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (edited("not home", after_seconds=901), "an edit of an old message"),
        (edited("not home", after_seconds=0), "an edit that changed no words"),
        (edited("not home", after_seconds=None), "an edit that changed no words"),
        (edited("/start abc", after_seconds=60), "an edited /start"),
        (update(edited_message=message(location={"latitude": 1}, edit_date=DATE + 1)), "an edit that changed no words"),
    ],
)
def test_any_other_edit_is_nothing(raw: dict[str, Any], why: str) -> None:
    assert why_not(raw) == why


@pytest.mark.parametrize(
    "raw",
    [
        said(text="where is it?", chat=FAMILY),
        said(contact=OWN, chat=FAMILY),
        said(photo=[{}], chat=FAMILY),
        said(text="hi", chat={"id": 7, "type": "group"}),
        said(text="hi", chat={"id": -7, "type": "private"}),
        update(edited_message=message(text="hi", edit_date=DATE, chat=FAMILY)),
        tap(chat=FAMILY),
        tap(chat={"id": 8, "type": "private"}),
        membership("kicked", FAMILY),
        membership("member", FAMILY),
    ],
)
def test_nothing_counts_outside_the_persons_own_chat(raw: dict[str, Any]) -> None:
    assert why_not(raw) in {"a group, a channel or the like", "a tap outside a private chat"}


@pytest.mark.parametrize(
    "sender",
    [{"id": 8, "is_bot": False, "first_name": "Eve"}, {"id": 7, "is_bot": True, "first_name": "Bot"}, None],
)
def test_only_the_person_whose_chat_it_is_can_write_in_it(sender: dict[str, Any] | None) -> None:
    assert why_not(said(text="hi", **{"from": sender})) == "not written by the person whose chat it is"


def test_a_day_is_the_oldest_that_can_come() -> None:
    assert turn_of(said(text="hi", date=DATE - DAY)).text == "hi"
    assert why_not(said(text="hi", date=DATE - DAY - 3600)) == "older than a day"
    old = membership("kicked")
    old["my_chat_member"]["date"] -= 2 * DAY
    assert why_not(old) == "older than a day"


def test_a_date_in_the_future_is_taken_for_now() -> None:
    assert turn_of(said(text="hi", date=DATE + DAY)).at == NOW


def test_service_messages_are_not_answered() -> None:
    assert why_not(said(pinned_message=message(text="x"))) == "a service message"


@pytest.mark.parametrize("kind", ["inline_query", "channel_post", "poll", "business_message", "a_kind_of_tomorrow"])
def test_kinds_that_were_not_asked_for_are_nothing(kind: str) -> None:
    assert why_not({"update_id": 900, kind: {"id": 1}}) == "a kind of update that was not asked for"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("<b>Bo</b>", None, "<b>Bo</b>"),
        ('"Bo"', "O'Ek", '"Bo" O\'Ek'),
        ("\u202eoB\u2066", "\u200fEk\n", "oB Ek"),
        ("\0\x1b[31m", "", "[31m"),
        ("\u202e", "\u2069", None),
        ("", None, None),
        ("B" * 500, None, "B" * 128),
        ("👩\u200d🚀", None, "👩\u200d🚀"),
        ("بو", "نمی\u200cدانم", "بو نمی\u200cدانم"),
    ],
)
def test_a_name_is_shown_without_what_turns_the_page_around(first: str, last: str | None, shown: str | None) -> None:
    person = BO | {"first_name": first, "last_name": last}
    assert turn_of(said(text="hi", **{"from": person})).sender_name == shown


@pytest.mark.parametrize(
    ("code", "language"), [("pt-br", "pt-br"), ("zh-hans", "zh-hans"), ("", None), ("../../etc", None), (None, None)]
)
def test_a_language_is_kept_if_it_can_be_one(code: str | None, language: str | None) -> None:
    assert turn_of(said(text="hi", **{"from": BO | {"language_code": code}})).language == language


@pytest.mark.parametrize(
    "raw",
    [
        {},
        update(0),
        update(2**63, message=message(text="hi")),
        {"update_id": "900", "message": message(text="hi")},
        {"update_id": True, "message": message(text="hi")},
        update(message="hi"),
        update(message=[]),
        update(message={}),
        said(text=5),
        said(text="hi", date="yesterday"),
        said(text="hi", date=10**30),
        said(text="hi", date=-1),
        said(text="hi", chat=7),
        said(text="hi", **{"from": "Bo"}),
        said(contact="12125550123"),
        said(contact={"phone_number": 12125550123, "user_id": 7}),
        update(callback_query={"id": 5}),
        update(my_chat_member={"chat": BOS_CHAT, "from": BO, "date": DATE}),
    ],
)
def test_a_wrong_shape_is_unreadable_and_tells_where(raw: dict[str, Any]) -> None:
    assert why_not(raw).startswith("unreadable: ")


def test_the_reason_has_nothing_of_the_message() -> None:
    assert why_not(said(text="hi", **{"from": BO | {"first_name": ["Bo Ek"]}})) == (
        "unreadable: Expected `str`, got `array` - at `$.message.from.first_name`"
    )
