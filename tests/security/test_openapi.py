"""Every operation of the OpenAPI is tried with what its schema allows and with what it does not.

Never a fault of ours, never an answer that the document does not name, and a problem document for every refusal.
"""

import asyncio
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.guessing import Guessing
from doorstep.service import Service, compose
from doorstep.serving import build_app, migrate
from doorstep.settings import Settings

LIKELY = ["2026-11-23T08:12:00Z", "2026-11-23", "acme", "+12125550123", "en", "US"]
METHODS = ("get", "put", "post", "delete", "patch")
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


def _document() -> dict[str, Any]:
    service = compose(Settings(database_url="sqlite:///var/openapi.db", api_token="t", demo=False))
    found: dict[str, Any] = build_app(service).openapi()
    service.database.close()
    return found


async def _made() -> dict[str, Any]:
    return _document()


DOCUMENT = asyncio.run(_made())


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS:
            if method in item and path != "/metrics":
                yield method, path, item[method]


OPERATIONS = list(_operations())


def allowed(schema: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a schema, near enough: formats and patterns are left to the refusals."""
    if "$ref" in schema:
        found: Any = DOCUMENT
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return allowed(found, depth + 1) if depth < 8 else st.none()
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    if one_of := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return st.one_of(*(allowed(one, depth + 1) for one in one_of))
    return _typed(schema, depth + 1)


def _typed(schema: Any, depth: int) -> st.SearchStrategy[Any]:
    match schema.get("type"):
        case "object":
            return _object(schema, depth)
        case "array":
            return st.lists(allowed(schema.get("items", {}), depth), max_size=3)
        case "integer":
            return st.integers(schema.get("minimum", -(2**70)), schema.get("maximum", 2**70))
        case "number":
            return st.floats(schema.get("minimum"), schema.get("maximum"), allow_nan=False, allow_infinity=False)
        case "string":
            return st.one_of(st.sampled_from(LIKELY), st.text(max_size=schema.get("maxLength", 40)))
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
    return JUNK


def _object(schema: Any, depth: int) -> st.SearchStrategy[Any]:
    needed = set(schema.get("required", ()))
    fields = {name: allowed(one, depth) for name, one in schema.get("properties", {}).items()}
    return st.fixed_dictionaries(
        {name: one for name, one in fields.items() if name in needed},
        optional={name: one for name, one in fields.items() if name not in needed},
    )


def _body(operation: dict[str, Any]) -> st.SearchStrategy[Any]:
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return JUNK if schema is None else st.one_of(allowed(schema), JUNK)


def _parameters(operation: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    wanted = {
        p["name"]: st.one_of(allowed(p["schema"]), st.text(max_size=20))
        for p in operation.get("parameters", [])
        if p["in"] in ("path", "query")
    }
    return st.fixed_dictionaries(wanted)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    file = tmp_path_factory.mktemp("openapi") / "doorstep.db"

    async def make() -> Service:
        return compose(Settings(database_url=f"sqlite:///{file}", api_token="t", secret_key="k" * 32, demo=False))

    made = asyncio.run(make())
    migrate(made)
    yield made
    made.database.close()


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=lambda v: v if isinstance(v, str) else "")
def test_whatever_is_sent_the_answer_is_one_the_document_names(
    service: Service, method: str, path: str, operation: dict[str, Any]
) -> None:
    app = build_app(service)
    app.guessing = Guessing(random.random)  # type: ignore[attr-defined]  # guesses are many here
    app.guessing.refused = lambda _: None  # type: ignore[attr-defined]

    @settings(
        max_examples=25, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck), database=None
    )
    @given(body=_body(operation), parameters=_parameters(operation))
    def tried(body: Any, parameters: dict[str, Any]) -> None:
        asyncio.run(_try(app, method, path, operation, body, parameters))

    tried()


async def _try(app: Any, method: str, path: str, operation: Any, body: Any, parameters: dict[str, Any]) -> None:
    target = path
    for name in parameters:
        target = target.replace("{" + name + "}", quote(str(parameters[name]), safe="") or "x")
    query = {name: str(value) for name, value in parameters.items() if "{" + name + "}" not in path}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://doorstep.test") as client:
        sent = {} if method == "get" else {"json": body}
        answer = await client.request(method, target, params=query, headers={"authorization": "Bearer t"}, **sent)
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    documented = set(operation["responses"]) | {"404", "405", "422", "400", "401", "413", "503"}
    assert str(answer.status_code) in documented or answer.is_redirect, (answer.status_code, answer.text)
    if answer.status_code >= 400 and path.startswith("/api/"):
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["status"] == answer.status_code
