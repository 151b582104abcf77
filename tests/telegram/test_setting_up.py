"""What Telegram is told when Doorstep starts."""

import pytest
from structlog.testing import capture_logs

from bot.telegram.channel import TelegramChannel
from bot.telegram.trouble import CallFailed
from flows.messages.channels import SendFailed
from tests.telegram.standin import Answer, Standin

pytestmark = pytest.mark.asyncio(loop_scope="module")

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
MENU = {"en": {"status": "Where is my parcel?", "stop": "Stop"}, "es": {"status": "¿Dónde está?"}}


async def test_polling_takes_the_webhook_down_and_loses_nothing(channel: TelegramChannel, telegram: Standin) -> None:
    await channel.set_up("polling", "https://d.example", None, {})
    assert [(call.method, call.params) for call in telegram.calls] == [
        ("deleteWebhook", {"drop_pending_updates": False})
    ]


async def test_a_webhook_is_set_with_its_secret(channel: TelegramChannel, telegram: Standin) -> None:
    await channel.set_up("webhook", "https://d.example/", "s3cret", {})
    assert [(call.method, call.params) for call in telegram.calls] == [
        (
            "setWebhook",
            {
                "url": "https://d.example/channels/telegram",
                "secret_token": "s3cret",
                "allowed_updates": KINDS,
                "drop_pending_updates": False,
            },
        )
    ]


@pytest.mark.parametrize("secret", [None, "", "with space", "é", "x" * 257, "a\n"])
async def test_a_webhook_without_a_usable_secret_is_not_set(
    channel: TelegramChannel, telegram: Standin, secret: str | None
) -> None:
    with pytest.raises(ValueError, match="DOORSTEP_TELEGRAM_SECRET must be"):
        await channel.set_up("webhook", "https://d.example", secret, MENU)
    assert telegram.calls == []


async def test_commands_are_described_in_every_language(channel: TelegramChannel, telegram: Standin) -> None:
    await channel.set_up("polling", "https://d.example", None, MENU)
    private = {"type": "all_private_chats"}
    assert telegram.params("setMyCommands") == [
        {
            "commands": [
                {"command": "status", "description": "Where is my parcel?"},
                {"command": "stop", "description": "Stop"},
            ],
            "scope": private,
        },
        {"commands": [{"command": "status", "description": "¿Dónde está?"}], "scope": private, "language_code": "es"},
    ]


async def test_a_menu_that_is_refused_stops_nothing(channel: TelegramChannel, telegram: Standin) -> None:
    telegram.fail("setMyCommands", Answer(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"))
    with capture_logs() as logs:
        await channel.set_up("polling", "https://d.example", None, MENU)
    assert [(entry["event"], entry["language"]) for entry in logs] == [("telegram.menu_refused", "en")]
    assert len(telegram.params("setMyCommands")) == 2


async def test_a_refused_webhook_says_what_to_check(channel: TelegramChannel, telegram: Standin) -> None:
    telegram.fail("setWebhook", Answer(400, "Bad Request: bad webhook: An HTTPS URL must be provided"))
    with pytest.raises(CallFailed) as refusal:
        await channel.set_up("webhook", "http://d.example", "s3cret", {})
    assert refusal.value.failure == SendFailed(
        "Telegram refused the webhook (bad webhook: an https url must be provided); check DOORSTEP_PUBLIC_URL",
        config=True,
    )
