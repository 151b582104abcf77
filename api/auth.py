"""Who may come in at the machines' door: whoever shows the API token. Without one set, the door is closed."""

import hmac
from collections.abc import Callable

from pydantic import SecretStr
from starlette.requests import Request

from api.problems import Problem

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="doorstep"'}


def bearer(token: SecretStr | None) -> Callable[[Request], None]:
    """A check that raises a 401 problem for every request that does not show the token."""
    expected = token.get_secret_value().encode() if token else None

    def admit(request: Request) -> None:
        if expected is None:
            raise Problem(401, "This door is closed: DOORSTEP_API_TOKEN is not set on the server.", headers=CHALLENGE)
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Problem(401, "Show the API token: Authorization: Bearer <token>.", headers=CHALLENGE)
        # Header values are latin-1: compared as they came over the wire.
        if not hmac.compare_digest(shown.strip().encode("latin-1"), expected):
            raise Problem(401, "This is not the API token.", headers=CHALLENGE)

    return admit
