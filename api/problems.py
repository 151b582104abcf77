"""Problem details (RFC 9457): whatever goes wrong at a machine's door is said in one shape, and says what to do."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from store.database import Overloaded
from store.trouble import Away

MEDIA_TYPE = "application/problem+json"
ERRORS_LIMIT = 20
NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with a field: its JSON path in the body (`parcels[0].carrier`), and how the sentence goes on."""

    field: str
    says: str


class Problem(HTTPException):
    """Raised at a door; `detail` is a sentence for whoever made the request."""

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, headers)
        self.errors = errors


def unprocessable(errors: Sequence[FieldError]) -> Problem:
    """422 that names each bad field."""
    sentences = [_sentence(error) for error in errors]
    more = f" And {len(errors) - 1} more: see errors." if len(errors) > 1 else ""
    return Problem(422, sentences[0] + more, errors)


def respond(problem: Problem) -> Response:
    """A problem as a response. A path that no UTF-8 can hold is still said: everything beyond ASCII is escaped."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status_code).phrase,
        "status": problem.status_code,
        "detail": problem.detail,
    }
    if problem.errors:
        named = problem.errors[:ERRORS_LIMIT]
        document["errors"] = [{"field": error.field, "detail": _sentence(error)} for error in named]
    headers = dict(problem.headers or {})
    return Response(json.dumps(document), problem.status_code, headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Every error of the app becomes a problem: wrong requests, unknown paths, too much at once, and our own faults."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Overloaded, _overloaded)
    app.add_exception_handler(Away, _away)
    app.add_exception_handler(Exception, fault)


async def _http(_request: Request, error: Exception) -> Response:
    if isinstance(error, Problem):
        return respond(error)
    assert isinstance(error, HTTPException)
    sentence = _SENTENCES.get(error.status_code, f"{str(error.detail).rstrip('.')}.")
    return respond(Problem(error.status_code, sentence, headers=error.headers))


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return respond(unprocessable(field_errors(error.errors())))


async def _overloaded(_request: Request, _error: Exception) -> Response:
    return respond(
        Problem(429, "Too much waits for the database: try again in a moment.", headers={"Retry-After": "1"})
    )


async def _away(_request: Request, error: Exception) -> Response:
    sentence = f"{str(error).capitalize()}. Nothing was kept: try again."
    return respond(Problem(503, sentence, headers={"Retry-After": "5"}))


async def fault(_request: Request, _error: Exception) -> Response:
    return respond(Problem(500, "This is a fault of ours, and it is in the log. The same request may work later."))


_SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take this method: see Allow.",
}


def field_errors(errors: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's errors as ours: where, and in plain words what."""
    return [FieldError(_path(error["loc"]), _says(error)) for error in errors]


def _path(location: Sequence[object]) -> str:
    """`("body", "parcels", 0, "carrier")` as `parcels[0].carrier`; the body itself is `body`."""
    path = ""
    for part in location[1:]:
        path += f"[{part}]" if isinstance(part, int) else f".{_shown(str(part))}"
    return path.removeprefix(".") or str(location[0])


def _shown(name: str) -> str:
    name = name if len(name) <= NAME_LIMIT else f"{name[:NAME_LIMIT]}…"
    return name.encode(errors="replace").decode()


_PLAIN = {
    "missing": "is missing",
    "extra_forbidden": "is not a field that is known here",
    "string_type": "must be text",
    "string_unicode": "holds half a character (a lone surrogate)",
    "string_too_short": "must not be empty",
    "string_too_long": "must be at most {max_length} long",
    "string_pattern_mismatch": "has the wrong form",
    "list_type": "must be a list",
    "too_short": "must not be empty",
    "too_long": "must be at most {max_length} long",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than_equal": "must be {le:g} or less",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "model_attributes_type": "must be an object",
    "model_type": "must be an object",
}


def _says(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context["error"])
    plain = _PLAIN.get(error["type"])
    return plain.format(**context) if plain else f"is wrong: {error['msg']}"


def _sentence(error: FieldError) -> str:
    return f"{error.field} {error.says}."
