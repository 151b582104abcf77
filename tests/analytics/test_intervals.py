"""How sure a figure is: intervals hold as often as they say, effects are found, and none where there is none."""

from collections.abc import Callable
from random import Random

import pytest

from domain.figures.intervals import ArmSums, Effect, arm_sums, effect, wilson
from domain.figures.metrics import lead_class, median_lead
from domain.figures.sums import Sum, Sums


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 20, 0.0, 0.161), (20, 20, 0.839, 1.0), (90, 100, 0.826, 0.945), (50, 100, 0.404, 0.596)],
)
def test_a_share_lies_between_what_wilson_says(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=0.001)


def arm(random: Random, customers: int, rate: float) -> ArmSums:
    """Customers with one to three parcels; some ask about everything, most about nothing."""
    parts = [0.0] * 6
    for _ in range(customers):
        parcels = float(random.choice((1, 1, 1, 2, 3)))
        keen = random.random() < 0.2
        contacts = float(sum(random.random() < (rate * 4 if keen else rate / 4) for _ in range(int(parcels))))
        products = (1.0, parcels, contacts, parcels**2, contacts**2, parcels * contacts)
        parts = [a + b for a, b in zip(parts, products, strict=True)]
    return ArmSums(*parts)


def runs(full: float, baseline: float, how: Callable[[Effect], bool], count: int = 400) -> float:
    """In which share of many hold-outs `how` is so."""
    random, found = Random(8), 0
    for _ in range(count):
        one = effect(arm(random, 900, full), arm(random, 300, baseline))
        assert one is not None
        found += how(one)
    return found / count


def test_an_a_a_run_shows_nothing_nineteen_times_of_twenty() -> None:
    assert 0.02 <= runs(0.12, 0.12, lambda one: one.is_shown) <= 0.08


def test_a_real_effect_is_found_and_its_size_lies_within() -> None:
    assert runs(0.08, 0.20, lambda one: one.low > 0) > 0.95
    true = 100 * (0.20 - 0.08) * 0.2 * 4 + 100 * (0.20 - 0.08) * 0.8 / 4
    assert 0.91 <= runs(0.08, 0.20, lambda one: one.low <= true <= one.high) <= 0.985


def test_with_few_customers_nothing_is_concluded() -> None:
    few = arm_sums({"customers": 29, "parcels": 29})
    assert effect(few, arm_sums({"customers": 4000, "parcels": 4000})) is None


def test_leads_are_known_in_classes() -> None:
    assert [lead_class(hours) for hours in (0.2, 6.0, 6.1, 500.0)] == ["0.5", "6.0", "12.0", "672.0"]
    value = median_lead(Sums([Sum("lead", "6.0", 10, 40.0), Sum("lead", "24.0", 10, 200.0)]))
    assert value is not None
    assert value.value == 6.0
    assert median_lead(Sums()) is None
