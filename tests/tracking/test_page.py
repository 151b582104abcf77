"""What the page says without script, and what it never says."""

import gzip
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.tracking.sheet import unbroken
from domain.axes import EtaKind
from domain.events import Estimate, Place
from domain.orders import Consent
from doorstep.simulation.reading import bubbles
from flows.tracking import Step
from tests.flows.house import NOON, House
from tests.tracking.visit import SCRIPT, Visit, readable

ASSETS = Path(__file__).parents[2] / "var" / "assets"
ALL = ("reschedule", "neighbour", "safe_place", "pickup_point")
ON_THE_PAGE = Consent(("web",), "checkout", NOON)


def _order(visit: Visit, *numbers: str, **changes: Any) -> None:
    visit.house.order(*(numbers or ("DS100",)), **{"consent": ON_THE_PAGE, "allow": ALL, **changes})


async def test_a_parcel_with_the_driver_says_so_with_its_window_in_local_time(visit: Visit) -> None:
    _order(visit)
    house = visit.house
    house.report(house.event("in_transit", place=Place("MASPETH", "NY", None, "US"), at=NOON - timedelta(hours=3)))
    house.report(house.event("out_for_delivery", eta=_in(hours=1)))
    house.now += timedelta(minutes=30)

    words = await visit.words()

    assert "With the driver Expected today 13:00–15:00" in words
    assert "As of 12:30, last scan 30 min ago in Maspeth." in words
    assert "On its way , Maspeth At 09:00" in words


async def test_what_is_offered_is_what_can_still_be_changed(visit: Visit) -> None:
    _order(visit, allow=("reschedule", "neighbour"))
    before = await visit.get()
    visit.house.report(visit.house.event("out_for_delivery"))
    after = await visit.get()
    visit.house.report(visit.house.event("delivered"))
    over = await visit.get()

    assert _offered(before.text) == ["Another day", "Leave with a neighbour"]
    assert _offered(after.text) == ["Another day", "Leave with a neighbour"]
    assert _offered(over.text) == ["How was it delivered?"]


async def test_a_customer_reads_their_own_language(visit: Visit) -> None:
    _order(visit, language="es")
    visit.house.report(visit.house.event("out_for_delivery"))

    page = (await visit.get()).text

    assert '<html lang="es" dir="ltr">' in page
    assert "Lo que ha pasado hasta ahora" in page


async def test_arabic_runs_from_right_to_left(visit: Visit) -> None:
    _order(visit, language="ar")

    assert '<html lang="ar" dir="rtl">' in (await visit.get()).text
    assert ", " not in await visit.words()  # an Arabic comma looks the other way


async def test_a_sentence_that_ends_in_a_short_word_has_one_full_stop(visit: Visit) -> None:
    _order(visit, language="de")
    visit.house.report(visit.house.event("in_transit"))
    visit.house.now += timedelta(hours=5)

    assert "letzter Scan vor 5 Std. " in await visit.words()


def test_the_hours_of_a_window_are_kept_together_in_arabic_too() -> None:
    hours = "\u206811:20 ص\u2069–\u206811:40 ص\u2069"

    assert unbroken(f"اليوم {hours}") == f'اليوم <span class="whole">{hours}</span>'
    assert unbroken("today 10:00 AM–1:00 PM.") == 'today <span class="whole">10:00 AM–1:00 PM</span>.'


async def test_when_people_answer_is_said_as_the_shop_says_it_in_that_language(sqlite_url: str) -> None:
    house = House(sqlite_url, policy={"extras": {"staff_hours": "Mon-Fri 9-17", "staff_hours_de": "Mo-Fr 9-17 Uhr"}})
    visit = Visit(house)
    _order(visit, language="de-AT")
    german = await visit.words()
    house.order("DS200", name="1002", phone="+12125550199", language="fr", consent=ON_THE_PAGE)

    assert "Menschen antworten: Mo-Fr 9-17 Uhr." in german
    assert "Des personnes répondent : Mon-Fri 9-17." in await visit.words("DS200")
    house.close()


async def test_words_in_english_for_want_of_others_are_marked_as_english(visit: Visit) -> None:
    _order(visit, language="sv")

    assert '<html lang="en" dir="ltr">' in (await visit.get()).text


@pytest.mark.parametrize(
    ("language", "reported"),
    [
        ("en", "The carrier reports that nobody was there to take it."),
        ("de", "Der Paketdienst meldet, dass niemand da war, um es anzunehmen."),
    ],
)
async def test_who_reports_it_is_named_where_the_reason_stands_alone(
    visit: Visit, language: str, reported: str
) -> None:
    _order(visit, language=language)
    visit.house.report(visit.house.event("delivery_attempted", reason="recipient.not_home"))

    assert (await visit.words()).count(reported) == 2  # where it stands, and in what happened so far


async def test_a_delivery_says_when_and_how(visit: Visit) -> None:
    _order(visit)
    visit.house.report(visit.house.event("delivered", detail="left_with_neighbour"))

    assert "Delivered At 12:00 It is with a neighbour." in await visit.words()


async def test_a_window_that_is_over_is_not_said_as_if_it_still_held(visit: Visit) -> None:
    _order(visit)
    visit.house.report(visit.house.event("out_for_delivery", eta=_in(hours=1)))
    visit.house.until(timedelta(hours=4))

    assert "We're sorry: it should have come today 13:00–15:00" in await visit.words()


@pytest.mark.parametrize("milestone", ["delivery_attempted", "available_for_pickup", "returning"])
async def test_what_overtakes_a_window_takes_it_off_the_page(visit: Visit, milestone: str) -> None:
    """As in the chat: the driver was there, so nobody need wait for the rest of the two hours."""
    _order(visit)
    visit.house.report(visit.house.event("out_for_delivery", eta=_in(hours=1)))
    visit.house.until(timedelta(hours=2))
    assert "Expected today 13:00–15:00" in await visit.words()

    visit.house.report(visit.house.event(milestone))

    assert "13:00–15:00" not in readable((await visit.get("/parcel", **SCRIPT)).text)


async def test_nothing_personal_stands_on_the_page(visit: Visit) -> None:
    _order(visit)
    visit.house.report(visit.house.event("delivered", text="Signed for by J. SMITH, 12 Elm St"))

    page = (await visit.get()).text

    for secret in ("Bo Ek", "+1212", "5550123", "Elm St", "10001", "SMITH"):
        assert secret not in page


async def test_the_page_is_for_nobody_else_s_eyes(visit: Visit) -> None:
    _order(visit)

    headers = (await visit.get()).headers

    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "noindex" in headers["x-robots-tag"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'self'")


async def test_looking_changes_nothing(visit_on_each: Visit) -> None:
    visit = visit_on_each
    _order(visit)
    visit.house.report(visit.house.event("out_for_delivery"))
    visit.house.say()
    before = visit.everything()

    for rest in ("", "/parcel", "/messages"):
        assert (await visit.get(rest)).status_code == 200

    assert visit.everything() == before


async def test_an_unknown_link_and_a_closed_one_are_answered_alike(visit: Visit) -> None:
    _order(visit)
    path = visit.path()
    unknown = await visit.client.get("/t/AAAAAAAAAAAAAAAAAAAAAA")
    visit.house.now += timedelta(days=60)
    closed = await visit.client.get(path, headers={"Accept-Language": "es-MX,es;q=0.9"})

    assert (unknown.status_code, closed.status_code) == (404, 410)
    assert "This link opens nothing" in unknown.text
    assert "Esta página está cerrada" in closed.text
    assert '<html lang="es" dir="ltr">' in closed.text
    assert unknown.headers["content-type"] == closed.headers["content-type"]
    assert unknown.headers["cache-control"] == closed.headers["cache-control"] == "no-store"


async def test_a_closed_page_hears_nothing(visit: Visit) -> None:
    _order(visit)
    visit.house.now += timedelta(days=60)
    before = visit.everything()

    for rest, form in (("/chat", {"text": "hello"}), ("/choices", {"choice": "token-1"})):
        assert (await visit.post(rest, form)).status_code == 410
    assert (await visit.get("/live")).status_code == 410

    assert visit.everything() == before


async def test_a_number_that_is_used_again_brings_along_nothing_of_the_other_parcel(visit: Visit) -> None:
    _order(visit, name="first")
    visit.house.report(visit.house.event("delivered", place=Place("OAKLAND", None, None, "US")))
    first = visit.path()
    visit.house.now += timedelta(days=30)
    _order(visit, name="second", phone="+12125550199")
    visit.house.report(visit.house.event("in_transit", place=Place("RENO", None, None, "US")))

    new, old = await visit.words(), (await visit.client.get(first)).text

    assert "Reno" in new
    assert "Oakland" not in new
    assert "Reno" not in old


async def test_the_page_tells_of_its_own_parcel_and_not_of_the_customer_s_other_one(visit: Visit) -> None:
    _order(visit, name="first")
    _order(visit, "DS200", name="second")
    visit.house.until(timedelta(minutes=2))
    visit.house.report(visit.house.event("exception", "DS200", reason="carrier.damaged"))
    visit.house.until(timedelta(minutes=2))

    assert "exception" not in [one.name for one in await visit.chat("DS100")]
    assert "exception" in [one.name for one in await visit.chat("DS200")]


async def test_what_is_said_by_telephone_about_a_parcel_stands_on_its_page_too(visit: Visit) -> None:
    visit.house.order("DS100")
    said = visit.house.say()

    assert [one.text for one in bubbles((await visit.get()).text)] == said


async def test_all_of_the_page_weighs_less_than_60_kilobytes(visit: Visit) -> None:
    _order(visit)
    for hour in range(10):
        visit.house.report(visit.house.event("in_transit", place=Place(f"TOWN {hour}", None, None, "US")))
    page = await visit.get()
    style = await visit.client.get(re.findall(r'href="(/t/style.css[^"]*)"', page.text)[0])
    ours = await visit.client.get(re.findall(r'src="(/t/follow.js[^"]*)"', page.text)[0])

    assert re.findall(r'src="/assets/([^"]+)"', page.text) == ["htmx.min.js"]
    carried = len(gzip.compress((ASSETS / "htmx.min.js").read_bytes()))
    assert len(page.content) + len(style.content) + len(ours.content) + carried < 60_000
    assert "immutable" in style.headers["cache-control"]


async def test_with_script_only_what_changed_is_sent(visit: Visit) -> None:
    _order(visit)

    parcel, messages = await visit.get("/parcel", **SCRIPT), await visit.get("/messages", **SCRIPT)

    assert "<html" not in parcel.text + messages.text
    assert 'id="history"' in parcel.text
    assert "hx-swap-oob" in parcel.text


def test_a_step_is_a_fact_in_our_words_alone() -> None:
    assert set(Step.__slots__) == {"at", "milestone", "detail", "reason", "place"}


def _offered(page: str) -> list[str]:
    return re.findall(r'id="change-\w+">([^<]+)<', page)


def _in(**span: float) -> Estimate:
    start = NOON + timedelta(**span)
    return Estimate(EtaKind.WINDOW, None, start, start + timedelta(hours=2))
