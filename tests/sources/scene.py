"""What a 3PL nobody has heard of posts, and the source that is set for it."""

import json
from typing import Any

from carriers.contract import Reception
from flows.audit import By
from flows.webhooks import feeds
from flows.webhooks.receive import Arrival, keep, read
from flows.webhooks.sources import OpenSource, all_sources
from tests.flows.house import House

MAPPING: dict[str, Any] = {
    "tracking_number": "ref",
    "status": "st",
    "occurred_at": "at",
    "text": "note",
    "statuses": {"MOVING": "in_transit", "VAN": "out_for_delivery"},
}


def add_source(house: House, name: str = "courier", adapter: str = "generic", **arrangement: Any) -> None:
    given = {"mapping": MAPPING, **arrangement} if adapter == "generic" else arrangement
    feed = feeds.NewFeed(name, adapter, "acme", "s3cret", feeds.Arrangement(**given))
    with house.in_transaction() as tx:
        feeds.add(tx, feed, slug=name, now=house.now)


def source(house: House, name: str = "courier") -> OpenSource:
    """As the door finds it now."""
    with house.in_transaction() as tx:
        found = all_sources(tx)[name]
    assert isinstance(found, OpenSource), found
    return found


def posts(house: House, status: str, number: str = "DS100", name: str = "courier", **more: Any) -> None:
    """The courier posts a status of its own; it is kept and digested."""
    document = {"ref": number, "st": status, "at": house.now.isoformat(), **more}
    body = json.dumps(document).encode()
    of = source(house, name)
    reading = read(of, document, body, Reception(house.now, {}, of.zone))
    with house.in_transaction() as tx:
        keep(tx, [Arrival(of, reading, body, {}, house.now)])
    house.digest()


def by(house: House, why: str = "asked the courier") -> By:
    return By("Ines", why, house.now)
