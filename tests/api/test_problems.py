"""Every error of the app has one shape, says what to do, and shows nothing of the inside."""

import httpx
from fastapi import FastAPI

from api import problems
from store.database import Overloaded
from tests.api.door import Door


def _client() -> httpx.AsyncClient:
    app = FastAPI()
    problems.install(app)

    @app.get("/fault")
    async def fault() -> None:
        raise RuntimeError("planted: password=hunter2")

    @app.get("/full")
    async def full() -> None:
        raise Overloaded("20000 steps wait")

    @app.get("/count")
    async def count(number: int) -> int:
        return number

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://doorstep.test")


async def test_a_fault_of_ours_says_so_and_nothing_else() -> None:
    answer = await _client().get("/fault")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Internal Server Error"
    assert "planted" not in answer.text
    assert "hunter2" not in answer.text


async def test_too_much_at_once_says_when_to_come_back() -> None:
    answer = await _client().get("/full")

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert answer.json()["type"] == "about:blank"


async def test_an_unknown_address_is_a_problem_too() -> None:
    answer = await _client().get("/nowhere")

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address.",
    }


async def test_a_wrong_method_says_which_are_right() -> None:
    answer = await _client().delete("/count")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.json()["title"] == "Method Not Allowed"


async def test_a_bad_query_names_its_field() -> None:
    answer = await _client().get("/count", params={"number": "x"})

    assert answer.json()["errors"] == [{"field": "number", "detail": "number must be a whole number."}]


async def test_the_documentation_names_every_address_its_problems_and_its_token(small_door: Door) -> None:
    answer = await small_door.client.get("http://doorstep.test/openapi.json")

    paths = answer.json()["paths"]
    assert set(paths) == {
        "/api/v1/orders/{order_number}",
        "/api/v1/shipments/{tracking_number}",
        "/api/v1/shipments/{tracking_number}/hold",
        "/api/v1/shipments/{tracking_number}/corrections",
        "/api/v1/shipments/{tracking_number}/cancellations",
        "/api/v1/shipments/{tracking_number}/send-now",
        "/api/v1/shipments/{tracking_number}/changes",
        "/api/v1/conversations/{id}/takeover",
        "/api/v1/conversations/{id}/messages",
        "/api/v1/pickup-points",
        "/api/v1/slots",
        "/api/v1/reschedules",
        "/api/v1/reschedules/{id}/confirm",
        "/api/v1/reschedules/{id}/decline",
        "/api/v1/reschedules/{id}/withdraw",
        "/api/v1/analytics",
        "/api/v1/analytics/calibration",
        "/api/v1/analytics/definitions",
        "/api/v1/analytics/holdouts",
        "/api/v1/analytics/parcels",
        "/api/v1/routes/{id}",
        "/api/v1/routes/{id}/plan",
        "/api/v1/vehicles/{id}/positions",
    }
    for operation in (operation for path in paths.values() for operation in path.values()):
        assert operation["security"] == [{"HTTPBearer": []}]
        assert operation["summary"]
        assert operation["description"]
        if operation.get("parameters") or "requestBody" in operation:
            assert "application/problem+json" in operation["responses"]["422"]["content"]
