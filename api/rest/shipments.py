"""Shipments can be looked at."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.problems import Problem
from api.rest.deps import Deps
from api.rest.fields import Key, TrackingNumber
from flows import looking
from flows.views import ShipmentView


def routes(router: APIRouter, deps: Deps) -> None:
    @router.get("/shipments/{tracking_number}", tags=["shipments"], summary="Look at a shipment")
    async def get_shipment(
        tracking_number: Annotated[TrackingNumber, Path(examples=["DS100"])],
        merchant: Annotated[Key | None, Query(description="Where several merchants use the number.")] = None,
    ) -> ShipmentView:
        """Where it stands on every axis, its events (newest first, with the sender's own words), what was promised,
        every notice with its time or what came of it, and for each other kind of notice the reason for silence. Of
        several shipments with this number it is the one announced last.
        """
        found = await deps.database.read(looking.shipment, tracking_number, merchant)
        if found is None:
            raise Problem(404, "No order has announced a shipment with this tracking number.")
        return found
