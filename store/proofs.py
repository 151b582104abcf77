"""The bodies in which a delivery was reported, for whoever looks for its proof."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from store.tables import Delivery, EventRow, Shipment, Source
from store.writing import table_of

_EVENT, _DELIVERY, _SHIPMENT, _SOURCE = (table_of(t) for t in (EventRow, Delivery, Shipment, Source))
MOST = 5


def reports_of_delivery(tx: Connection, shipment_id: int) -> Sequence[Any]:
    """(adapter, body) of the newest reports that it was delivered, or of its proof; none once they are pruned."""
    ours = and_(
        _SHIPMENT.c.merchant_id == _EVENT.c.merchant_id, _SHIPMENT.c.tracking_number == _EVENT.c.tracking_number
    )
    shows = or_(_EVENT.c.milestone == "delivered", _EVENT.c.detail == "proof_of_delivery")
    found = (
        select(_SOURCE.c.adapter, _DELIVERY.c.body)
        .select_from(_SHIPMENT)
        .join(_EVENT, ours)
        .join(_DELIVERY, _DELIVERY.c.id == _EVENT.c.delivery_id)
        .join(_SOURCE, _SOURCE.c.id == _DELIVERY.c.source_id)
        .where(_SHIPMENT.c.id == shipment_id, shows)
        .order_by(_EVENT.c.occurred_at.desc(), _EVENT.c.id.desc())
    )
    return tx.execute(found.limit(MOST)).all()
