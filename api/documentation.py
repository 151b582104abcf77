"""/docs: the API for people and machines, with a viewer that is served from here and tells nobody that it is read."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, Response

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Doorstep: API</title>
<link rel="stylesheet" href="/assets/swagger-ui.css">
</head>
<body>
<main id="docs"></main>
<script src="/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
START = 'SwaggerUIBundle({url: "/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null});\n'

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""The viewer writes styles of its own; scripts come from here only."""

_COUNT = {"type": "integer", "minimum": 0}
_EVENT = {
    "id": "evt-1",
    "tracking_number": "DS100",
    "milestone": "out_for_delivery",
    "occurred_at": "2026-11-23T08:12:00-05:00",
    "text": "On vehicle for delivery",
    "eta": {"kind": "window", "from": "2026-11-23T10:00:00-05:00", "to": "2026-11-23T12:00:00-05:00"},
}
_WEBHOOK: dict[str, Any] = {
    "post": {
        "tags": ["webhooks"],
        "summary": "A 3PL reports what happened",
        "description": "In the sender's own format, signed in its own way; see docs/carriers.md. The example is the "
        'native format (adapter `doorstep`), one event or `{"events": [...]}`, signed as in Standard Webhooks. '
        "Exactly 200 once it is kept.",
        "parameters": [{"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {}, "example": _EVENT}}},
        "responses": {
            "200": {
                "description": "Kept. Counts are of reports.",
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["accepted", "duplicates", "unreadable"],
                            "properties": {"accepted": _COUNT, "duplicates": _COUNT, "unreadable": _COUNT},
                        }
                    }
                },
            },
            "400": {"description": "Not JSON"},
            "401": {"description": "The signature proves nothing"},
            "404": {"description": "No source has this address"},
            "413": {"description": "Too large"},
            "429": {"description": "Busy, and not kept: see Retry-After"},
        },
    },
    "get": {
        "tags": ["webhooks"],
        "summary": "A vendor's handshake",
        "parameters": [{"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": {
            "200": {"description": "What the vendor expects to read", "content": {"text/plain": {}}},
            "404": {"description": "No source has this address"},
        },
    },
}


def install(app: FastAPI) -> None:
    """The pages, and the description of the one route that FastAPI does not know."""

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(PAGE, headers={"content-security-policy": POLICY})

    @app.get("/docs/start.js", include_in_schema=False)
    async def start() -> Response:
        return Response(START, media_type="text/javascript")

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            schema["paths"] = {"/webhooks/{slug}": _WEBHOOK, **schema["paths"]}
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way to extend the schema
