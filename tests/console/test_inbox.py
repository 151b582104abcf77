"""The inbox: one list, one owner, who else is there, what can be undone, and what colleagues leave for each other."""

import os
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.talk.turn import ChannelName
from flows.audit import Refused
from flows.staff import talk as staff_talk
from flows.staff.leases import end_all
from flows.staff.talk import UNDO, Owned
from store import console_talk, presence
from store.console_talk import Looking
from store.tables import Audit, Conversation, ConversationMark, Message, Notice, SavedReply
from store.writing import table_of
from tests.console.desk import hire, signed_in
from tests.console.scene import actions, by, owner, reply, step, take_over
from tests.flows.house import House

HUMAN = "I want to talk to a human please"


def _talks(house: House, count: int = 5) -> None:
    """So many customers; the odd ones ask for a person."""
    for n in range(1, count + 1):
        phone = f"+1212555{n:04d}"
        house.order(f"DS{n}", name=f"order-{n}", phone=phone)
        house.now += timedelta(minutes=1)
        house.hear(house.turn(HUMAN if n % 2 else "Where is my parcel?", address=phone))


def _ids(house: House, view: str, me: str = "Ines", after: Any = None, limit: int = 50, channel: str = "") -> list[int]:
    """Whose conversations, by the number of the customer: ids have gaps on PostgreSQL."""
    number = {row.id: n for n, row in enumerate(house.rows(Conversation), start=1)}
    return [number[row.id] for row in step(house, console_talk.listed, Looking(view, channel), me, after, limit)]


def _thread(house: House, number: int) -> int:
    return int(house.rows(Conversation)[number - 1].id)


def test_each_view_shows_its_own_and_the_longest_wait_comes_first(house: House) -> None:
    _talks(house)
    step(house, staff_talk.take_over, _thread(house, 3), "queue", by(house))
    step(house, staff_talk.take_over, _thread(house, 2), "bot", by(house, "Zoe"))

    assert _ids(house, "waiting") == [1, 3, 5]
    assert _ids(house, "unassigned") == [1, 5]
    assert _ids(house, "mine") == [3]
    assert _ids(house, "colleagues") == [2]
    assert _ids(house, "cases") == [5, 3, 1]
    assert _ids(house, "all") == [5, 4, 3, 2, 1]
    assert _ids(house, "all", channel="telegram") == []
    assert _ids(house, "all", channel="sms") == [5, 4, 3, 2, 1]


def test_who_waits_is_listed_with_their_own_last_words(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("Let me talk to a human please"))
    house.say()
    (row,) = step(house, console_talk.listed, Looking("waiting"), "Ines", None, 10)
    assert (row.direction, row.text) == ("in", "Let me talk to a human please")


@pytest.mark.parametrize(("view", "column"), [("waiting", "waiting_since"), ("all", "last_at")])
def test_pages_follow_each_other_without_gaps(house: House, view: str, column: str) -> None:
    _talks(house, 7)
    whole = [row.id for row in step(house, console_talk.listed, Looking(view), "Ines", None, 50)]
    seen: list[int] = []
    after = None
    while True:
        rows = step(house, console_talk.listed, Looking(view), "Ines", after, 2)
        if not rows:
            break
        seen += [row.id for row in rows]
        after = (getattr(rows[-1], column), rows[-1].id)
    assert seen == whole


def test_a_reply_waits_ten_seconds_and_can_be_taken_back(house: House) -> None:
    house.order("DS100")
    house.say()
    reply(house, "Dear Bob", "bot")
    (message,) = house.rows(Message, author="Ines")
    house.now += UNDO - timedelta(seconds=1)
    assert house.say() == []

    assert step(house, staff_talk.undo, 1, message.id, by(house, why="")) == "Dear Bob"
    house.now += UNDO
    assert house.say() == []
    assert [row.state for row in house.rows(Message, author="Ines")] == ["dropped"]


def test_what_has_gone_is_not_undone_and_what_is_another_s_neither(house: House) -> None:
    house.order("DS100")
    house.say()
    reply(house, "Hello", "bot")
    (message,) = house.rows(Message, author="Ines")
    assert isinstance(step(house, staff_talk.undo, 1, message.id, by(house, "Zoe", "")), Refused)
    house.now += UNDO
    assert house.say() == ["Acme: Hello"]
    assert step(house, staff_talk.undo, 1, message.id, by(house, why="")) == Refused(
        "Too late: it has gone, or is going at this moment."
    )
    bots = [row.id for row in house.rows(Message) if row.author == "bot"]
    assert isinstance(step(house, staff_talk.undo, 1, bots[0], by(house, "bot", "")), Refused)


async def test_a_lease_that_runs_out_hands_back_with_a_mark(house: House) -> None:
    house.order("DS100")
    house.say()
    take_over(house)
    house.now += timedelta(minutes=59)
    assert await end_all(house.database, house.voice, lambda: house.now, lambda _: None) == 0
    house.now += timedelta(minutes=1)
    assert await end_all(house.database, house.voice, lambda: house.now, lambda _: None) == 1

    assert owner(house) == "bot"
    marks = [(m.kind, m.who) for m in house.rows(ConversationMark)]
    assert marks == [("takeover", "Ines"), ("lease_over", "clock")]
    assert house.rows(Audit)[-1].who == "clock"
    assert house.rows(Audit)[-1].before == {"owner": "Ines"}


async def test_who_still_waits_when_a_lease_runs_out_waits_for_the_next_free_person(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn(HUMAN))
    since = house.rows(Conversation)[0].waiting_since
    take_over(house, "queue")
    house.now += timedelta(hours=1)
    await end_all(house.database, house.voice, lambda: house.now, lambda _: None)

    assert owner(house) == "queue"
    assert house.rows(Conversation)[0].waiting_since == since


async def test_a_lease_is_kept_by_answering_and_by_writing(house: House) -> None:
    house.order("DS100")
    take_over(house)
    house.now += timedelta(minutes=50)
    reply(house, "One moment", "Ines")
    house.now += timedelta(minutes=50)
    step(house, staff_talk.renew, 1, "Ines", house.now)
    step(house, staff_talk.renew, 1, "Zoe", house.now + timedelta(days=9))  # she does not have it
    house.now += timedelta(minutes=50)
    assert await end_all(house.database, house.voice, lambda: house.now, lambda _: None) == 0
    assert owner(house) == "Ines"


def test_given_to_a_colleague_who_can_answer_and_to_nobody_else(house: House) -> None:
    hire(house, "Zoe")
    hire(house, "Vic", "viewer")
    house.order("DS100")
    take_over(house)
    for name in ("Vic", "Nemo", "bot", ""):
        assert isinstance(step(house, staff_talk.give, 1, "Ines", name, by(house)), Refused)
    assert isinstance(step(house, staff_talk.give, 1, "Ines", "Zoe", by(house)), Owned)
    assert owner(house) == "Zoe"
    assert step(house, staff_talk.give, 1, "Zoe", "Zoe", by(house)) == Refused("Zoe has this conversation already.")


def test_left_to_nobody_nothing_is_answered_but_a_stop_is(house: House) -> None:
    house.order("DS100")
    house.say()
    step(house, staff_talk.leave, 1, "bot", by(house, why="spam"))
    assert house.hear(house.turn("Where is my parcel?")) == []
    assert house.rows(Conversation)[0].waiting_since is None
    assert house.hear(house.turn("stop texting me")) != []


def test_critical_notices_go_while_a_person_talks_and_routine_ones_wait(house: House) -> None:
    house.order("DS100")
    house.until(timedelta(hours=1))
    take_over(house)
    house.report(house.event("in_transit", eta=house.tomorrow()))
    assert house.until(timedelta(minutes=10)) == []
    waiting = {row.kind: (row.state, row.why) for row in step(house, console_talk.coming, 1, 9)}
    assert waiting["estimate"] == ("held", "Ines is talking with the customer")

    step(house, staff_talk.hand_back, 1, "Ines", by(house))
    assert len(house.until(timedelta(minutes=1))) == 1


def test_notes_stay_among_colleagues(house: House) -> None:
    house.order("DS100")
    house.say()
    assert step(house, staff_talk.note, 1, by(house, why="rang twice, nobody there")) is None
    assert step(house, staff_talk.note, 1, by(house, why=" ")) == Refused(
        "Write the note: your colleagues will read it."
    )
    assert house.say() == []
    assert [m.text for m in house.rows(ConversationMark)] == ["rang twice, nobody there"]
    assert all("rang" not in m.text for m in house.rows(Message))


def test_who_looks_and_who_writes_is_seen_until_they_go(house: House) -> None:
    house.order("DS100")

    def around() -> list[tuple[str, str]]:
        return [tuple(row) for row in step(house, presence.around, 1, house.now)]

    assert step(house, presence.beat, 1, "Ines", "viewing", house.now) is True
    assert step(house, presence.beat, 1, "Ines", "viewing", house.now) is False
    assert step(house, presence.beat, 1, "Zoe", "writing", house.now) is True
    assert step(house, presence.beat, 1, "Ines", "writing", house.now) is True
    assert around() == [("Ines", "writing"), ("Zoe", "writing")]
    step(house, presence.leave, 1, "Zoe")
    assert around() == [("Ines", "writing")]
    house.now += timedelta(seconds=26)
    assert around() == []
    step(house, presence.sweep, house.now + timedelta(hours=1))


def test_a_customer_who_asks_when_nobody_is_there_hears_when_somebody_will_be(database_url: str) -> None:
    week = {day: ["09:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    house = House(database_url, policy={"staffed": {"zone": "America/New_York", **week, "closed_on": ["2026-11-26"]}})
    house.order("DS100")
    (said,) = [words for words in house.hear(house.turn(HUMAN)) if "person" in words]
    assert "Somebody will be there" not in said  # Tuesday noon: they are

    house.now += timedelta(hours=30)  # Wednesday evening, before a holiday
    house.order("DS200", name="2", phone="+12125550002")
    (late,) = [w for w in house.hear(house.turn(HUMAN, address="+12125550002")) if "person" in w]
    assert "Somebody will be there on Fri 27 Nov at 09:00." in late
    house.close()


def test_who_writes_to_a_person_that_has_gone_home_hears_when_somebody_will_be_there(database_url: str) -> None:
    house = _staffed_by_day(database_url)
    house.hear(house.turn(HUMAN))
    take_over(house, "queue")
    house.now = house.now.replace(hour=23)  # 18:00 there
    step(house, presence.beat, 1, "Ines", "viewing", house.now)
    assert house.hear(house.turn("hello?")) == []  # she stays late
    assert owner(house) == "Ines"

    house.now += timedelta(hours=2)
    told = house.hear(house.turn("hello, is anybody there?"))[-1]
    assert "Somebody will be there tomorrow at 09:00." in told
    assert owner(house) == "queue"
    mark = house.rows(ConversationMark)[-1]
    assert (mark.kind, mark.who, mark.text) == ("lease_over", "clock", "Ines is not there at this hour")
    assert house.rows(Audit)[-1].action == "lease_over"
    house.close()


def test_an_opt_out_at_night_is_confirmed_and_nothing_else_is_said(database_url: str) -> None:
    house = _staffed_by_day(database_url)
    take_over(house)
    house.now += timedelta(hours=9)
    assert not any("Somebody will be there" in said for said in house.hear(house.turn("STOP")))
    house.close()


async def test_who_still_waits_when_a_lease_runs_out_at_night_hears_when_somebody_will_be_there(
    database_url: str,
) -> None:
    house = _staffed_by_day(database_url)
    house.now = house.now.replace(hour=21, minute=30)  # 16:30 there
    house.hear(house.turn(HUMAN))
    take_over(house, "queue")
    house.now += timedelta(hours=1)
    await end_all(house.database, house.voice, lambda: house.now, lambda _: None)

    (told,) = house.say()
    assert "Somebody will be there tomorrow at 09:00." in told
    house.close()


def _staffed_by_day(database_url: str) -> House:
    week = {day: ["09:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    house = House(database_url, policy={"staffed": {"zone": "America/New_York", **week}})
    house.order("DS100")
    house.say()
    return house


async def test_words_in_the_customer_s_language_stand_beside_ours(house: House) -> None:
    house.order("DS100", language="de")
    house.say()
    async with signed_in(house) as browser:
        page = (await browser.get("/console/conversations/1")).text
    (message,) = house.rows(Message)
    assert message.gloss
    assert message.gloss != message.text
    assert "In English:" in page
    assert "parcel" in message.gloss


async def test_what_was_said_is_searched_from_the_inbox(house: House) -> None:
    _talks(house, 3)
    async with signed_in(house) as browser:
        page = (await browser.get("/console/conversations?q=human+pleas")).text
        none = (await browser.get("/console/conversations?q=zebra")).text
    links = [f'href="/console/conversations/{_thread(house, n)}"' in page for n in (1, 2, 3)]
    assert links == [True, False, True]
    assert "Nobody has said that." in none


async def test_saved_replies_are_kept_filled_and_removed(house: House) -> None:
    house.order("DS100")
    async with signed_in(house) as browser:
        await browser.get("/console/replies")
        refused = await browser.post("/console/replies", name="Sorry", text="Hi {customer}, {weather}")
        assert "There is no field {weather}." in refused.text
        await browser.post("/console/replies", name="Sorry", text="Hi {customer}, {number} is late. {me} of {shop}")
        filled = await browser.post("/console/conversations/1/saved/1", text="Good morning!", seen="bot")
        assert ">Good morning!\nHi Bo Ek, DS100 is late. Ines of Acme</textarea>" in filled.text
        await browser.post("/console/replies/1/remove")
        assert "None yet." in (await browser.get("/console/replies")).text
    assert actions(house) == ["saved_reply.add", "saved_reply.remove"]
    assert house.rows(Message, author="Ines") == []


async def test_a_saved_reply_is_changed_and_nobody_s_change_is_lost(house: House) -> None:
    house.order("DS100")
    async with signed_in(house) as browser:
        await browser.get("/console/replies")
        await browser.post("/console/replies", name="Sorry", text="Hi {customer}")
        (kept,) = house.rows(SavedReply)
        house.now += timedelta(minutes=1)
        new = {"name": "Sorry!", "text": "Dear {customer}", "language": "EN", "merchant": "acme"}
        seen = kept.changed_at.isoformat()
        wrong = await browser.post("/console/replies/1", **new | {"text": "Dear {weather}"}, seen=seen)
        assert "There is no field {weather}." in wrong.text
        assert "Dear {weather}</textarea>" in wrong.text
        assert (await browser.post("/console/replies/1", **new, seen=seen)).status_code == 303
        late = await browser.post("/console/replies/1", name="Sorry", text="Mine", seen=seen)
        assert "Ines has changed it meanwhile" in late.text
    (row,) = house.rows(SavedReply)
    assert (row.name, row.text, row.language, row.merchant_id) == ("Sorry!", "Dear {customer}", "en", 1)
    changed = house.rows(Audit)[-1]
    assert (changed.action, changed.before["text"], changed.after["text"]) == (
        "saved_reply.change",
        "Hi {customer}",
        "Dear {customer}",
    )


ACTIVE = int(os.environ.get("DOORSTEP_TEST_ACTIVE", "40"))
"""Conversations in which bots talk at once; 200 by name, it takes a while."""


@pytest.mark.timeout(600)
def test_with_many_conversations_active_no_bot_speaks_after_a_takeover(house: House) -> None:
    """Bots answer and the clock speaks in all of them while Ines takes over one after another."""
    for n in range(1, ACTIVE + 1):
        house.order(f"DS{n}", name=f"order-{n}", phone=f"+1212555{n:04d}")
    house.now += timedelta(minutes=1)
    done = threading.Event()

    def talks(part: int) -> None:
        for n in range(1 + part, ACTIVE + 1, 2):
            house.hear(house.turn("Where is my parcel?", address=f"+1212555{n:04d}"))

    def speaks() -> None:
        while not done.wait(0.01):
            house.say()

    threads = [threading.Thread(target=talks, args=(part,)) for part in (0, 1)] + [threading.Thread(target=speaks)]
    for thread in threads:
        thread.start()
    newest = {}
    for n in (row.id for row in house.rows(Conversation)):
        taken = step(house, staff_talk.take_over, n, "bot", by(house))
        assert isinstance(taken, Owned)
        with house.database.transaction() as tx:
            newest[n] = tx.scalar(
                select(func.max(table_of(Message).c.id)).where(table_of(Message).c.conversation_id == n)
            )
    for thread in threads[:2]:
        thread.join()
    done.set()
    threads[2].join()

    late = [m for m in house.rows(Message, author="bot") if m.id > (newest[m.conversation_id] or 0)]
    assert late == []
    assert {c.owner for c in house.rows(Conversation)} == {"Ines"}
    assert {n.state for n in house.rows(Notice, key="announced")} <= {"held", "sent", "sending"}


def test_channels_of_one_person_share_one_thread(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("hello", ChannelName.WEB, "1"))
    house.hear(house.turn("hello again"))
    assert len({m.conversation_id for m in house.rows(Message)}) == 1
    assert {m.channel for m in house.rows(Message, direction="in")} == {"web", "sms"}
