"""From Telegram's update to a turn: who said what in a private chat, or why it is nothing for us."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import phonenumbers

from bot.telegram.shapes import ContactCard, Membership, Message, Person, Tap, Update, seen
from bot.telegram.text import carried, fitted, shown_name
from domain.talk.turn import ChannelName, Turn, TurnKind

OLDEST = timedelta(hours=24, minutes=15)
"""Telegram keeps an update for 24 hours; an older one is a replay. The rest is for clocks that disagree."""
EDIT_COUNTS = timedelta(minutes=15)
"""How long after a message an edit of it is still taken as something said."""

COMMANDS = frozenset({"help", "stop", "settings", "status"})
_MEDIA = re.findall(
    r"\w+",
    # An animation comes as a document as well, a venue as a location: the telling word stands first.
    "animation, audio, document, live_photo, paid_media, photo, sticker, story, video, video_note, voice, checklist,"
    "contact, dice, game, poll, venue, location, rich_message, invoice, giveaway",
)

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_CALLBACK_BYTES = 64


@dataclass(frozen=True, slots=True)
class NotForUs:
    """The update says nothing to us. `why` is for staff and has nothing of its content."""

    why: str


def read(update: Mapping[str, Any], received_at: datetime) -> Turn | NotForUs:
    """Read one update as Telegram's JSON has it; total: whatever its shape, the answer is a turn or a reason.

    `received_at` is when it came in (not when it is read): it decides what is too old, and it is the time of a tap,
    which has none of its own. A turn's `at` is never after it.
    """
    try:
        shape = seen(update)
    except ValueError as problem:
        return NotForUs(f"unreadable: {problem}")
    return _Reading(str(shape.update_id), received_at).of(shape, update)


@dataclass(frozen=True, slots=True)
class _Reading:
    key: str
    received_at: datetime

    def of(self, update: Update, raw: Mapping[str, Any]) -> Turn | NotForUs:
        if update.message is not None:
            return self._message(update.message, raw["message"])
        if update.edited_message is not None:
            return self._edit(update.edited_message)
        if update.callback_query is not None:
            return self._tap(update.callback_query)
        if update.my_chat_member is not None:
            return self._membership(update.my_chat_member)
        return NotForUs("a kind of update that was not asked for")

    def _message(self, message: Message, raw: Mapping[str, Any]) -> Turn | NotForUs:
        if foreign := self._foreign(message, message.date):
            return foreign
        if message.text is not None:
            return self._text(message, message.text)
        if message.contact is not None and (phone := _own_phone(message, message.contact)):
            return self._turn(message, TurnKind.CONTACT, phone=phone)
        # An own card without a usable number (an anonymous +888 one) goes with other people's cards: it proves nothing.
        kind = next((kind for kind in _MEDIA if raw.get(kind)), None)
        if kind is None:
            return NotForUs("a service message")
        return self._turn(message, TurnKind.MEDIA, text=kind, caption=fitted(message.caption or _emoji(kind, raw)))

    def _text(self, message: Message, text: str) -> Turn:
        match _command(text):
            case "start", payload:
                token = payload if _START_PAYLOAD.fullmatch(payload) else None
                return self._turn(message, TurnKind.START, start_token=token)
            case word, rest if word in COMMANDS:
                return self._turn(message, TurnKind.TEXT, text=fitted(f"{word} {rest}"))
            case _:
                return self._turn(message, TurnKind.TEXT, text=fitted(text))

    def _edit(self, message: Message) -> Turn | NotForUs:
        """Words corrected soon after they were written are said anew; Telegram also reports edits that nobody made."""
        edited = message.edit_date or message.date
        if foreign := self._foreign(message, edited):
            return foreign
        if message.text is None or edited <= message.date:
            return NotForUs("an edit that changed no words")
        if edited - message.date > EDIT_COUNTS.total_seconds():
            return NotForUs("an edit of an old message")
        turn = self._text(message, message.text)
        return NotForUs("an edited /start") if turn.kind is TurnKind.START else turn

    def _tap(self, tap: Tap) -> Turn | NotForUs:
        if tap.message is None or tap.data is None:
            return NotForUs("a tap on something that is no button of ours")
        if not tap.message.chat.is_private or tap.message.chat.id != tap.sender.id:
            return NotForUs("a tap outside a private chat")
        if carried(tap.data) != tap.data or not 1 <= len(tap.data.encode()) <= _CALLBACK_BYTES:
            return NotForUs("a tap with data that no button can have")
        return self._by(tap.sender, TurnKind.CHOICE, self.received_at, choice_token=tap.data)

    def _membership(self, change: Membership) -> Turn | NotForUs:
        if not change.chat.is_private:
            return NotForUs("a group, a channel or the like")
        if self._is_old(change.date):
            return NotForUs("older than a day")
        at = self._at(change.date)
        match change.new_chat_member.status:
            case "kicked":
                return self._by(change.sender, TurnKind.BLOCKED, at)
            case "member":
                return self._by(change.sender, TurnKind.UNBLOCKED, at)
            case _:
                return NotForUs("a membership that neither blocks nor unblocks")

    def _foreign(self, message: Message, date: int) -> NotForUs | None:
        if not message.chat.is_private:
            return NotForUs("a group, a channel or the like")
        if message.sender is None or message.sender.is_bot or message.sender.id != message.chat.id:
            return NotForUs("not written by the person whose chat it is")
        if self._is_old(date):
            return NotForUs("older than a day")
        return None

    def _is_old(self, date: int) -> bool:
        return self.received_at - datetime.fromtimestamp(date, UTC) > OLDEST

    def _at(self, date: int) -> datetime:
        return min(datetime.fromtimestamp(date, UTC), self.received_at)

    def _turn(self, message: Message, kind: TurnKind, **what: str | None) -> Turn:
        assert message.sender is not None, "a message without a sender is foreign"
        return self._by(message.sender, kind, self._at(message.edit_date or message.date), **what)

    def _by(self, person: Person, kind: TurnKind, at: datetime, **what: Any) -> Turn:
        return Turn(
            channel=ChannelName.TELEGRAM,
            key=self.key,
            address=str(person.id),
            at=at,
            kind=kind,
            language=_language(person.language_code),
            sender_name=shown_name(person.first_name, person.last_name),
            **what,
        )


def _emoji(kind: str, raw: Mapping[str, Any]) -> str:
    """What a sticker stands for: a thumb is an answer."""
    sticker = raw.get("sticker") if kind == "sticker" else None
    emoji = sticker.get("emoji") if isinstance(sticker, dict) else None
    return emoji if isinstance(emoji, str) and len(emoji) <= 8 else ""


def _command(text: str) -> tuple[str, str] | None:
    found = _COMMAND.fullmatch(text.strip())
    return (found[1].lower(), (found[2] or "").strip()) if found else None


def _own_phone(message: Message, card: ContactCard) -> str | None:
    """The card's number in E.164, if the card is the sender's own: anyone can send, or pass on, someone else's.

    Telegram gives the number with or without its "+".
    """
    passed_on = message.forward_origin or message.forward_date or message.via_bot
    if passed_on or message.sender is None or card.user_id != message.sender.id:
        return None
    try:
        number = phonenumbers.parse("+" + card.phone_number.strip().removeprefix("+"), None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _language(code: str | None) -> str | None:
    return code if code is not None and _LANGUAGE.fullmatch(code) else None
