"""Signing in and out."""

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.console.cookies import SESSION, SIGN_IN, fresh_nonce, same
from api.console.desk import Desk, inside
from api.console.forms import BadForm, clean, fields
from api.console.second_step import ask_code, browser_of, let_in, ticket
from api.console.sheet import PRIVATE
from flows.staff import sign_in as staff
from flows.staff import tries
from flows.staff.sign_in import CodeAsked, Role


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/sign-in")
    async def ask(request: Request) -> Response:
        return _form(desk, request, after=clean(request.query_params.get("next", "")))

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        try:
            form = await fields(request)
        except BadForm as problem:
            return _form(desk, request, 400, str(problem))
        name, after, now = form.get("name", ""), form.get("next", ""), desk.deps.clock()
        if not same(form.get("proof", ""), desk.cookies.sign_in_proof(request)) or not request.cookies.get(SIGN_IN):
            return _form(desk, request, 403, "The page was open for too long. Try again.", name, after)
        address = request.client.host if request.client else ""
        database = desk.deps.database
        taken = await database.write(tries.take, tries.of_password(name, address), now)
        if seconds := taken.wait_seconds:
            why = f"Too many wrong passwords. Try again in {seconds // 60 + 1} minutes."
            return _form(desk, request, 429, why, name, after, seconds)
        signed = await staff.sign_in(database, name, form.get("password", ""), now, browser_of(request))
        if signed is None:
            return _form(desk, request, 403, "This name and password do not go together.", name, after)
        if isinstance(signed, CodeAsked):
            await database.write(tries.take_back, taken)
            shown = ticket(desk.cookies, request.cookies[SIGN_IN], signed.staff_id, now)
            return ask_code(desk, shown, after)
        await database.write(tries.succeeded, taken)
        return let_in(desk, signed.token, after)

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        await desk.posted(request, Role.VIEWER)
        await desk.deps.database.write(staff.sign_out, request.cookies[SESSION])
        response = RedirectResponse("/console/sign-in", 303, PRIVATE)
        desk.cookies.end_session(response)
        return response


def _form(
    desk: Desk, request: Request, status: int = 200, why: str = "", name: str = "", after: str = "", seconds: int = 0
) -> Response:
    """The form, tied to this browser by a cookie that another site cannot read."""
    nonce = request.cookies.get(SIGN_IN) or fresh_nonce()
    proof = desk.cookies.sign_in_proof(request, nonce)
    scene = {"after": after if inside(after) else "", "proof": proof, "openid": desk.deps.openid is not None}
    response = desk.sheet.draw("sign_in", status, why=why, name=name, **scene)
    desk.cookies.set_sign_in(response, nonce)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
