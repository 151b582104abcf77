"""Whatever comes in, reading it ends in a turn or a reason."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.reading import NotForUs, read
from bot.telegram.shapes import update_id
from bot.telegram.webhook import Refused, admit
from domain.talk.turn import Turn
from tests.telegram.scene import BO, BOS_CHAT, DATE, FAMILY, NOW, membership, message, tap, update

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)  # with NULs and lone surrogates
SCALARS = st.none() | st.booleans() | st.integers() | st.integers(-(10**40), 10**40) | st.floats() | ANY_TEXT
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4))

GOOD = (
    update(message=message(text="/start abc")),
    update(message=message(contact={"phone_number": "12125550123", "first_name": "Bo", "user_id": 7})),
    update(message=message(photo=[{"file_id": "x"}], caption="door")),
    update(edited_message=message(text="hi", edit_date=DATE + 1)),
    tap(),
    membership("kicked"),
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in _places(item, (*path, key)))]


def _with(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = _with(value[path[0]], path[1:], new)
    return copy


SPOILED = st.sampled_from(GOOD).flatmap(
    lambda good: st.builds(
        _with, st.just(good), st.sampled_from(_places(good)), JSON | st.sampled_from([FAMILY, BO, 7])
    )
)


@given(SPOILED | JSON)
def test_no_update_of_any_shape_raises(raw: Any) -> None:
    turn = read(raw, NOW)

    assert isinstance(turn, NotForUs | Turn)
    if isinstance(turn, Turn):
        assert turn.key == str(raw["update_id"])
        assert turn.at <= NOW
        for words in (turn.text, turn.caption, turn.choice_token, turn.start_token, turn.phone, turn.sender_name):
            assert "\0" not in (words or "")
            (words or "").encode()  # a lone surrogate would raise


@given(SPOILED)
def test_a_contact_only_counts_when_it_is_the_senders_own(raw: Any) -> None:
    turn = read(raw, NOW)

    if isinstance(turn, Turn) and turn.phone is not None:
        said = raw["message"]
        assert said["contact"]["user_id"] == said["from"]["id"] == said["chat"]["id"]
        assert said["chat"]["type"] == BOS_CHAT["type"]


@given(st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_body_of_any_kind_passes_the_door_without_an_id(body: bytes) -> None:
    match admit(body, "s3cret", ["s3cret"]):
        case Refused(status, why):
            assert (status, why) in {(400, "the body is not JSON"), (400, "the body is not an update")}
        case [update]:
            assert update_id(update) is not None


@pytest.mark.parametrize("nesting", [b'{"a":', b"["])
def test_deep_nesting_is_refused(nesting: bytes) -> None:
    assert admit(nesting * 10_000, "s3cret", ["s3cret"]) == Refused(400, "the body is not JSON")
