"""What a simulation posts is drawn from its seed, and nothing of a day is lost in the drawing."""

from collections import Counter

import pytest

from doorstep.simulation.plans import Chances, draw

EVERYTHING = Chances(failures=0.5, delays=0.5, out_of_order=0.5, duplicates=0.5)


def test_the_same_seed_draws_the_same_days() -> None:
    assert draw(50, 7, EVERYTHING) == draw(50, 7, EVERYTHING)
    assert draw(50, 7, EVERYTHING) != draw(50, 8, EVERYTHING)


@pytest.mark.parametrize("seed", range(20))
def test_every_scene_is_posted_and_none_before_it_happens(seed: int) -> None:
    for plan in draw(20, seed, EVERYTHING):
        posted = Counter(scene for turn in plan.posts for scene in turn)
        assert set(posted) == set(range(len(plan.story)))
        assert all(scene <= turn for turn, scenes in enumerate(plan.posts) for scene in scenes)


def test_without_chances_each_scene_is_posted_once_and_in_order() -> None:
    (plan,) = draw(1, 1, Chances(0, 0, 0, 0))

    assert plan.posts == tuple((scene,) for scene in range(len(plan.story)))
    assert (plan.missed, plan.late) == (False, False)


def test_with_every_chance_everybody_is_out_and_every_webhook_comes_twice() -> None:
    plans = draw(10, 1, Chances(1, 1, 1, 1))

    assert all(plan.missed and plan.late for plan in plans)
    assert all(plan.webhooks == 2 * len(plan.story) for plan in plans)
    assert all(plan.posts[0] == () for plan in plans)
