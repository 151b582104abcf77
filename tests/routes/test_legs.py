"""Legs that are reckoned when they are asked for are those of a table, and so are the answers that rest on them."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from domain.routes.driven import UNKNOWN_LEG_S, Speeds
from domain.routes.insertion import insert
from domain.routes.legs import LazyLegs
from domain.routes.tour import Stop, Tour
from domain.routes.van import Left, Van, legs_of, legs_to, tour_of

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)
DEPOT = (40.70, -73.90)


def van(seed: int, stops: int = 30) -> Van:
    """Doors in a row; every third was told a window, one lies nowhere, and one leg is known by the map."""
    chance, at = Random(seed), NOON
    left = []
    for n in range(stops):
        at += timedelta(minutes=8)
        door = None if n == 7 else (DEPOT[0] + n / 300, DEPOT[1] + chance.uniform(-0.02, 0.02))
        opens_at, closes_at = (at - timedelta(hours=1), at + timedelta(minutes=20)) if n % 3 == 0 else (None, None)
        left.append(Left(door, 120.0, opens_at, closes_at, at, 400.0 if n == 5 else None))
    return Van(NOON, DEPOT, at + timedelta(minutes=40), DEPOT, tuple(left), Speeds(), UTC)


def test_they_are_the_same_by_row_by_column_and_one_by_one() -> None:
    whole = legs_of(van(1))
    lazy = tour_of(van(1)).legs
    assert isinstance(lazy, LazyLegs)
    size = range(len(lazy))
    assert [[lazy[a][b] for b in size] for a in size] == whole
    assert [list(row) for row in lazy] == whole
    assert [lazy.to(b) for b in size] == [[whole[a][b] for a in size] for b in size]
    assert whole[5][6] == 400.0
    assert whole[7][8] == whole[8][2] == whole[2][8] == UNKNOWN_LEG_S


@pytest.mark.parametrize("seed", range(6))
def test_what_fits_does_not_depend_on_how_legs_are_kept(seed: int) -> None:
    chance, tour = Random(seed), tour_of(van(seed))
    plain = Tour(tour.stops, legs_of(van(seed)))
    for _ in range(20):
        there = legs_to(van(seed), (DEPOT[0] + chance.uniform(0, 0.1), DEPOT[1] + chance.uniform(-0.05, 0.05)))
        opens = chance.uniform(0, 15_000)
        new = Stop(opens, opens + 1800, 120.0)
        assert insert(tour, new, there, there) == insert(plain, new, there, there)
