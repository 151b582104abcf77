"""What is done at once, and waits for nobody: taps are answered, groups are left."""

from collections.abc import AsyncIterator

import pytest

from bot.telegram.doorkeeper import AT_ONCE_LIMIT, Doorkeeper
from bot.telegram.line import Line
from tests.telegram.hearing import hearing
from tests.telegram.scene import BO, FAMILY, membership, message, tap, update
from tests.telegram.standin import Answer, Silence, Standin

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
async def doorkeeper(line: Line) -> AsyncIterator[Doorkeeper]:
    doorkeeper = Doorkeeper(line)
    yield doorkeeper
    await doorkeeper.close()


async def test_a_tap_is_answered(doorkeeper: Doorkeeper, telegram: Standin) -> None:
    doorkeeper.receive([tap(901), update(902, message=message(text="hi")), tap(903)])
    assert await telegram.called("answerCallbackQuery", 2) == [
        {"callback_query_id": "q901"},
        {"callback_query_id": "q903"},
    ]


async def test_a_tap_that_comes_again_is_answered_once(doorkeeper: Doorkeeper, telegram: Standin) -> None:
    doorkeeper.receive([tap(901)])
    await telegram.called("answerCallbackQuery")
    doorkeeper.receive([tap(901), tap(902)])
    assert await telegram.called("answerCallbackQuery", 2) == [
        {"callback_query_id": "q901"},
        {"callback_query_id": "q902"},
    ]


@pytest.mark.parametrize(
    "knock",
    [
        update(message=message(text="where is it?", chat=FAMILY)),
        update(edited_message=message(text="where is it?", chat=FAMILY)),
        membership("member", FAMILY),
        membership("administrator", FAMILY | {"type": "channel"}),
        tap(chat=FAMILY),
    ],
)
async def test_a_group_is_left(doorkeeper: Doorkeeper, telegram: Standin, knock: dict[str, object]) -> None:
    doorkeeper.receive([knock])
    assert await telegram.called("leaveChat") == [{"chat_id": -100500}]


async def test_many_messages_of_a_group_make_one_leave(doorkeeper: Doorkeeper, telegram: Standin) -> None:
    doorkeeper.receive([update(900 + n, message=message(text="hi", chat=FAMILY)) for n in range(20)])
    await telegram.called("leaveChat")
    doorkeeper.receive([tap(990)])
    await telegram.called("answerCallbackQuery")
    assert len(telegram.params("leaveChat")) == 1


async def test_nothing_is_due_for_what_people_write_or_what_has_no_shape(
    doorkeeper: Doorkeeper, telegram: Standin
) -> None:
    doorkeeper.receive(
        [
            update(901, message=message(text="hi")),
            membership("kicked"),
            membership("left", FAMILY),
            {},
            update(902, callback_query={"id": 5}),
            update(903, callback_query={"id": "q903", "from": BO}),
        ]
    )
    assert await telegram.called("answerCallbackQuery") == [{"callback_query_id": "q903"}]
    assert telegram.params("leaveChat") == []


async def test_a_late_answer_is_nothing_to_speak_of(doorkeeper: Doorkeeper, telegram: Standin) -> None:
    telegram.fail(
        "answerCallbackQuery",
        Answer(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        Answer(500, "Internal Server Error"),
    )
    with hearing() as (logs, heard):
        doorkeeper.receive([tap(901)])
        await telegram.called("answerCallbackQuery")
        doorkeeper.receive([tap(902)])
        await telegram.called("answerCallbackQuery", 2)
        await heard(1)
    assert [(entry["event"], entry["method"]) for entry in logs] == [
        ("telegram.courtesy_failed", "answerCallbackQuery")
    ]


async def test_courtesies_to_a_silent_server_do_not_pile_up(doorkeeper: Doorkeeper, telegram: Standin) -> None:
    telegram.fail("answerCallbackQuery", *[Silence()] * (AT_ONCE_LIMIT + 50))
    doorkeeper.receive([tap(900 + n) for n in range(AT_ONCE_LIMIT + 50)])
    await telegram.called("answerCallbackQuery", AT_ONCE_LIMIT)
    await doorkeeper.close()
    assert len(telegram.params("answerCallbackQuery")) == AT_ONCE_LIMIT
