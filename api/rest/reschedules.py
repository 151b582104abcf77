"""Reschedules can be seen and answered."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.problems import Problem
from api.rest.deps import Deps
from api.rest.fields import Body, Country, Key, Line
from api.rest.overrides import Decision, Merchant, Number
from domain.reschedules import Refusal, Refused, RescheduleState
from flows import looking
from flows.audit import By
from flows.audit import Refused as NotDone
from flows.changes.reschedule import Decided, decide
from flows.staff import changes
from flows.views import ChangeView

PAGE = 100

RequestId = Annotated[Key, Path(description="The id of the request, as in reschedule.requested.", examples=["rs_1f0c"])]


class AnswerBody(Body):
    """The 3PL's answer, and why where there is something to say."""

    why: Annotated[Line, Field(max_length=500)] | None = Field(None, examples=["no driver in this area on Wednesday"])


class NewAddress(Body):
    """In its parts, as carriers want it."""

    lines: list[Line] = Field(min_length=1, max_length=3, examples=[["12911 Fork Rd"]])
    city: Line = Field(examples=["Baldwin"])
    region: Line | None = Field(None, description="State or province.", examples=["MD"])
    postcode: Line | None = Field(None, examples=["21013"])
    country: Country = Field(examples=["US"])


class ChangeBody(Decision):
    """What the carrier shall do otherwise. `text` is for its people, and `address` for a change of address."""

    change: Literal["cancel", "address", "safe_place", "neighbour", "recipient", "instructions", "hold"]
    text: Annotated[Line, Field(max_length=300)] | None = Field(None, examples=["behind the shed"])
    address: NewAddress | None = None


class Standing(BaseModel):
    """A request as it stands now."""

    id: str
    change: str
    state: str


class AnsweredReschedule(BaseModel):
    """The request as it stands now. `repeated`: the same answer had been given before."""

    id: str
    state: str
    from_at: datetime | None = Field(serialization_alias="from")
    to_at: datetime | None = Field(serialization_alias="to")
    repeated: bool


class Reschedules(BaseModel):
    """`next`: what to give as `before` for the page of older ones; null on the last."""

    reschedules: list[ChangeView]
    next: str | None


def routes(router: APIRouter, deps: Deps) -> None:
    @router.get("/reschedules", tags=["reschedules"], summary="List what customers asked the 3PL for")
    async def get_reschedules(
        state: RescheduleState | None = None,
        merchant: Key | None = None,
        before: Key | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = PAGE,
    ) -> Reschedules:
        """Newest first: changes of time, place and receiver."""
        found = await deps.database.read(looking.reschedules, state, merchant, before, limit)
        return Reschedules(reschedules=found, next=found[-1]["id"] if len(found) == limit else None)

    @router.post("/reschedules/{id}/confirm", tags=["reschedules"], summary="Say yes for the 3PL")
    async def confirm(id: RequestId, body: AnswerBody | None = None) -> AnsweredReschedule:  # noqa: A002  the path's word
        """The customer hears it at once. Saying so twice is fine."""
        return await _answer(deps, id, True, body)

    @router.post("/reschedules/{id}/decline", tags=["reschedules"], summary="Say no for the 3PL")
    async def decline(id: RequestId, body: AnswerBody | None = None) -> AnsweredReschedule:  # noqa: A002  the path's word
        """The customer hears it, and a person looks for another way. Saying so twice is fine."""
        return await _answer(deps, id, False, body)

    @router.post("/reschedules/{id}/withdraw", tags=["reschedules"], summary="Take it back")
    async def withdraw(id: RequestId, body: Decision) -> Standing:  # noqa: A002  the path's word
        """What is open, or agreed. The 3PL is told that it is no longer wanted; where that cannot be, a person is."""
        by = By(body.who, body.why, deps.clock())
        result = await deps.database.write(changes.take_back, id, by)
        if result is None:
            raise _refused(Refusal.UNKNOWN_REQUEST)
        return _standing(deps, result)

    @router.post("/shipments/{tracking_number}/changes", tags=["reschedules"], summary="Ask the 3PL for a change")
    async def post_change(tracking_number: Number, body: ChangeBody, merchant: Merchant = None) -> Standing:
        """In the shop's own name: not to bring it at all, another address, another place. Asked is not agreed.

        The customer hears of an agreed change as if they had asked; of `cancel` nothing before the parcel is called off
        or on its way back.
        """
        by = By(body.who, body.why, deps.clock())
        shipment = await deps.database.read(looking.shipment_id, tracking_number, merchant)
        if shipment is None:
            raise Problem(404, "No order has announced a shipment with this tracking number.")
        details: dict[str, Any] = {"text": body.text or body.why}
        if body.address is not None:
            details |= {"address": body.address.model_dump(exclude_none=True)}
        result = await deps.database.write(changes.ask, shipment, body.change, details, by)
        return _standing(deps, result)


def _standing(deps: Deps, result: changes.Stands | NotDone) -> Standing:
    if isinstance(result, NotDone):
        raise Problem(409, result.why)
    deps.after_plan(result.due_at)
    return Standing(id=result.public_id, change=result.kind, state=result.state)


async def _answer(deps: Deps, public_id: str, confirmed: bool, body: AnswerBody | None) -> AnsweredReschedule:
    now = deps.clock()
    result = await deps.database.write(decide, public_id, confirmed, body.why if body else None, now)
    deps.after_plan(now)
    if isinstance(result, Refused):
        raise _refused(result.why)
    return _answered(result)


def _answered(decided: Decided) -> AnsweredReschedule:
    window = decided.window
    return AnsweredReschedule(
        id=decided.public_id,
        state=decided.state,
        from_at=window.from_at if window else None,
        to_at=window.to_at if window else None,
        repeated=decided.repeated,
    )


def _refused(why: Refusal) -> Problem:
    if why is Refusal.UNKNOWN_REQUEST:
        return Problem(404, "There is no request with this id.")
    return Problem(409, _CONFLICTS.get(why, f"This answer cannot be taken: {why.value.replace('_', ' ')}."))


_CONFLICTS = {
    Refusal.NOT_ASKED: "This was never asked of the 3PL, or is asked no longer: there is nothing to answer.",
    Refusal.CONTRADICTS: "This is against what was answered before; a person will look at it.",
    Refusal.TOO_LATE: "The parcel has come too far for this to be changed; the request is closed.",
    Refusal.SLOT_TAKEN: "The place in this slot is gone: the yes came too late. A person will look at it.",
}
