"""People: who may open this console, for admins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk
from api.console.forms import number
from flows.audit import By, Refused, unreasoned
from flows.staff import accounts, second_factor
from flows.staff.accounts import Account, Wishes
from flows.staff.sign_in import Role
from store import merchants

HERE = "/console/people"


def routes(router: APIRouter, desk: Desk) -> None:
    async def shown(request: Request, refused: str = "") -> Response:
        visit = await desk.visit(request, Role.ADMIN)
        people, shops = await desk.deps.database.read(_everybody, desk.deps.clock())
        status = 409 if refused else 200
        return desk.page(visit, "people", status, people=people, shops=shops, roles=list(Role), refused=refused)

    @router.get("/people")
    async def everybody(request: Request) -> Response:
        return await shown(request)

    @router.post("/people")
    async def add(request: Request) -> Response:
        visit, form = await desk.posted(request, Role.ADMIN)
        wishes = Wishes(form.get("role", ""), form.get("merchant", ""), form.get("email", ""))
        name, password = form.get("name", ""), form.get("password", "")
        done = await desk.deps.database.write(accounts.add, name, password, wishes, desk.by(visit, form))
        return await shown(request, done.why) if isinstance(done, Refused) else desk.go(HERE, "added")

    @router.post("/people/{staff_id}")
    async def act(request: Request, staff_id: str) -> Response:
        visit, form = await desk.posted(request, Role.ADMIN)
        who = number(staff_id)
        if who is None:
            raise desk.missing(visit, "account")
        done = await desk.deps.database.write(_act, form.get("do", ""), who, dict(form), desk.by(visit, form))
        return await shown(request, done.why) if done else desk.go(HERE, "changed")


def _everybody(tx: Connection, now: datetime) -> tuple[Sequence[Account], Sequence[Any]]:
    return accounts.listed(tx, now), merchants.listed(tx)


def _act(tx: Connection, do: str, staff_id: int, form: dict[str, str], by: By) -> Refused | None:
    if refusal := unreasoned(by):
        return refusal
    match do:
        case "change":
            wishes = Wishes(form.get("role", ""), form.get("merchant", ""), form.get("email", ""))
            return accounts.change(tx, staff_id, wishes, by)
        case "close":
            return accounts.close(tx, staff_id, by)
        case "reopen":
            return accounts.reopen(tx, staff_id, by)
        case "password":
            return accounts.set_password(tx, staff_id, form.get("password", ""), by)
        case "sign-out":
            accounts.end_sessions(tx, staff_id, by)
            return None
        case "second-factor":
            second_factor.forget(tx, staff_id, by)
            return None
        case _:
            return Refused("There is nothing of this name to do.")
