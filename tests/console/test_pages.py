"""The pages: what they show, what their forms do, and that hostile words stay words."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from carriers.contract import Reading, Unreadable
from flows.cases import open_case
from flows.webhooks.receive import Arrival, keep
from store.tables import Case, Customer
from store.writing import table_of
from tests.console.desk import signed_in
from tests.console.scene import actions, notice, owner, step
from tests.flows.house import House

HOSTILE = "<script>alert(1)</script>\u202e\"'><img src=x onerror=alert(2)>{{ ''.__class__ }}"
HOUR = timedelta(hours=1)


async def test_a_hold_made_on_the_page_is_a_fact_and_the_page_says_so(house: House) -> None:
    house.order("DS100")
    async with signed_in(house) as browser:
        answer = await browser.post("/console/shipments/1/hold", key="announced", why="spoke with Bo")
        page = await browser.get(answer.headers["location"])

    assert answer.status_code == 303
    assert "Held. Below stands the new plan." in page.text
    assert "held by Ines: spoke with Bo" in page.text
    assert notice(house, "announced").state == "held"


async def test_a_time_is_read_on_the_clocks_of_the_delivery_address(small_house: House) -> None:
    small_house.order("DS100")
    async with signed_in(small_house) as browser:
        await browser.post("/console/shipments/1/hold", key="announced", why="x", until="2026-11-24T15:30")
        bad = await browser.post("/console/shipments/1/hold", key="announced", why="x", until="soon")

    assert notice(small_house, "announced").send_after.isoformat() == "2026-11-24T20:30:00+00:00"
    assert bad.status_code == 409
    assert "Write the time as 2026-11-24T09:00." in bad.text


async def test_who_is_too_late_to_cancel_reads_the_truth_beside_the_plan(small_house: House) -> None:
    small_house.order("DS100")
    small_house.until(HOUR)
    async with signed_in(small_house) as browser:
        answer = await browser.post("/console/shipments/1/cancel", key="announced", why="x")

    assert answer.status_code == 409
    assert "Too late: it has been sent." in answer.text
    assert "What will be said" in answer.text


async def test_words_are_corrected_with_a_look_at_what_would_go(small_house: House) -> None:
    small_house.order("DS100")
    async with signed_in(small_house) as browser:
        preview = await browser.post("/console/shipments/1/words/preview", key="announced", text="Later <b>today</b>")
        assert "Acme: Later &lt;b&gt;today&lt;/b&gt;" in preview.text
        assert notice(small_house, "announced").facts.get("corrected") is None

        await browser.post("/console/shipments/1/words", key="announced", text="Later today.", why="wrong")

    assert notice(small_house, "announced").facts["corrected"] == "Later today."


async def test_phone_and_address_are_masked_until_revealed_for_a_reason(small_house: House) -> None:
    small_house.order("DS100")
    async with signed_in(small_house) as browser:
        masked = (await browser.get("/console/shipments/1")).text
        refused = await browser.post("/console/shipments/1/reveal", why="")
        revealed = await browser.post("/console/shipments/1/reveal", why="calling them")
        after = (await browser.get("/console/shipments/1")).text

    assert "+1…23" in masked
    for page in (masked, refused.text, after):
        assert "+12125550123" not in page
        assert "12 Elm St" not in page
    assert "+12125550123" in revealed.text
    assert "12 Elm St" in revealed.text
    assert actions(small_house) == ["reveal"]


@pytest.mark.parametrize("text", ["ds10", "1001", "bo e", "0123", "+1 (212) 555-0123"])
async def test_a_shipment_is_found_by_number_order_name_or_last_digits(house: House, text: str) -> None:
    house.order("DS100")
    house.order("ZZ999", name="2002", phone="+12125559999")
    async with signed_in(house) as browser:
        page = (await browser.client.get("/console/shipments", params={"q": text})).text

    assert "DS100" in page
    assert ("ZZ999" in page) is (text == "bo e")


@pytest.mark.parametrize("text", ["%", "_S100", "0' OR 1=1", "\x00", "x" * 5000])
async def test_a_search_takes_signs_for_what_they_are(house: House, text: str) -> None:
    house.order("DS100")
    async with signed_in(house) as browser:
        page = await browser.client.get("/console/shipments", params={"q": text})

    assert page.status_code == 200
    assert ("DS100" in page.text) is (text == "\x00")


async def test_lists_are_paged_by_key(house: House) -> None:
    house.order(*[f"DS{n:03d}" for n in range(50)])
    async with signed_in(house) as browser:
        first = (await browser.get("/console/shipments")).text
        second = (await browser.get("/console/shipments?before=11")).text

    assert 'href="/console/shipments?before=11"' in first
    assert ("DS010" in first, "DS009" in first, "DS009" in second) == (True, False, True)


async def test_what_needs_attention_stands_at_the_top(house: House) -> None:
    house.order("DS100")
    house.order("DS200", name="2002", phone="+12125559999")
    house.report(house.event("delivery_attempted"))
    async with signed_in(house) as browser:
        page = (await browser.get("/console/shipments")).text
        filtered = (await browser.get("/console/shipments?view=attention")).text
        attempted = (await browser.get("/console/shipments?milestone=delivery_attempted")).text

    assert page.index("Need attention") < page.index("DS100") < page.index("DS200")
    for found in (filtered, attempted):
        assert "DS100" in found
        assert "DS200" not in found


async def test_hostile_words_are_shown_as_words_everywhere(small_house: House) -> None:
    house = small_house
    house.order("DS100")
    step(house, lambda tx: tx.execute(update(table_of(Customer)).values(name=HOSTILE)))
    house.order("DS200", name=HOSTILE[:60], phone="+12125559999", address={"city": HOSTILE, "lines": [HOSTILE]})
    house.report(house.event("delivery_attempted", text=HOSTILE, reason="recipient.not_home"))
    house.hear(house.turn(HOSTILE))
    raw = ('{"hello": "' + "<script>alert(3)</script>" + '"}').encode()
    step(
        house,
        keep,
        [Arrival(house.source, Reading("k", (Unreadable(HOSTILE),)), raw, {"user-agent": HOSTILE}, house.now)],
    )
    paths = ["shipments", "shipments/1", "shipments/2", "conversations?view=all", "conversations/1", "webhooks"]
    paths += ["outbox", "customers/1", "shipments/2/why", "replies", "conversations?q=alert"]
    async with signed_in(house, "supervisor") as browser:
        await browser.post("/console/replies", name=HOSTILE[:60], text=HOSTILE.replace("{", "(").replace("}", ")"))
        await browser.post("/console/conversations/1/note", why=HOSTILE)
        await browser.post("/console/conversations/1/reply", text=HOSTILE, seen="bot")
        step(house, lambda tx: open_case(tx, kind="bad_rating", key="1", why=HOSTILE, now=house.now, conversation_id=1))
        case = house.rows(Case)[0].id
        await browser.post(f"/console/cases/{case}/note", why=HOSTILE)
        await browser.post("/console/outbox/checks", merchant="acme", kind="delay", first="3", why=HOSTILE)
        await browser.post("/console/shipments/2/hold", why=HOSTILE)
        await browser.post("/console/shipments/2/reveal", why=HOSTILE)
        pages = [(await browser.get(f"/console/{path}")).text for path in [*paths, "webhooks/2", "cases", "audit"]]
        pages.append((await browser.client.get("/console/shipments", params={"q": HOSTILE})).text)

    for page in pages:
        assert "<script>alert" not in page
        assert "<img" not in page
        assert page.count("<script") == page.count('<script src="/')
    assert sum("&lt;script&gt;alert" in page for page in pages) >= 11
    assert any("{{ &#39;&#39;.__class__ }}" in page for page in pages)


@pytest.mark.parametrize(
    "path",
    [
        "shipments/999",
        "shipments/abc",
        "shipments/99999999999999999999999",
        "conversations/999",
        "webhooks/999",
        "shipments/1/words?key=nothing",
        "no/such/page",
    ],
)
async def test_what_is_not_there_is_said_on_a_page(small_house: House, path: str) -> None:
    small_house.order("DS100")
    async with signed_in(small_house) as browser:
        answer = await browser.client.get(f"/console/{path}", follow_redirects=True)

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


async def test_every_page_is_private_and_loads_nothing_from_elsewhere(small_house: House) -> None:
    async with signed_in(small_house) as browser:
        page = await browser.get("/console/shipments")
        style = await browser.client.get("/console/static/console.css")

    assert page.headers["cache-control"] == "no-store"
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert "immutable" in style.headers["cache-control"]
    for forbidden in ("style=", "onclick=", "<style", "http://", "https://"):
        assert forbidden not in page.text


async def test_a_conversation_is_taken_over_answered_and_handed_back(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("I want to talk to a human please"))
    async with signed_in(house) as browser:
        inbox = (await browser.get("/console/conversations")).text
        assert "Bo Ek" in inbox

        await browser.post("/console/conversations/1/take-over", seen="queue", why="asked")
        assert owner(house) == "Ines"
        assert "Bo Ek" in (await browser.get("/console/conversations?view=mine")).text

        await browser.post("/console/conversations/1/reply", seen="Ines", text="Hello <Bo>")
        thread = (await browser.get("/console/conversations/1")).text
        assert "Hello &lt;Bo&gt;" in thread

        await browser.post("/console/conversations/1/close", seen="Ines")
    assert owner(house) == "bot"
    assert actions(house) == ["takeover", "reply", "close", "case.close"]


async def test_what_was_written_is_not_lost_when_a_colleague_was_quicker(small_house: House) -> None:
    small_house.order("DS100")
    async with signed_in(small_house) as browser:
        await browser.post("/console/conversations/1/take-over", seen="bot", why="x")
    async with signed_in(small_house, name="Zoe") as zoe:
        answer = await zoe.post("/console/conversations/1/reply", seen="bot", text="I can help")

    assert answer.status_code == 409
    assert "Ines has this conversation now." in answer.text
    assert ">I can help</textarea>" in answer.text


async def test_webhooks_are_read_again_one_and_all(house: House) -> None:
    good = (
        b'{"id": "e1", "tracking_number": "DS100", "milestone": "accepted", "occurred_at": "2026-11-24T12:00:00-05:00"}'
    )
    for key, raw in (("1", good), ("2", b'{"x": 1}')):
        arrival = Arrival(house.source, Reading(key, (Unreadable("not known yet"),)), raw, {}, house.now)
        step(house, keep, [arrival])
    async with signed_in(house, "supervisor") as browser:
        assert "not known yet" in (await browser.get("/console/webhooks")).text
        one = await browser.post("/console/webhooks/1/read-again")
        assert "done=read_again" in one.headers["location"]
        everything = await browser.post("/console/webhooks/read-again")

    assert "Read 1 again: 0 understood now, 1 still not." in everything.text


async def test_the_audit_page_shows_what_was_done_and_finds_it(house: House) -> None:
    house.order("DS100")
    async with signed_in(house, "supervisor") as browser:
        await browser.post("/console/shipments/1/hold", key="announced", why="spoke with Bo")
        page = (await browser.get("/console/audit?who=Ines&subject=shipment:1")).text
        other = (await browser.get("/console/audit?who=Bo")).text

    assert "spoke with Bo" in page
    assert "Nothing like this has been done." in other
