"""The second step of signing in: a code, from whoever has just given the right password in this browser."""

import hmac
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection
from starlette.responses import RedirectResponse

from api.console.cookies import SIGN_IN, Cookies
from api.console.desk import Desk, inside
from api.console.forms import BadForm, clean, fields
from api.console.sheet import PRIVATE
from flows.staff import second_factor, sign_in, tries

START = "/console/shipments"
LASTS = timedelta(minutes=5)
TOO_LATE = "That took too long. Go back and sign in again."
WRONG = "This is not the code of this minute, or it was used before."


def routes(router: APIRouter, desk: Desk) -> None:
    @router.post("/sign-in/code")
    async def second_step(request: Request) -> Response:
        try:
            form = await fields(request)
        except BadForm as problem:
            return ask_code(desk, "", "", str(problem))
        shown, after, now = form.get("ticket", ""), form.get("next", ""), desk.deps.clock()
        staff_id = opened(desk.cookies, request.cookies.get(SIGN_IN, ""), shown, now)
        if staff_id is None:
            return ask_code(desk, "", "", TOO_LATE)
        name, address = str(staff_id), request.client.host if request.client else ""
        database = desk.deps.database
        taken = await database.write(tries.take, tries.of_code(name, address), now)
        if seconds := taken.wait_seconds:
            return ask_code(desk, shown, after, f"Too many wrong codes. Try again in {seconds // 60 + 1} minutes.")
        given = form.get("code", "")
        token = await database.write(_with_code, desk.deps.secret_key, staff_id, given, now, browser_of(request))
        if token is None:
            return ask_code(desk, shown, after, WRONG)
        await database.write(tries.succeeded, taken)
        return let_in(desk, token, after)


def ask_code(desk: Desk, shown: str, after: str, why: str = "") -> Response:
    after = after if inside(after) else ""
    return desk.sheet.draw("sign_in_code", 403 if why else 200, why=why, ticket=shown, after=after)


def let_in(desk: Desk, token: str, after: str) -> Response:
    response = RedirectResponse(after if inside(after) else START, 303, PRIVATE)
    desk.cookies.set_session(response, token)
    return response


def browser_of(request: Request) -> str:
    return clean(request.headers.get("user-agent", ""))[:200]


def ticket(cookies: Cookies, nonce: str, staff_id: int, now: datetime) -> str:
    """What the form of the second step carries: signed, for this browser, and soon worth nothing."""
    text = f"{staff_id}.{int((now + LASTS).timestamp())}"
    return f"{text}.{cookies.signed('second step', f'{nonce}:{text}')}"


def opened(cookies: Cookies, nonce: str, shown: str, now: datetime) -> int | None:
    """Whose password was given; None when the ticket is over, or not one of ours."""
    text, _, mark = shown.rpartition(".")
    expected = cookies.signed("second step", f"{nonce}:{text}")
    if not nonce or not hmac.compare_digest(mark.encode("utf-8", "replace"), expected.encode()):
        return None
    staff_id, _, until = text.partition(".")
    return int(staff_id) if int(until) >= now.timestamp() else None


def _with_code(tx: Connection, secret_key: bytes, staff_id: int, code: str, now: datetime, browser: str) -> str | None:
    """The token of a new session; None when the code is wrong."""
    if not second_factor.check(tx, secret_key, staff_id, code, now):
        return None
    return sign_in.open_session(tx, staff_id, now, browser)
