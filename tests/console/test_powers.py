"""Roles: a viewer reads and changes nothing, whatever they send; some pages are for supervisors."""

import re

import pytest
from fastapi.routing import APIRoute

from api.console.menu import ROOMS
from api.console.router import router
from tests.console.desk import deps_of, signed_in
from tests.console.scene import actions
from tests.flows.house import House


def posts(house: House) -> list[str]:
    """Every address of the console that takes a form, with 1 for every id; not the one that says who looks."""
    routes = [route for route in router(deps_of(house)).routes if isinstance(route, APIRoute)]
    paths = [route.path for route in routes if "POST" in (route.methods or ()) and not _is_own(route.path)]
    paths = [path for path in paths if not path.endswith("/presence")]
    return [re.sub(r"\{[^}]+\}", "1", path) for path in paths]


def _is_own(path: str) -> bool:
    """Signing in and out, one's own account, and being seen to look: everybody's."""
    return "/sign-" in path or "/me/" in path or path.endswith("/presence")


async def test_a_viewer_is_refused_at_every_address_that_changes_something(small_house: House) -> None:
    small_house.order("DS100")
    paths = posts(small_house)
    assert len(paths) >= 15

    async with signed_in(small_house, "viewer") as viewer:
        answers = {path: await viewer.post(path, why="x", text="x", key="announced", seen="bot") for path in paths}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(paths, 403)
    assert actions(small_house) == []
    assert small_house.notices() == {"announced": "planned"}


CLOSED = {f"/console/{room}" for room in ("audit", "audit.csv", "people", "sources/1/mapping", "sources/new")}
"""What a viewer may not even read."""


async def test_a_viewer_who_tries_every_address_reads_what_is_theirs_to_read(small_house: House) -> None:
    """A new address is open to a viewer, or stands among those that are closed; none of them breaks."""
    small_house.order("DS100")
    routes = [route for route in router(deps_of(small_house)).routes if isinstance(route, APIRoute)]
    gets = [route.path for route in routes if "GET" in (route.methods or ()) and not route.path.endswith("/live")]
    paths = {re.sub(r"\{[^}]+\}", "1", path) for path in gets}

    async with signed_in(small_house, "viewer") as viewer:
        statuses = {path: (await viewer.get(path)).status_code for path in sorted(paths)}

    assert {path for path, status in statuses.items() if status == 403} == CLOSED
    assert {path: status for path, status in statuses.items() if status >= 500} == {}


async def test_a_viewer_is_offered_nothing_to_change(small_house: House) -> None:
    small_house.order("DS100")
    pages = ["shipments/1", "shipments/1/words?key=announced", "conversations/1", "webhooks", "cases"]

    async with signed_in(small_house, "viewer") as viewer:
        for page in pages:
            answer = await viewer.get(f"/console/{page}")
            assert answer.status_code == 200
            assert re.findall(r'<form[^>]*method="post"[^>]*action="([^"]+)"', answer.text) == []
            assert re.findall(r'action="(/console/[^"]+)" method="post"', answer.text) == ["/console/sign-out"]


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("agent", 403), ("supervisor", 200), ("admin", 200)])
async def test_the_audit_log_is_for_supervisors(small_house: House, role: str, status: int) -> None:
    async with signed_in(small_house, role) as browser:
        assert (await browser.get("/console/audit")).status_code == status


async def test_an_agent_does_not_read_every_webhook_again(small_house: House) -> None:
    async with signed_in(small_house, "agent") as agent:
        assert (await agent.post("/console/webhooks/read-again")).status_code == 403


def test_every_room_of_the_menu_has_a_key_of_its_own() -> None:
    keys = [room.key for room in ROOMS]
    assert len(set(keys)) == len(keys)
