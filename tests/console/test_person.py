"""A person's rights on the console: silence, a copy, to be forgotten; who may do it, and what is left."""

import json
import re

import pytest
from typer.testing import CliRunner

from doorstep.command import app
from flows.audit import Refused
from flows.cases import open_case
from flows.staff import accounts
from flows.staff.accounts import Wishes
from flows.staff.overrides import correct
from flows.staff.teaching import teach
from store.tables import Audit, Consent, Contact, Message, StopEntry
from tests.console.desk import hire, signed_in
from tests.console.scene import actions, by, step
from tests.flows.house import House
from tests.flows.test_privacy import _dump

PHONE = "+12125550123"


async def test_they_asked_a_colleague_for_silence(house: House) -> None:
    house.order("DS100")
    house.say()
    async with signed_in(house) as browser:
        await browser.get("/console/customers/1")
        done = await browser.post("/console/customers/1/silence", why="no more texts, she said on the phone")
        assert done.status_code == 303
        page = (await browser.get("/console/customers/1")).text
        assert "They want to hear from us again" in page
        house.report(house.event("out_for_delivery"))
        assert house.say() == []
        (consent,) = house.rows(Consent, given=False)
        assert (consent.source, consent.words) == ("staff", "no more texts, she said on the phone")

        again = await browser.post("/console/customers/1/silence", why="she changed her mind", wanted="yes")
        assert again.status_code == 303
    assert [row.state for row in house.rows(Contact)] == ["active"]
    assert house.rows(StopEntry) == []
    assert actions(house) == ["person.silence", "person.speak"]


async def test_one_press_where_they_said_so_keeps_their_wish_for_silence(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("my phone beeps all day"))
    async with signed_in(house) as browser:
        assert "They asked us to stop" in (await browser.get("/console/shipments/1")).text
        page = (await browser.get("/console/conversations/1")).text
        form = re.search(r'name="back" value="([^"]+)"><input type="hidden" name="why" value="([^"]+)"', page)
        assert form is not None
        pressed = await browser.post("/console/customers/1/silence", back=form[1], why=form[2])
        back = await browser.follow(pressed)
        elsewhere = await browser.post("/console/customers/1/silence", back="//evil.example/", why="x", wanted="yes")
        consents = (await browser.get("/console/customers/1")).text

    assert pressed.headers["location"].startswith("/console/conversations/1?")
    assert elsewhere.headers["location"].startswith("/console/customers/1?")
    assert "Nothing is written to them any more" in back.text
    assert "They asked us to stop" not in back.text
    assert "They asked for it; seen by Ines" in consents
    assert [(row.given, row.source) for row in house.rows(Consent)][-2:] == [(False, "staff"), (True, "staff")]


async def test_a_copy_and_then_nothing_is_left(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("leave it with Mrs Lopez at no 7, I am Bo Ek"))
    (heard,) = house.rows(Message, direction="in")
    with house.in_transaction() as tx:
        teach(tx, heard.id, "neighbour", "en", "Ines", house.now)
        why = "Mrs Lopez complains"
        open_case(tx, kind="not_received", key="1", why=why, now=house.now, shipment_id=1, merchant_id=1)
    house.report(house.event("out_for_delivery", at=house.now))
    assert not isinstance(
        step(house, correct, 1, "out_for_delivery:2026-11-24", "Mrs Lopez has it", by(house)), Refused
    )
    async with signed_in(house, "admin", "Root") as admin:
        await admin.get("/console/customers/1")
        copy = await admin.post("/console/customers/1/export", why="she asked for it")
        kept = json.loads(copy.text)
        assert "Mrs Lopez at no 7" in json.dumps(kept["messages"])
        assert kept["cases"][0]["why"] == why
        unsure = await admin.post("/console/customers/1/erase", why="she asked for it")
        assert unsure.status_code == 409
        done = await admin.post("/console/customers/1/erase", why="she asked for it", sure="Erase")
        assert done.status_code == 303
        assert "Erase them" not in (await admin.get("/console/customers/1")).text
    left = _dump(house)
    for personal in ("Bo Ek", "Elm St", "Mrs Lopez", "2125550123"):
        assert personal not in left
    assert actions(house)[-2:] == ["person.export", "person.erase"]


def test_from_the_shell_it_is_the_same_and_stands_in_the_audit_log_too(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.order("DS100")
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", "a-secret-key-for-tests")
    copy = CliRunner().invoke(app, ["export", PHONE])
    assert json.loads(copy.stdout)["customers"][0]["name"] == "Bo Ek"
    assert CliRunner().invoke(app, ["erase", PHONE, "--yes"]).exit_code == 0
    assert CliRunner().invoke(app, ["erase", PHONE, "--yes"]).exit_code == 1

    assert "Bo Ek" not in _dump(house)
    done = [(row.who, row.action, row.subject) for row in house.rows(Audit)]
    assert done == [("shell", f"person.{act}", "customer:1") for act in ("export", "erase")]


@pytest.mark.parametrize("role", ["viewer", "agent", "supervisor"])
async def test_copies_and_erasing_are_for_admins(small_house: House, role: str) -> None:
    small_house.order("DS100")
    async with signed_in(small_house, role) as browser:
        page = (await browser.get("/console/customers/1")).text
        assert "Erase them" not in page
        for what in ("export", "erase"):
            assert (await browser.post(f"/console/customers/1/{what}", why="x", sure="erase")).status_code == 403


async def test_an_admin_of_one_merchant_hands_out_nothing_of_all(small_house: House) -> None:
    small_house.order("DS100")
    hire(small_house, "Root", "admin")
    async with signed_in(small_house, "admin", "Ines") as browser:
        ines = next(one.id for one in step(small_house, accounts.listed, small_house.now) if one.name == "Ines")
        assert step(small_house, accounts.change, ines, Wishes("admin", "acme"), by(small_house, "Root")) is None
        await browser.get("/console/customers/1")
        for what in ("export", "erase"):
            assert (await browser.post(f"/console/customers/1/{what}", why="x", sure="erase")).status_code == 403


async def test_a_reason_is_asked_for(small_house: House) -> None:
    small_house.order("DS100")
    async with signed_in(small_house) as browser:
        await browser.get("/console/customers/1")
        assert (await browser.post("/console/customers/1/silence", why="")).status_code == 409
    assert actions(small_house) == []
