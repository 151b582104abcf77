"""The van on the page: seen only by those it is heading to, only while it is, and nothing of it without a need."""

import re
from datetime import timedelta
from itertools import pairwise
from math import cos, radians, sin

import pytest

from api.tracking.deps import Tiles
from api.tracking.sketch import LABEL, MIDDLE, REACH, sketch
from domain.orders import Consent
from tests.flows.house import NOON
from tests.routes.street import DEPOT, Street, door
from tests.tracking.visit import Visit

WEB = Consent(("web",), "checkout", NOON)


@pytest.fixture
def street(visit_on_each: Visit) -> Street:
    street = Street(visit_on_each.house)
    street.order(*range(1, 8), consent=WEB)
    street.give(range(1, 8))
    street.seen(DEPOT)
    street.wait(minutes=1)
    for n in range(1, 8):
        street.house.report(street.house.event("out_for_delivery", f"DS{n}"))
    return street


async def test_it_is_seen_from_four_stops_away_and_not_from_five(visit_on_each: Visit, street: Street) -> None:
    near, far = await visit_on_each.words("DS4"), await visit_on_each.words("DS5")

    assert "The driver is 4 stops away." in near
    assert "Where the van is About 2.5 mi from you, as the crow flies." in near
    assert "Where the van is" not in far
    assert "The driver is 5 stops away." in far
    assert "van-now" not in (await visit_on_each.get("/van", number="DS5")).text


async def test_the_next_stop_reads_so(visit_on_each: Visit, street: Street) -> None:
    assert "You are next." in await visit_on_each.words("DS1")


async def test_after_delivery_nobody_sees_it(visit_on_each: Visit, street: Street) -> None:
    street.house.report(street.house.event("delivered", "DS1"))

    assert "Where the van is" not in await visit_on_each.words("DS1")
    assert "stops away" not in await visit_on_each.words("DS1")


async def test_an_old_place_is_not_shown(visit_on_each: Visit, street: Street) -> None:
    street.house.now += timedelta(minutes=11)

    assert "Where the van is" not in await visit_on_each.words("DS1")


async def test_its_place_is_coarse_and_nobody_elses_door_is_in_the_page(visit_on_each: Visit, street: Street) -> None:
    street.seen((door(1)[0] + 0.00042, DEPOT[1] + 0.00037), street.house.now + timedelta(seconds=30))
    street.house.now += timedelta(minutes=1)
    text = (await visit_on_each.get(number="DS3")).text

    places = set(re.findall(r"-?\d+\.\d{4,}", text))
    assert places == set()
    assert "Elm St" not in text


async def test_with_tiles_the_map_may_load_their_pictures_and_nothing_else(visit: Visit) -> None:
    tiled = Visit(visit.house, tiles=Tiles("https://tiles.example/{z}/{x}/{y}.png", "© somebody"))
    street = Street(visit.house)
    street.order(1, consent=WEB)
    street.give([1])
    street.seen(DEPOT)
    street.wait(minutes=1)
    answer = await tiled.get(number="DS1")
    policy = answer.headers["content-security-policy"]

    assert 'data-tiles="https://tiles.example/{z}/{x}/{y}.png"' in answer.text
    assert "img-src https://tiles.example 'self' data:" in policy
    assert policy.count("tiles.example") == 1
    without = await visit.get(number="DS1")
    assert "tiles" not in without.text + without.headers["content-security-policy"]
    assert "leaflet" not in without.text


async def test_looking_at_the_van_changes_nothing(visit_on_each: Visit, street: Street) -> None:
    before = visit_on_each.everything()
    await visit_on_each.get(number="DS1")
    await visit_on_each.get("/van", number="DS1")
    await visit_on_each.get("/parcel", number="DS1")

    assert visit_on_each.everything() == before


async def test_another_language_is_chosen_without_script(visit: Visit) -> None:
    visit.house.order("DS100", consent=WEB)
    answer = await visit.post("/language", {"language": "de", "key": "k"})

    assert answer.status_code == 303
    assert "Ihr Paket von Acme" in await visit.words()
    unknown = await visit.post("/language", {"language": "xx", "key": "k2"})
    assert unknown.headers["location"].endswith("?note=not_sent#chat")


async def test_how_it_was_delivered_can_be_asked_on_the_page(visit: Visit) -> None:
    visit.house.order("DS100", consent=WEB)
    visit.house.report(visit.house.event("delivered"))
    assert "How was it delivered?" in await visit.words()

    await visit.post("/changes", {"change": "proof", "key": "k"})
    said = await visit.chat()

    assert {one.text for one in said if one.mine} == {"How was it delivered?"}
    assert said[-1].name == "proof" or said[-2].name == "proof"


@pytest.mark.parametrize("km", [0.0, 0.04, 0.3, 1.7, 8.0, 80.0])
def test_the_van_is_drawn_inside_and_north_is_up(km: float) -> None:
    drawn = sketch((DEPOT[0] + km / 111.2, DEPOT[1]), DEPOT)

    assert drawn.x == MIDDLE
    assert MIDDLE - REACH - 0.1 <= drawn.y <= MIDDLE
    assert drawn.km == pytest.approx(km, rel=0.01, abs=1e-6)
    assert all(0 < ring.radius <= REACH + 0.1 for ring in drawn.rings)


@pytest.mark.parametrize("km", [0.0, 0.04, 0.3, 1.2, 1.7, 5.1, 8.0, 51.0, 61.0, 80.0])
@pytest.mark.parametrize("bearing", range(0, 360, 15))
def test_no_distance_is_written_under_the_van_or_on_another_one(km: float, bearing: int) -> None:
    north, east = km / 111.2 * cos(radians(bearing)), km / 111.2 * sin(radians(bearing)) / cos(radians(DEPOT[0]))
    drawn = sketch((DEPOT[0] + north, DEPOT[1] + east), DEPOT)

    labels = sorted(ring.label_y for ring in drawn.rings)
    van_top, van_foot = drawn.y - 10, drawn.y + 10
    assert all(label < van_top or label - LABEL > van_foot for label in labels)
    assert all(below - above >= LABEL for above, below in pairwise(labels))
    assert all(LABEL < label < 240 - 3 for label in labels)
