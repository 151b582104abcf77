"""Mail to a dispatcher: what the mail server gets, and what its answers mean."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_string

import pytest

from doorstep.mailing import mail_of
from doorstep.settings import Settings
from flows.changes.ask_carrier import Mail, PostFailed
from tests.rigs.ports import free_port


class MailServer:
    """As much of RFC 5321 as one letter needs."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses, self.letters = refuses, list[str]()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := (await reader.readline()).decode():
            verb = line[:4].upper()
            if self.refuses and self.refuses in line:
                writer.write(b"550 nobody here\r\n")
            elif verb == "DATA":
                writer.write(b"354 go on\r\n")
                self.letters.append((await reader.readuntil(b"\r\n.\r\n")).decode())
                writer.write(b"250 taken\r\n")
            elif verb == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 ok\r\n")
        writer.close()


@asynccontextmanager
async def serving(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mail]:
    port = free_port()
    running = await asyncio.start_server(server, "127.0.0.1", port)
    monkeypatch.setenv("DOORSTEP_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("DOORSTEP_SMTP_FROM", "doorstep@shop.example")
    mail = mail_of(Settings.load())
    assert mail is not None
    yield mail
    running.close()
    await running.wait_closed()


async def test_a_letter_arrives_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    server = MailServer()
    async with serving(server, monkeypatch) as mail:
        await mail("ana@courier.example", "Parcel DS1: please answer", "Please look: https://door.example/d/x\n")

    letter = message_from_string(server.letters[0])
    assert (letter["From"], letter["To"]) == ("doorstep@shop.example", "ana@courier.example")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "https://door.example/d/x" in letter.get_payload()


async def test_an_address_nobody_has_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(MailServer(refuses="ana@"), monkeypatch) as mail:
        with pytest.raises(PostFailed) as failed:
            await mail("ana@courier.example", "x", "y")

    assert failed.value.permanent


async def test_a_server_that_is_away_may_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(MailServer(), monkeypatch) as mail:
        pass
    with pytest.raises(PostFailed) as failed:
        await mail("ana@courier.example", "x", "y")

    assert not failed.value.permanent


def test_without_a_mail_server_there_is_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOORSTEP_SMTP_URL", raising=False)

    assert mail_of(Settings.load()) is None
