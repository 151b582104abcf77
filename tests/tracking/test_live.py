"""Open pages are told when something has changed, and only then."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

from starlette.responses import StreamingResponse

from api.tracking.stream import ALIVE, CHANGED, MOVED, SPOKEN, Streams
from domain.orders import Consent
from flows import tracking
from flows.tracking import Opened, Stamp
from store.tables import Customer, Shipment
from tests.flows.house import NOON
from tests.tracking.visit import Visit


async def test_a_new_message_rings_and_a_bell_without_news_does_not(visit: Visit) -> None:
    visit.house.order("DS100", consent=Consent(("web",), "checkout", NOON))
    opened, seen = _opened(visit)
    stream = _followed(visit, opened, seen)
    assert (await anext(stream)).startswith(b"retry:")

    visit.house.say()
    first = await _next(visit, opened, stream)
    second = await _next(visit, opened, stream)

    assert first == CHANGED
    assert second == ALIVE


async def test_a_scan_nobody_is_written_about_is_news_as_well(visit: Visit) -> None:
    visit.house.order("DS100", consent=Consent(("web",), "checkout", NOON))
    visit.house.say()
    opened, seen = _opened(visit)
    stream = _followed(visit, opened, seen)
    await anext(stream)

    visit.house.report(visit.house.event("in_transit"))

    assert await _next(visit, opened, stream) == CHANGED


async def test_a_page_that_is_already_old_when_it_connects_is_told_at_once(visit: Visit) -> None:
    visit.house.order("DS100", consent=Consent(("web",), "checkout", NOON))
    opened, _ = _opened(visit)
    stream = _followed(visit, opened, Stamp("of yesterday", language="en"))
    await anext(stream)

    assert await _next(visit, opened, stream) == CHANGED


async def test_a_van_that_has_moved_since_the_page_was_drawn_is_told(visit: Visit) -> None:
    visit.house.order("DS100", consent=Consent(("web",), "checkout", NOON))
    visit.house.say()
    opened, seen = _opened(visit)
    stream = _followed(visit, opened, seen._replace(van="elsewhere"))
    await anext(stream)

    assert await _next(visit, opened, stream) == MOVED


async def test_a_page_whose_words_are_of_another_language_is_told(visit: Visit) -> None:
    visit.house.order("DS100", consent=Consent(("web",), "checkout", NOON))
    visit.house.say()
    opened, seen = _opened(visit)
    stream = _followed(visit, opened, seen)
    await anext(stream)

    await visit.say("Wo ist mein Paket? Ich war doch den ganzen Tag zu Hause.")

    assert await _next(visit, opened, stream) == SPOKEN


async def test_a_process_that_stops_ends_its_streams(visit: Visit) -> None:
    visit.house.order("DS100")
    opened, seen = _opened(visit)
    stream = _followed(visit, opened, seen)
    await anext(stream)

    visit.live.close()

    assert [part async for part in stream] == []


def _opened(visit: Visit) -> tuple[Opened, Stamp]:
    opened = Opened(visit.house.rows(Shipment)[0].id, visit.house.rows(Customer)[0].id, "en")
    with visit.house.database.transaction() as tx:
        return opened, tracking.stamp(tx, opened)


def _followed(visit: Visit, opened: Opened, seen: Stamp) -> AsyncIterator[bytes]:
    response = cast("StreamingResponse", Streams(visit.deps).follow(opened, seen))
    return cast("AsyncIterator[bytes]", response.body_iterator)


async def _next(visit: Visit, opened: Opened, stream: AsyncIterator[bytes]) -> bytes:
    """What the stream says when the customer's bell is rung."""
    asyncio.get_running_loop().call_soon(visit.live.announce, str(opened.customer_id))
    return await anext(stream)
