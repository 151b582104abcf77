"""The desk every page is handed over: who is there, what they may do, what they sent, and the page they get."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy import Connection
from starlette.responses import RedirectResponse

from api.console.cookies import SESSION, Cookies, same
from api.console.deps import Deps
from api.console.forms import FIELDS_LIMIT, BadForm, fields
from api.console.menu import Counts, Room, menu
from api.console.scope import asked_for
from api.console.sheet import PRIVATE, Sheet
from flows.audit import By
from flows.staff import sign_in
from flows.staff.sign_in import Member, Role
from store import cases, console_talk, console_webhooks, scope

MOST_COUNTED = 100
"""Counts in the menu stop here."""

Form = Mapping[str, str]
T = TypeVar("T")


class Instead(Exception):
    """What was asked for is not given; this is answered instead."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a member of staff. `proof` is what their forms must show, `done` what they have just done."""

    member: Member
    proof: str
    counts: Counts
    path: str
    done: str = ""

    @property
    def acts(self) -> bool:
        return self.member.may(Role.AGENT)

    @property
    def supervises(self) -> bool:
        return self.member.may(Role.SUPERVISOR)

    @property
    def menu(self) -> list[Room]:
        return menu(self.member)


class ConsoleRoute(APIRoute):
    """A route that answers people with pages, also when it cannot do what they want."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except Instead as other:
                return other.response
            except RequestValidationError:
                return RedirectResponse("/console/nothing-here", 303, PRIVATE)

        return answer


class Desk:
    def __init__(self, deps: Deps) -> None:
        self.deps = deps
        self.sheet = Sheet()
        self.cookies = Cookies(deps.secret_key, deps.public_url.startswith("https://"))

    async def visit(self, request: Request, role: Role = Role.VIEWER) -> Visit:
        """Who is there. Whoever is not signed in is sent to do so; whoever may not, is told."""
        token = request.cookies.get(SESSION, "")
        found = await self.deps.database.read(_who, token, self.deps.clock()) if token else None
        if found is None:
            raise Instead(_sign_in_first(request))
        member, counts = found
        done = request.query_params.get("done", "")
        visit = Visit(member, self.cookies.proof(token), counts, request.url.path, done)
        if not member.may(role):
            why = f"This is for a {role.word} and above; you are signed in as {member.role.word}."
            raise Instead(self.page(visit, "said", 403, title="Not for you", why=why))
        await self._stay_within(visit)
        return visit

    async def read(self, visit: Visit, fn: Callable[..., T], *args: Any) -> T:
        """A look at what is theirs to see: all, or one merchant's."""
        return await self.deps.database.read(scope.within, visit.member.merchant_id, fn, *args)

    async def _stay_within(self, visit: Visit) -> None:
        """Whoever works for one merchant is shown, and changes, nothing of another."""
        asked = asked_for(visit.member, visit.path)
        if asked is None:
            why = "This is for those who work for all merchants."
            raise Instead(self.page(visit, "said", 403, title="Not for you", why=why))
        room, thing = asked
        if thing is not None and not visit.member.sees(await self.deps.database.read(scope.owner_of, room, thing)):
            raise self.missing(visit, "page")

    async def posted(
        self, request: Request, role: Role = Role.AGENT, fields_limit: int = FIELDS_LIMIT
    ) -> tuple[Visit, Form]:
        """Who sent a form and what is in it. A form that none of our pages gave this session changes nothing."""
        visit = await self.visit(request, role)
        try:
            form = await fields(request, fields_limit)
        except BadForm as problem:
            raise Instead(self.page(visit, "said", 400, title="That was no form", why=str(problem))) from None
        if not same(form.get("proof", ""), visit.proof):
            why = "The form is too old, or did not come from this console. Go back, reload the page, and try again."
            raise Instead(self.page(visit, "said", 403, title="Not done", why=why))
        return visit, form

    def by(self, visit: Visit, form: Form) -> By:
        return By(visit.member.name, form.get("why", ""), self.deps.clock())

    def page(self, visit: Visit, template: str, status: int = 200, **scene: object) -> Response:
        return self.sheet.draw(template, status, visit=visit, now=self.deps.clock(), **scene)

    def missing(self, visit: Visit, what: str) -> Instead:
        return Instead(self.page(visit, "said", 404, title="Nothing here", why=f"There is no such {what}."))

    @staticmethod
    def instead(response: Response) -> Instead:
        """To be raised: this is answered instead."""
        return Instead(response)

    @staticmethod
    def go(path: str, done: str = "") -> Response:
        """Done: back to a page, which says so. A reload of it repeats nothing."""
        mark = ("&" if "?" in path else "?") + f"done={done}" if done else ""
        return RedirectResponse(f"{path}{mark}", 303, PRIVATE)


def _who(tx: Connection, token: str, now: Any) -> tuple[Member, Counts] | None:
    member = sign_in.session(tx, token, now)
    if member is None:
        return None
    return member, scope.within(tx, member.merchant_id, _counts, now)


def _counts(tx: Connection, now: Any) -> Counts:
    return Counts(
        console_talk.count_waiting(tx, MOST_COUNTED),
        cases.count_open(tx, MOST_COUNTED, now),
        console_webhooks.count_unreadable(tx, MOST_COUNTED),
    )


def _sign_in_first(request: Request) -> Response:
    """A page that htmx asked for cannot become another page: the browser is told to go there."""
    if request.headers.get("hx-request") == "true":
        here = urlsplit(request.headers.get("hx-current-url", "")).path
        return Response(status_code=200, headers={**PRIVATE, "HX-Redirect": sign_in_address(here)})
    if "text/event-stream" in request.headers.get("accept", ""):
        return Response(status_code=204, headers=PRIVATE)  # tells the browser not to come back
    here = request.url.path if request.method == "GET" else ""
    return RedirectResponse(sign_in_address(here), 303, PRIVATE)


def sign_in_address(here: str) -> str:
    return f"/console/sign-in?next={quote(here)}" if inside(here) else "/console/sign-in"


def inside(path: str) -> bool:
    """Whether a path leads into the console, and nowhere else whatever a browser makes of it."""
    return (
        path.startswith("/console/") and "\\" not in path and "//" not in path and path.isascii() and path.isprintable()
    )
