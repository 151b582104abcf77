"""What is read of Telegram's update (core.telegram.org/bots/api#update); other fields may be there, unread."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

Id = Annotated[int, Meta(ge=-(2**52), le=2**52)]
"""Ids have at most 52 significant bits; a person's is above zero, a group's below."""
Seconds = Annotated[int, Meta(ge=0, le=2**33)]
"""Unix time, until the year 2242."""


class Chat(Struct, frozen=True):
    id: Id
    type: str

    @property
    def is_private(self) -> bool:
        return self.type == "private" and self.id > 0


class Person(Struct, frozen=True):
    id: Id
    is_bot: bool = False
    first_name: str = ""
    last_name: str | None = None
    language_code: str | None = None


class ContactCard(Struct, frozen=True):
    phone_number: str
    user_id: Id | None = None


class Message(Struct, frozen=True):
    """A message, or what is left of one under an old button (then `date` is 0)."""

    chat: Chat
    date: Seconds
    sender: Person | None = field(name="from", default=None)
    edit_date: Seconds | None = None
    text: str | None = None
    caption: str | None = None
    contact: ContactCard | None = None
    forward_origin: Any = None
    forward_date: Any = None
    """The word for a forward before Bot API 7.0; older servers still send it."""
    via_bot: Any = None


class Tap(Struct, frozen=True):
    id: str
    sender: Person = field(name="from")
    message: Message | None = None
    data: str | None = None


class Member(Struct, frozen=True):
    status: str


class Membership(Struct, frozen=True):
    chat: Chat
    sender: Person = field(name="from")
    date: Seconds
    new_chat_member: Member


class Update(Struct, frozen=True):
    update_id: Annotated[int, Meta(ge=1, le=2**53)]
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Tap | None = None
    my_chat_member: Membership | None = None


ASKED_FOR = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that Telegram is asked to send: exactly those above."""


def seen(update: object) -> Update:
    """A raw update in its shape. Raises ValueError that says where it departs from it, and nothing of what is there."""
    try:
        return msgspec.convert(update, Update)
    except msgspec.ValidationError as problem:
        raise ValueError(str(problem)) from None
    except UnicodeEncodeError:  # a lone surrogate in the name of a field
        raise ValueError("the name of a field is no text") from None


def update_id(update: object) -> int | None:
    """The id of a raw update; None for what is none."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if type(number) is int and 1 <= number <= 2**53 else None
