"""A source is brought in on the console: chosen, tried, watched, taught, mended, without a shell."""

import html
import json
from typing import Any

import pytest

from store.tables import Delivery, EventRow, Source
from tests.console.desk import Browser, signed_in
from tests.console.scene import actions
from tests.flows.house import House
from tests.sources.scene import MAPPING, add_source, posts, source


def named(house: House, name: str) -> Any:
    (row,) = house.rows(Source, name=name)
    return row


async def brought_in(browser: Browser, adapter: str = "shippo", **more: str) -> str:
    await browser.get("/console/sources/new")
    answer = await browser.post("/console/sources", name="courier", merchant="acme", adapter=adapter, **more)
    return answer.text


async def test_a_source_is_brought_in_and_its_address_and_secret_are_shown_once(house: House) -> None:
    async with signed_in(house, "supervisor") as browser:
        page = await brought_in(browser)
        row = named(house, "courier")
        assert f"http://desk.test/webhooks/{row.slug}?token={row.secret}" in page
        assert "Weak authentication." in page

        later = (await browser.get(f"/console/sources/{row.id}")).text
        assert row.secret not in later
        assert row.secret in (await browser.post(f"/console/sources/{row.id}/secret")).text

    assert actions(house) == ["source.add", "source.reveal"]


async def test_a_secret_that_the_sender_makes_is_asked_for(house: House) -> None:
    async with signed_in(house, "supervisor") as browser:
        assert "AfterShip makes the secret itself" in await brought_in(browser, "aftership")
        await brought_in(browser, "aftership", secret="theirs")
    assert named(house, "courier").secret == "theirs"


@pytest.mark.parametrize(
    "adapter", ["easypost", "shippo", "onfleet", "tookan", "ups", "doorstep", "karrio", "sendcloud"]
)
async def test_a_test_goes_through_the_very_door_and_shows_what_was_understood(
    small_house: House, adapter: str
) -> None:
    async with signed_in(small_house, "supervisor") as browser:
        await brought_in(browser, adapter, secret="736f6d65" if adapter in ("onfleet", "sendcloud") else "")
        row = named(small_house, "courier")
        page = (await browser.post(f"/console/sources/{row.id}/test")).text

    assert "Posted and kept: 1 accepted" in page, page
    assert "DOORSTEP-TEST" in page
    assert len(small_house.rows(Delivery)) == 1
    assert {event.tracking_number for event in small_house.rows(EventRow)} == {"DOORSTEP-TEST"}


async def test_first_webhooks_appear_with_what_was_understood_and_what_was_not(house: House) -> None:
    add_source(house)
    posts(house, "VAN")
    posts(house, "LX-07")
    async with signed_in(house) as browser:
        page = (await browser.get(f"/console/sources/{named(house, 'courier').id}/arrivals")).text

    assert page.lstrip().startswith('<div id="arrivals"')
    assert 'class="chip busy">out for delivery' in page
    assert "<code>LX-07</code>" in page


async def test_a_word_is_mapped_there_and_then_and_the_parcel_moves(house: House) -> None:
    add_source(house)
    house.order("DS100")
    for _ in range(2):
        posts(house, "<LX-07>", id=_)
    path = f"/console/sources/{named(house, 'courier').id}"
    async with signed_in(house) as browser:
        page = (await browser.get(path)).text
        assert "<code>&lt;LX-07&gt;</code>" in page
        answer = await browser.post(f"{path}/map", word="<LX-07>", part="status", milestone="out_for_delivery")

    assert "Mapped: “&lt;LX-07&gt;” counts from now on. Webhooks gone through: 1." in answer.text
    assert "Events that are new or mean something else now: 1." in answer.text
    assert "Every word that came has a meaning." in answer.text
    assert [row.milestone for row in house.rows(EventRow)] == ["out_for_delivery"]
    assert house.notices()["out_for_delivery:2026-11-24"] == "planned"
    assert ("status", "<LX-07>") in source(house).lessons


async def test_a_mapping_is_tried_before_it_counts_and_then_reads_what_came(house: House) -> None:
    add_source(house, mapping={"tracking_number": "number", "status": "st"})
    posts(house, "VAN")
    assert house.rows(Delivery)[0].state == "unreadable"
    path = f"/console/sources/{named(house, 'courier').id}"
    better = json.dumps(MAPPING)
    async with signed_in(house, "supervisor") as browser:
        page = (await browser.get(f"{path}/mapping")).text
        assert "<code>ref</code>" in page
        tried = await browser.post(
            f"{path}/mapping/try", mapping=better, body='{"ref": "D1", "st": "VAN", "at": "2026-11-24T17:00:00Z"}'
        )
        assert "out for delivery" in tried.text
        assert named(house, "courier").mapping == {"tracking_number": "number", "status": "st"}

        bad = await browser.post(f"{path}/mapping", mapping='{"status": "st"}')
        assert bad.status_code == 409
        assert "missing: tracking_number" in bad.text
        saved = await browser.post(f"{path}/mapping", mapping=better)

    assert (
        "The mapping counts from now on. Webhooks gone through: 1. Events that are new or mean something else now: 1."
        in saved.text
    )
    assert [row.milestone for row in house.rows(EventRow)] == ["out_for_delivery"]
    assert actions(house) == ["source.change", "delivery.read_again"]


@pytest.mark.parametrize("mapping", ["", "[]", "{", '"x"', "[" * 5000])
async def test_what_is_no_mapping_is_refused_with_a_sentence(small_house: House, mapping: str) -> None:
    add_source(small_house)
    async with signed_in(small_house, "supervisor") as browser:
        path = f"/console/sources/{named(small_house, 'courier').id}/mapping"
        await browser.get(path)
        answers = [await browser.post(path + verb, mapping=mapping, body="{}") for verb in ("", "/try")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("The mapping" in answer.text for answer in answers)


async def test_a_secret_is_changed_with_both_live_until_the_old_one_is_taken_away(house: House) -> None:
    add_source(house)
    path = f"/console/sources/{named(house, 'courier').id}"
    async with signed_in(house, "supervisor") as browser:
        await browser.get(path)
        await browser.post(f"{path}/rotate", secret="newer")
        assert source(house).secrets == ("newer", "s3cret")
        await browser.post(f"{path}/rotate/finish")

    assert source(house).secrets == ("newer",)
    assert actions(house) == ["source.rotate", "source.finish_rotation"]


async def test_settings_are_changed_and_an_api_key_stands_in_no_page_and_no_audit(house: House) -> None:
    add_source(house, "shippo", "shippo")
    path = f"/console/sources/{named(house, 'shippo').id}"
    async with signed_in(house, "supervisor") as browser:
        await browser.get(path)
        refused = await browser.post(f"{path}/settings", fetch_first="yes")
        assert "needs the key" in refused.text
        await browser.post(f"{path}/settings", api_key="k3y-of-theirs", fetch_first="yes", zone="Europe/Berlin")
        page = (await browser.get(path)).text
        audit = (await browser.get("/console/audit")).text
        row = named(house, "shippo")
        assert (row.api_key, row.fetch_first, row.zone) == ("k3y-of-theirs", True, "Europe/Berlin")
        await browser.post(f"{path}/settings", zone="")

    assert "What it posts is not believed" in page
    assert "k3y-of-theirs" not in page + audit
    row = named(house, "shippo")
    assert (row.api_key, row.fetch_first, row.zone) == ("k3y-of-theirs", False, None)


async def test_whom_a_carrier_may_ring_is_set_beside_the_way_it_is_asked(house: House) -> None:
    add_source(house, "ups", "ups")
    path = f"/console/sources/{named(house, 'ups').id}"
    async with signed_in(house, "supervisor") as browser:
        await browser.get(path)
        refused = await browser.post(f"{path}/settings", ask_by="api", api_key="client:secret")
        assert "must know whom it may ring" in refused.text
        assert "Acme Shop, +12125550100" in html.unescape(refused.text)
        await browser.post(
            f"{path}/settings", ask_by="api", api_key="client:secret", requester="Acme Shop, +12125550100"
        )
        page = (await browser.get(path)).text

    assert named(house, "ups").requester == "Acme Shop, +12125550100"
    assert 'value="Acme Shop, +12125550100"' in page


async def test_a_closed_source_takes_nothing_and_is_opened_again(house: House) -> None:
    add_source(house)
    path = f"/console/sources/{named(house, 'courier').id}"
    async with signed_in(house, "supervisor") as browser:
        await browser.get(path)
        await browser.post(f"{path}/close")
        assert "closed by staff" in (await browser.get("/console/sources")).text
        await browser.post(f"{path}/reopen")

    assert source(house).name == "courier"


@pytest.mark.parametrize("path", ["secret", "rotate", "settings", "close", "mapping"])
async def test_an_agent_changes_no_settings(small_house: House, path: str) -> None:
    add_source(small_house)
    async with signed_in(small_house, "agent") as browser:
        answer = await browser.post(f"/console/sources/{named(small_house, 'courier').id}/{path}")
        new = await browser.get("/console/sources/new")

    assert answer.status_code == new.status_code == 403
    assert actions(small_house) == []


async def test_a_source_that_is_not_there_is_nowhere(small_house: House) -> None:
    async with signed_in(small_house, "supervisor") as browser:
        for path in ("", "/arrivals", "/mapping"):
            assert (await browser.get(f"/console/sources/99{path}")).status_code == 404
        for verb in ("test", "map", "read-again", "secret", "rotate", "settings", "close", "mapping", "mapping/try"):
            answer = await browser.post(f"/console/sources/99/{verb}", mapping="{}")
            assert answer.status_code in (404, 409), verb
