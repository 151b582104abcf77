"""People: added, changed, closed by admins; the last admin stays; every change is in the audit."""

import pytest

from flows.audit import By, Refused
from flows.staff import accounts
from flows.staff.accounts import LAST_ADMIN, Wishes
from flows.staff.sign_in import Role
from tests.console.desk import PASSWORD, Browser, console, hire, signed_in
from tests.console.scene import actions, by, step
from tests.flows.house import House


def people(house: House) -> dict[str, accounts.Account]:
    return {one.name: one for one in step(house, accounts.listed, house.now)}


async def test_an_admin_adds_somebody_who_then_signs_in(house: House) -> None:
    async with signed_in(house, "admin", "Root") as admin:
        await admin.get("/console/people")
        fields = {"name": "Bo", "password": PASSWORD, "role": "supervisor", "merchant": "acme", "why": "new colleague"}
        done = await admin.post("/console/people", **fields, email="Bo@Shop.example")
        assert done.status_code == 303
    bo = people(house)["Bo"]
    assert (bo.role, bo.merchant, bo.email) == (Role.SUPERVISOR, "acme", "bo@shop.example")
    newcomer = Browser(console(house))
    async with newcomer.client:
        assert (await newcomer.sign_in("Bo")).status_code == 303


async def test_whoever_is_closed_is_out_at_once(house: House) -> None:
    hire(house, "Root", "admin")
    async with signed_in(house, "agent", "Bo") as bo:
        assert (await bo.get("/console/shipments")).status_code == 200
        assert step(house, accounts.close, people(house)["Bo"].id, by(house, "Root")) is None
        assert (await bo.get("/console/shipments")).status_code == 303
        assert (await bo.sign_in("Bo")).status_code == 403
        assert step(house, accounts.reopen, people(house)["Bo"].id, by(house, "Root")) is None
        assert (await bo.sign_in("Bo")).status_code == 303


def test_the_last_admin_stays(house: House) -> None:
    root = hire(house, "Root", "admin")

    assert step(house, accounts.close, root, by(house)) == Refused(LAST_ADMIN)
    assert step(house, accounts.change, root, Wishes("viewer"), by(house)) == Refused(LAST_ADMIN)

    hire(house, "Second", "admin")
    assert step(house, accounts.close, root, by(house)) is None


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        (Wishes("king"), "no role"),
        (Wishes("agent", "nobody's"), "no merchant"),
        (Wishes("agent", "", "no address"), "e-mail"),
        (Wishes("agent", "", "bo@shop.example"), "Bo has this address"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(small_house: House, wishes: Wishes, why: str) -> None:
    bo, ines = hire(small_house, "Bo"), hire(small_house, "Ines")
    assert step(small_house, accounts.change, bo, Wishes("agent", "", "bo@shop.example"), by(small_house)) is None

    refused = step(small_house, accounts.change, ines, wishes, by(small_house))

    assert isinstance(refused, Refused)
    assert why in refused.why


def test_a_change_needs_a_reason(small_house: House) -> None:
    refused = step(small_house, accounts.change, hire(small_house), Wishes("admin"), By("Root", " ", small_house.now))
    assert isinstance(refused, Refused)
    assert actions(small_house) == []


async def test_changing_the_password_signs_out_everywhere_else(house: House) -> None:
    async with signed_in(house) as here:
        there = Browser(console(house))
        async with there.client:
            await there.sign_in("Ines")
            page = await here.get("/console/me")
            assert "Sign out everywhere else" in page.text
            wrong = await here.post("/console/me/password", old="not this one", new="another good password")
            assert wrong.status_code == 409
            done = await here.post("/console/me/password", old=PASSWORD, new="another good password")
            assert done.status_code == 303
            assert (await here.get("/console/shipments")).status_code == 200
            assert (await there.get("/console/shipments")).status_code == 303


@pytest.mark.parametrize("role", ["viewer", "agent", "supervisor"])
async def test_people_are_for_admins(small_house: House, role: str) -> None:
    async with signed_in(small_house, role) as browser:
        assert (await browser.get("/console/people")).status_code == 403
        for do in ("change", "close", "reopen", "password", "sign-out", "second-factor"):
            answer = await browser.post("/console/people/1", do=do, role="admin", password="x" * 12, why="me")
            assert answer.status_code == 403
        assert people(small_house)["Ines"].role.word == role
