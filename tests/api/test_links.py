"""Links cannot be guessed, do not give away what they lead to, and are what Telegram and addresses allow."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.links import Links, telegram_token, token_hash, tracking_token

KEY = b"one key"
LATER = datetime(2026, 12, 20, tzinfo=UTC)


@given(st.integers(1, 2**40))
def test_tokens_hold_only_what_addresses_and_telegram_allow(number: int) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", tracking_token(KEY, number))
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", telegram_token(KEY, number, 1, LATER))


def test_a_token_depends_on_the_key_and_on_all_it_stands_for() -> None:
    soon = LATER + timedelta(microseconds=1)
    tokens = {
        tracking_token(KEY, 1),
        tracking_token(KEY, 2),
        tracking_token(b"another", 1),
        telegram_token(KEY, 1, 1, LATER),
        telegram_token(KEY, 2, 1, LATER),
        telegram_token(KEY, 1, 2, LATER),
        telegram_token(KEY, 1, 1, soon),
        telegram_token(b"another", 1, 1, LATER),
    }

    assert len(tokens) == 8


def test_what_is_kept_of_a_token_is_not_the_token() -> None:
    token = tracking_token(KEY, 1)

    assert re.fullmatch(r"[0-9a-f]{64}", token_hash(token))
    assert token not in token_hash(token)


def test_links_lead_to_the_page_and_to_the_bot_once_there_is_one() -> None:
    links = Links("https://doorstep.example", KEY)

    assert links.tracking(7) == f"https://doorstep.example/t/{tracking_token(KEY, 7)}"
    assert links.telegram("abc") is None
    assert Links("", KEY, "acme_bot").telegram("abc") == "https://t.me/acme_bot?start=abc"
