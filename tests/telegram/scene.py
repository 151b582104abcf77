"""Made-up people, their updates in Telegram's shape, and words that say what they were asked to say."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.talk.turn import ChannelName
from flows.messages.channels import Option, Utterance

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
DATE = int(NOW.timestamp()) - 2
BO = {"id": 7, "is_bot": False, "first_name": "Bo", "last_name": "Ek", "language_code": "es"}
BOS_CHAT = {"id": 7, "type": "private", "first_name": "Bo"}
FAMILY = {"id": -100500, "type": "supergroup", "title": "Family"}


def message(**content: Any) -> dict[str, Any]:
    """A message of Bo in his own chat."""
    return {"message_id": 31, "from": BO, "chat": BOS_CHAT, "date": DATE, **content}


def update(number: int = 900, **content: Any) -> dict[str, Any]:
    return {"update_id": number, **content}


def tap(number: int = 900, data: str = "c1", chat: Mapping[str, Any] = BOS_CHAT, **more: Any) -> dict[str, Any]:
    """Bo taps a button under a message of last month."""
    below = {"message_id": 12, "date": DATE - 30 * 86400, "chat": chat}
    query = {"id": f"q{number}", "from": BO, "message": below, "chat_instance": "1", "data": data}
    return update(number, callback_query={**query, **more})


def membership(status: str, chat: Mapping[str, Any] = BOS_CHAT, number: int = 900) -> dict[str, Any]:
    def member(status: str) -> dict[str, Any]:
        return {"user": {"id": 4200, "is_bot": True, "first_name": "Doorstep"}, "status": status}

    change = {
        "chat": chat,
        "from": BO,
        "date": DATE,
        "old_chat_member": member("left"),
        "new_chat_member": member(status),
    }
    return update(number, my_chat_member=change)


class Echo:
    """Words that are the text among the facts, and labels that are the label's name."""

    def say(self, utterance: Utterance, channel: ChannelName) -> str:
        assert channel is ChannelName.TELEGRAM
        return str(utterance.facts.get("text", "Hello."))

    def label(self, option: Option, utterance: Utterance, channel: ChannelName) -> str:
        assert channel is ChannelName.TELEGRAM
        return option.label


def utterance(*options: Option, name: str = "status", **facts: object) -> Utterance:
    return Utterance(name, facts, "en", ZoneInfo("America/New_York"), NOW, "Acme", options)
