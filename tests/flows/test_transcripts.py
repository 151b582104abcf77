"""Whole days, word for word. Renew the files with DOORSTEP_TEST_RENEW=1 and read the difference as a tired customer."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.axes import Timeliness
from domain.slots import SlotGiven
from flows.changes import reschedule, slots
from store.tables import ChangeRequest
from tests.flows.house import House
from tests.flows.test_day import MORNING, window
from tests.flows.transcript import Transcript

GOLDEN = Path(__file__).parent / "golden"
ALL = ("reschedule", "neighbour", "safe_place")


def smooth(t: Transcript) -> None:
    t.house.order("DS100")
    t.wait(timedelta(minutes=1))
    t.event("in_transit", eta=window("2026-11-25T15:00:00+00:00", "2026-11-25T17:00:00+00:00"))
    t.wait(MORNING)
    t.event("out_for_delivery")
    t.says("when will it come??")
    t.wait(timedelta(hours=2))
    t.event("out_for_delivery", detail="arriving")
    t.wait(timedelta(minutes=9))
    t.event("delivered", detail="left_with_neighbour")
    t.wait(timedelta(days=2))


def late(t: Transcript) -> None:
    t.house.order("DS100")
    t.event("in_transit", eta=window("2026-11-25T15:00:00+00:00", "2026-11-25T17:00:00+00:00"))
    t.wait(timedelta(hours=6))
    t.event("in_transit", timeliness=Timeliness.DELAYED, reason="weather.delay",
            eta=window("2026-11-26T19:00:00+00:00", "2026-11-26T22:00:00+00:00"))  # fmt: skip
    t.wait(timedelta(hours=14))
    t.event("in_transit")
    t.wait(MORNING + timedelta(days=1))
    t.event("out_for_delivery")
    t.wait(MORNING + timedelta(days=1, hours=7))
    t.event("delivered")
    t.wait(timedelta(days=2))


def missed(t: Transcript) -> None:
    _publish_slots(t.house)
    t.house.order("DS100", allow=ALL)
    t.event("out_for_delivery", eta=window("2026-11-24T18:00:00+00:00", "2026-11-24T20:00:00+00:00"))
    t.wait(timedelta(hours=2))
    t.event("delivery_attempted", reason="recipient.not_home")
    t.says("he never rang!!!")
    t.says("1")
    t.says("2")
    t.wait(timedelta(minutes=20))
    _confirm(t)
    t.says("thanks")
    t.wait(datetime.fromisoformat("2026-11-26T13:00:00+00:00"))
    t.event("out_for_delivery")
    t.wait(timedelta(hours=2))
    t.event("delivered")
    t.wait(timedelta(days=2))


def in_company(t: Transcript) -> None:
    t.house.order("DS100", "DS101", "DS102")
    t.wait(timedelta(minutes=2))
    for number in ("DS100", "DS101", "DS102"):
        t.house.report(t.house.event("out_for_delivery", number))
    t.note("fleet", "→ out_for_delivery, three parcels")
    t.wait(timedelta(minutes=2))
    t.says("where is my stuff")
    t.says("2")
    t.event("delivered", number="DS101")
    t.wait(timedelta(minutes=2))
    t.event("delivered", number="DS100")
    t.event("delivered", number="DS102")
    t.wait(timedelta(days=2))


def silenced(t: Transcript) -> None:
    t.house.order("DS100")
    t.wait(timedelta(minutes=1))
    t.says("stop texting me please")
    t.event("out_for_delivery")
    t.says("where is my parcel")
    t.wait(timedelta(days=1))


DAYS: dict[str, Callable[[Transcript], None]] = {
    "smooth": smooth,
    "late": late,
    "missed": missed,
    "in_company": in_company,
    "silenced": silenced,
}


@pytest.mark.parametrize("name", DAYS)
def test_a_day_reads_as_it_was_reviewed(house: House, name: str) -> None:
    transcript = Transcript(house)
    DAYS[name](transcript)
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("DOORSTEP_TEST_RENEW"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(transcript.text())
    assert transcript.text() == file.read_text()


def _publish_slots(house: House) -> None:
    given = []
    for day in (25, 26, 27):
        start = datetime.fromisoformat(f"2026-11-{day}T14:00:00+00:00")
        given.append(
            SlotGiven(f"s{day}", start, start + timedelta(hours=3), 5, start - timedelta(hours=12), zone="100")
        )
    with house.in_transaction() as tx:
        slots.publish(tx, house.merchant_id, given, house.now)


def _confirm(t: Transcript) -> None:
    t.note("fleet", "→ reschedule confirmed")
    (request,) = t.house.rows(ChangeRequest)
    with t.house.in_transaction() as tx:
        reschedule.decide(tx, request.public_id, True, None, t.house.now)
    t.wait(timedelta(minutes=1))
