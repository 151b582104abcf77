"""Learning and the ledger over a real database: what came of parcels changes what is said of the next ones."""

from datetime import date, datetime, timedelta

from domain.axes import EtaKind
from domain.events import Estimate
from flows.promises.calibration import SETTLED, Calibration, gather
from flows.promises.ledger import settle_some
from store.tables import LearnedRow, OutcomeRow, PromiseRow, PromiseVerdict, Shipment
from tests.flows.house import House

TEN = datetime.fromisoformat("2026-11-25T15:00:00+00:00")
TWO_HOURS = Estimate(EtaKind.WINDOW, None, TEN, TEN + timedelta(hours=2))


def gather_all(house: House) -> None:
    house.now += SETTLED + timedelta(seconds=1)
    while True:
        with house.in_transaction() as tx:
            if not gather(tx, house.now):
                return


def learn(house: House, calibration: Calibration) -> int:
    """As `Calibration.learn` does it, with the scene's clock."""
    gather_all(house)
    ways: set[tuple[int, str, str | None]] = set()
    while True:
        with house.in_transaction() as tx:
            fresh = calibration.follow(tx, house.now)
        if not fresh:
            break
        ways |= fresh
    with house.in_transaction() as tx:
        return calibration.publish(tx, ways, house.now)


def late_parcels(house: House, count: int, late: timedelta) -> None:
    """Parcels that were estimated for two hours and came after the end of them."""
    begin = house.now + timedelta(hours=4)
    estimate = Estimate(EtaKind.WINDOW, None, begin, begin + timedelta(hours=2))
    numbers = [f"OLD{n}" for n in range(count)]
    house.order(*numbers, name="old")
    house.report(*(house.event("in_transit", n, eta=estimate) for n in numbers))
    house.now = begin + timedelta(hours=2) + late
    house.report(*(house.event("delivered", n) for n in numbers))


def settle(house: House) -> int:
    after, judged = 0, 0
    while True:
        with house.in_transaction() as tx:
            count, last = settle_some(tx, after, house.now)
        judged += count
        if last is None:
            return judged
        after = last


def test_a_window_is_widened_by_what_came_of_the_parcels_before(house: House) -> None:
    late_parcels(house, 40, late=timedelta(hours=1))
    assert learn(house, Calibration()) == 1
    house.order("DS100")
    begin = house.now + timedelta(days=1)
    house.report(house.event("in_transit", eta=Estimate(EtaKind.WINDOW, None, begin, begin + timedelta(hours=2))))
    row = house.rows(Shipment, tracking_number="DS100")[0]
    assert row.expected_to - row.expected_from >= timedelta(hours=3)


def test_with_nothing_learned_the_window_is_the_estimate(house: House) -> None:
    house.order("DS100")
    house.report(house.event("in_transit", eta=TWO_HOURS))
    assert learn(house, Calibration()) == 0
    house.report(house.event("in_transit", eta=TWO_HOURS))
    row = house.rows(Shipment)[0]
    assert (row.expected_from, row.expected_to) == (TEN, TEN + timedelta(hours=2))


def test_outcomes_are_kept_once_and_completed(house: House) -> None:
    house.order("DS100")
    house.report(house.event("in_transit", eta=TWO_HOURS))
    gather_all(house)
    assert {r.stage: r.arrived_at for r in house.rows(OutcomeRow)} == {"ordered": None, "moving": None}
    house.now = TEN + timedelta(hours=1)
    house.report(house.event("delivered"))
    gather_all(house)
    gather_all(house)
    rows = {r.stage: r for r in house.rows(OutcomeRow)}
    assert {stage: r.arrived_at for stage, r in rows.items()} == dict.fromkeys(rows, TEN + timedelta(hours=1))
    assert rows["moving"].quoted_to == TEN + timedelta(hours=2)


def test_two_processes_publish_the_same(house: House) -> None:
    late_parcels(house, 40, late=timedelta(hours=1))
    one, other = Calibration(), Calibration()
    learn(house, one)
    first = house.rows(LearnedRow)
    learn(house, other)
    assert [row.facts for row in house.rows(LearnedRow)] == [row.facts for row in first]


def test_a_restarted_process_knows_what_the_other_knew(house: House) -> None:
    late_parcels(house, 20, late=timedelta(hours=1))
    before = Calibration()
    learn(house, before)
    house.now += timedelta(hours=1)
    begin = house.now + timedelta(hours=4)
    house.order(*(f"NEW{n}" for n in range(20)), name="new")
    estimate = Estimate(EtaKind.WINDOW, None, begin, begin + timedelta(hours=2))
    house.report(*(house.event("in_transit", f"NEW{n}", eta=estimate) for n in range(20)))
    house.now = begin + timedelta(hours=5)
    house.report(*(house.event("delivered", f"NEW{n}") for n in range(20)))
    learn(house, before)
    followed = house.rows(LearnedRow)[0].facts
    learn(house, Calibration())
    assert house.rows(LearnedRow)[0].facts == followed


def test_a_kept_promise_and_what_it_was_based_on(house: House) -> None:
    house.order("DS100")
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=TWO_HOURS))
    house.until(timedelta(minutes=5))
    assert settle(house) == 0
    house.until(TEN + timedelta(hours=1))
    house.report(house.event("delivered"))
    assert settle(house) == 1
    assert settle(house) == 0
    promise, verdict = house.rows(PromiseRow)[0], house.rows(PromiseVerdict)[0]
    assert promise.source == "estimate"
    assert promise.based_on == f"{TEN.isoformat()}/{(TEN + timedelta(hours=2)).isoformat()}"
    assert (verdict.verdict, verdict.missed_s, verdict.arrived_at) == ("kept", 0.0, TEN + timedelta(hours=1))


def test_a_promise_is_broken_by_the_end_of_its_window_not_by_the_arrival(house: House) -> None:
    house.order("DS100")
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=TWO_HOURS))
    house.until(TEN + timedelta(hours=9))
    assert settle(house) == 1
    assert house.rows(PromiseVerdict)[0].verdict == "broken"


def test_each_promise_of_a_parcel_has_its_own_verdict(house: House) -> None:
    house.order("DS100")
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=Estimate(EtaKind.DATE, date(2026, 11, 25))))
    house.until(timedelta(hours=2))
    house.report(house.event("in_transit", eta=Estimate(EtaKind.DATE, date(2026, 11, 27))))
    house.until(datetime.fromisoformat("2026-11-27T16:00:00+00:00"))
    house.report(house.event("delivered"))
    settle(house)
    assert [(r.on) for r in house.rows(PromiseRow)] == ["2026-11-25", "2026-11-27"]
    assert [r.verdict for r in house.rows(PromiseVerdict)] == ["broken", "kept"]
