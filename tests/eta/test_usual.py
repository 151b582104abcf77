"""What is usual, said to who asks where nobody has estimated anything: days, no promise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.axes import EtaKind, Milestone
from domain.eta.buckets import Stage
from domain.eta.explain import usually
from domain.eta.forecast import ahead
from domain.eta.learned import FEWEST, Learned, Record, as_facts, from_facts
from domain.eta.learner import Learner
from domain.eta.usual import Usual, usual
from domain.events import Estimate
from domain.windows import by_day
from store.tables import LearnedRow, PromiseRow
from store.types import to_json
from store.writing import table_of
from tests.domain.scenes import NEW_YORK, NOON, event, story
from tests.eta.test_last_day import BY_FRIDAY, KNOWN, MOVING, came
from tests.flows.house import House

TODAY = NOON.date()
DAY_S = 86_400.0


def moving(seen: int, low_days: float, high_days: float) -> Learned:
    return Learned({Stage.MOVING: Record(seen=seen, usual_s=(low_days * DAY_S, high_days * DAY_S))})


def test_the_first_parcel_has_a_prior() -> None:
    assert usual(story(), TODAY) == Usual(1, 11, Stage.ORDERED)
    assert usual(story(MOVING), TODAY) == Usual(1, 8, Stage.MOVING)


@pytest.mark.parametrize(
    ("seen", "low_days", "high_days", "found"),
    [
        (4, 2.5, 3.5, (1, 8)),  # few that came sooner narrow nothing
        (4, 2.5, 9.5, (1, 10)),  # one that came later widens it at once
        (FEWEST, 2.5, 3.5, (2, 4)),
        (FEWEST, 0.2, 0.6, (1, 2)),
    ],
)
def test_few_parcels_widen_it_and_enough_of_them_replace_it(
    seen: int, low_days: float, high_days: float, found: tuple[int, int]
) -> None:
    assert usual(story(MOVING, learned=moving(seen, low_days, high_days)), TODAY) == Usual(*found, Stage.MOVING, seen)


def test_what_would_say_nothing_is_not_said() -> None:
    assert usual(story(MOVING, learned=moving(FEWEST, 3, 15)), TODAY) is None
    assert usual(story(MOVING), TODAY + timedelta(days=9)) is None


def test_a_day_that_somebody_knows_says_more() -> None:
    estimated = event(Milestone.IN_TRANSIT, NOON, eta=Estimate(EtaKind.DATE, TODAY + timedelta(days=3)))
    assert usual(story(estimated), TODAY) is None
    assert usual(story(MOVING, learned=KNOWN), TODAY) is None


@pytest.mark.parametrize("milestone", [Milestone.OUT_FOR_DELIVERY, Milestone.EXCEPTION, Milestone.DELIVERED])
def test_only_what_is_on_its_way_is_usual(milestone: Milestone) -> None:
    assert usual(story(MOVING, event(milestone, NOON + timedelta(hours=1))), TODAY) is None


def test_a_forecast_whose_day_is_over_is_not_told_to_who_asks() -> None:
    one = story(MOVING, learned=KNOWN)
    assert ahead(one, NOON) == BY_FRIDAY == by_day(TODAY + timedelta(days=3), NEW_YORK)
    assert ahead(one, NOON + timedelta(days=9)) is None


def test_what_few_parcels_took_is_learned_and_kept() -> None:
    learner, now = Learner(), datetime(2026, 11, 12, tzinfo=UTC)
    learner.learn(replace(came(0, 1), arrived_at=None))
    assert Stage.MOVING not in learner.record("merchant-1", "doorstep", now).stages
    for n in range(1, 61):
        learner.learn(came(n, 40 + n % 20))
    learned = learner.record("merchant-1", "doorstep", now)
    record = learned.stages[Stage.MOVING]
    assert record.seen == 60
    assert record.usual_s is not None
    low_s, high_s = record.usual_s
    assert 40 <= low_s / 3600 <= 42
    assert 59 <= high_s / 3600 <= 14 * 24
    kept = from_facts(as_facts(learned)).stages[Stage.MOVING].usual_s  # type: ignore[arg-type]  # as it is read from JSON
    assert kept == pytest.approx(record.usual_s, abs=1800)


def test_staff_see_that_it_is_a_prior() -> None:
    assert usually(None, "ups") == []
    (prior,) = usually(Usual(1, 8, Stage.MOVING, 4), "ups")
    assert prior.endswith(
        "takes 1 to 8 days once the carrier has it. "
        "This is a prior, no promise, not narrowed by the 4 ups parcels that have come."
    )
    (seen,) = usually(Usual(2, 4, Stage.ORDERED, 40), "ups")
    assert seen.endswith("2 to 4 days from the order on. So it was for nine of ten ups parcels, 40 of which have come.")


def test_who_asks_hears_what_is_usual_and_the_ledger_promises_nothing(house: House) -> None:
    house.order("DS100")
    (announced,) = house.until(timedelta(minutes=1))
    assert "usually" not in announced
    house.report(house.event("in_transit"))
    (answer,) = house.hear(house.turn("where is my parcel?"))
    assert (
        "on its way. Parcels like this usually take 1 to 9 days once the carrier has them." in answer
    )  # Thursday is Thanksgiving
    (answer,) = house.hear(house.turn("what time will it come?"))
    assert "There is no time from the carrier yet" in answer
    assert "usually take 1 to 9 days" in answer
    assert house.rows(PromiseRow) == []


def test_who_asks_before_the_notice_hears_the_day_that_others_came_by(house: House) -> None:
    facts = to_json({"ordered": {"arrived": 412, "by_s": 70 * 3600.0, "chance": 0.9}})
    house.order("DS100")
    house.until(timedelta(minutes=1))
    with house.in_transaction() as tx:
        row = {"merchant_id": house.merchant_id, "carrier": "doorstep", "facts": facts, "learned_at": house.now}
        tx.execute(table_of(LearnedRow).insert().values(**row))
    (answer,) = house.hear(house.turn("where is my parcel?"))
    assert "by Sat" in answer  # Thursday is Thanksgiving
    assert [promise.source for promise in house.rows(PromiseRow)] == ["forecast"]
