"""Positions of vans come in: one or a batch, kept in memory and written later, so that nothing waits for them."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field, model_validator

from api.problems import Problem
from api.rest.deps import Deps
from api.rest.fields import Body, Instant, Key
from domain.routes.positions import Position
from flows.routes.positions import TooMany

MOST = 500
"""Positions in one request: a phone that was out of reach for an hour, at one each ten seconds."""

Vehicle = Annotated[Key, Path(description="The van, as its routes name it.", examples=["van-7"])]


class PositionBody(Body):
    """Degrees, as a phone's sensor gives them; `accuracy`, `heading` and `speed` are taken and not kept."""

    at: Instant = Field(examples=["2026-11-23T10:12:05-05:00"])
    latitude: float = Field(examples=[40.7441])
    longitude: float = Field(examples=[-73.9485])
    accuracy: float | None = None
    heading: float | None = None
    speed: float | None = None

    def of(self, vehicle: str) -> Position:
        return Position(vehicle, self.at, float(self.latitude), float(self.longitude))


class PositionsBody(Body):
    """One position (`at`, `latitude`, `longitude`) or many (`positions`)."""

    merchant: Key = Field(examples=["acme"])
    positions: list[PositionBody] | None = Field(None, max_length=MOST)
    at: Instant | None = Field(None, examples=["2026-11-23T10:12:05-05:00"])
    latitude: float | None = Field(None, examples=[40.7441])
    longitude: float | None = Field(None, examples=[-73.9485])
    accuracy: float | None = None
    heading: float | None = None
    speed: float | None = None

    @model_validator(mode="after")
    def _one_or_many(self) -> "PositionsBody":
        alone = [value is not None for value in (self.at, self.latitude, self.longitude)]
        if (self.positions is None and not all(alone)) or (self.positions is not None and any(alone)):
            raise ValueError("needs either at, latitude and longitude, or positions")
        return self

    def seen(self, vehicle: str) -> list[Position]:
        if self.positions is not None:
            return [position.of(vehicle) for position in self.positions]
        assert self.at is not None
        assert self.latitude is not None
        assert self.longitude is not None
        return [Position(vehicle, self.at, float(self.latitude), float(self.longitude))]


class Ignored(BaseModel):
    """`index` counts the positions of the request from 0."""

    index: int
    why: str


class TakenPositions(BaseModel):
    """Of the positions taken, the newest counts. The others were too old, from the future, or no places."""

    accepted: int
    ignored: list[Ignored]


def routes(router: APIRouter, deps: Deps) -> None:
    @router.post(
        "/vehicles/{id}/positions", tags=["routes"], status_code=202, summary="Say where a van is, once or in a batch"
    )
    async def post_positions(id: Vehicle, body: PositionsBody) -> TakenPositions:  # noqa: A002  the path's word
        """Any order will do. Only the last place is kept, for half a day. A customer sees it when the van heads to
        their part of the route, and not once their parcel is delivered.
        """
        try:
            taken = deps.positions.take(body.merchant, body.seen(id))
        except TooMany as problem:
            raise Problem(429, f"{str(problem).capitalize()}: send it again.", headers={"Retry-After": "2"}) from None
        return TakenPositions(accepted=taken.accepted, ignored=[Ignored(index=n, why=why) for n, why in taken.ignored])
