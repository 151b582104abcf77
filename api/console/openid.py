"""Signing in through the operator's OpenID provider, where one is configured."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.console.cookies import PATH
from api.console.desk import Desk, inside
from api.console.forms import clean
from api.console.second_step import START, browser_of
from api.console.sheet import PRIVATE
from flows.staff import sign_in
from flows.staff.openid import Errand, OpenIdFailed, address_of, errand, way_there

ERRAND = "doorstep_openid"
ERRAND_SECONDS = 600


def routes(router: APIRouter, desk: Desk) -> None:
    openid = desk.deps.openid
    if openid is None:
        return

    @router.get("/openid")
    async def leave(request: Request) -> Response:
        asked = errand()
        try:
            async with openid.fetching() as fetch:
                there = await way_there(fetch, openid.provider, asked)
        except OpenIdFailed as problem:
            return _said(desk, problem.why, 502)
        response = RedirectResponse(there, 303, PRIVATE)
        after = clean(request.query_params.get("next", ""))
        # Lax, unlike the session's: it must come along when the provider sends the browser back.
        response.set_cookie(
            ERRAND,
            _sealed(desk, [asked.state, asked.nonce, asked.verifier, after if inside(after) else START]),
            max_age=ERRAND_SECONDS,
            path=PATH,
            secure=desk.cookies.secure,
            httponly=True,
            samesite="lax",
        )
        return response

    @router.get("/openid/back")
    async def back(request: Request) -> Response:
        kept = _opened(desk, request.cookies.get(ERRAND, ""))
        state, code = request.query_params.get("state", ""), request.query_params.get("code", "")
        if kept is None or not hmac.compare_digest(kept[0].encode(), state.encode("utf-8", "replace")):
            return _said(desk, "This sign-in was begun in another browser, or too long ago. Try again.", 403)
        if not code:
            return _said(desk, "The provider did not let you in.", 403)
        now = desk.deps.clock()
        try:
            async with openid.fetching() as fetch:
                email = await address_of(fetch, openid.provider, Errand(kept[0], kept[1], kept[2]), code[:2000], now)
        except OpenIdFailed as problem:
            return _said(desk, problem.why, 403)
        token = await desk.deps.database.write(sign_in.open_session_for, email, now, browser_of(request))
        if token is None:
            return _said(desk, "No account here has your e-mail address: an admin can add it.", 403)
        # A page and not a redirection: the session's cookie is not sent where another site has sent the browser.
        response = desk.sheet.draw("signed_in", start=kept[3])
        desk.cookies.set_session(response, token)
        response.delete_cookie(ERRAND, PATH)
        return response


def _said(desk: Desk, why: str, status: int) -> Response:
    return desk.sheet.draw("signed_in", status, start="", why=why)


def _sealed(desk: Desk, values: list[str]) -> str:
    text = urlsafe_b64encode(json.dumps(values).encode()).decode()
    return f"{text}.{desk.cookies.signed('openid', text)}"


def _opened(desk: Desk, cookie: str) -> list[str] | None:
    text, _, mark = cookie.partition(".")
    if not hmac.compare_digest(mark.encode("utf-8", "replace"), desk.cookies.signed("openid", text).encode()):
        return None
    values: list[str] = json.loads(urlsafe_b64decode(text))
    return values
