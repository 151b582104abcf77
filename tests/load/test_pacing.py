"""More notices than a channel can say: they wait in the plan, are asked again, and hold up nobody else's."""

from datetime import datetime, timedelta

from domain.axes import EtaKind
from domain.events import Estimate
from domain.localtime import zone
from domain.notices import IN_LINE
from flows.audit import By
from flows.messages.channels import Pace
from flows.messages.pacing import QUEUED_SECONDS, Glance
from flows.messages.say import BATCH, say_due
from flows.staff.overrides import correct, send_now
from store.tables import Merchant, Message, Notice, Shipment
from store.writing import table_of
from tests.flows.house import House

MANY = 40
QUEUED = int(QUEUED_SECONDS)
"""What may wait in words where a channel says one message a second."""


def _storm(house: House, count: int = MANY) -> None:
    """So many customers order at once, and a text a second may go."""
    house.sms.pace = Pace(1.0)
    for n in range(count):
        house.order(f"DS{n:03}", name=f"o{n}", phone=f"+1212555{n:04}")


def _queue_all(house: House, glance: Glance | None = None) -> int:
    queued = 0
    while (said := house.database.step(say_due, house.voice, house.now, BATCH, glance)).decided:
        queued += said.queued
    return queued


def test_only_what_the_channel_says_soon_is_put_into_words(house: House) -> None:
    _storm(house)
    assert _queue_all(house) == QUEUED
    assert len(house.rows(Message)) == QUEUED
    waiting = house.rows(Notice, state="planned", kind="announced")
    assert len(waiting) == MANY - QUEUED
    assert min(row.send_after for row in waiting) > house.now
    spread = max(row.send_after for row in waiting) - house.now
    assert timedelta(seconds=15) < spread < timedelta(seconds=MANY)


def test_all_of_them_go_once_and_the_channel_is_never_idle(house: House) -> None:
    _storm(house)
    began = house.now
    said: list[str] = []
    while len(said) < MANY:
        said += house.say()
        house.now += timedelta(milliseconds=500)
    took = (house.now - began).total_seconds()
    assert took <= MANY / house.sms.pace.units_per_second * 1.05
    assert len({address for address, _ in house.sms.said}) == len(house.sms.said) == MANY


def test_what_waited_is_asked_again_before_it_goes(house: House) -> None:
    """Without this, who has the parcel in hand would be told that it is being made ready."""
    _storm(house)
    _queue_all(house)
    last = max(house.rows(Notice, state="planned", kind="announced"), key=lambda row: row.send_after)
    (parcel,) = house.rows(Shipment, id=last.shipment_id)
    house.report(house.event("delivered", parcel.tracking_number))
    for _ in range(2 * MANY):
        house.say()
        house.now += timedelta(seconds=1)
    told = {row.kind: row.state for row in house.rows(Notice, shipment_id=last.shipment_id)}
    assert (told["announced"], told["delivered"]) == ("withdrawn", "sent")


def test_news_of_a_parcel_leaves_what_waits_its_place(house: House) -> None:
    """Without this each scan would send it to the line's end, and the line would grow by it."""
    _storm(house)
    _queue_all(house)
    places = _places(house)
    early = min(places, key=lambda notice_id: places[notice_id])
    (notice,) = house.rows(Notice, id=early)
    (parcel,) = house.rows(Shipment, id=notice.shipment_id)
    begins = house.now + timedelta(hours=30)
    window = Estimate(EtaKind.WINDOW, None, begins, begins + timedelta(hours=2))
    for milestone, eta in (("accepted", None), ("accepted", window)):
        house.report(house.event(milestone, parcel.tracking_number, eta=eta))
        assert _queue_all(house) == 0
        assert _places(house) == places
    (told,) = house.rows(Notice, id=early)
    assert told.facts != notice.facts  # and what it will say is the news


def test_what_staff_send_now_waits_in_no_line(house: House) -> None:
    _storm(house)
    _queue_all(house)
    places = _places(house)
    (last,) = house.rows(Notice, id=max(places, key=lambda notice_id: places[notice_id]))
    with house.in_transaction() as tx:
        send_now(tx, last.shipment_id, last.key, By("Ines", "they called", house.now))
    assert _queue_all(house) == 1
    assert house.rows(Message)[-1].shipment_id == last.shipment_id


def test_what_staff_wrote_anew_has_not_to_wait_again(house: House) -> None:
    """Whoever looked a moment ago still takes its line for full."""
    _storm(house)
    glance = Glance()
    _queue_all(house, glance)
    first = house.rows(Notice, state="sending")[0]
    with house.in_transaction() as tx:
        correct(tx, first.shipment_id, first.key, "We have your order.", By("Ines", "clearer", house.now))
    assert _queue_all(house, glance) == 1
    assert "We have your order." in house.rows(Message)[-1].text


def _places(house: House) -> dict[int, datetime]:
    """When each notice that waits in line is looked at again."""
    return {row.id: row.send_after for row in house.rows(Notice, state="planned", kind="announced", why=IN_LINE)}


def test_urgent_news_does_not_wait_in_the_line(house: House) -> None:
    _storm(house)
    _queue_all(house)
    house.report(house.event("out_for_delivery", "DS039"))
    assert _queue_all(house) == 1
    assert house.rows(Message)[-1].name == "out_for_delivery"


def test_another_merchants_news_does_not_wait_behind_a_flood(house: House) -> None:
    _storm(house)
    _queue_all(house)
    with house.in_transaction() as tx:
        row = {"name": "other", "title": "Other", "language": "en", "settings": {}, "created_at": house.now}
        tx.execute(table_of(Merchant).insert().values(row))
    house.order("OT1", name="x", phone="+12125559999", merchant="other")
    assert _queue_all(house) == 1
    assert house.rows(Message)[-1].address == "+12125559999"


def test_quiet_hours_hold_for_what_waits_until_night(house: House) -> None:
    tz = zone("America/New_York")
    house.now = house.now.astimezone(tz).replace(hour=20, minute=59, second=50).astimezone(house.now.tzinfo)
    _storm(house)
    for _ in range(MANY * 2):
        house.say()
        house.now += timedelta(seconds=1)
    waiting = [row.send_after.astimezone(tz) for row in house.rows(Notice, state="planned", kind="announced")]
    assert waiting
    assert {at.hour for at in waiting} == {8}
