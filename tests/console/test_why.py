"""Why did they (not) get a message? Every kind has an answer on one screen, and so has every past decision."""

from datetime import timedelta

import pytest

from domain.notices import NoticeKind
from flows.staff.why import of_customer, of_shipment
from store import contacts
from tests.console.desk import signed_in
from tests.console.scene import cancel, hold, step, take_over
from tests.flows.house import House


def test_every_kind_has_its_time_its_reason_or_its_past(house: House) -> None:
    house.order("DS100", "DS200")
    cancel(house, "announced")
    house.report(house.event("in_transit", eta=house.tomorrow()))
    house.until(timedelta(hours=1))
    page = step(house, of_customer, 1, house.voice, house.now)

    assert page is not None
    assert [parcel.row.tracking_number for parcel in page.parcels] == ["DS200", "DS100"]
    for parcel in page.parcels:
        assert [one.kind for one in parcel.kinds] == list(NoticeKind)
        assert all(one.coming or one.silent or one.past for one in parcel.kinds)
    first = {one.kind: one for one in page.parcels[1].kinds}
    assert [n.state for n in first[NoticeKind.ANNOUNCED].past] == ["withdrawn"]
    assert first[NoticeKind.ANNOUNCED].silent == ("cancelled by Ines: spoke with the customer",)
    other = {one.kind: one for one in page.parcels[0].kinds}
    assert [n.state for n in other[NoticeKind.ANNOUNCED].past] == ["sent"]
    assert [d.kind for d in page.parcels[1].decided] == ["cancel"]


def test_what_stands_in_the_way_of_everything_is_said_first(house: House) -> None:
    house.order("DS100")
    house.say()
    page = step(house, of_customer, 1, house.voice, house.now)
    assert page is not None
    assert page.general == ()

    take_over(house)
    step(house, contacts.set_state, "sms", "+12125550123", "dead", "no such number", house.now)
    page = step(house, of_customer, 1, house.voice, house.now)
    assert page is not None
    assert page.general == (
        "No phone and no chat can be used, so what is said stands on the tracking page alone.",
        "Their address on sms does not work any more.",
        "Ines is talking with them: only what is critical goes meanwhile.",
    )


def test_a_stop_is_the_answer_to_every_why(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("stop texting me"))
    page = step(house, of_shipment, 1, house.voice, house.now)
    assert page is not None
    assert "silence" in page.general[0]


@pytest.mark.parametrize("path", ["customers/1", "shipments/1/why"])
async def test_both_screens_answer_without_a_number_in_full(house: House, path: str) -> None:
    house.order("DS100")
    hold(house, "announced")
    async with signed_in(house, "viewer") as browser:
        page = (await browser.get(f"/console/{path}")).text
        missing = await browser.get(f"/console/{path.replace('1', '99')}")
    assert "held by Ines: spoke with the customer" in page
    assert "2125550123" not in page
    assert "+1…23" in page
    assert missing.status_code == 404
