"""A customer's text, from Twilio's form to a turn.

Fields: https://www.twilio.com/docs/messaging/guides/webhook-request. More may come at any time; they are passed over.
"""

from datetime import datetime

from bot.sms.forms import Form, NotForUs, field, message_sid
from domain.talk.turn import ChannelName, Turn, TurnKind
from flows.phones import NotAPhone, e164

LONGEST_TEXT = 1600

STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "UNSTOP"})
"""Not YES: Twilio takes it for START from those who had stopped, and from everyone else it is an answer."""


def read(form: Form, received_at: datetime, provider_answers_stop: bool = True) -> Turn | NotForUs:
    """Read a form whose signature has been checked.

    `received_at` (aware UTC) stands for the time, which Twilio does not send. `provider_answers_stop`: Twilio itself
    blocks and confirms on STOP_WORDS, as it does for long codes unless told otherwise, so such a text becomes a STOP
    turn that asks for no reply; False makes it a plain text for our own rules.
    """
    sid = message_sid(form)
    if sid is None:
        return NotForUs("no MessageSid")
    address = e164(field(form, "From"), field(form, "FromCountry") or None)
    if isinstance(address, NotAPhone):
        return NotForUs(f"the sender {address.why}: a short code, a name or another channel, and nobody to answer")
    if field(form, "OptOutType") == "HELP":
        return NotForUs("Twilio has answered HELP")
    kind, text, caption = _said(form, provider_answers_stop)
    return Turn(ChannelName.SMS, sid, address, received_at, kind, text, caption)


def _said(form: Form, provider_answers_stop: bool) -> tuple[TurnKind, str, str]:
    body = field(form, "Body")[:LONGEST_TEXT]
    opt_out = _opt_out(form, body) if provider_answers_stop else None
    if opt_out:
        return opt_out, body, ""
    if _has_media(form):
        return TurnKind.MEDIA, _media_kind(field(form, "MediaContentType0")), body
    return TurnKind.TEXT, body, ""


def _opt_out(form: Form, body: str) -> TurnKind | None:
    word = body.strip().upper()
    match field(form, "OptOutType"):
        case "STOP":
            return TurnKind.STOP
        case "START":
            return TurnKind.RESUME
        case _ if word in STOP_WORDS:
            return TurnKind.STOP
        case _ if word in START_WORDS:
            return TurnKind.RESUME
        case _:
            return None


def _has_media(form: Form) -> bool:
    return field(form, "NumMedia").strip() not in ("", "0") or bool(field(form, "MediaUrl0"))


def _media_kind(content_type: str) -> str:
    """A word for staff and rules; the address of the file is not kept: nobody may be made to fetch it."""
    match content_type.lower().split(";")[0].strip().partition("/"):
        case ("image", _, _):
            return "photo"
        case ("audio", _, _):
            return "voice"
        case ("video", _, _):
            return "video"
        case ("text", _, "vcard" | "x-vcard" | "directory"):
            return "contact"
        case _:
            return "file"
