"""aiogram's types are built when they are used first: all can be, and nearly none are for what the bot does."""

import json
import subprocess
import sys
import textwrap


def _in_a_process(code: str) -> object:
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_type_can_be_built_once_it_is_needed() -> None:
    found = _in_a_process("""
        import json
        from bot.telegram.lazily import import_aiogram
        import_aiogram()
        from aiogram import types
        kinds = [kind for name in types.__all__ if hasattr(kind := getattr(types, name), "model_rebuild")]
        before = sum(kind.__pydantic_complete__ for kind in kinds)
        failed = [kind.__name__ for kind in kinds if kind.model_rebuild() is False]
        assert all(kind.__pydantic_complete__ for kind in kinds) and len(kinds) > 300
        print(json.dumps({"few_before": before < 20, "failed": failed}))
    """)
    assert found == {"few_before": True, "failed": []}


def test_what_telegram_answers_is_read_as_ever() -> None:
    read = _in_a_process("""
        import json
        from bot.telegram.lazily import import_aiogram
        import_aiogram()
        from aiogram.methods import GetMe, GetUpdates, SendMessage
        from aiogram.methods.base import Response
        from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
        chat, ana = {"id": 7, "type": "private", "first_name": "Ana"}, {"id": 7, "is_bot": False, "first_name": "A"}
        message = {"message_id": 1, "date": 1, "chat": chat, "text": "hi", "from": ana}
        tap = {"id": "1", "from": message["from"], "chat_instance": "x", "data": "t", "message": message}
        came = [{"update_id": 1, "message": message}, {"update_id": 2, "callback_query": tap}]
        updates = {"ok": True, "result": came}
        one, two = Response[GetUpdates.__returning__].model_validate(updates).result
        button = InlineKeyboardButton(text="Yes", callback_data="y")
        asked = SendMessage(chat_id=7, text="?", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))
        sent = Response[SendMessage.__returning__].model_validate({"ok": True, "result": message}).result
        me = Response[GetMe.__returning__].model_validate({"ok": True, "result": {**message["from"], "username": "b"}})
        print(json.dumps([
            one.message.text, two.callback_query.message.chat.first_name, two.callback_query.from_user.id,
            asked.reply_markup.inline_keyboard[0][0].callback_data, sent.message_id, me.result.username,
        ]))
    """)
    assert read == ["hi", "Ana", 7, "y", 1, "b"]


def test_imported_before_it_is_left_as_it_is() -> None:
    assert (
        _in_a_process("""
        import json, aiogram.types
        from bot.telegram.lazily import import_aiogram
        import_aiogram()
        print(json.dumps(aiogram.types.Poll.__pydantic_complete__))
    """)
        is True
    )
