"""Each thing that can be changed while a parcel is on its way: played again, the days are told exactly as they were."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from domain.axes import EtaKind
from domain.events import Estimate
from domain.orders import Parcel
from domain.slots import SlotGiven
from domain.talk.turn import ChannelName, TurnKind
from flows import merchants
from flows.audit import By, Refused
from flows.changes import reschedule, slots
from flows.dry_runs.run import Draft, Report, dry_run
from flows.messages import wording_desk
from flows.messages.channels import Pace, SendFailed
from flows.messages.standing_holds import begin_check
from flows.staff import overrides, person
from flows.staff import talk as staff_talk
from flows.webhooks.receive import keep
from store import staff, stories
from store.tables import Bygone, Conversation, Customer, Notice, OverrideRow, Shipment
from store.writing import table_of
from tests.flows.house import House, arrival
from tests.sources.test_other_numbers import post
from tests.wording import scene as words
from tests.wording.announce import act, advance, send

LOS_ANGELES = {"city": "Los Angeles", "postcode": "90001", "country": "US"}
ALLOW = ("reschedule", "neighbour")
CANVAS = "A canvas of our own: {{ links | lines }}"

Change = Callable[[House], object]


def zone(house: House) -> None:
    house.order("DS100", allow=ALLOW, zone="America/Los_Angeles", address=LOS_ANGELES)


def language(house: House) -> None:
    house.order("DS100", allow=ALLOW, language="de")


def language_in_the_chat(house: House) -> None:
    house.hear(house.turn("Können wir bitte auf Deutsch weitermachen?"))
    assert [row.language for row in house.rows(Customer)] == ["de"]


def allowed_changes(house: House) -> None:
    house.order("DS100", allow=())


def carrier(house: House) -> None:
    house.order("DS100", allow=ALLOW, parcels=(Parcel("DS100", "other-van", ALLOW),))


def one_parcel_more(house: House) -> None:
    house.order("DS100", "DS101", allow=ALLOW)


def another_phone(house: House) -> None:
    house.order("DS100", allow=ALLOW, phone="+12125550999", language="es")


def another_phone_for_one_of_two_orders(house: House) -> None:
    """What the first customer was told of both stays theirs."""
    house.order("DS300", name="3", allow=ALLOW)
    house.say()
    _pass(house, hours=1)
    house.report(
        house.event("in_transit", "DS300", eta=_eta(house, 30)), house.event("in_transit", eta=_eta(house, 30))
    )
    _pass(house, hours=2)
    another_phone(house)
    _pass(house, hours=1)
    house.report(house.event("out_for_delivery", "DS300", eta=_eta(house, 4)))
    _pass(house, hours=5)
    house.report(house.event("delivered", "DS300"))


def announced_again_without_any_change(house: House) -> None:
    house.order("DS100", allow=ALLOW)


def stop_and_start(house: House) -> None:
    house.hear(house.turn("STOP"))
    _pass(house, hours=20)
    house.report(house.event("in_transit", eta=_eta(house, 6)))
    _pass(house, hours=1)
    house.hear(house.turn("START"))


def stopped_by_staff(house: House) -> None:
    _step(house, person.silence, house.rows(Customer)[0].id, _by(house))
    _pass(house, hours=20)
    _step(house, person.speak_again, house.rows(Customer)[0].id, _by(house))


def muted_and_heard_again(house: House) -> None:
    house.hear(house.turn("stop texting me about this parcel"))
    assert house.rows(Shipment)[0].muted_why
    _pass(house, hours=18)
    house.hear(house.turn("START"))
    assert not house.rows(Shipment)[0].muted_why


def muted_for_good(house: House) -> None:
    house.hear(house.turn("stop texting me about this parcel"))


def nothing_from_this_shop_for_a_day(house: House) -> None:
    house.hear(house.turn("no more texts please"))
    house.hear(house.turn("2"))
    assert house.rows(Customer)[0].stopped_why
    _pass(house, hours=18)
    house.hear(house.turn("START"))


def policy(house: House) -> None:
    rules = {"day_before_at": "15:00", "switched_off": ["delivered"]}
    _step(house, merchants.save, "acme", None, None, rules, house.now)


def title(house: House) -> None:
    _step(house, merchants.save, "acme", "Acme & Daughters", None, None, house.now)


def template(house: House) -> None:
    words.speak(house, CANVAS, name="day_before")
    words.speak(house, CANVAS, name="delivered")
    _pass(house, hours=20)
    _step(house, wording_desk.withdraw, (house.merchant_id, "delivered", "en", "any"), 1, _by(house))


def hold_and_release(house: House) -> None:
    _step(house, overrides.hold, _parcel_id(house), None, None, _by(house))
    _pass(house, hours=19)
    _step(house, overrides.release_hold, _parcel_id(house), None, _by(house))


def hold_until(house: House) -> None:
    until = house.now + timedelta(hours=17, minutes=20)
    _step(house, overrides.hold, _parcel_id(house), _planned(house), until, _by(house))


def other_words(house: House) -> None:
    _step(house, overrides.correct, _parcel_id(house), _planned(house), "It comes when it comes.", _by(house))


def cancel(house: House) -> None:
    _step(house, overrides.cancel, _parcel_id(house), _planned(house), _by(house))


def send_now(house: House) -> None:
    _step(house, overrides.send_now, _parcel_id(house), _planned(house), _by(house))


def another_time(house: House) -> None:
    at = house.now + timedelta(hours=9, minutes=7)
    _step(house, overrides.retime, _parcel_id(house), _planned(house), at, _by(house))


def takeover_and_hand_back(house: House) -> None:
    _owner(house, staff_talk.take_over)
    _pass(house, hours=20)
    house.report(house.event("in_transit", eta=_eta(house, 9)))
    _pass(house, hours=1)
    _owner(house, staff_talk.hand_back)


def given_to_a_colleague_from_the_queue(house: House) -> None:
    _step(house, staff.add, "Ada", "", "agent", house.now)
    _owner(house, staff_talk.enqueue)
    _pass(house, hours=1)
    _step(house, staff_talk.give, house.rows(Conversation)[0].id, "queue", "Ada", _by(house))
    _pass(house, hours=21)
    _owner(house, staff_talk.hand_back)


def a_lease_that_runs_out(house: House) -> None:
    _owner(house, staff_talk.take_over)
    _pass(house, hours=30)
    _step(house, staff_talk.end_lease, house.rows(Conversation)[0].id, house.now)
    assert house.rows(Conversation)[0].owner == "bot"


def telegram_bound(house: House) -> None:
    token = (house.last_links[0] or "").rpartition("=")[2]
    house.hear(house.turn("", ChannelName.TELEGRAM, "4711", kind=TurnKind.START, start_token=token))


def telegram_bound_and_blocked(house: House) -> None:
    telegram_bound(house)
    _pass(house, hours=14)
    house.telegram.fails.append(SendFailed("blocked", permanent=True, unbind=True))


def telegram_bound_and_left(house: House) -> None:
    telegram_bound(house)
    _pass(house, hours=19)
    house.hear(house.turn("/stop", ChannelName.TELEGRAM, "4711"))


def a_chat_shared_with_another_customer(house: House) -> None:
    """Who writes was said there to the other one."""
    house.order("DS900", name="9", phone="+12125550900")
    token = (house.last_links[0] or "").rpartition("=")[2]
    house.hear(house.turn("", ChannelName.TELEGRAM, "4711", kind=TurnKind.START, start_token=token))
    house.say()
    _pass(house, hours=1)
    house.order("DS100", allow=ALLOW)
    telegram_bound(house)


def a_first_message_that_fails(house: House) -> None:
    telegram_bound(house)
    house.telegram.fails += [house.refused()]


def a_slot_agreed_and_another_one_after_it(house: House) -> None:
    _agree(house, "one")
    _pass(house, hours=2)
    _agree(house, "two")


def a_slot_agreed_and_taken_back_by_the_shop(house: House) -> None:
    asked = _agree(house, "one")
    _pass(house, hours=2)
    _step(house, reschedule.take_back, asked, "the shop asked for it", house.now)


def a_slot_declined(house: House) -> None:
    _agree(house, "one", confirmed=False)


def a_place_held_that_lapses(house: House) -> None:
    _publish(house)
    _step(house, reschedule.hold, _parcel_id(house), "one", False, house.now, stories.policy_of({}))
    _pass(house, hours=1)
    assert _step(house, reschedule.expire_holds, house.now) == 1


def the_first_ones_held(house: House) -> None:
    _step(house, begin_check, house.merchant_id, "promise_moved", None, 3, _by(house))
    house.report(house.event("in_transit", eta=_eta(house, 30)))
    _pass(house, hours=12)
    (held,) = [row for row in house.rows(OverrideRow) if row.origin]
    _step(house, overrides.release, held.shipment_id, held.id, _by(house))


def a_grace_that_staff_end_early(house: House) -> None:
    _step(house, merchants.set_grace, "acme", "promise_moved", 60, _by(house))
    _pass(house, hours=1)
    house.report(house.event("in_transit", eta=_eta(house, 30)))
    _pass(house, minutes=5)
    (hold,) = [row for row in house.rows(OverrideRow) if row.origin == "grace"]
    _step(house, overrides.release, hold.shipment_id, hold.id, _by(house))


def a_grace_that_runs_out(house: House) -> None:
    _step(house, merchants.set_grace, "acme", "promise_moved", 15, _by(house))
    _pass(house, hours=1)
    house.report(house.event("in_transit", eta=_eta(house, 30)))


def an_announcement_paused_over_night(house: House) -> None:
    announcement_id = send(house, {"en": "News for {{ tracking_number | code }}."})
    for action, hours in (("pause", 0), ("resume", 12)):
        _pass(house, hours=hours)
        act(house, action, announcement_id)
        advance(house)


def a_look_that_came_late_and_put_it_off(house: House) -> None:
    """The service is down when it is due, and when it is back, nobody may be written to."""
    house.report(house.event("in_transit", eta=_eta(house, 30)))  # moved: to be said at once
    due = house.rows(Notice, state="planned")[-1]
    house.now = house.now.replace(hour=3, minute=30) + timedelta(days=1)  # 22:30 in New York
    house.say()
    assert house.rows(Notice, id=due.id)[0].state == "planned"


def a_look_that_came_late_and_found_it_withdrawn_later(house: House) -> None:
    a_look_that_came_late_and_put_it_off(house)
    _pass(house, hours=2)
    house.report(house.event("out_for_delivery", eta=_eta(house, 6)))


def a_time_missed_and_moved_before_anyone_looked(house: House) -> None:
    """The service is down when it is due, and what comes meanwhile moves it."""
    (silence,) = house.rows(Notice, key="silence:1")
    house.until(silence.send_after - timedelta(minutes=1))
    house.now = silence.send_after + timedelta(minutes=10)
    house.report(house.event("in_transit"))
    assert house.rows(Notice, id=silence.id)[0].send_after > house.now


def a_channel_with_much_to_say(house: House) -> None:
    """There is no room for it when it is due: it waits in the plan."""
    house.sms.pace = Pace(0.01)
    for n in range(6):
        house.order(f"DS8{n}", name=f"8{n}", phone=f"+1212555080{n}")
        house.say()
    house.report(house.event("in_transit", eta=_eta(house, 30)))
    house.until(timedelta(hours=2))
    house.sms.pace = Pace(1e6)


def another_number_that_turns_out_to_be_it(house: House) -> None:
    post(house, "PO9", "in_transit")
    _pass(house, hours=3)
    post(house, "DS100", "in_transit", "PO9")


def reports_that_waited_for_the_service(house: House) -> None:
    """They were kept when they came, and planned by minutes later, all at once."""
    came = [house.event("in_transit", eta=_eta(house, 30))]
    house.database.step(keep, [arrival(house.source, came[0])])
    house.now += timedelta(minutes=10)
    came.append(house.event("in_transit", eta=_eta(house, 25)))
    house.database.step(keep, [arrival(house.source, came[1])])
    house.now += timedelta(minutes=5)
    house.digest()


REMEMBERED: tuple[Change, ...] = (
    reports_that_waited_for_the_service,
    zone,
    language,
    language_in_the_chat,
    allowed_changes,
    carrier,
    another_phone,
    another_phone_for_one_of_two_orders,
    announced_again_without_any_change,
    muted_and_heard_again,
    nothing_from_this_shop_for_a_day,
    title,
    a_chat_shared_with_another_customer,
    a_first_message_that_fails,
    a_slot_agreed_and_another_one_after_it,
    a_slot_agreed_and_taken_back_by_the_shop,
    a_place_held_that_lapses,
    a_grace_that_staff_end_early,
    a_look_that_came_late_and_put_it_off,
    a_time_missed_and_moved_before_anyone_looked,
    a_channel_with_much_to_say,
    another_number_that_turns_out_to_be_it,
)
"""What it was before is kept for this alone, on each database by its own statements."""
IN_THE_LOG: tuple[Change, ...] = (
    one_parcel_more,
    stop_and_start,
    stopped_by_staff,
    muted_for_good,
    policy,
    template,
    hold_and_release,
    hold_until,
    other_words,
    cancel,
    send_now,
    another_time,
    takeover_and_hand_back,
    given_to_a_colleague_from_the_queue,
    a_lease_that_runs_out,
    telegram_bound,
    telegram_bound_and_blocked,
    telegram_bound_and_left,
    a_slot_declined,
    the_first_ones_held,
    a_grace_that_runs_out,
    an_announcement_paused_over_night,
    a_look_that_came_late_and_found_it_withdrawn_later,
)
BLIND_WITHOUT = (
    zone,
    language,
    allowed_changes,
    muted_and_heard_again,
    title,
    a_chat_shared_with_another_customer,
    a_slot_agreed_and_another_one_after_it,
)


def _name(change: Change) -> str:
    return change.__name__


@pytest.mark.parametrize("change", REMEMBERED, ids=_name)
async def test_what_was_changed_in_place_is_told_again_exactly(house: House, change: Change) -> None:
    await _is_exact(house, change)


@pytest.mark.parametrize("change", IN_THE_LOG, ids=_name)
async def test_what_was_decided_in_the_middle_is_told_again_exactly(small_house: House, change: Change) -> None:
    await _is_exact(small_house, change)


@pytest.mark.parametrize("change", BLIND_WITHOUT, ids=_name)
async def test_without_what_was_remembered_it_would_be_told_otherwise(small_house: House, change: Change) -> None:
    _play(small_house, change)
    with small_house.in_transaction() as tx:
        tx.execute(delete(table_of(Bygone)))
    assert (await _again(small_house, 6)).unfaithful > 0


async def _is_exact(house: House, change: Change) -> None:
    _play(house, change)
    for days in (6, 2):
        report = await _again(house, days)
        assert [(d.change, d.occasion, d.before, d.after, d.why) for d in report.strange] == []
        assert report.sent == report.messages["live"]
    assert (await _again(house, 6)).sent >= 2


def _play(house: House, change: Change) -> None:
    house.order("DS100", allow=ALLOW)
    house.say()
    _pass(house, hours=1)
    house.report(house.event("in_transit", eta=_eta(house, 25)))
    _pass(house, hours=2)
    change(house)
    house.say()
    _pass(house, hours=20)
    house.report(house.event("out_for_delivery", eta=_eta(house, 3)))
    _pass(house, hours=3)
    house.report(house.event("delivered"))
    _pass(house, hours=30)


async def _again(house: House, days: int) -> Report:
    return await dry_run(house.database, house.voice, house.merchant_id, days, Draft(), house.now)


def _pass(house: House, hours: float = 0, minutes: float = 0) -> None:
    house.until(timedelta(hours=hours, minutes=minutes))
    house.now += timedelta(seconds=1)


def _eta(house: House, hours: float) -> Estimate:
    start = (house.now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
    return Estimate(EtaKind.WINDOW, None, start, start + timedelta(hours=2))


def _step(house: House, flow: Callable[..., Any], *arguments: Any) -> Any:
    with house.in_transaction() as tx:
        done = flow(tx, *arguments)
    assert not isinstance(done, Refused), done
    return done


def _by(house: House, who: str = "Ines") -> By:
    return By(who, "spoke with the customer", house.now)


def _parcel_id(house: House) -> int:
    return int(house.rows(Shipment, tracking_number="DS100")[0].id)


def _planned(house: House) -> str:
    """The notice that would be said next."""
    rows = sorted(house.rows(Notice, state="planned"), key=lambda row: row.send_after)
    return str(rows[0].key)


def _owner(house: House, flow: Callable[..., Any]) -> None:
    thread = house.rows(Conversation)[0]
    _step(house, flow, thread.id, thread.owner, _by(house))


def _publish(house: House) -> None:
    noon = (house.now + timedelta(days=2)).replace(hour=17, minute=0, second=0, microsecond=0)
    given = [
        SlotGiven(name, noon + timedelta(hours=3 * n), noon + timedelta(hours=3 * n + 2), 5, noon, zone="10001")
        for n, name in enumerate(("one", "two"))
    ]
    _step(house, slots.publish, house.merchant_id, given, house.now)


def _agree(house: House, slot: str, confirmed: bool = True) -> str:
    _publish(house)
    asked = _step(house, reschedule.ask, _parcel_id(house), slot, False, house.now, stories.policy_of({}))
    assert isinstance(asked, reschedule.Asked), asked
    _pass(house, minutes=20)
    _step(house, reschedule.decide, asked.public_id, confirmed, None, house.now)
    return asked.public_id
