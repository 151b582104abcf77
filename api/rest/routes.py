"""Routes come in: a van's stops in order, given, changed, looked at and taken back."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field, model_validator

from api.problems import FieldError, Problem, unprocessable
from api.rest.deps import Deps
from api.rest.fields import Body, Instant, Key, Line, Name, TrackingNumber, Zone
from domain.routes.given import MAX_STOPS, SERVICE_S, BadRoute, Place, RouteGiven, StopGiven
from flows.routes import giving as journey
from flows.routes.looking import RouteView, look
from flows.routes.resequence import want_plan

Id = Annotated[Key, Path(description="The dispatcher's own.", examples=["van-7-2026-11-23"])]
Merchant = Annotated[Key, Query(examples=["acme"])]


class PlaceBody(Body):
    latitude: float = Field(ge=-90, le=90, examples=[40.72])
    longitude: float = Field(ge=-180, le=180, examples=[-73.9])

    def place(self) -> Place:
        return float(self.latitude), float(self.longitude)


class StopBody(Body):
    """A stop of a parcel (`tracking_number`) or another one (`id`). Without coordinates its order's are taken.

    `from` and `to`: what was agreed; `planned_at`: when the dispatcher's plan reaches it; `done_at`: it is behind.
    """

    id: Name | None = Field(None, examples=["stop-1"])
    tracking_number: TrackingNumber | None = Field(None, examples=["DS100"])
    latitude: float | None = Field(None, ge=-90, le=90, examples=[40.75])
    longitude: float | None = Field(None, ge=-180, le=180, examples=[-73.99])
    service_seconds: float = Field(SERVICE_S, examples=[180])
    from_at: Instant | None = Field(None, alias="from", examples=["2026-11-23T09:00:00-05:00"])
    to_at: Instant | None = Field(None, alias="to", examples=["2026-11-23T12:00:00-05:00"])
    planned_at: Instant | None = Field(None, examples=["2026-11-23T10:10:00-05:00"])
    done_at: Instant | None = Field(None)

    @model_validator(mode="after")
    def _both(self) -> "StopBody":
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("needs both latitude and longitude, or neither")
        return self

    def given(self) -> StopGiven:
        here = self.latitude is not None and self.longitude is not None
        return StopGiven(
            self.tracking_number,
            self.id,
            (float(self.latitude or 0), float(self.longitude or 0)) if here else None,
            float(self.service_seconds),
            self.from_at,
            self.to_at,
            self.planned_at,
            self.done_at,
        )


class RouteBody(Body):
    """`sequence`: `given` keeps the order of the stops, `planned` lets the engine find a better one.

    `areas`: the zones it serves, as slots name them. None: whatever no other route of the merchant names.
    """

    merchant: Key = Field(examples=["acme"])
    vehicle: Key = Field(examples=["van-7"])
    timezone: Zone = Field(examples=["America/New_York"])
    starts_at: Instant = Field(examples=["2026-11-23T08:30:00-05:00"])
    ends_at: Instant = Field(examples=["2026-11-23T17:00:00-05:00"])
    start: PlaceBody
    end: PlaceBody | None = Field(None, description="Where it has to be in the end; without one, where it began.")
    areas: list[Annotated[Line, Field(max_length=64)]] = Field([], max_length=200, examples=[["100", "101"]])
    sequence: Literal["given", "planned"] = "given"
    stops: list[StopBody] = Field(max_length=MAX_STOPS)

    def given(self, external_id: str) -> RouteGiven:
        return RouteGiven(
            external_id,
            self.vehicle,
            self.timezone,
            self.starts_at,
            self.ends_at,
            self.start.place(),
            (self.end or self.start).place(),
            tuple(stop.given() for stop in self.stops),
            tuple(self.areas),
            self.sequence == "given",
        )


def routes(router: APIRouter, deps: Deps) -> None:
    async def found(merchant: str, external_id: str) -> RouteView:
        view = await deps.database.read(look, merchant, external_id)
        if view is None:
            raise Problem(404, "This merchant has no route with this id.")
        return view

    @router.put("/routes/{id}", tags=["routes"], summary="Give a van's stops in order, or give them again")
    async def put_route(id: Id, body: RouteBody) -> RouteView:  # noqa: A002  the path's word
        """Given again, it takes the new stops and their order; a stop named again keeps what is known of it. Windows
        are reckoned a moment later, and whenever a position comes or a stop is done.
        """
        try:
            await deps.database.write(journey.put, body.merchant, body.given(id), deps.clock())
        except BadRoute as refusal:
            raise unprocessable([FieldError(refusal.field, f"cannot be: {refusal.why}")]) from None
        deps.routes_changed()
        return await found(body.merchant, id)

    @router.get("/routes/{id}", tags=["routes"], summary="Look at a route")
    async def get_route(id: Id, merchant: Merchant) -> RouteView:  # noqa: A002  the path's word
        """Where it stands: which stops are done, when the others are reached, and what came of planning it."""
        return await found(merchant, id)

    @router.post("/routes/{id}/plan", tags=["routes"], status_code=202, summary="Have a route's stops put in order")
    async def post_plan(id: Id, merchant: Merchant) -> RouteView:  # noqa: A002  the path's word
        """The engine works in the background, for about a second; look at the route for what came of it."""
        if not await deps.database.write(want_plan, merchant, id, deps.clock()):
            raise Problem(404, "This merchant has no open route with this id.")
        deps.routes_changed()
        return await found(merchant, id)

    @router.delete("/routes/{id}", tags=["routes"], status_code=204, summary="Take a route back")
    async def delete_route(id: Id, merchant: Merchant) -> Response:  # noqa: A002  the path's word
        """Its parcels are expected as before it was given."""
        if not await deps.database.write(journey.take_back, merchant, id, deps.clock()):
            raise Problem(404, "This merchant has no route with this id.")
        deps.after_plan(deps.clock())
        return Response(status_code=204)
