"""Forms of the page: read with limits, and no faster than a person writes."""

import re
from collections import OrderedDict
from urllib.parse import parse_qs

from aiolimiter import AsyncLimiter
from starlette.requests import Request

BODY_LIMIT_BYTES = 16 * 1024
LONGEST_TEXT = 1000
LONGEST_KEY = 100
A_MINUTE = 20
"""Messages from one page in a minute."""
PAGES_KEPT = 10_000

_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


async def fields(request: Request) -> dict[str, str]:
    """The form's fields, each once and clean of control characters; empty when the form is too large to be one."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_LIMIT_BYTES:
            return {}
    try:
        read = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: _CONTROLS.sub(" ", values[0]).strip() for name, values in read.items()}


class Pace:
    """Lets a page say so much a minute: a leaky bucket for each of the pages that spoke last."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[int, AsyncLimiter] = OrderedDict()

    async def admits(self, shipment_id: int) -> bool:
        bucket = self._buckets.setdefault(shipment_id, AsyncLimiter(A_MINUTE, 60))
        self._buckets.move_to_end(shipment_id)
        if len(self._buckets) > PAGES_KEPT:
            self._buckets.popitem(last=False)
        if not bucket.has_capacity():
            return False
        await bucket.acquire()
        return True
