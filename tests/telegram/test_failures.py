"""Every way in which Telegram fails, and what the channel says of it: asked of the real client over a real socket."""

import logging
import socket
import traceback
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.telegram.line import Line
from bot.telegram.methods import FetchUpdates
from bot.telegram.sending import send
from bot.telegram.trouble import CallFailed
from flows.messages.channels import Composed, SendFailed, Sent
from tests.rigs.ports import free_port
from tests.telegram.standin import TOKEN, Answer, Cut, Fault, Silence, Standin

pytestmark = pytest.mark.asyncio(loop_scope="module")


def gone(part: str) -> SendFailed:
    return SendFailed(f"The Telegram chat is closed to us: {part}", permanent=True, unbind=True)


def ours(part: str) -> SendFailed:
    why = f"Telegram refused our words or buttons ({part}): a fault in a template or a correction"
    return SendFailed(why, permanent=True)


def refused(what: str) -> SendFailed:
    return SendFailed(f"Telegram refused: {what}", permanent=True)


def busy(seconds: float) -> SendFailed:
    why = f"Telegram asks for a pause of {seconds:g} s"
    return SendFailed(why, retry_after_seconds=seconds, whole_lane=True)


def config(why: str) -> SendFailed:
    return SendFailed(why, config=True)


def unsure(what: str) -> SendFailed:
    return SendFailed(f"{what}; the message may have gone", unsure=True)


FAULT_OF_THEIRS = unsure("Telegram had a fault of its own")
NO_API = unsure("What answered is not the Bot API (an error page? if it stays, check DOORSTEP_TELEGRAM_API_URL)")
WEBHOOK_IS_SET = (
    "Telegram delivers to a webhook, so nothing can be fetched; set DOORSTEP_TELEGRAM_MODE=webhook or restart"
)
CUT_OFF = unsure("Telegram's server did not answer (ServerDisconnectedError)")
NO_RESULT = unsure("Telegram's answer has no result")
PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"

TABLE: list[tuple[Fault, SendFailed]] = [
    (Answer(400, "Bad Request: chat not found"), gone("chat not found")),
    (Answer(400, "Bad Request: PEER_ID_INVALID"), gone("peer_id_invalid")),
    (Answer(400, "Bad Request: message is not modified"), refused("message is not modified")),
    (Answer(400, "Bad Request: message to edit not found"), refused("message to edit not found")),
    (
        Answer(400, "Bad Request: query is too old"),
        refused("query is too old"),
    ),
    (
        Answer(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": -100123}),
        SendFailed("The Telegram chat has moved", permanent=True, moved_to="-100123"),
    ),
    (Answer(400, "Bad Request: something new"), refused("something new")),
    (Answer(400, "Bad Request: no such 'Bo Ek' in 12125550123"), refused("no such … in …")),
    (Answer(400, None), refused("without a reason")),
    (Answer(401, "Unauthorized"), config("Telegram does not accept the token; check DOORSTEP_TELEGRAM_TOKEN")),
    (Answer(403, "Forbidden: bot was blocked by the user"), gone("bot was blocked")),
    (Answer(403, "Forbidden: user is deactivated"), gone("user is deactivated")),
    (Answer(403, "Forbidden: bot can't initiate conversation with a user"), gone("can't initiate conversation")),
    (Answer(403, "Forbidden: bot was kicked from the group chat"), gone("bot was kicked")),
    (Answer(403, "Forbidden: Bo Ek does not want this"), gone("forbidden")),
    (Answer(404, "Not Found"), config("Telegram knows no such bot or method; check DOORSTEP_TELEGRAM_TOKEN")),
    (
        Answer(409, "Conflict: terminated by other getUpdates request"),
        config("Another process fetches this bot's updates; run one poller for a token, or use a token of your own"),
    ),
    (
        Answer(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"),
        config(WEBHOOK_IS_SET),
    ),
    (Answer(413, "Request Entity Too Large"), refused("the request is too large")),
    (
        Answer(421, "Misdirected Request"),
        config("This Bot API server is not the one of the bot's token; check DOORSTEP_TELEGRAM_API_URL"),
    ),
    (Answer(429, "Too Many Requests: retry after 17", {"retry_after": 17}), busy(17)),
    (Answer(429, "Too Many Requests"), busy(5)),
    (Answer(418, "I am a teapot"), refused("i am a teapot")),
    (Answer(500, "Internal Server Error"), FAULT_OF_THEIRS),
    (Answer(500, "Internal Server Error: restart"), FAULT_OF_THEIRS),
    (Answer(502, "Bad Gateway"), FAULT_OF_THEIRS),
    (Answer(504, "Gateway Timeout"), FAULT_OF_THEIRS),
    (Answer(500, None), unsure("Telegram's answer could not be read (TypeError)")),
    (Answer(502, body=PAGE), NO_API),
    (Answer(200, body=PAGE), NO_API),
    (Answer(200, body=""), NO_API),
    (Answer(200, body='{"ok": true}'), NO_RESULT),
    (Answer(200, body='{"ok": true}', headers={"Content-Type": "text/html; charset=latin-9000"}), NO_RESULT),
    (Answer(200, body='{"ok": "maybe"}'), NO_API),
    (Answer(200, body="[" * 100_000), NO_API),
    (Answer(200, result="sent"), NO_API),
    (Cut(), CUT_OFF),
]


@pytest.mark.parametrize(("fault", "failure"), TABLE, ids=lambda value: getattr(value, "description", None))
async def test_the_table_of_errors(telegram: Standin, line: Line, fault: Fault, failure: SendFailed) -> None:
    before = len(telegram.params("sendMessage"))
    telegram.fail("sendMessage", fault)
    assert await send(line, "7", Composed("Hello Bo.")) == failure
    assert len(telegram.params("sendMessage")) == before + 1, "nothing but a refused text is sent again"


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ('can\'t parse entities: Unsupported start tag "bo" at byte offset 3', "can't parse entities"),
        ("message is too long", "message is too long"),
        ("text is too long", "text is too long"),
    ],
)
async def test_refused_words_go_once_more_shortened(telegram: Standin, line: Line, said: str, part: str) -> None:
    composed = Composed("word " * 800, (("Another day", "c1"),))
    telegram.fail("sendMessage", Answer(400, f"Bad Request: {said}"))
    with capture_logs() as logs:
        assert isinstance(await send(line, "7", composed), Sent)
    first, second = telegram.params("sendMessage")[-2:]
    assert second == first | {"text": "word " * 398 + "word…"}
    assert logs == [{"event": "telegram.sent_plainer", "log_level": "error", "why": ours(part).why}]


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("BUTTON_DATA_INVALID", "button_"),
        ("reply markup is too long", "reply markup"),
        ("REPLY_MARKUP_TOO_LONG", "reply_markup"),
        ("can't parse inline keyboard button: Text must be non-empty", "keyboard"),
    ],
)
async def test_refused_buttons_are_left_off(telegram: Standin, line: Line, said: str, part: str) -> None:
    telegram.fail("sendMessage", Answer(400, f"Bad Request: {said}"))
    with capture_logs() as logs:
        assert isinstance(await send(line, "7", Composed("Which day?", (("Wed", "c1"),))), Sent)
    first, second = telegram.params("sendMessage")[-2:]
    assert second == {name: value for name, value in first.items() if name != "reply_markup"}
    assert [entry["why"] for entry in logs] == [ours(part).why]


async def test_it_goes_once_more_and_not_a_third_time(telegram: Standin, line: Line) -> None:
    before = len(telegram.params("sendMessage"))
    refusal = Answer(400, "Bad Request: can't parse entities: …")
    telegram.fail("sendMessage", refusal, refusal)
    assert await send(line, "7", Composed("Hello.")) == ours("can't parse entities")
    assert len(telegram.params("sendMessage")) == before + 2


async def test_after_a_refusal_what_counts_is_the_second_answer(telegram: Standin, line: Line) -> None:
    telegram.fail("sendMessage", Answer(400, "Bad Request: message is too long"), Cut())
    assert (await send(line, "7", Composed("Hello."))) == CUT_OFF


async def test_a_silent_server_leaves_it_unsure(telegram: Standin) -> None:
    line = Line(TOKEN, telegram.url, timeout_seconds=0.2)
    telegram.fail("sendMessage", Silence())
    assert await send(line, "7", Composed("Hello.")) == unsure("Telegram's server did not answer (TimeoutError)")
    await line.close()


async def test_where_nobody_listens_nothing_was_sent() -> None:
    line = Line(TOKEN, f"http://127.0.0.1:{free_port()}")
    assert await send(line, "7", Composed("Hello.")) == SendFailed(
        "Telegram's server could not be reached (ClientConnectorError); nothing was sent"
    )
    await line.close()


async def test_a_name_that_is_nowhere_is_unreachable_too() -> None:
    line = Line(TOKEN, "http://no-such-host.invalid")
    failure = await send(line, "7", Composed("Hello."))
    assert failure == SendFailed("Telegram's server could not be reached (ClientConnectorDNSError); nothing was sent")
    await line.close()


async def test_no_connection_in_time_means_that_nothing_was_sent() -> None:
    async with _deaf() as url:
        line = Line(TOKEN, url, timeout_seconds=0.3)
        failure = await send(line, "7", Composed("Hello."))
        await line.close()
    assert failure == SendFailed("Telegram's server could not be reached (ConnectionTimeoutError); nothing was sent")


@pytest.mark.parametrize("token", ["", "hello", "4200:", ":abc", "4200:a b", "4200:a/../b", "4200:abc\n", "4200:{x}"])
async def test_a_token_that_cannot_be_one_is_named_but_not_shown(token: str) -> None:
    with pytest.raises(ValueError, match="DOORSTEP_TELEGRAM_TOKEN is no bot token") as raised:
        Line(token)
    assert not token or token not in str(raised.value)


@pytest.mark.parametrize("url", ["", "api.telegram.org", "ftp://x", "http://a b", "https://x/{token}"])
async def test_an_address_that_cannot_be_one_is_named(url: str) -> None:
    with pytest.raises(ValueError, match="DOORSTEP_TELEGRAM_API_URL must be an address"):
        Line(TOKEN, url)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:99999", "http://[::zz]", "http://127.0.0.1:{port}"],
    ids=["impossible port", "impossible host", "nobody there"],
)
async def test_the_token_is_in_no_failure_and_no_log(address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    line = Line(TOKEN, address.replace("{port}", str(free_port())))
    with capture_logs() as logs, pytest.raises(CallFailed) as raised:
        await line.call(FetchUpdates(offset=1))
    await line.close()
    told = [
        *traceback.format_exception(raised.value),
        caplog.text,
        repr(logs),
        repr(raised.value),
        repr(vars(raised.value)),
    ]
    assert raised.value.__context__ is None
    assert not [text for text in told if TOKEN.split(":")[1] in text]


async def test_the_token_in_a_circle_of_redirects_stays_there(telegram: Standin, line: Line) -> None:
    again = Answer(307, body="", headers={"Location": f"/bot{TOKEN}/sendMessage"})
    telegram.fail("sendMessage", *[again] * 10)
    assert await send(line, "7", Composed("Hello.")) == unsure("Telegram's server did not answer (TooManyRedirects)")


@asynccontextmanager
async def _deaf() -> AsyncIterator[str]:
    """The address of a listener whose queue is full: a connection to it never comes about."""
    with ExitStack() as held:
        listener = held.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            caller = held.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
