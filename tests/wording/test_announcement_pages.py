"""The pages of announcements: counted and read before it goes, approved, sent, halted, and what came of each parcel."""

import html
from datetime import timedelta

import pytest
from sqlalchemy import update

from store import orders
from store.tables import Announcement, Audit, Staff
from store.writing import table_of
from tests.console.desk import Browser, console, hire, signed_in
from tests.flows.house import House
from tests.wording.announce import advance, send

FORM = {"merchant": "1", "title": "Storm", "text_en": "A storm: {{ tracking_number | code }}.", "areas": "New York"}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def people(house: House, count: int = 3) -> None:
    for n in range(1, count + 1):
        house.order(f"DS{n}", name=f"o{n}", phone=f"+1212555{n:04}")
    house.say()


async def test_it_is_counted_and_read_before_anything_goes(house: House) -> None:
    people(house)
    async with signed_in(house) as browser:
        seen = html.unescape((await browser.post("/console/announcements/try", **FORM)).text)
        nobody = (await browser.post("/console/announcements/try", **{**FORM, "areas": "Paris"})).text
        wrong = html.unescape((await browser.post("/console/announcements/try", **{**FORM, "text_en": "{{ x }}"})).text)
        days = (
            await browser.post("/console/announcements/try", **{**FORM, "on_from": "2026-12-01", "on_to": "2026-11-01"})
        ).text
        house_is_empty = house.rows(Announcement) == []

    assert "<dd>3</dd>" in seen
    assert seen.count("Acme: A storm: DS") >= 3
    assert "It is day for everybody chosen" in seen
    assert "No parcel is like this now." in nobody
    assert "there is no field 'x'" in wrong
    assert "The last day lies before the first." in days
    assert house_is_empty


async def test_the_page_says_where_other_words_would_have_to_speak(small_house: House) -> None:
    small_house.order("DS1", phone="+12125550001", language="pl")
    async with signed_in(small_house) as browser:
        without = (await browser.post("/console/announcements/try", **FORM)).text
        instead = (await browser.post("/console/announcements/try", **{**FORM, "fallback": "en"})).text
    assert "other words speak" in without
    assert "Polish 1: no words" in without
    assert "other words speak" not in instead


async def test_at_night_the_page_says_who_waits(small_house: House) -> None:
    people(small_house)
    small_house.now = small_house.now.replace(hour=4)
    async with signed_in(small_house) as browser:
        seen = (await browser.post("/console/announcements/try", **FORM)).text
    assert "3 wait for their morning" in seen


@pytest.mark.parametrize(
    "policy",
    [{"sms_price": 0.05, "currency": "EUR"}, {"segment_price": 0.05, "extras": {"currency": "EUR"}}],
    ids=["now", "as it was set in earlier versions"],
)
async def test_cost_is_segments_times_the_price(sqlite_url: str, policy: dict[str, object]) -> None:
    house = House(sqlite_url, policy=policy)
    people(house)
    async with signed_in(house) as browser:
        seen = (await browser.post("/console/announcements/try", **FORM)).text
    assert "0.15 EUR" in seen
    house.close()


async def test_two_people_send_it_and_everything_is_in_the_audit_log(database_url: str) -> None:
    house = House(database_url, policy={"announce_alone": 2})
    people(house)
    hire(house, "Zoe", "supervisor")
    async with signed_in(house, "supervisor") as ines:
        kept = await ines.post("/console/announcements", **FORM)
        here = kept.headers["location"].partition("?")[0]
        await ines.post(here + "/hand-in")
        page = await ines.get(here)
        assert "somebody else's turn" in html.unescape(page.text)
        assert (await ines.post(here + "/approve", why="fine")).status_code == 409
        zoe = Browser(console(house))
        async with zoe.client:
            await zoe.sign_in("Zoe")
            await zoe.get(here)
            assert (await zoe.post(here + "/approve", why="read it")).status_code == 303
        assert (await ines.post(here + "/start", why="now")).status_code == 303
        advance(house)
        house.say()
        advance(house)
        page = await ines.get(here)
    assert "3 of 3 parcels" in page.text
    assert page.text.count('class="chip good">sent</span>') >= 3
    actions = [row.action for row in house.rows(Audit) if row.action.startswith("announcement")]
    assert actions == [f"announcement.{act}" for act in ("write", "hand_in", "approve", "start")]
    house.close()


async def test_it_is_paused_and_stopped_on_the_page(house: House) -> None:
    people(house)
    announcement = send(house)
    advance(house)
    async with signed_in(house) as agent:
        here = f"/console/announcements/{announcement}"
        paused = await agent.post(here + "/pause", why="wrong day")
        assert "Paused: nothing more goes" in (await agent.get(paused.headers["location"])).text
        assert (await agent.post(here + "/resume", why="x")).status_code == 403
        house.now += timedelta(seconds=1)
        await agent.post(here + "/stop", why="wrong day")
        assert "data-moves" in (await agent.get(here)).text
        advance(house)
        assert "data-moves" not in (await agent.get(here)).text
    assert house.rows(Announcement)[0].state == "stopped"


async def test_hostile_titles_and_words_are_text(small_house: House) -> None:
    people(small_house, 1)
    async with signed_in(small_house, "supervisor") as browser:
        form = {**FORM, "title": HOSTILE, "text_en": HOSTILE, "areas": HOSTILE}
        await browser.post("/console/announcements", **form)
        pages = [
            (await browser.get("/console/announcements")).text,
            (await browser.get("/console/announcements/1")).text,
            (await browser.get("/console/announcements/1/edit")).text,
            (await browser.post("/console/announcements/try", **form)).text,
        ]
    assert all("<script>alert" not in page and "<img" not in page for page in pages)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"merchant": ""}, "Choose a merchant."),
        ({"merchant": "99"}, "There is no such merchant."),
        ({"title": " "}, "Give it a name"),
        ({"text_en": ""}, "Write the words in at least one language."),
        ({"text_en": "{{ ''.__class__ }}"}, "cannot be used"),
        ({"fallback": "pl"}, "words that nobody wrote"),
        ({"on_from": "yesterday"}, "is no day"),
        ({"expires": "2020-01-01T10:00"}, "worth saying for some time"),
        ({"expires": "soon"}, "Write the end as"),
    ],
)
async def test_what_cannot_be_is_answered_with_what_to_change(
    small_house: House, changes: dict[str, str], why: str
) -> None:
    async with signed_in(small_house) as browser:
        answer = await browser.post("/console/announcements", **{**FORM, **changes})
    assert answer.status_code == 409
    assert why in html.unescape(answer.text)
    assert small_house.rows(Announcement) == []


async def test_a_viewer_reads_and_is_offered_nothing(small_house: House) -> None:
    people(small_house, 1)
    send(small_house)
    async with signed_in(small_house, "viewer") as viewer:
        page = await viewer.get("/console/announcements/1")
        assert (await viewer.post("/console/announcements", **FORM)).status_code == 403
    assert "/pause" not in page.text


async def test_who_works_for_another_merchant_finds_nothing_of_this_one(small_house: House) -> None:
    people(small_house, 1)
    announcement = send(small_house)
    with small_house.in_transaction() as tx:
        other = orders.merchant(tx, "other", small_house.now).id
    async with signed_in(small_house, "supervisor") as browser:
        with small_house.in_transaction() as tx:
            tx.execute(update(table_of(Staff)).values(merchant_id=other))
        paths = [
            f"announcements/{announcement}",
            f"announcements/{announcement}/live",
            "templates/1/announced/en/any",
        ]
        answers = [await browser.get(f"/console/{path}") for path in paths]
        answers += [await browser.post(f"/console/announcements/{announcement}/stop", why="x")]
        answers += [await browser.post("/console/templates/1/announced/en/any", source="x")]
        listed = await browser.get("/console/announcements")
        written = await browser.post("/console/announcements", **FORM)
        tried = await browser.post("/console/dry-run", merchant="1", days="3")
        seen = (await browser.post("/console/announcements/try", **FORM)).text

    assert [answer.status_code for answer in answers] == [404] * 5
    assert "Storm" not in listed.text
    assert (written.status_code, tried.status_code) == (409, 409)
    assert "DS1" not in seen
    assert small_house.rows(Announcement)[0].state == "sending"
