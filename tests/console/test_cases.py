"""Cases are closed with a note, and a carrier that was asked by hand is answered for."""

import re
from datetime import timedelta

import pytest

from carriers.contract import Reading, Unreadable
from domain.policy import Policy
from domain.slots import SlotGiven
from flows.audit import Refused
from flows.cases import open_case
from flows.changes import reschedule
from flows.changes.reschedule import Asked
from flows.changes.slots import publish
from flows.messages.channels import SendFailed
from flows.staff import cases as staff_cases
from flows.staff import remedies
from flows.webhooks import unread
from flows.webhooks.receive import Arrival, keep
from store import cases
from store.cases import Looking
from store.tables import Audit, Case, ChangeRequest, Conversation, Delivery
from tests.console.desk import hire, signed_in
from tests.console.scene import actions, by, step
from tests.flows.house import House

DAY = timedelta(days=1)


def a_case(house: House) -> int:
    step(house, lambda tx: open_case(tx, kind="bad_rating", key="1", why="1 of 5", now=house.now))
    return int(house.rows(Case)[-1].id)


def unanswered(house: House) -> tuple[int, str]:
    """The customer asked for another day, and the carrier never answered: (case id, request id)."""
    house.order("DS100", allow=("reschedule",))
    house.report(house.event("in_transit", eta=house.tomorrow()))
    begins = house.now + 2 * DAY
    slot = SlotGiven("wed", begins, begins + timedelta(hours=2), 1, begins - timedelta(hours=2), zone="100")
    step(house, publish, house.merchant_id, [slot], house.now)
    asked = step(house, reschedule.ask, 1, "wed", True, house.now, Policy())
    assert isinstance(asked, Asked)
    house.now += timedelta(hours=5)
    step(house, reschedule.time_out, house.now)
    (case,) = house.rows(Case, kind="change_unanswered")
    return case.id, asked.public_id


def test_a_case_is_closed_once_with_a_note(house: House) -> None:
    case_id = a_case(house)

    assert step(house, staff_cases.close, case_id, by(house, why="sent flowers")) is None
    assert step(house, staff_cases.close, case_id, by(house, "Bo")) == Refused("This case is closed already.")

    (case,) = house.rows(Case)
    assert (case.closed_by, case.note) == ("Ines", "sent flowers")
    assert actions(house) == ["case.close"]


def test_a_case_is_not_closed_without_a_note(small_house: House) -> None:
    case_id = a_case(small_house)

    assert isinstance(step(small_house, staff_cases.close, case_id, by(small_house, why="")), Refused)


@pytest.mark.parametrize(("confirmed", "state"), [(True, "confirmed"), (False, "declined")])
def test_the_carrier_s_answer_is_taken_by_hand(house: House, confirmed: bool, state: str) -> None:
    case_id, request = unanswered(house)

    assert step(house, staff_cases.answer_change, case_id, confirmed, by(house, why="called the depot")) is None

    (row,) = house.rows(ChangeRequest, public_id=request)
    assert (row.state, row.why) == (state, "called the depot")
    assert [c.kind for c in house.rows(Case, closed_at=None)] == ([] if confirmed else ["change_declined"])
    assert house.until(timedelta(hours=20)) != []


def test_a_case_about_something_else_has_no_carrier_to_answer_for(small_house: House) -> None:
    case_id = a_case(small_house)

    answer = step(small_house, staff_cases.answer_change, case_id, True, by(small_house))

    assert answer == Refused("This case is not about a request to the carrier.")


def test_the_list_names_the_parcel_the_customer_and_the_request(house: House) -> None:
    case_id, request = unanswered(house)

    (row,) = step(house, cases.listed, Looking(), "Ines", house.now, 10)

    assert (row.id, row.tracking_number, row.customer) == (case_id, "DS100", "Bo Ek")
    assert (row.request, row.request_state) == (request, "timed_out")
    assert step(house, cases.count_open, 100, house.now) == 1


def _listed(house: House, view: str, me: str = "Ines", kind: str = "") -> list[int]:
    return [row.id for row in step(house, cases.listed, Looking(view, kind), me, house.now, 50)]


def test_a_case_is_somebody_s_and_two_do_not_both_take_it(house: House) -> None:
    case_id = a_case(house)
    hire(house, "Zoe")
    assert step(house, staff_cases.assign, case_id, "", "Ines", by(house)) is None
    assert step(house, staff_cases.assign, case_id, "", "Zoe", by(house, "Zoe")) == Refused("Ines has this case now.")
    assert (_listed(house, "mine"), _listed(house, "unassigned"), _listed(house, "open")) == ([case_id], [], [case_id])
    assert isinstance(step(house, staff_cases.assign, case_id, "Ines", "Nemo", by(house)), Refused)
    assert step(house, staff_cases.assign, case_id, "Ines", "Zoe", by(house)) is None
    assert step(house, staff_cases.assign, case_id, "Zoe", "", by(house, "Zoe")) is None
    assert _listed(house, "unassigned") == [case_id]


def unreadable(house: House, key: str) -> int:
    """A webhook that nobody understands: its id."""
    reading = Reading(key, (Unreadable("`id` is missing"),))
    step(house, keep, [Arrival(house.source, reading, b'{"a": 1}', {}, house.now)])
    return int(house.rows(Delivery)[-1].id)


def test_webhooks_that_nobody_understands_are_one_case_of_their_source(house: House) -> None:
    first, _ = unreadable(house, "1"), unreadable(house, "2")
    assert [step(house, unread.open_cases, house.now) for _ in range(2)] == [1, 0]
    (case,) = house.rows(Case)
    assert (case.kind, case.delivery_id) == ("unreadable", first)
    assert case.why.startswith("2 webhooks of ")
    assert case.why.endswith("the first: `id` is missing")

    step(house, staff_cases.close, case.id, by(house, why="asked the sender"))
    assert step(house, unread.open_cases, house.now) == 0
    house.now += timedelta(minutes=1)
    third = unreadable(house, "3")
    assert step(house, unread.open_cases, house.now) == 1
    assert [row.delivery_id for row in house.rows(Case, closed_at=None)] == [third]


async def test_a_case_quotes_what_the_customer_said(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("Let me talk to a human, please <b>now</b>"))
    house.now += timedelta(minutes=1)
    house.hear(house.turn("hello?"))
    async with signed_in(house) as browser:
        page = (await browser.get("/console/cases")).text

    assert "Let me talk to a human, please &lt;b&gt;now&lt;/b&gt;" in page
    assert "hello?" not in page
    (case,) = re.findall(r"<article.*?</article>", page, re.DOTALL)
    assert case.lower().count("asked for a person") == 1


def test_a_case_that_is_put_off_comes_back_by_itself(house: House) -> None:
    case_id = a_case(house)
    assert step(house, staff_cases.snooze, case_id, house.now + DAY, by(house)) is None
    assert (_listed(house, "open"), _listed(house, "snoozed")) == ([], [case_id])
    assert step(house, cases.count_open, 100, house.now) == 0
    assert step(house, cases.kinds, house.now) == {}

    house.now += DAY
    assert (_listed(house, "open"), _listed(house, "snoozed")) == ([case_id], [])
    assert step(house, cases.count_open, 100, house.now) == 1


def test_notes_stay_with_the_case(house: House) -> None:
    case_id = a_case(house)
    assert step(house, staff_cases.note, case_id, by(house, why="rang the depot")) is None
    assert isinstance(step(house, staff_cases.note, case_id, by(house, why="")), Refused)
    assert [n.text for n in step(house, cases.notes, [case_id])[case_id]] == ["rang the depot"]


def test_a_wrong_address_opens_one_case_and_so_does_silence(house: House) -> None:
    house.order("DS100")
    house.report(house.event("exception", reason="recipient.wrong_address"))
    house.report(house.event("exception", reason="recipient.wrong_address"))
    assert [c.kind for c in house.rows(Case)] == ["address_problem"]
    assert _listed(house, "open", kind="address_problem") == [house.rows(Case)[0].id]

    house.order("DS200", name="2", phone="+12125550002")
    house.report(house.event("in_transit", "DS200"))
    house.until(timedelta(days=6))
    silent = house.rows(Case, kind="silence", shipment_id=2)
    assert len(silent) == 1
    assert "No scan of this parcel since 24 Nov" in silent[0].why


def test_a_customer_whom_nothing_reaches_is_a_case(house: House) -> None:
    house.order("DS100")
    house.sms.fails.append(house.refused())
    house.say()
    (case,) = house.rows(Case)
    assert (case.kind, case.shipment_id) == ("unreachable", 1)
    assert "could not be delivered on sms: the carrier filtered the text" in case.why


def test_one_press_takes_the_conversation_of_a_case_over_with_the_case_as_its_reason(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("I want to talk to a human please"))
    (case,) = house.rows(Case)
    assert not isinstance(step(house, remedies.apply, case.id, "take_over", by(house, why="")), Refused)
    assert house.rows(Conversation)[0].owner == "Ines"
    audit = house.rows(Audit)[-1]
    assert (audit.action, audit.why) == ("takeover", f"case {case.id}: asked for a person")


def test_one_press_holds_the_parcel_of_a_case(house: House) -> None:
    house.order("DS100")
    house.report(house.event("exception", reason="recipient.wrong_address"))
    (case,) = house.rows(Case)
    step(house, remedies.apply, case.id, "hold", by(house, why=""))
    assert set(house.notices().values()) <= {"held", "withdrawn"}


@pytest.mark.parametrize(("remedy", "state", "repeats"), [("it_arrived", "sent", 0), ("say_again", "sent", 1)])
def test_what_nobody_could_tell_a_person_settles(house: House, remedy: str, state: str, repeats: int) -> None:
    house.order("DS100")
    house.sms.fails.append(SendFailed("no answer", unsure=True))
    house.say()
    (case,) = house.rows(Case)
    assert not isinstance(step(house, remedies.apply, case.id, remedy, by(house, why="")), Refused)
    assert len(house.say()) == repeats
    assert house.notices()["announced"] == state
    assert house.rows(Case)[0].closed_at is not None
    assert isinstance(step(house, remedies.apply, case.id, remedy, by(house)), Refused)


async def test_the_page_does_all_of_it(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("I want to talk to a human please"))
    case_id = house.rows(Case)[0].id
    async with signed_in(house) as browser:
        await browser.get("/console/cases")
        here = f"/console/cases/{case_id}"
        assert "Assigned." in (await browser.follow(await browser.post(f"{here}/assign", to="Ines"))).text
        assert "Your note is with" in (await browser.follow(await browser.post(f"{here}/note", why="called"))).text
        assert "Put off" in (await browser.follow(await browser.post(f"{here}/snooze", hours="24"))).text
        assert "called" in (await browser.get("/console/cases?view=snoozed")).text
        woken = await browser.follow(await browser.post(f"{here}/snooze", hours="", view="snoozed"))
        assert "It is back" in woken.text
        taken = await browser.follow(await browser.post(f"{here}/remedy", remedy="take_over"))
        assert "You have this conversation." in taken.text
        assert "There is nothing like this" in (await browser.post(f"{here}/remedy", remedy="paint")).text
