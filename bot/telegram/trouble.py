"""How a call to Telegram can fail: the kinds that somebody treats differently, each with what a channel says of it."""

from enum import StrEnum

from flows.messages.channels import SendFailed


class Trouble(StrEnum):
    GONE = "gone"
    """The chat is closed to us."""
    TEXT_REFUSED = "text refused"
    BUTTONS_REFUSED = "buttons refused"
    UNCHANGED = "unchanged"
    """An edit that changes nothing: what was wanted is there."""
    STALE = "stale"
    """The message to edit is gone."""
    LATE = "late"
    """The tap is too old to be answered."""
    MOVED = "moved"
    CONFIG = "config"
    CONFLICT = "conflict"
    """Someone else fetches this bot's updates."""
    BUSY = "busy"
    NOT_SENT = "not sent"
    UNSURE = "unsure"
    REFUSED = "refused"


class CallFailed(Exception):
    """A call that Telegram did not carry out, or perhaps did. `failure` says it as a channel does."""

    def __init__(self, trouble: Trouble, failure: SendFailed) -> None:
        super().__init__(failure.why)
        self.trouble = trouble
        self.failure = failure


def gone(part: str) -> CallFailed:
    why = f"The Telegram chat is closed to us: {part}"
    return CallFailed(Trouble.GONE, SendFailed(why, permanent=True, unbind=True))


def unacceptable(trouble: Trouble, part: str) -> CallFailed:
    why = f"Telegram refused our words or buttons ({part}): a fault in a template or a correction"
    return CallFailed(trouble, SendFailed(why, permanent=True))


def moved(address: str) -> CallFailed:
    return CallFailed(Trouble.MOVED, SendFailed("The Telegram chat has moved", permanent=True, moved_to=address))


def config(why: str, trouble: Trouble = Trouble.CONFIG) -> CallFailed:
    return CallFailed(trouble, SendFailed(why, config=True))


def busy(seconds: float) -> CallFailed:
    why = f"Telegram asks for a pause of {seconds:g} s"
    return CallFailed(Trouble.BUSY, SendFailed(why, retry_after_seconds=seconds, whole_lane=True))


def not_sent(kind: str) -> CallFailed:
    return CallFailed(
        Trouble.NOT_SENT, SendFailed(f"Telegram's server could not be reached ({kind}); nothing was sent")
    )


def unsure(what: str) -> CallFailed:
    return CallFailed(Trouble.UNSURE, SendFailed(f"{what}; the message may have gone", unsure=True))


def refused(what: str, trouble: Trouble = Trouble.REFUSED) -> CallFailed:
    return CallFailed(trouble, SendFailed(f"Telegram refused: {what}", permanent=True))
