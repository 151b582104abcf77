"""From an utterance to exact words and buttons. No parse mode: nothing in the text can be taken for markup."""

import json
from collections.abc import Iterable
from typing import Protocol

from bot.telegram.text import fitted, one_line
from domain.talk.answer import ReplyName
from domain.talk.turn import ChannelName
from flows.messages.channels import Composed, Option, Utterance

TOKEN_BYTES = 64
"""callback_data is 1-64 bytes (core.telegram.org/bots/api#inlinekeyboardbutton)."""
BUTTONS_LIMIT = 100
MARKUP_BYTES = 10_000
"""Larger keyboards are refused in practice; the documentation is silent."""
LABEL_LIMIT = 64
"""Ours: a phone shows about half of it."""
SHARE_CONTACT = "share_contact"
"""The label (templates/messages/choices) of the button that shares one's own number."""

_BUTTON_FRAME_BYTES = len('[{"text": "", "callback_data": ""}], ')


class Words(Protocol):
    """What the wording engine does for a channel (bot.words)."""

    def say(self, utterance: Utterance, channel: ChannelName) -> str: ...

    def label(self, option: Option, utterance: Utterance, channel: ChannelName) -> str: ...


def compose(utterance: Utterance, words: Words) -> Composed:
    """The message as it will be sent.

    `extras`: `ask_contact` (the label of the button that shares the own number; there are no other buttons then),
    `remove_keyboard` (that button goes), `silent` (no sound: the facts said so), `left_out` (how many options did not
    fit; slots and parcels never come near the limit). Raises ValueError for an option whose token no button can carry.
    """
    extras: dict[str, object] = {}
    if utterance.facts.get("silent") is True:
        extras["silent"] = True
    if utterance.name == ReplyName.ASK_CONTACT:
        share = Option(token="", label=SHARE_CONTACT)
        extras["ask_contact"] = one_line(words.label(share, utterance, ChannelName.TELEGRAM), LABEL_LIMIT)
        return Composed(fitted(words.say(utterance, ChannelName.TELEGRAM)), extras=extras)
    buttons = _fitting(_button(option, utterance, words) for option in utterance.options)
    if len(buttons) < len(utterance.options):
        extras["left_out"] = len(utterance.options) - len(buttons)
    if utterance.name == ReplyName.WELCOME and not buttons:  # one message carries one kind of keyboard
        extras["remove_keyboard"] = True
    return Composed(fitted(words.say(utterance, ChannelName.TELEGRAM)), buttons, extras)


def _button(option: Option, utterance: Utterance, words: Words) -> tuple[str, str]:
    if not 1 <= len(option.token.encode()) <= TOKEN_BYTES:
        raise ValueError(f"the token of the choice {option.label} must have 1 to {TOKEN_BYTES} bytes")
    return one_line(words.label(option, utterance, ChannelName.TELEGRAM), LABEL_LIMIT), option.token


def _fitting(buttons: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The first of them that fit in one keyboard, measured as JSON with every letter escaped, which is the longest."""
    kept: list[tuple[str, str]] = []
    size = 0
    for label, token in buttons:
        size += len(json.dumps(label)) + len(json.dumps(token)) + _BUTTON_FRAME_BYTES
        if len(kept) == BUTTONS_LIMIT or size > MARKUP_BYTES:
            break
        kept.append((label, token))
    return tuple(kept)
