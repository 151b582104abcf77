"""Slots come in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from api.problems import FieldError, unprocessable
from api.rest.deps import Deps
from api.rest.fields import Body, Instant, Key, Line, Name, TrackingNumber
from domain.slots import MAX_CAPACITY, BadSlot, SlotGiven
from flows.changes.slots import MAX_PUBLISHED, publish
from store.orders import merchant


class SlotBody(Body):
    """A window with places in it, for one parcel (`tracking_number`) or a `zone`: a postcode's beginning, or a town."""

    id: Name = Field(description="The 3PL's own: publishing it again changes the slot.", examples=["wed-am"])
    tracking_number: TrackingNumber | None = Field(None, examples=["DS100"])
    zone: Annotated[Line, Field(max_length=64)] | None = Field(None, examples=["100"])
    from_at: Instant = Field(alias="from", examples=["2026-11-25T09:00:00-05:00"])
    to_at: Instant = Field(alias="to", examples=["2026-11-25T12:00:00-05:00"])
    capacity: int = Field(ge=0, le=MAX_CAPACITY, examples=[20])
    cutoff_at: Instant = Field(examples=["2026-11-24T18:00:00-05:00"])


class SlotsBody(Body):
    merchant: Key = Field(examples=["acme"])
    slots: list[SlotBody] = Field(max_length=MAX_PUBLISHED)


class PublishedSlots(BaseModel):
    """How many slots were taken in, and how many of them can still be asked for."""

    merchant: str
    accepted: int
    open: int


def routes(router: APIRouter, deps: Deps) -> None:
    @router.put("/slots", tags=["reschedules"], summary="Publish slots, or change them")
    async def put_slots(body: SlotsBody) -> PublishedSlots:
        """All of them or none. A slot in which places are taken keeps its window and its zone, and cannot have fewer
        places than that; capacity 0 closes one in which none are.
        """
        given = [SlotGiven(**slot.model_dump()) for slot in body.slots]
        try:
            still_open = await deps.database.write(_publish, body.merchant, given, deps.clock())
        except BadSlot as refusal:
            raise unprocessable([FieldError(_where(body.slots, refusal), f"cannot be: {refusal.why}")]) from None
        return PublishedSlots(merchant=body.merchant, accepted=len(given), open=still_open)


def _publish(tx: Connection, name: str, slots: Sequence[SlotGiven], now: datetime) -> int:
    return publish(tx, merchant(tx, name, now).id, slots, now)


def _where(slots: list[SlotBody], refusal: BadSlot) -> str:
    position = max(position for position, slot in enumerate(slots) if slot.id == refusal.slot_id)
    return f"slots[{position}]"
