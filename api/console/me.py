"""One's own account: the password, a second factor, and the browsers one is signed in with."""

import io
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.cookies import SESSION
from api.console.desk import Desk, Visit
from domain.links import token_hash
from flows.audit import Refused
from flows.staff import accounts as staff_accounts
from flows.staff import second_factor, sign_in
from flows.staff.second_factor import Enrolment
from flows.staff.sign_in import Role
from store import staff as accounts

HERE = "/console/me"
Shown = Callable[..., Awaitable[Response]]


def routes(router: APIRouter, desk: Desk) -> None:
    async def shown(request: Request, refused: str = "", enrolment: Enrolment | None = None) -> Response:
        visit = await desk.visit(request)
        row, browsers = await desk.deps.database.read(_mine, visit.member.id, desk.deps.clock())
        mine = token_hash(request.cookies[SESSION])
        picture = _picture(enrolment)
        scene = {"row": row, "browsers": browsers, "mine": mine, "enrolment": enrolment, "picture": picture}
        return desk.page(visit, "me", 409 if refused else 200, refused=refused, **scene)

    @router.get("/me")
    async def me(request: Request) -> Response:
        return await shown(request)

    @router.post("/me/password")
    async def password(request: Request) -> Response:
        visit, form = await desk.posted(request, Role.VIEWER)
        if not await sign_in.is_password(desk.deps.database, visit.member.id, form.get("old", "")):
            return await shown(request, "The password so far is another one.")
        by, but = desk.by(visit, form), token_hash(request.cookies[SESSION])
        new = form.get("new", "")
        done = await desk.deps.database.write(staff_accounts.set_password, visit.member.id, new, by, but)
        return await shown(request, done.why) if done else desk.go(HERE, "changed")

    @router.post("/me/sign-out-others")
    async def others(request: Request) -> Response:
        visit, form = await desk.posted(request, Role.VIEWER)
        await desk.deps.database.write(_sign_out_others, visit, request.cookies[SESSION], desk.by(visit, form))
        return desk.go(HERE, "changed")

    _second_factor(router, desk, shown)


def _second_factor(router: APIRouter, desk: Desk, shown: Shown) -> None:
    @router.post("/me/second-factor/begin")
    async def begin(request: Request) -> Response:
        visit, _ = await desk.posted(request, Role.VIEWER)
        enrolment = second_factor.begin(desk.deps.secret_key, visit.member.name)
        return await shown(request, enrolment=enrolment)

    @router.post("/me/second-factor")
    async def enrol(request: Request) -> Response:
        visit, form = await desk.posted(request, Role.VIEWER)
        given = form.get("sealed", ""), form.get("code", "")
        key, by = desk.deps.secret_key, desk.by(visit, form)
        done = await desk.deps.database.write(second_factor.enrol, key, visit.member.id, *given, by)
        if done is None:
            return desk.go(HERE, "second_factor_on")
        return await shown(request, done.why, second_factor.again(key, given[0], visit.member.name))

    @router.post("/me/second-factor/off")
    async def forget(request: Request) -> Response:
        visit, form = await desk.posted(request, Role.VIEWER)
        if not await sign_in.is_password(desk.deps.database, visit.member.id, form.get("old", "")):
            return await shown(request, "The password is another one.")
        await desk.deps.database.write(second_factor.forget, visit.member.id, desk.by(visit, form))
        return desk.go(HERE, "second_factor_off")


def _mine(tx: Connection, staff_id: int, now: Any) -> tuple[Any, Sequence[Any]]:
    return accounts.by_id(tx, staff_id), accounts.sessions(tx, staff_id, now)


def _sign_out_others(tx: Connection, visit: Visit, token: str, by: Any) -> int | Refused:
    return staff_accounts.end_sessions(tx, visit.member.id, by, token_hash(token))


def _picture(enrolment: Enrolment | None) -> str:
    """A QR code as SVG, for the app's camera."""
    import segno

    if enrolment is None:
        return ""

    drawn = io.BytesIO()
    segno.make(enrolment.uri, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, scale=5, border=4, light="white"
    )
    return drawn.getvalue().decode()
