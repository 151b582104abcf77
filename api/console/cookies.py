"""The console's two cookies: one keeps a session, one ties the sign-in form to the browser that asked for it."""

import hmac
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from flows.staff.sign_in import SESSION_LASTS

SESSION = "doorstep_console"
SIGN_IN = "doorstep_sign_in"
PATH = "/console"


@dataclass(frozen=True, slots=True)
class Cookies:
    """`secure`: the service is reached over https, so the cookies travel nowhere else."""

    secret_key: bytes
    secure: bool

    def set_session(self, response: Response, token: str) -> None:
        """Signs this browser in; the page that sets it may lie anywhere on the service (the demo does)."""
        self._set(response, SESSION, token, int(SESSION_LASTS.total_seconds()))

    def end_session(self, response: Response) -> None:
        response.delete_cookie(SESSION, PATH, secure=self.secure, httponly=True, samesite="strict")

    def proof(self, token: str) -> str:
        """What every form of this session must show: only our pages know it (CSRF)."""
        return self.signed("form", token)

    def sign_in_proof(self, request: Request, response_cookie: str | None = None) -> str:
        """The same for the sign-in form, which has no session yet."""
        return self.signed("sign-in", response_cookie or request.cookies.get(SIGN_IN, ""))

    def set_sign_in(self, response: Response, nonce: str) -> None:
        self._set(response, SIGN_IN, nonce, 3600)

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path=PATH, secure=self.secure, httponly=True, samesite="strict"
        )

    def signed(self, purpose: str, value: str) -> str:
        return hmac.new(self.secret_key, f"{purpose}:{value}".encode(), "sha256").hexdigest()


def fresh_nonce() -> str:
    return secrets.token_urlsafe(16)


def same(shown: str, expected: str) -> bool:
    return hmac.compare_digest(shown.encode(), expected.encode())
