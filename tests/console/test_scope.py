"""Whoever works for one merchant: sees its parcels, talks, cases and messages, and nothing of another's anywhere."""

import re
from collections.abc import AsyncIterator

import pytest
from fastapi.routing import APIRoute

from api.console import scope
from api.console.router import router
from flows.cases import open_case
from flows.staff import accounts
from flows.staff.accounts import Wishes
from flows.staff.sign_in import Member, Role
from store import console_talk
from store.tables import Notice
from tests.console.desk import Browser, console, deps_of, hire
from tests.console.scene import by, step
from tests.flows.house import House


@pytest.fixture
async def agent(house: House) -> AsyncIterator[Browser]:
    """Ines works for Acme. Parcels DS1 and DS3 are Acme's, XX2 and XX4 another merchant's; the first of each has a talk
    and a case, the last is about to be announced.
    """
    phones = {1: "+12125550123", 2: "+12125550199"}
    house.order("DS1", name="ours")
    house.order("XX2", name="theirs", merchant="other", phone=phones[2])
    for number, shipment in (("DS1", 1), ("XX2", 2)):
        house.hear(house.turn(f"I want a person about {number}", address=phones[shipment]))
        why = f"Nothing heard of {number}."
        with house.in_transaction() as tx:
            open_case(
                tx, kind="silence", key=number, why=why, now=house.now, shipment_id=shipment, merchant_id=shipment
            )
    house.order("DS3", name="ours too")
    house.order("XX4", name="theirs too", merchant="other", phone=phones[2])
    member = hire(house, "Ines", "supervisor")
    assert step(house, accounts.change, member, Wishes("supervisor", "acme"), by(house, "Root")) is None
    browser = Browser(console(house))
    async with browser.client:
        assert (await browser.sign_in("Ines")).status_code == 303
        await browser.get("/console/shipments")
        yield browser


@pytest.mark.parametrize(
    "path",
    [
        "shipments",
        "shipments?q=XX",
        "conversations?view=all",
        "conversations?q=person",
        "cases",
        "outbox",
        "outbox?held=no",
    ],
)
async def test_lists_hold_ones_own_merchant_alone(agent: Browser, path: str) -> None:
    page = (await agent.get(f"/console/{path}")).text

    assert not re.findall(r"XX\d|/shipments/[24]\b|/conversations/2\b|/customers/2\b", page)
    assert re.search(r"/shipments/[13]\b|/conversations/1\b", page) or "?q=XX" in path


@pytest.mark.parametrize("path", ["shipments/2", "shipments/2/why", "conversations/2", "customers/2", "shipments/999"])
async def test_what_is_another_merchants_is_not_there(agent: Browser, path: str) -> None:
    mine, theirs = await agent.get(f"/console/{path.replace('2', '1')}"), await agent.get(f"/console/{path}")

    assert theirs.status_code == 404
    assert "XX2" not in theirs.text
    assert mine.status_code == 200 or "999" in path


async def test_nothing_of_another_merchant_is_changed(agent: Browser, house: House) -> None:
    for path in (
        "shipments/2/hold",
        "shipments/2/cancel",
        "conversations/2/reply",
        "conversations/2/give",
        "cases/3/close",
    ):
        answer = await agent.post(f"/console/{path}", why="x", text="x", key="announced", seen="bot", to="Ines")
        assert answer.status_code == 404, path
    ids = {row.shipment_id: row.id for row in house.rows(Notice, key="announced")}
    done = await agent.post("/console/outbox", action="hold", why="x", **{f"n-{ids[4]}": "on"})
    assert "Choose at least one" in done.text
    done = await agent.post("/console/outbox", action="hold", why="x", all="yes")
    assert done.status_code == 200
    states = {row.shipment_id: row.state for row in house.rows(Notice, key="announced")}
    assert (states[3], states[4]) == ("held", "planned")


async def test_what_shows_all_merchants_is_closed(agent: Browser) -> None:
    rooms = ("webhooks", "sources", "people", "audit", "audit.csv", "numbers", "replies")
    for room in rooms:
        assert (await agent.get(f"/console/{room}")).status_code == 403, room
    page = (await agent.get("/console/shipments")).text
    assert "/console/sources" not in page


async def test_counts_in_the_menu_are_of_ones_own(agent: Browser, house: House) -> None:
    with house.in_transaction() as tx:
        assert console_talk.count_waiting(tx, 99) == 2
        assert console_talk.count_waiting(tx.execution_options(merchant_id=1), 99) == 1


def test_every_room_is_either_narrow_or_closed(small_house: House) -> None:
    """A new room is closed to whoever works for one merchant until somebody has thought about it."""
    ines = Member(1, "Ines", Role.ADMIN, 1)
    routes = [route for route in router(deps_of(small_house)).routes if isinstance(route, APIRoute)]
    opened = {
        route.path.split("/")[2] for route in routes if route.path.count("/") > 1 and scope.asked_for(ines, route.path)
    }
    narrow = {"shipments", "routes", "conversations", "customers", "cases", "outbox", "live", "me", "sign-out"}
    assert opened == narrow | scope.WATCHFUL
    assert scope.asked_for(ines, "/console/outbox/checks") is None
    assert scope.asked_for(ines, "/console/shipments/7/hold") == ("shipments", 7)
