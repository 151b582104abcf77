"""The hold-out: a share of the customers hears the baseline; in an A/A run all hear the same."""

from datetime import timedelta

import pytest

from domain.holdout import Arm, arm_of, is_held_out
from domain.policy import Policy, policy_from
from flows.promises.calibration import SETTLED, gather
from store.tables import JourneyRow
from tests.flows.house import House


def test_the_share_is_kept_and_a_customer_stays_where_they_are() -> None:
    policy = Policy(holdout_share=0.1, holdout_name="spring")
    drawn = [arm_of(policy, n) for n in range(20_000)]
    assert 0.09 < drawn.count(Arm.BASELINE) / len(drawn) < 0.11
    assert drawn == [arm_of(policy, n) for n in range(20_000)]


def test_another_name_draws_anew() -> None:
    spring, autumn = (Policy(holdout_share=0.5, holdout_name=name) for name in ("spring", "autumn"))
    same = sum(arm_of(spring, n) is arm_of(autumn, n) for n in range(4000))
    assert 1800 < same < 2200


def test_without_a_share_nobody_is_drawn() -> None:
    assert arm_of(Policy(), 1) is None
    assert not is_held_out(Policy(), 1)


@pytest.mark.parametrize("share", [-0.1, 1.5])
def test_a_share_is_between_none_and_all(share: float) -> None:
    with pytest.raises(ValueError, match="holdout_share"):
        policy_from({"holdout_share": share})


def said(house: House) -> list[str]:
    """A day with an estimate that moves, and the delivery: the keys of what was said."""
    house.order("DS100")
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=house.tomorrow()))
    house.until(timedelta(hours=1))
    house.now += timedelta(hours=20)
    house.report(house.event("out_for_delivery"))
    house.until(timedelta(hours=2))
    house.report(house.event("delivered"))
    house.until(timedelta(minutes=5))
    return [key for key, state in house.notices().items() if state == "sent"]


def held_out(url: str, **more: object) -> list[str]:
    """What that day says to a customer who is drawn for the baseline."""
    name = next(n for n in map(str, range(50)) if arm_of(Policy(holdout_share=0.5, holdout_name=n), 1) is Arm.BASELINE)
    house = House(url, policy={"holdout_share": 0.5, "holdout_name": name, **more})
    keys = said(house)
    house.now += SETTLED * 2
    with house.in_transaction() as tx:
        gather(tx, house.now)
    assert house.rows(JourneyRow)[0].arm == f"{name}:baseline"
    house.close()
    return keys


def test_who_is_held_out_hears_the_milestones_only(database_url: str) -> None:
    kinds = {key.partition(":")[0] for key in held_out(database_url)}
    assert {"announced", "out_for_delivery", "delivered"} <= kinds
    assert not kinds & {"estimate", "promise_moved", "day_before", "delay"}


def test_in_an_a_a_run_both_arms_hear_the_same(database_url: str) -> None:
    assert "estimate" in {key.partition(":")[0] for key in held_out(database_url, holdout_same=True)}
