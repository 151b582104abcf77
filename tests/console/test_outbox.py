"""The outbox: all that is going to go, by time; decided about one by one or many at once; what staff look at first."""

import re
from datetime import timedelta
from typing import Any

import pytest

from flows.audit import Refused
from flows.messages.standing_holds import begin_check, end_check
from flows.staff.outbox import Instruction, decide, page
from flows.staff.words import Preview
from store.outbox_views import Filter
from store.tables import Audit, FirstCheck, Message, Notice, OverrideRow
from tests.console.desk import signed_in
from tests.console.scene import by, release, step
from tests.flows.house import House

PARCELS = {"DS1": ("+12125550001", "New York", "10001"), "DS2": ("+12125550002", "KÖLN am Rhein", "10115")}


def _furnish(house: House, parcels: int = 2) -> None:
    """Announced and silent so far: one notice each is going to go."""
    for n in range(1, parcels + 1):
        phone, city, postcode = PARCELS.get(f"DS{n}", (f"+1212555{n:04d}", "Queens", f"11{n:03d}"))
        address = {"lines": ["12 Elm St"], "city": city, "postcode": postcode, "country": "US"}
        house.order(f"DS{n}", name=f"order-{n}", phone=phone, address=address)


def _going(house: House, looking: Filter = Filter(), limit: int = 40) -> list[str]:  # noqa: B008 - frozen
    """Numbers and keys, over all pages."""
    found, after = [], None
    while True:
        one = step(house, page, looking, after, limit, house.voice, house.now)
        found += [f"{g.head.tracking_number} {g.key}" for g in one.going]
        after = one.more
        if after is None:
            return found


def _do(house: House, number: str, key: str, action: str, local: str = "", text: str = "") -> object:
    shipment_id = int(number.removeprefix("DS"))
    (row,) = house.rows(Notice, shipment_id=shipment_id, key=key)
    return step(house, decide, row.id, Instruction(action, local, text), by(house))


def test_all_that_is_going_to_go_is_listed_by_time_and_paged_without_gaps(house: House) -> None:
    _furnish(house, 7)
    house.report(house.event("in_transit", "DS3", eta=house.tomorrow()))
    whole = _going(house)

    times = {f"DS{n.shipment_id} {n.key}": (n.send_after, n.id) for n in house.rows(Notice) if n.state == "planned"}
    assert set(whole) == set(times)
    assert [times[one] for one in whole] == sorted(times.values())
    assert _going(house, limit=2) == whole


@pytest.mark.parametrize(
    ("looking", "numbers"),
    [
        (Filter(merchant="acme"), ["DS1", "DS2"]),
        (Filter(merchant="other"), []),
        (Filter(kind="announced"), ["DS1", "DS2"]),
        (Filter(kind="delivered"), []),
        (Filter(channel="sms"), ["DS1", "DS2"]),
        (Filter(channel="web"), []),
        (Filter(carrier="doorstep"), ["DS1", "DS2"]),
        (Filter(carrier="ups"), []),
        (Filter(area="1011"), ["DS2"]),
        (Filter(area="new yo"), ["DS1"]),
        (Filter(area="köln"), ["DS2"]),
        (Filter(area="KOLN"), ["DS2"]),
        (Filter(area="us"), ["DS1", "DS2"]),
        (Filter(area="%"), []),
        (Filter(held="yes"), ["DS2"]),
        (Filter(held="no", area="10001"), ["DS1"]),
    ],
    ids=str,
)
def test_filters_tell_them_apart(house: House, looking: Filter, numbers: list[str]) -> None:
    _furnish(house)
    _do(house, "DS2", "announced", "hold")

    assert sorted(one.split()[0] for one in _going(house, looking) if "announced" in one) == numbers


def test_its_words_stand_beside_it_in_the_customer_s_language_and_in_ours(house: House) -> None:
    house.order("DS1", language="de")
    (one,) = [g for g in step(house, page, Filter(), None, 9, house.voice, house.now).going if g.key == "announced"]
    assert isinstance(one.words, Preview)
    assert "unterwegs" in one.words.text or "Sendung" in one.words.text or "Paket" in one.words.text
    assert one.words.gloss
    assert "parcel" in one.words.gloss


def test_another_time_holds_through_the_next_webhook_and_is_then_kept(house: House) -> None:
    _furnish(house)
    _do(house, "DS1", "announced", "retime", "2026-11-24T15:30")
    house.report(house.event("in_transit", "DS1"))

    row = notice_of(house, "DS1")
    assert row.send_after.isoformat() == "2026-11-24T20:30:00+00:00"
    assert house.until(house.now.replace(hour=20, minute=29)) != []  # the other parcel's
    assert notice_of(house, "DS1").state == "planned"
    house.until(house.now.replace(hour=20, minute=30))
    assert notice_of(house, "DS1").state == "sent"
    (audit,) = [a for a in house.rows(Audit) if a.action == "retime"]
    assert (audit.who, audit.why) == ("Ines", "spoke with the customer")
    assert audit.before["send_after"] != audit.after["send_after"] == "2026-11-24T20:30:00+00:00"


def test_an_earlier_time_is_kept_as_well_and_taken_back_it_is_the_plan_s_again(house: House) -> None:
    _furnish(house)
    house.report(house.event("in_transit", "DS1", eta=house.tomorrow()))
    key = next(n.key for n in house.rows(Notice, shipment_id=1) if n.kind == "day_before")
    planned = notice_of(house, "DS1", key).send_after
    _do(house, "DS1", key, "retime", "2026-11-24T13:00")
    assert notice_of(house, "DS1", key).send_after < planned

    assert not isinstance(release(house, "retime"), Refused)
    assert notice_of(house, "DS1", key).send_after == planned


@pytest.mark.parametrize("local", ["", "soon", "2026-11-24T09:00", "2027-11-24T09:00", "2026-11-24T09:00+01:00"])
def test_a_time_that_is_none_or_has_passed_changes_nothing(house: House, local: str) -> None:
    _furnish(house)
    assert isinstance(_do(house, "DS1", "announced", "retime", local), Refused)
    assert house.rows(OverrideRow) == []


def test_grace_gives_staff_time_and_then_it_goes_by_itself(database_url: str) -> None:
    house = House(database_url, policy={"grace": {"announced": 300}})
    house.order("DS1")
    assert house.until(timedelta(minutes=4)) == []
    (hold,) = house.rows(OverrideRow)
    assert (hold.who, hold.origin, hold.why) == ("grace period", "grace", "5 minutes for staff to look before it goes")
    house.report(house.event("created", "DS1"))
    assert len(house.rows(OverrideRow)) == 1  # it waits once

    assert len(house.until(timedelta(minutes=2))) == 1
    house.close()


def test_a_person_who_has_looked_ends_the_grace(database_url: str) -> None:
    house = House(database_url, policy={"grace": {"announced": 300}})
    house.order("DS1")
    assert not isinstance(_do(house, "DS1", "announced", "release"), Refused)
    assert len(house.until(timedelta(minutes=1))) == 1
    house.close()


def test_the_first_of_a_changed_template_are_held_and_no_more(house: House) -> None:
    _furnish(house, 4)
    check = step(house, begin_check, house.merchant_id, "announced", None, 2, by(house, why="new words"))
    assert not isinstance(check, Refused)

    said = house.until(timedelta(minutes=5))
    assert len(said) == 2
    held = [n for n in house.rows(Notice) if n.state == "held"]
    assert [n.why for n in held] == [f"held by first check: number {i} of the first 2: new words" for i in (1, 2)]
    assert house.rows(FirstCheck)[0].remaining == 0

    _do(house, f"DS{held[0].shipment_id}", "announced", "release")
    assert len(house.until(timedelta(minutes=5))) == 1  # looked at once is enough
    assert len([n for n in house.rows(Notice) if n.state == "held"]) == 1


def test_a_check_looks_at_one_language_and_can_be_ended(house: House) -> None:
    house.order("DS1", language="de")
    house.order("DS2", name="2", phone="+12125550002")
    check = step(house, begin_check, house.merchant_id, "announced", "de", 5, by(house))
    assert isinstance(check, int)
    assert len(house.until(timedelta(minutes=5))) == 1

    assert step(house, end_check, check, by(house)) is None
    assert isinstance(step(house, end_check, check, by(house)), Refused)
    house.order("DS3", name="3", phone="+12125550003", language="de")
    assert len(house.until(timedelta(minutes=5))) == 1


def test_what_a_person_sends_now_no_check_holds(house: House) -> None:
    _furnish(house, 1)
    step(house, begin_check, house.merchant_id, "announced", None, 5, by(house))
    _do(house, "DS1", "announced", "send_now")
    assert len(house.say()) == 1


async def test_many_are_decided_at_once_each_with_its_audit_row_and_the_late_are_told(house: House) -> None:
    _furnish(house, 3)
    async with signed_in(house) as browser:
        shown = (await browser.get("/console/outbox")).text
        picks = dict.fromkeys(re.findall(r'name="(n-\d+)"', shown), "1")
        assert len(picks) >= 3
        for number in ("DS1", "DS3"):
            _do(house, number, "announced", "retime", "2026-11-24T18:00")
        house.say()
        answer = await browser.post("/console/outbox", action="hold", why="storm in the area", **picks)

    assert "DS2: Too late: it has been sent." in answer.text
    states = {f"DS{n.shipment_id}": n.state for n in house.rows(Notice, key="announced")}
    assert states == {"DS1": "held", "DS2": "sent", "DS3": "held"}
    rows = [a for a in house.rows(Audit) if a.action == "hold" and a.before["key"] == "announced"]
    assert [(a.who, a.why, a.before["state"], a.after["state"]) for a in rows] == [
        ("Ines", "storm in the area", "planned", "held")
    ] * 2


async def test_all_that_match_are_decided_by_a_supervisor_only(small_house: House) -> None:
    _furnish(small_house, 45)
    async with signed_in(small_house) as browser:
        await browser.get("/console/outbox")
        fields = {"action": "cancel", "why": "the shop closed", "all": "yes", "kind": "announced"}
        assert "All at once is for supervisors." in (await browser.post("/console/outbox", **fields)).text
    async with signed_in(small_house, "supervisor", "Sue") as browser:
        await browser.get("/console/outbox")
        assert "45 messages cancelled." in (await browser.post("/console/outbox", **fields)).text
    assert {n.state for n in small_house.rows(Notice, key="announced")} == {"withdrawn"}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"action": "hold", "why": "x"}, "Choose at least one message."),
        ({"action": "hold", "why": " ", "n-1": "1"}, "Say why"),
        ({"action": "paint", "why": "x", "n-1": "1"}, "Choose what to do"),
        ({"action": "retime", "why": "x", "n-1": "1"}, "Say when they shall go."),
        ({"action": "words", "why": "x", "n-1": "1"}, "Write the words"),
        ({"action": "hold", "why": "x", "n-999": "1"}, "There is no such message any more."),
        ({"action": "hold", "why": "x", "n-bad": "1"}, "Choose at least one message."),
    ],
)
async def test_what_is_not_enough_to_decide_is_said(small_house: House, fields: dict[str, str], why: str) -> None:
    _furnish(small_house, 1)
    async with signed_in(small_house) as browser:
        await browser.get("/console/outbox")
        assert why in (await browser.post("/console/outbox", **fields)).text
    assert small_house.rows(OverrideRow) == []


async def test_grace_and_checks_are_set_on_the_page_by_supervisors(small_house: House) -> None:
    async with signed_in(small_house, "supervisor") as browser:
        await browser.get("/console/outbox")
        fields = {"merchant": "acme", "kind": "delay", "why": "we look first"}
        assert "Set: it holds" in (await browser.post("/console/outbox/grace", minutes="5", **fields)).text
        assert "delay waits 5 min" in (await browser.get("/console/outbox")).text
        assert "Give minutes" in (await browser.post("/console/outbox/grace", minutes="9999", **fields)).text
        await browser.post("/console/outbox/grace", minutes="0", **fields)
        assert "delay waits" not in (await browser.get("/console/outbox")).text
        assert "the first of them are held" in (await browser.post("/console/outbox/checks", first="3", **fields)).text
        answer = await browser.post("/console/outbox/checks/1/end", why="looked at")
        assert "Nothing more is held by it." in answer.text
    assert [a.action for a in small_house.rows(Audit)] == [
        "grace.set",
        "grace.set",
        "first_check.begin",
        "first_check.end",
    ]


def notice_of(house: House, number: str, key: str = "announced") -> Any:
    (row,) = house.rows(Notice, shipment_id=int(number.removeprefix("DS")), key=key)
    return row


def test_a_time_in_the_night_is_a_person_s_decision(house: House) -> None:
    _furnish(house, 1)
    _do(house, "DS1", "announced", "retime", "2026-11-25T02:00")
    house.until(house.now + timedelta(hours=14))
    assert notice_of(house, "DS1").state == "sent"
    assert house.rows(Message, direction="out")[0].sent_at.isoformat() == "2026-11-25T07:00:00+00:00"
