"""The same channel against the stricter lab, where it is present: a whole conversation without one broken rule."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.telegram.channel import TelegramChannel
from bot.telegram.line import Line
from bot.telegram.menu import menu
from bot.telegram.reading import NotForUs, read
from bot.telegram.setting_up import WEBHOOK_PATH, Mode
from bot.telegram.webhook import BODY_LIMIT_BYTES, HEADER, Refused, admit
from domain.talk.turn import Turn, TurnKind
from flows.messages.channels import Option, SendFailed, Sent
from tests.rigs.lab import Lab
from tests.telegram.scene import Echo, utterance
from tests.telegram.standin import TOKEN

BO = 7
SECRET = "s3cret"
PUBLIC_URL = "https://bot.example.com"


class Inbox:
    """Keeps updates once, and hands out the turns in them as they come."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.turns: asyncio.Queue[Turn | NotForUs] = asyncio.Queue()

    async def __call__(self, updates: list[dict[str, Any]]) -> None:
        for update in updates:
            if update["update_id"] not in self.seen:
                self.seen.add(update["update_id"])
                self.turns.put_nowait(read(update, datetime.now(UTC)))

    async def next(self) -> Turn:
        turn = await asyncio.wait_for(self.turns.get(), 10)
        assert isinstance(turn, Turn), turn
        return turn


@pytest.fixture
async def channel(lab: Lab) -> AsyncIterator[TelegramChannel]:
    await lab.ask("config", telegram={"strict": True})
    channel = TelegramChannel(Line(TOKEN, lab.telegram_url, timeout_seconds=1.5), Echo())
    yield channel
    await channel.close()


@asynccontextmanager
async def polled(channel: TelegramChannel, lab: Lab) -> AsyncIterator[Inbox]:
    await channel.set_up("polling", PUBLIC_URL, None, menu())
    inbox, stop = Inbox(), asyncio.Event()
    poller = asyncio.create_task(channel.poll(inbox, stop))
    try:
        yield inbox
    finally:
        stop.set()
        await poller


@asynccontextmanager
async def delivered(channel: TelegramChannel, lab: Lab) -> AsyncIterator[Inbox]:
    inbox = Inbox()

    async def door(request: web.Request) -> web.Response:
        updates = admit(await request.read(), request.headers.get(HEADER), [SECRET])
        if isinstance(updates, Refused):
            return web.Response(status=updates.status, text=updates.why)
        channel.receive(updates)
        await inbox(updates)
        return web.Response()

    app = web.Application(client_max_size=BODY_LIMIT_BYTES)
    app.router.add_post(WEBHOOK_PATH, door)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await lab.ask("config", map={PUBLIC_URL: f"http://127.0.0.1:{runner.addresses[0][1]}"})
        await channel.set_up("webhook", PUBLIC_URL, SECRET, menu())
        yield inbox
    finally:
        await runner.cleanup()


WAYS = {"polling": polled, "webhook": delivered}


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_conversation_breaks_no_rule(lab: Lab, channel: TelegramChannel, mode: Mode) -> None:
    link = f"https://t.me/{await channel.username()}?start=Zm9yLUJv-_1234567890"
    async with WAYS[mode](channel, lab) as inbox:
        await lab.ask("tg/user", user_id=BO, first_name="<b>Bo</b>", language_code="es")
        await lab.ask("tg/open", user_id=BO, url=link)
        start = await inbox.next()
        assert (start.kind, start.start_token, start.sender_name) == (
            TurnKind.START,
            "Zm9yLUJv-_1234567890",
            "<b>Bo</b>",
        )

        await say(channel, start, name="ask_contact", text="Please share your number.")
        await lab.ask("tg/contact", user_id=BO, phone="+12125550123")
        contact = await inbox.next()
        assert (contact.kind, contact.phone) == (TurnKind.CONTACT, "+12125550123")
        await say(channel, contact, name="welcome", text="Welcome, <b>Bo</b> & friends.", silent=True)
        assert (await lab.ask("tg/view", user_id=BO))["keyboard"] is None

        await lab.ask("tg/text", user_id=BO, text="another day please")
        text = await inbox.next()
        days = [Option(f"c{n}", f"Wed {n} Dec, 17:00–20:00") for n in range(1, 6)]
        sent = await say(channel, text, *days, name="slots_offered", text="Which day suits you?")
        await lab.ask("tg/tap", user_id=BO, text="Wed 2 Dec")
        choice = await inbox.next()
        assert (choice.kind, choice.choice_token) == (TurnKind.CHOICE, "c2")
        assert await channel.freeze(choice.address, sent.provider_id) is None
        assert await channel.freeze(choice.address, sent.provider_id) is None  # "not modified" is fine by us

        await lab.ask("tg/contact", user_id=BO, own=False, phone="+12125550999", contact_user_id=8)
        assert ((await inbox.next()).text) == "contact"
        await lab.ask("tg/photo", user_id=BO, caption="my door")
        assert (await inbox.next()).caption == "my door"
        await lab.ask("tg/block", user_id=BO)
        assert (await inbox.next()).kind is TurnKind.BLOCKED
        failure = await channel.send(str(BO), channel.compose(utterance(text="Still there?")), "a9")
        assert isinstance(failure, SendFailed)
        assert failure.unbind

    stats = await lab.ask("stats")
    assert [bot["unanswered_taps"] for bot in stats["telegram"]["bots"].values()] == [0]
    # Freezing twice is the one thing that Telegram frowns at; we take its answer for success.
    assert [broken["rule"] for broken in await lab.violations()] == ["not_modified"]


async def test_a_slow_doubled_and_forged_delivery_changes_nothing(lab: Lab, channel: TelegramChannel) -> None:
    await channel.username()
    async with delivered(channel, lab) as inbox:
        await lab.ask("tg/chaos", delay=0.05, duplicate=True)
        await lab.ask("tg/start", user_id=BO)
        await lab.ask("tg/forge", user_id=BO, secret="wrong", update={"update_id": 5, "message": {}})
        await lab.ask("tg/text", user_id=BO, text="where is it?")
        assert [(await inbox.next()).kind, (await inbox.next()).text] == [TurnKind.START, "where is it?"]
        assert inbox.turns.empty()
    assert await lab.violations() == []


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ({"status": 429, "retry_after": 3}, {"retry_after_seconds": 3, "whole_lane": True}),
        ({"status": 403}, {"permanent": True, "unbind": True}),
        ({"status": 400}, {"permanent": True, "unbind": True}),
        ({"status": 400, "migrate_to_chat_id": -1005}, {"permanent": True, "moved_to": "-1005"}),
        ({"status": 401}, {"config": True}),
        ({"status": 500}, {"unsure": True}),
        ({"status": 502, "body": "<html>502 Bad Gateway</html>"}, {"unsure": True}),
        ({"hang": 5}, {"unsure": True}),
        ({"cut": True}, {"unsure": True}),
        ({"cut_after": True}, {"unsure": True}),
    ],
)
async def test_its_faults_are_told_as_they_are(
    lab: Lab, channel: TelegramChannel, fault: dict[str, Any], failure: dict[str, Any]
) -> None:
    await channel.username()
    await lab.ask("tg/user", user_id=BO, started=True)
    await lab.ask("faults", ch="tg", match={"method": "sendMessage"}, do=fault, times=1)
    said = await channel.send(str(BO), channel.compose(utterance()), "a1")
    assert isinstance(said, SendFailed)
    assert said == SendFailed(said.why, **failure)
    assert isinstance(await channel.send(str(BO), channel.compose(utterance()), "a2"), Sent)
    assert await lab.violations() == []


async def say(channel: TelegramChannel, turn: Turn, *options: Option, name: str, **facts: object) -> Sent:
    said = await channel.send(turn.address, channel.compose(utterance(*options, name=name, **facts)), "a1")
    assert isinstance(said, Sent), said
    return said
