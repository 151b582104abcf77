"""Mail: a plain text to one address, by the mail server that the settings name."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import unquote, urlsplit

from doorstep.settings import Settings
from flows.changes.ask_carrier import Mail, PostFailed

ANSWER_WITHIN_SECONDS = 20


def mail_of(settings: Settings) -> Mail | None:
    """The way by mail; None where no mail server is set."""
    if settings.smtp_url is None or settings.smtp_from is None:
        return None
    server, sender = settings.smtp_url.get_secret_value(), settings.smtp_from

    async def mail(address: str, subject: str, text: str) -> None:
        try:
            await asyncio.to_thread(_send, server, _message(sender, address, subject, text))
        except smtplib.SMTPRecipientsRefused as problem:
            raise PostFailed("the mail server refuses the dispatcher's address", permanent=True) from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise PostFailed(f"the mail server did not take it ({type(problem).__name__})") from problem

    return mail


def _message(sender: str, address: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, address, subject
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    message.set_content(text)
    return message


def _send(server: str, message: EmailMessage) -> None:
    parts = urlsplit(server)
    host, is_secure = parts.hostname or "", parts.scheme == "smtps"
    context = ssl.create_default_context()
    connect = (
        smtplib.SMTP_SSL(host, parts.port or 465, timeout=ANSWER_WITHIN_SECONDS, context=context)
        if is_secure
        else smtplib.SMTP(host, parts.port or 587, timeout=ANSWER_WITHIN_SECONDS)
    )
    with connect as line:
        line.ehlo()
        if not is_secure and line.has_extn("starttls"):
            line.starttls(context=context)
            line.ehlo()
        if parts.username:
            line.login(unquote(parts.username), unquote(parts.password or ""))
        line.send_message(message)
