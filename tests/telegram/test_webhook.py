"""Only Telegram comes in by the webhook's door, and only with an update."""

import json

import pytest

from bot.telegram.webhook import BODY_LIMIT_BYTES, Refused, admit, check_secret
from tests.telegram.scene import message, update

UPDATE = update(message=message(text="hi"))
BODY = json.dumps(UPDATE).encode()


def test_an_update_with_the_secret_comes_in_as_it_is() -> None:
    assert admit(BODY, "s3cret", ["s3cret"]) == [UPDATE]


def test_after_a_change_the_old_secret_is_good_as_well() -> None:
    assert check_secret("old", ["new", "old"])
    assert check_secret("new", ["new", "old"])


@pytest.mark.parametrize(
    ("header", "secrets"),
    [
        (None, ["s3cret"]),
        ("", ["s3cret"]),
        ("wrong", ["s3cret"]),
        ("s3cre", ["s3cret"]),
        ("s3crét", ["s3cret"]),
        ("\ud800", ["s3cret"]),
        ("s3cret", []),
        ("", [""]),
        (None, [""]),
        (None, []),
    ],
)
def test_without_the_secret_the_door_is_closed(header: str | None, secrets: list[str]) -> None:
    assert not check_secret(header, secrets)
    assert admit(BODY, header, secrets) == Refused(403, "the secret token is missing or wrong")


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", Refused(400, "the body is not JSON")),
        (b"{", Refused(400, "the body is not JSON")),
        (b"\xff\xfe", Refused(400, "the body is not JSON")),
        (b"9" * 5000, Refused(400, "the body is not JSON")),
        (b"[" * 60_000, Refused(400, "the body is not JSON")),
        (b"[]", Refused(400, "the body is not an update")),
        (b"5", Refused(400, "the body is not an update")),
        (b"{}", Refused(400, "the body is not an update")),
        (b'{"update_id": "5"}', Refused(400, "the body is not an update")),
        (b'{"update_id": true}', Refused(400, "the body is not an update")),
        (b'{"update_id": 1e3}', Refused(400, "the body is not an update")),
        (b" " * (BODY_LIMIT_BYTES + 1), Refused(413, "more than 65536 bytes")),
    ],
)
def test_what_is_no_update_is_refused_with_a_reason(body: bytes, refusal: Refused) -> None:
    assert admit(body, "s3cret", ["s3cret"]) == refusal


def test_a_kind_of_update_that_nobody_knows_comes_in_to_be_kept() -> None:
    assert admit(b'{"update_id": 5, "of_tomorrow": {}}', "s3cret", ["s3cret"]) == [{"update_id": 5, "of_tomorrow": {}}]
