"""How a request is read: first who sends it, then how much, then whether it is JSON without tricks; then its fields."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.problems import Problem

BODY_LIMIT_BYTES = 1024 * 1024

Admit = Callable[[Request], None]


def guarded(admit: Admit) -> type[APIRoute]:
    """A kind of route that lets nobody in, nor reads a byte of theirs, before `admit` has looked at the headers."""

    class GuardedRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def guard(request: Request) -> Response:
                admit(request)
                return await handle(_StrictRequest(request.scope, request.receive))

            return guard

    return GuardedRoute


class _StrictRequest(Request):
    """A request whose body is limited in size and read strictly."""

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            self._body = await self._limited()
            self._check_kind()
        return self._body

    async def json(self) -> Any:
        return read_json(await self.body())

    async def _limited(self) -> bytes:
        chunks = bytearray()
        async for chunk in self.stream():
            chunks += chunk
            if len(chunks) > BODY_LIMIT_BYTES:
                raise Problem(413, f"A body may have at most {BODY_LIMIT_BYTES} bytes.")
        return bytes(chunks)

    def _check_kind(self) -> None:
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if self._body and kind != "application/json" and not kind.endswith("+json"):
            raise Problem(415, "Send JSON, with Content-Type: application/json.")


def read_json(body: bytes) -> Any:
    """The JSON value, or a 400 problem; what two readers could understand differently is refused as well."""
    try:
        return json.loads(body.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Problem(400, "The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Problem(400, f"The body is not JSON: {error.msg} at {where}.") from None
    except RecursionError:
        raise Problem(400, "The body is nested too deeply.") from None
    except ValueError as error:  # a key twice, NaN, or a number with thousands of digits
        raise Problem(400, f"The body is not JSON that can be relied on: {str(error).partition(':')[0]}.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("an object has a key twice")
    return read


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")
