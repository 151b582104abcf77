"""Whatever is wrong with an order is named by its path in the body, in a sentence, and nothing of the order is kept."""

from typing import Any

import pytest

from store.tables import Customer, Merchant, Order
from tests.api.door import MISSING, Door, an_order

BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"merchant": MISSING}, "merchant", "is missing"),
    ({"merchant": ""}, "merchant", "must not be empty"),
    ({"merchant": 7}, "merchant", "must be text"),
    ({"merchant": "x" * 65}, "merchant", "at most 64"),
    ({"customer": None}, "customer", "must be an object"),
    ({"customer__name": "   "}, "customer.name", "must not be empty"),
    ({"customer__name": "Bo\x00Ek"}, "customer.name", "control character"),
    ({"customer__name": "Bo \ud83d Ek"}, "customer.name", "half a character"),
    ({"customer__name": "x" * 201}, "customer.name", "at most 200"),
    ({"customer__name": ["Bo"]}, "customer.name", "must be text"),
    ({"customer__nmae": "Bo"}, "customer.nmae", "is not a field"),
    ({"customer__phone": MISSING}, "customer.phone", "is missing"),
    ({"customer__phone": "banana"}, "customer.phone", "digits"),
    ({"customer__phone": "+1"}, "customer.phone", "digits"),
    ({"customer__phone": "+999 123 456 789"}, "customer.phone", "country code"),
    ({"customer__phone": "12"}, "customer.phone", "numbering plan"),
    ({"customer__phone": 12125550123}, "customer.phone", "must be text"),
    ({"customer__phone": "+1212\x005550123"}, "customer.phone", "digits"),
    ({"customer__language": "klingon"}, "customer.language", "language tag"),
    ({"customer__language": "../../etc"}, "customer.language", "language tag"),
    ({"customer__timezone": "EST5EDT4"}, "customer.timezone", "IANA"),
    ({"customer__timezone": "../../etc/passwd"}, "customer.timezone", "IANA"),
    ({"address__lines": []}, "address.lines", "must not be empty"),
    ({"address__lines": "12 Elm St"}, "address.lines", "must be a list"),
    ({"address__lines": ["a", ""]}, "address.lines[1]", "must not be empty"),
    ({"address__country": "USA"}, "address.country", "ISO 3166"),
    ({"address__country": MISSING}, "address.country", "is missing"),
    ({"address__latitude": 91}, "address.latitude", "90 or less"),
    ({"address__latitude": "40.75"}, "address.latitude", "must be a number"),
    ({"address__latitude": True}, "address.latitude", "must be a number"),
    ({"address__longitude": 1e308}, "address.longitude", "180 or less"),
    ({"address__longitude": 10**400}, "address.longitude", "number"),
    ({"address__longitude": None}, "address.longitude", "come in pairs"),
    ({"parcels": []}, "parcels", "must not be empty"),
    ({"parcels": [{"tracking_number": str(n)} for n in range(101)]}, "parcels", "at most 100"),
    ({"parcels__0__tracking_number": ""}, "parcels[0].tracking_number", "must not be empty"),
    ({"parcels__0__tracking_number": 100}, "parcels[0].tracking_number", "must be text"),
    ({"parcels__0__tracking_number": "D" * 65}, "parcels[0].tracking_number", "at most 64"),
    (
        {"parcels": [{"tracking_number": "DS1"}, {"tracking_number": "ds1 "}]},
        "parcels[1].tracking_number",
        "the same parcel",
    ),
    ({"parcels__0__allow": ["reschedule", "teleport"]}, "parcels[0].allow[1]", "'safe_place'"),
    ({"parcels__0__allow": {"reschedule": True}}, "parcels[0].allow", "must be a list"),
    ({"consent": MISSING}, "consent", "is missing"),
    ({"consent__channels": ["fax"]}, "consent.channels[0]", "'telegram'"),
    ({"consent__source": MISSING}, "consent.source", "is missing"),
    ({"consent__given_at": "yesterday"}, "consent.given_at", "must be a time"),
    ({"consent__given_at": "2026-11-20T10:00:00"}, "consent.given_at", "its zone"),
    ({"consent__given_at": "0001-01-01T00:00:00+14:00"}, "consent.given_at", "between 2000 and 2100"),
    ({"consent__given_at": 1763632800}, "consent.given_at", "must be a time"),
]


@pytest.mark.parametrize(("changes", "field", "says"), BAD, ids=[f"{field} {says}" for _, field, says in BAD])
async def test_a_bad_field_is_named_and_nothing_is_kept(
    small_door: Door, changes: dict[str, Any], field: str, says: str
) -> None:
    answer = await small_door.send("/orders/1001", an_order(**changes))

    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    (error,) = problem["errors"]
    assert error["field"] == field
    assert says in error["detail"]
    assert error["detail"] == problem["detail"] == f"{field} {error['detail'].removeprefix(f'{field} ')}"
    assert [small_door.count(table) for table in (Merchant, Customer, Order)] == [0, 0, 0]


async def test_every_bad_field_is_named_at_once(small_door: Door) -> None:
    answer = await small_door.send(
        "/orders/1001", an_order(customer__name="", address__country="ZZ", parcels__0__allow=["fly"])
    )

    assert [error["field"] for error in answer.json()["errors"]] == [
        "customer.name",
        "address.country",
        "parcels[0].allow[0]",
    ]
    assert answer.json()["detail"] == "customer.name must not be empty. And 2 more: see errors."


@pytest.mark.parametrize("body", [[], "order", 7, None, True])
async def test_a_body_that_is_no_object_is_told_so(small_door: Door, body: object) -> None:
    answer = await small_door.send("/orders/1001", body)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body")


@pytest.mark.parametrize("number", ["%00", "%20", "x" * 65, "1001/"])
async def test_an_order_number_must_be_one(small_door: Door, number: str) -> None:
    answer = await small_door.send(f"/orders/{number}", an_order())

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "order_number")


@pytest.mark.parametrize(
    ("country", "coordinates", "zone"),
    [
        ("DE", (None, None), "Europe/Berlin"),
        ("GB", (None, None), "Europe/London"),
        ("IN", (None, None), "Asia/Kolkata"),
        ("US", (40.75, -73.99), "America/New_York"),
        ("US", (31.76, -106.44), "America/Denver"),
        ("ES", (28.1, -15.4), "Atlantic/Canary"),
        ("DE", (0, 0), "Europe/Berlin"),
    ],
)
async def test_a_zone_is_derived_where_there_is_no_doubt(
    small_door: Door, country: str, coordinates: tuple[float | None, float | None], zone: str
) -> None:
    latitude, longitude = coordinates

    await small_door.put(
        an_order(
            customer__timezone=MISSING,
            address__country=country,
            address__latitude=latitude,
            address__longitude=longitude,
        )
    )

    assert small_door.rows(Order, "zone") == [(zone,)]


@pytest.mark.parametrize("coordinates", [(None, None), (0, 0), (30.0, -40.0)])
async def test_a_zone_that_could_be_several_must_be_named(
    small_door: Door, coordinates: tuple[float | None, float | None]
) -> None:
    latitude, longitude = coordinates
    order = an_order(customer__timezone=MISSING, address__latitude=latitude, address__longitude=longitude)

    answer = await small_door.send("/orders/1001", order)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["customer.timezone"]


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("+1 555 123 4567", "US", "+15551234567"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("07700 900123", "GB", "+447700900123"),
        ("600 00 00 00", "ES", "+34600000000"),
    ],
)
async def test_a_phone_is_kept_in_one_form(small_door: Door, written: str, country: str, kept: str) -> None:
    await small_door.put(an_order(customer__phone=written, address__country=country))

    assert small_door.rows(Customer, "phone") == [(kept,)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("EN", "en"), ("pt_br", "pt-BR"), ("zh-Hant-TW", "zh-Hant-TW"), ("ar", "ar"), ("es-419", "es-419")],
)
async def test_a_language_is_kept_as_its_tag(small_door: Door, written: str, kept: str) -> None:
    await small_door.put(an_order(customer__language=written))

    assert small_door.rows(Customer, "language") == [(kept,)]
