"""Cases are closed with a note, and a carrier that was asked by hand is answered for."""

from datetime import timedelta

import pytest

from domain.policy import Policy
from domain.slots import SlotGiven
from flows import reschedule, staff_cases
from flows.cases import open_case
from flows.reschedule import Asked
from flows.slots import publish
from flows.staff_audit import Refused
from store import cases
from store.tables import Case, ChangeRequest
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

    (row,) = step(house, cases.listed, True, None, 10)

    assert (row.id, row.tracking_number, row.customer) == (case_id, "DS100", "Bo Ek")
    assert (row.request, row.request_state) == (request, "timed_out")
    assert step(house, cases.count_open, 100) == 1
