"""Pickup points come in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from api.problems import FieldError, unprocessable
from api.rest.deps import Deps
from api.rest.fields import Body, Key, Line, Name
from domain.points import MAX_PUBLISHED, BadPoint, PointGiven
from flows.changes.points import publish
from store.orders import merchant


class PointBody(Body):
    """A place where parcels wait to be collected."""

    id: Name = Field(description="The 3PL's own: publishing it again changes the point.", examples=["pp-7"])
    name: Annotated[Line, Field(min_length=1, max_length=80)] = Field(examples=["Kiosk Weber"])
    street: Annotated[Line, Field(min_length=1, max_length=120)] = Field(examples=["5 Main St"])
    latitude: float = Field(ge=-90, le=90, examples=[40.75])
    longitude: float = Field(ge=-180, le=180, examples=[-73.99])
    postcode: Annotated[Line, Field(max_length=20)] | None = Field(None, examples=["10001"])
    city: Annotated[Line, Field(max_length=80)] | None = Field(None, examples=["New York"])
    opens: Annotated[Line, Field(max_length=120)] | None = Field(None, examples=["Mon-Sat 8-20"])
    open: bool = Field(True, description="False: it takes nothing for now, and is not offered.")


class PointsBody(Body):
    merchant: Key = Field(examples=["acme"])
    points: list[PointBody] = Field(max_length=MAX_PUBLISHED)


class PublishedPoints(BaseModel):
    """How many points were taken in, and how many of them are open."""

    merchant: str
    accepted: int
    open: int


def routes(router: APIRouter, deps: Deps) -> None:
    @router.put("/pickup-points", tags=["reschedules"], summary="Publish pickup points, or change them")
    async def put_points(body: PointsBody) -> PublishedPoints:
        """All of them or none. A customer who wants a pickup point is offered the nearest that are open."""
        given = [PointGiven(**point.model_dump()) for point in body.points]
        try:
            still_open = await deps.database.write(_publish, body.merchant, given, deps.clock())
        except BadPoint as refusal:
            position = max(at for at, point in enumerate(body.points) if point.id == refusal.point_id)
            raise unprocessable([FieldError(f"points[{position}]", f"cannot be: {refusal.why}")]) from None
        return PublishedPoints(merchant=body.merchant, accepted=len(given), open=still_open)


def _publish(tx: Connection, name: str, points: Sequence[PointGiven], now: datetime) -> int:
    return publish(tx, merchant(tx, name, now).id, points)
