"""Orders come in."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import AfterValidator, BaseModel

from api.rest.deps import Deps
from api.rest.fields import Key
from api.rest.order_body import OrderBody, read_order
from domain.links import Links
from flows.orders import announce


class AnnouncedParcel(BaseModel):
    """The addresses for one parcel's customer. Both are secrets of theirs: give them to nobody else."""

    tracking_number: str
    tracking_url: str
    telegram_link: str | None


class AnnouncedOrder(BaseModel):
    order_number: str
    parcels: list[AnnouncedParcel]


def _number(value: str) -> str:
    if value.endswith("/"):  # an address with a slash too many must not become another order
        raise ValueError("must not end in a slash")
    return value


OrderNumber = Annotated[Key, AfterValidator(_number), Path(examples=["1001"])]


def routes(router: APIRouter, deps: Deps) -> None:
    @router.put("/orders/{order_number:path}", tags=["orders"], summary="Announce an order, or announce it again")
    async def put_order(order_number: OrderNumber, body: OrderBody) -> AnnouncedOrder:
        """Announcing the same again changes nothing. Name, language, address, consent and allowed changes are those of
        the last time; new parcels are added, and parcels that are no longer named stay. A tracking number that another
        order used before is a new parcel. Events that came before their order are taken up.
        """
        order = read_order(order_number, body)
        links = Links(deps.public_url, deps.secret_key, deps.bot_username())
        placed = await announce(deps.database, order, links, deps.clock())
        deps.after_plan(placed.due_at)
        parcels = [AnnouncedParcel(**asdict(parcel)) for parcel in placed.parcels]
        return AnnouncedOrder(order_number=order_number, parcels=parcels)
