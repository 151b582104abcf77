"""What goes over the wire, to the letter."""

import pytest

from bot.telegram.channel import TelegramChannel
from flows.messages.channels import Composed, SendFailed, Sent
from tests.telegram.scene import NOW
from tests.telegram.standin import TOKEN, Answer, Standin

pytestmark = pytest.mark.asyncio(loop_scope="module")

NO_PREVIEW = {"is_disabled": True}


async def test_plain_words(channel: TelegramChannel, telegram: Standin) -> None:
    assert await channel.send("7", Composed("<b>Bo</b> & Eve: https://d.example/t/x"), "a1") == Sent("1")
    assert telegram.params("sendMessage") == [
        {"chat_id": 7, "text": "<b>Bo</b> & Eve: https://d.example/t/x", "link_preview_options": NO_PREVIEW}
    ]


async def test_choices(channel: TelegramChannel, telegram: Standin) -> None:
    await channel.send(
        "7", Composed("Which day?", (("Wed", "c1"), ("Thu", "c2"), ("No, leave it as it is", "c3"))), "a1"
    )
    assert telegram.params("sendMessage") == [
        {
            "chat_id": 7,
            "text": "Which day?",
            "link_preview_options": NO_PREVIEW,
            "reply_markup": {
                "inline_keyboard": [
                    [{"text": "Wed", "callback_data": "c1"}],
                    [{"text": "Thu", "callback_data": "c2"}],
                    [{"text": "No, leave it as it is", "callback_data": "c3"}],
                ]
            },
        }
    ]


async def test_the_button_that_shares_the_own_number(channel: TelegramChannel, telegram: Standin) -> None:
    await channel.send("7", Composed("Please share it.", (), {"ask_contact": "Share my number"}), "a1")
    (sent,) = telegram.params("sendMessage")
    assert sent["reply_markup"] == {
        "keyboard": [[{"text": "Share my number", "request_contact": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }


async def test_that_button_goes_again(channel: TelegramChannel, telegram: Standin) -> None:
    await channel.send("7", Composed("Welcome.", (), {"remove_keyboard": True}), "a1")
    (sent,) = telegram.params("sendMessage")
    assert sent["reply_markup"] == {"remove_keyboard": True}


async def test_a_silent_message(channel: TelegramChannel, telegram: Standin) -> None:
    await channel.send("7", Composed("Tomorrow.", (), {"silent": True}), "a1")
    (sent,) = telegram.params("sendMessage")
    assert sent["disable_notification"] is True


@pytest.mark.parametrize("address", ["-100500", "0", "@bo", "+12125550123", "", "7.5", "٧", "9" * 30])
async def test_only_private_chats_are_written_to(channel: TelegramChannel, telegram: Standin, address: str) -> None:
    assert await channel.send(address, Composed("Hello."), "a1") == SendFailed(
        "The address is no private Telegram chat", permanent=True, unbind=True
    )
    assert telegram.calls == []


async def test_an_answer_in_tomorrows_shape_is_still_an_answer(channel: TelegramChannel, telegram: Standin) -> None:
    telegram.fail("sendMessage", Answer(result={"message_id": 55, "date": {"unix": 1}, "chat": "7", "new": [1]}))
    assert await channel.send("7", Composed("Hello."), "a1") == Sent("55")


async def test_telegram_cannot_tell_what_it_sent(channel: TelegramChannel) -> None:
    assert await channel.find("7", Composed("Hello."), NOW) is None


async def test_the_buttons_of_an_old_message_are_taken_off(channel: TelegramChannel, telegram: Standin) -> None:
    assert await channel.freeze("7", "12") is None
    assert telegram.params("editMessageReplyMarkup") == [{"chat_id": 7, "message_id": 12}]


@pytest.mark.parametrize(
    "said",
    [
        "message is not modified: specified new message content and reply markup are exactly the same",
        "message to edit not found",
        "message can't be edited",
    ],
)
async def test_buttons_that_are_gone_already_are_fine(channel: TelegramChannel, telegram: Standin, said: str) -> None:
    telegram.fail("editMessageReplyMarkup", Answer(400, f"Bad Request: {said}"))
    assert await channel.freeze("7", "12") is None


async def test_buttons_that_could_not_be_taken_off_say_why(channel: TelegramChannel, telegram: Standin) -> None:
    telegram.fail("editMessageReplyMarkup", Answer(403, "Forbidden: bot was blocked by the user"))
    assert await channel.freeze("7", "12") == SendFailed(
        "The Telegram chat is closed to us: bot was blocked", permanent=True, unbind=True
    )


async def test_the_bots_name_is_asked_once(channel: TelegramChannel, telegram: Standin) -> None:
    assert channel.known_username is None
    assert [await channel.username(), await channel.username()] == ["doorstep_bot"] * 2
    assert len(telegram.params("getMe")) == 1
    assert TOKEN not in repr(vars(channel))


async def test_the_bots_name_is_at_hand_once_it_was_asked(channel: TelegramChannel) -> None:
    await channel.username()
    assert channel.known_username == "doorstep_bot"
