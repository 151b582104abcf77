"""Why did they (not) get a message? One screen for a parcel, one for a customer with all their parcels."""

from fastapi import APIRouter, Request, Response

from api.console.desk import Desk
from api.console.shipment import Id
from flows.staff import why


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/customers/{customer_id}")
    async def customer(request: Request, customer_id: Id) -> Response:
        visit = await desk.visit(request)
        deps = desk.deps
        page = await deps.database.read(why.of_customer, customer_id, deps.voice, deps.clock())
        if page is None:
            raise desk.missing(visit, "customer")
        return desk.page(visit, "why", page=page, title=page.customer.name)

    @router.get("/shipments/{shipment_id}/why")
    async def shipment(request: Request, shipment_id: Id) -> Response:
        visit = await desk.visit(request)
        deps = desk.deps
        page = await deps.database.read(why.of_shipment, shipment_id, deps.voice, deps.clock())
        if page is None:
            raise desk.missing(visit, "shipment")
        return desk.page(visit, "why", page=page, title=page.parcels[0].row.tracking_number)
