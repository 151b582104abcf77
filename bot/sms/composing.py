"""An utterance as the exact text of an SMS: GSM-7 where it can be, choices as numbered lines, never too long."""

from typing import Protocol

from bot.sms.gsm7 import segments, to_gsm7
from bot.sms.shortening import shortened
from domain.notices import MANNERS, NoticeKind
from domain.talk.answer import ReplyName
from domain.talk.turn import ChannelName
from flows.messages.channels import Composed, Option, Utterance

TARGET_CHARACTERS = 320
"""What templates aim at: two segments and a bit; tests hold the shipped words to it."""
LONGEST = 640
LONGEST_BY_HAND = 1600
"""Twilio's limit (error 21617), for what a person wrote: their words are not cut earlier."""

VALID_SECONDS = "valid_seconds"
"""The key in `Composed.extras`: how long the text is worth delivering. Whoever knows better may lower it."""
ANSWER_VALID_SECONDS = 4 * 3600

REPLY_HINT = Option(token="", label="reply_with_number")


class Words(Protocol):
    """Where words come from; `bot.words.Words` is one."""

    def say(self, utterance: Utterance, channel: ChannelName) -> str: ...

    def label(self, option: Option, utterance: Utterance, channel: ChannelName) -> str: ...


def compose(utterance: Utterance, words: Words) -> Composed:
    """Return the text, its cost in segments (`units`), and the choices in the order of their numbers (`buttons`)."""
    labels = [_one_line(words.label(option, utterance, ChannelName.SMS)) for option in utterance.options]
    said = words.say(utterance, ChannelName.SMS).strip()
    text = _text(said, _numbered(labels, utterance, words), _limit(utterance))
    return Composed(
        text=text,
        buttons=tuple((label, option.token) for label, option in zip(labels, utterance.options, strict=True)),
        extras={VALID_SECONDS: _valid_seconds(utterance.name)},
        units=segments(text).count,
    )


def _numbered(labels: list[str], utterance: Utterance, words: Words) -> list[str]:
    if not labels:
        return []
    hint = _one_line(words.label(REPLY_HINT, utterance, ChannelName.SMS))
    return [*(f"{number} {label}" for number, label in enumerate(labels, 1)), hint]


def _text(said: str, lines: list[str], limit: int) -> str:
    """Words and choices share one encoding, so they are brought to GSM-7 together; only the words may be cut."""
    whole = to_gsm7("\n".join([said, *lines]).strip(), fold=True)
    if len(whole) <= limit:
        return whole
    rows = whole.split("\n")
    kept = len(lines) + _opt_out_rows(rows, len(lines))
    words, tail = rows[: len(rows) - kept], rows[len(rows) - kept :]
    room = max(limit - sum(len(row) + 1 for row in tail), 0)
    return "\n".join([shortened("\n".join(words), room), *tail])[:LONGEST_BY_HAND]


def _opt_out_rows(rows: list[str], after: int) -> int:
    """How to stop must not be what is cut: the first text to a person has it as its last line of words."""
    return 1 if len(rows) - after > 1 and "STOP" in rows[len(rows) - after - 1] else 0


def _limit(utterance: Utterance) -> int:
    by_hand = utterance.corrected is not None or utterance.name == ReplyName.STAFF
    return LONGEST_BY_HAND if by_hand else LONGEST


def _valid_seconds(name: str) -> int:
    if name in NoticeKind.__members__.values():
        return int(MANNERS[NoticeKind(name)].valid.total_seconds())
    return ANSWER_VALID_SECONDS


def _one_line(text: str) -> str:
    return " ".join(text.split())
