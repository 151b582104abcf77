"""Every page there is, found from the routes: the browser looks at each, and hostile words stay words on each."""

import re

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import update
from starlette.routing import Match

from api.console.router import router
from carriers.contract import Reading, Unreadable
from flows.cases import open_case
from flows.staff import replies
from flows.staff.replies import Saved
from flows.webhooks.receive import Arrival, keep
from store import dry_runs_kept
from store.tables import Customer, Merchant, Source
from store.writing import table_of
from tests.console.desk import deps_of, signed_in
from tests.console.scene import by, step
from tests.console.test_browser import PATHS, a_late_route
from tests.console.test_pages import HOSTILE
from tests.flows.house import House
from tests.sources.scene import add_source, posts
from tests.wording.announce import write
from tests.wording.scene import draft
from tests.wording.test_browser import PATHS as WRITING

NO_PAGES = {"", "/", "/audit.csv", "/numbers.csv", "/numbers/parcels.csv", "/openid", "/openid/back", "/sign-in/code"}
"""Files, ways on, and what only a browser that is half signed in is shown."""
PARTS = {"/sources/{source_id}/arrivals"}
FRAGMENTS = {"/static/{name}", *NO_PAGES, *PARTS}
OF_ONE = {
    "/shipments/{shipment_id}/words": "/shipments/2/words?key=announced",
    "/sources/{source_id}/mapping": "/sources/2/mapping",
    "/templates/{merchant_id:int}/{name}/{language}/{channel}": "/templates/1/announced/en/any?version=1",
    "/templates/{merchant_id:int}/{name}/{language}/{channel}/compare": "/templates/1/announced/en/any/compare?after=1",
}
"""Pages of something that no id alone names."""


def pages(house: House) -> list[APIRoute]:
    routes = [
        one for one in router(deps_of(house)).routes if isinstance(one, APIRoute) and "GET" in (one.methods or ())
    ]
    return [one for one in routes if not one.path.endswith("/live") and _short(one) not in FRAGMENTS]


def _short(route: APIRoute) -> str:
    return route.path.removeprefix("/console")


def test_axe_and_a_phone_look_at_every_page(small_house: House) -> None:
    """They follow `PATHS`: a new page stands there, or this fails."""
    routes = pages(small_house)
    seen = set()
    for path in (*PATHS, *WRITING):
        scope = {"type": "http", "method": "GET", "path": f"/console/{path.partition('?')[0]}"}
        seen.add(next(_short(one) for one in routes if one.matches(scope)[0] is Match.FULL))

    assert {_short(one) for one in routes} - seen == set()


@pytest.mark.timeout(120)
async def test_hostile_words_are_words_on_every_page(small_house: House) -> None:
    house = small_house
    _furnish(house)
    named = [OF_ONE.get(_short(one), _short(one)) for one in pages(house)]
    paths = ["/console" + re.sub(r"\{[^}]+\}", "1", path) for path in [*named, "/conversations?view=all"]]
    paths.remove("/console/1")  # the page that says there is no such page
    async with signed_in(house, "admin") as browser:
        await browser.post("/console/shipments/1/hold", why=HOSTILE)
        await browser.post("/console/conversations/1/note", why=HOSTILE)
        await browser.post("/console/conversations/1/reply", text=HOSTILE, seen="bot")
        found = {path: await browser.get(path) for path in paths}

    assert {path: answer.status_code for path, answer in found.items() if answer.status_code != 200} == {}
    for path, answer in found.items():
        assert "<script>alert" not in answer.text, path
        assert "<img" not in answer.text, path
        assert answer.text.count("<script") == answer.text.count('<script src="/'), path
    quoting = {path for path, answer in found.items() if "&lt;script&gt;alert" in answer.text}
    assert len(quoting) >= 20, sorted(quoting)


def _furnish(house: House) -> None:
    """A parcel around which every word that others choose is hostile, one of them 64 kB long."""
    house.order("DS100", address={"city": HOSTILE, "lines": [HOSTILE], "postcode": HOSTILE, "country": "US"})
    house.report(house.event("delivery_attempted", text=HOSTILE + "x" * 65_536, reason="recipient.not_home"))
    house.hear(house.turn(HOSTILE))
    house.hear(house.turn(HOSTILE + "x" * 65_536))
    house.say()
    raw = b'{"hello": "<script>alert(3)</script>"}'
    reading = Reading("k", (Unreadable(HOSTILE),))
    step(house, keep, [Arrival(house.source, reading, raw, {"user-agent": HOSTILE}, house.now)])
    add_source(house)
    posts(house, HOSTILE[:60], text=HOSTILE)
    step(house, replies.save, Saved(HOSTILE[:60], HOSTILE.replace("{", "(").replace("}", ")")), by(house))
    step(house, lambda tx: open_case(tx, kind="bad_rating", key="1", why=HOSTILE, now=house.now, conversation_id=1))
    draft(house, HOSTILE)
    a_late_route(house)
    asked = {"merchant": "1", "days": "3", "policy": "", "name": "announced", "language": "en", "source": HOSTILE}
    step(house, dry_runs_kept.add, 1, HOSTILE, asked, house.now)
    write(house, {"en": "<script>alert(4)</script>"}, chosen={"areas": [HOSTILE]})
    house.order("DS200", name="2002", phone="+12125559999")
    with house.in_transaction() as tx:
        for table, column in ((Customer, "name"), (Merchant, "title"), (Source, "name")):
            named = table_of(table).c[column]
            tx.execute(update(table_of(table)).values({column: named + HOSTILE}))
