"""What staff decide about a shipment's messages in a helpdesk of their own: each decision has a name and a reason."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from sqlalchemy import Connection

from api.problems import Problem
from api.rest.deps import Deps
from api.rest.fields import Body, Instant, Key, Line, Lines, TrackingNumber
from flows import looking
from flows.audit import WHY_LIMIT, By, Refused
from flows.staff import overrides
from flows.staff.overrides import TEXT_LIMIT, Decided
from flows.views import ShipmentView

Number = Annotated[TrackingNumber, Path(examples=["DS100"])]
Merchant = Annotated[Key | None, Query(description="Where several merchants use the number.")]
Who = Annotated[Key, Field(description="The person who decides.", examples=["Ines"])]
Why = Annotated[Line, Field(max_length=WHY_LIMIT, description="Colleagues read it.", examples=["spoke with customer"])]
NoticeKey = Annotated[
    Line, Field(max_length=200, description="Of one notice.", examples=["out_for_delivery:2026-11-23"])
]

Act = Callable[[Connection, int, By], Decided | Refused]


class Decision(Body):
    who: Who
    why: Why


class Hold(Decision):
    """Of one notice (`key`) or of all; until then, or until it is released."""

    key: NoticeKey | None = None
    until: Instant | None = None


class Correction(Decision):
    """Words in place of the template's."""

    key: NoticeKey
    text: Lines = Field(max_length=TEXT_LIMIT, examples=["Your parcel comes on Wednesday after all."])


class Cancellation(Decision):
    """Of one notice (`key`) or of all."""

    key: NoticeKey | None = None


class SendNow(Decision):
    key: NoticeKey


def routes(router: APIRouter, deps: Deps) -> None:
    async def decide(number: str, merchant: str | None, who: str, why: str, act: Act) -> ShipmentView:
        by = By(who, why, deps.clock())
        result = await deps.database.write(_decided, number, merchant, by, act)
        if result is None:
            raise Problem(404, "No order has announced a shipment with this tracking number.")
        if isinstance(result, Refused):
            raise Problem(409, result.why)
        deps.after_plan(result.due_at)
        shown = await deps.database.read(looking.shipment, number, merchant)
        assert shown is not None, "shipments are never taken away"
        return shown

    @router.put("/shipments/{tracking_number}/hold", tags=["staff"], summary="Hold messages back")
    async def put_hold(tracking_number: Number, body: Hold, merchant: Merchant = None) -> ShipmentView:
        """Nothing of what is held is said before it is released or its time is over. Answers with the new plan."""
        return await decide(tracking_number, merchant, body.who, body.why, _hold(body.key, body.until))

    @router.delete("/shipments/{tracking_number}/hold", tags=["staff"], summary="Release what was held")
    async def delete_hold(
        tracking_number: Number,
        who: Annotated[Who, Query()],
        why: Annotated[Why, Query()],
        key: Annotated[NoticeKey | None, Query()] = None,
        merchant: Merchant = None,
    ) -> ShipmentView:
        """The hold of one notice, or the one of the whole shipment. Answers with the new plan."""
        return await decide(tracking_number, merchant, who, why, _release(key))

    @router.post("/shipments/{tracking_number}/corrections", tags=["staff"], summary="Correct a message's words")
    async def post_correction(tracking_number: Number, body: Correction, merchant: Merchant = None) -> ShipmentView:
        """The notice goes at its time, in these words. Answers with the new plan."""
        return await decide(tracking_number, merchant, body.who, body.why, _correct(body.key, body.text))

    @router.post("/shipments/{tracking_number}/cancellations", tags=["staff"], summary="Cancel messages")
    async def post_cancellation(tracking_number: Number, body: Cancellation, merchant: Merchant = None) -> ShipmentView:
        """What is cancelled is not said; what has gone is gone. Answers with the new plan."""
        return await decide(tracking_number, merchant, body.who, body.why, _cancel(body.key))

    @router.post("/shipments/{tracking_number}/send-now", tags=["staff"], summary="Send a message at once")
    async def post_send_now(tracking_number: Number, body: SendNow, merchant: Merchant = None) -> ShipmentView:
        """Before its time, in quiet hours, out of a hold. Answers with the new plan."""
        return await decide(tracking_number, merchant, body.who, body.why, _send_now(body.key))


def _decided(tx: Connection, number: str, merchant: str | None, by: By, act: Act) -> Decided | Refused | None:
    shipment_id = looking.shipment_id(tx, number, merchant)
    return None if shipment_id is None else act(tx, shipment_id, by)


def _hold(key: str | None, until: datetime | None) -> Act:
    return lambda tx, shipment_id, by: overrides.hold(tx, shipment_id, key, until, by)


def _release(key: str | None) -> Act:
    return lambda tx, shipment_id, by: overrides.release_hold(tx, shipment_id, key, by)


def _correct(key: str, text: str) -> Act:
    return lambda tx, shipment_id, by: overrides.correct(tx, shipment_id, key, text, by)


def _cancel(key: str | None) -> Act:
    return lambda tx, shipment_id, by: overrides.cancel(tx, shipment_id, key, by)


def _send_now(key: str) -> Act:
    return lambda tx, shipment_id, by: overrides.send_now(tx, shipment_id, key, by)
