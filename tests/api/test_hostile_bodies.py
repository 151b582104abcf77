"""No body, however hostile, gets more than a problem: never a fault of ours, and never a word of what is inside."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.door import Door, an_order

ONE_DOOR = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)

NESTED = b"[" * 100_000
WIDE = b'{"a":' * 900 + b"1" + b"}" * 900


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"{", 400, "not JSON"),
        (b"", 422, "is missing"),
        (b"\xff\xfe{}", 400, "not UTF-8"),
        (b'{"merchant": "\xed\xa0\x80"}', 400, "not UTF-8"),
        (b'{"merchant": NaN}', 400, "NaN"),
        (b'{"merchant": Infinity}', 400, "Infinity"),
        (b'{"merchant": "a", "merchant": "b"}', 400, "a key twice"),
        (b'{"customer": {"name": "a", "name": "b"}}', 400, "a key twice"),
        (b'{"merchant": ' + b"9" * 5000 + b"}", 400, "digits"),
        (b'{"merchant": ' + b"9" * 4000 + b"}", 422, "merchant"),
        (b'{"merchant": 1e999}', 422, "merchant"),
        (NESTED, 400, "nested too deeply"),
        (WIDE, 422, "merchant"),
        (b'"' + b"x" * 1_100_000 + b'"', 413, "at most"),
        (b'{"\\ud800": 1}', 422, "half a character"),
        (b'{"' + b"k" * 10_000 + b'": 1}', 422, "merchant"),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_a_body_that_is_not_an_order_gets_a_problem(
    small_door: Door, body: bytes, status: int, says: str
) -> None:
    answer = await small_door.send("/orders/1001", body)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]
    assert len(answer.content) < 5000


async def test_a_body_in_pieces_is_counted_as_it_comes(small_door: Door) -> None:
    async def endless() -> Any:
        for _ in range(64):
            yield b" " * 65_536

    answer = await small_door.client.put(
        "/orders/1001", content=endless(), headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 413


async def test_a_form_is_not_read_as_json(small_door: Door) -> None:
    answer = await small_door.client.put("/orders/1001", data={"merchant": "acme"})

    assert answer.status_code == 415


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(min_value=10**300) | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)
PLACES = [
    "merchant",
    "customer",
    "customer__name",
    "customer__phone",
    "customer__language",
    "customer__timezone",
    "address__lines",
    "address__city",
    "address__postcode",
    "address__country",
    "address__latitude",
    "parcels",
    "parcels__0",
    "parcels__0__tracking_number",
    "parcels__0__carrier",
    "parcels__0__allow",
    "consent",
    "consent__channels",
    "consent__source",
    "consent__given_at",
]


@ONE_DOOR
@given(place=st.sampled_from(PLACES), value=ANY_JSON)
async def test_any_json_in_any_place_is_taken_or_refused(small_door: Door, place: str, value: object) -> None:
    answer = await small_door.send("/orders/1001", an_order(**{place: value}))

    assert answer.status_code in {200, 400, 422}, answer.text
    if answer.status_code == 422:
        root = place.partition("__")[0]
        assert any(error["field"].startswith((root, "body")) for error in answer.json()["errors"])


@ONE_DOOR
@given(body=ANY_JSON)
async def test_any_json_is_no_order_and_no_publication_of_slots(small_door: Door, body: object) -> None:
    for path in ("/orders/1001", "/slots"):
        answer = await small_door.send(path, body)

        assert answer.status_code in {400, 422}, answer.text


@ONE_DOOR
@given(body=st.binary(max_size=200))
async def test_any_bytes_are_a_problem(small_door: Door, body: bytes) -> None:
    answer = await small_door.send("/orders/1001", body)

    assert answer.status_code in {400, 422}, answer.text
    assert "type" in json.loads(answer.text)


@ONE_DOOR
@given(number=ANY_TEXT, merchant=ANY_TEXT)
async def test_any_text_may_be_looked_for(small_door: Door, number: str, merchant: str) -> None:
    path = "".join(f"%{byte:02X}" for byte in number.encode(errors="replace"))

    answer = await small_door.client.get(f"/shipments/{path}", params={"merchant": merchant.encode(errors="replace")})

    assert answer.status_code in {307, 404, 405, 422}, answer.text
