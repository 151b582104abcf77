"""The pages on which words are written: what they say, who may do what, and that hostile words stay words."""

import html

import pytest

from flows.messages import wording_desk as desk
from store.tables import Audit, WordingPublication, WordingVersion
from tests.console.desk import signed_in
from tests.flows.house import House
from tests.wording.scene import WORDS, draft, speak

HERE = "/console/templates/1/announced/en/any"
HOSTILE = "<script>alert(1)</script>{{ ''.__class__.__mro__ }}\u202e\"'><img src=x onerror=alert(2)>"


async def test_words_are_written_published_and_put_back_on_the_page(house: House) -> None:
    house.order("DS100")
    async with signed_in(house, "supervisor") as browser:
        kept = await browser.post(HERE, source=WORDS)
        page = await browser.get(kept.headers["location"])
        assert "Kept as a version." in page.text
        published = await browser.post(HERE + "/publish", version="1", seen="", why="our tone")
        assert "said from now on" in (await browser.get(published.headers["location"])).text
        await browser.post(HERE, source="Another tone. {{ links | lines }}")
        await browser.post(HERE + "/publish", version="2", seen="1", why="shorter")
        await browser.post(HERE + "/publish", version="1", seen="2", why="the old one was better")
        page = await browser.get(HERE)

    assert "version 1 speaks" in page.text
    assert [row.action for row in house.rows(Audit) if row.action.startswith("wording")][-1] == "wording.roll_back"
    assert "Good news: your parcel DS100" in house.say()[0]


async def test_the_first_messages_in_new_words_wait_until_somebody_has_looked(house: House) -> None:
    house.order("DS100")
    house.order("DS200", name="2", phone="+12125550002")
    async with signed_in(house, "supervisor") as browser:
        await browser.post(HERE, source=WORDS)
        refused = await browser.post(HERE + "/publish", version="1", seen="", why="our tone", first="5000")
        assert "Hold between 1 and 1000 messages, or none." in refused.text
        await browser.post(HERE + "/publish", version="1", seen="", why="our tone", first="1")
        assert len(house.say()) == 1
        outbox = await browser.get("/console/outbox?held=yes")
    assert "number 1 of the first 1: our tone" in outbox.text


async def test_what_is_typed_is_judged_and_said_on_a_real_parcel_for_every_channel(house: House) -> None:
    house.order("DS100")
    house.say()
    async with signed_in(house) as browser:
        good = html.unescape((await browser.post(HERE + "/check", source=WORDS, parcel="")).text)
        bad = html.unescape((await browser.post(HERE + "/check", source="{{ brnad }}", parcel="")).text)
        blame = html.unescape((await browser.post(HERE + "/check", source="You missed us.", parcel="DS100")).text)
        unknown = html.unescape((await browser.post(HERE + "/check", source=WORDS, parcel="XX")).text)

    assert good.count("Good news: your parcel DS100 is ours now.") >= 3
    assert "1 segment," in good
    assert "there is no field 'brnad': did you mean brand?" in bad
    assert "lays the blame on the customer" in blame
    assert "No parcel of this merchant has this number." in unknown
    assert house.rows(WordingVersion) == []


async def test_the_languages_customers_read_and_that_have_no_words_are_named(small_house: House) -> None:
    small_house.order("DS100")
    small_house.order("DS200", name="2", phone="+12125550002", language="pl")
    speak(small_house, WORDS)
    async with signed_in(small_house) as browser:
        page = (await browser.get(HERE)).text
    assert "Customers also read" in page
    assert "Polish</a> (1)" in page


async def test_two_versions_are_compared_line_by_line(small_house: House) -> None:
    draft(small_house, "Hello.\nSame line.\n{{ links | lines }}")
    draft(small_house, "Good day.\nSame line.\n{{ links | lines }}")
    async with signed_in(small_house, "viewer") as browser:
        page = (await browser.get(HERE + "/compare?before=1&after=2")).text
    assert '<del><span class="unseen">gone: </span>Hello.</del>' in page
    assert '<ins><span class="unseen">new: </span>Good day.</ins>' in page
    assert '<li class="same">Same line.</li>' in page


@pytest.mark.parametrize("role", ["viewer", "agent"])
async def test_who_may_not_publish_does_not(small_house: House, role: str) -> None:
    version = draft(small_house, WORDS)
    async with signed_in(small_house, role) as browser:
        page = await browser.get(HERE)
        answers = [
            await browser.post(HERE + "/publish", version=str(version.number), seen="", why="x"),
            await browser.post(HERE + "/withdraw", seen="", why="x"),
        ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert "shall speak" not in page.text
    assert small_house.rows(WordingPublication) == []


async def test_hostile_words_are_text_and_run_nothing(small_house: House) -> None:
    small_house.order("DS100")
    async with signed_in(small_house, "supervisor") as browser:
        await browser.post(HERE, source=HOSTILE)
        pages = [
            (await browser.get(HERE + "?version=1")).text,
            (await browser.get(HERE + "/compare?before=shipped&after=1")).text,
            (await browser.post(HERE + "/check", source=HOSTILE, parcel="<script>")).text,
        ]
        refused = await browser.post(HERE + "/publish", version="1", seen="", why="let us see")
    assert all("<script>alert" not in page and "<img" not in page for page in pages)
    assert refused.status_code == 409
    assert "cannot be published" in refused.text


async def test_long_words_are_refused_with_the_limit(small_house: House) -> None:
    async with signed_in(small_house) as browser:
        answer = await browser.post(HERE, source="x" * 5000)
    assert answer.status_code == 409
    assert "at most 4000 characters" in answer.text
    assert "x" * 4500 in answer.text  # what was written is not lost


@pytest.mark.parametrize(
    "path", ["1/nothing/en/any", "1/announced/xx/any", "1/announced/en/fax", "99/announced/en/any", "1/code/en/any"]
)
async def test_there_is_no_page_for_what_cannot_be_written(small_house: House, path: str) -> None:
    async with signed_in(small_house) as browser:
        assert (await browser.get(f"/console/templates/{path}")).status_code == 404


async def test_the_overview_says_what_speaks(small_house: House) -> None:
    speak(small_house, WORDS)
    draft(small_house, "Only by text", channel="sms")
    async with signed_in(small_house, "viewer") as browser:
        page = (await browser.get("/console/templates")).text
    assert 'Announced, Every channel: </span><span class="chip good">version 1</span>' in page
    assert 'Announced, SMS: </span><span class="chip warn">draft 1</span>' in page


def test_the_same_words_again_are_the_same_version(small_house: House) -> None:
    assert draft(small_house, WORDS) == draft(small_house, WORDS + "\n") == desk.Drafted(1, 1)
