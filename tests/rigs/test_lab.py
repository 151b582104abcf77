"""The lab answers as Telegram does, and notices what Telegram would swallow."""

import httpx

from tests.rigs.lab import Lab

TOKEN = "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"


async def test_a_customer_hears_what_the_bot_says(lab: Lab) -> None:
    await _bot(lab, "getMe")
    await lab.ask("tg/start", user_id=7)

    await _bot(lab, "sendMessage", chat_id=7, text="Your parcel is with the driver.")

    (message,) = await lab.messages(ch="tg", chat_id=7)
    assert message["text"] == "Your parcel is with the driver."
    assert await lab.violations() == []


async def test_a_field_that_telegram_would_swallow_is_a_violation(lab: Lab) -> None:
    await _bot(lab, "getMe", parcel="DS100")

    (broken,) = await lab.violations()
    assert broken["method"] == "getMe"


async def _bot(lab: Lab, method: str, **fields: object) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{lab.telegram_url}/bot{TOKEN}/{method}", json=fields)
        answer.raise_for_status()
