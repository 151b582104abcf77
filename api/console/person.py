"""What a person may ask of whoever keeps their data: silence, a copy, to be forgotten."""

import json

from fastapi import APIRouter, Request, Response

from api.console.desk import Desk, Visit, inside
from api.console.sheet import PRIVATE
from api.console.shipment import Id
from flows.audit import Refused
from flows.staff import person
from flows.staff.sign_in import Role

CONFIRMED = "erase"
"""What must be typed: erasing is for good."""


def routes(router: APIRouter, desk: Desk) -> None:
    write = desk.deps.database.write

    @router.post("/customers/{customer_id}/silence")
    async def silence(request: Request, customer_id: Id) -> Response:
        visit, form = await desk.posted(request)
        wanted = form.get("wanted") == "yes"
        step = person.speak_again if wanted else person.silence
        result = await write(step, customer_id, desk.by(visit, form))
        return _told(desk, visit, customer_id, result, "heard_again" if wanted else "silenced", form.get("back", ""))

    @router.post("/customers/{customer_id}/export")
    async def export(request: Request, customer_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.ADMIN)
        _of_all_merchants(desk, visit)
        found = await write(person.hand_out, customer_id, desk.by(visit, form))
        if isinstance(found, Refused):
            return _told(desk, visit, customer_id, found, "")
        headers = {**PRIVATE, "content-disposition": f'attachment; filename="person-{customer_id}.json"'}
        return Response(json.dumps(found, default=str, indent=1, ensure_ascii=False), 200, headers, "application/json")

    @router.post("/customers/{customer_id}/erase")
    async def erase(request: Request, customer_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.ADMIN)
        _of_all_merchants(desk, visit)
        if form.get("sure", "").lower() != CONFIRMED:
            return _told(desk, visit, customer_id, Refused(f"Type {CONFIRMED} to say that you are sure."), "")
        result = await write(person.erase, customer_id, desk.by(visit, form))
        return _told(desk, visit, customer_id, result, "erased")


def _of_all_merchants(desk: Desk, visit: Visit) -> None:
    """A copy holds what every merchant knows of a person."""
    if visit.member.merchant_id is not None:
        why = "This is for those who work for all merchants: it concerns what all of them know of the person."
        raise desk.instead(desk.page(visit, "said", 403, title="Not for you", why=why))


def _told(desk: Desk, visit: Visit, customer_id: int, result: object, done: str, back: str = "") -> Response:
    """`back` is the page that the form stood on, where that is not theirs."""
    if isinstance(result, Refused):
        return desk.page(visit, "said", 409, title="Not done", why=result.why)
    desk.deps.live.announce("console")
    return desk.go(back if inside(back) else f"/console/customers/{customer_id}", done)
