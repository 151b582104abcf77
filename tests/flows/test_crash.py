"""The process dies between two steps: what was kept is found again, nothing is lost, and nothing is said twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from domain.axes import EtaKind
from domain.events import Estimate
from domain.talk.turn import ChannelName, Turn, TurnKind
from flows.messages import unsure
from flows.messages.channels import Composed, Sent
from flows.messages.claiming import Room, claim
from flows.messages.outcomes import Came, record
from flows.messages.say import say_due
from flows.talk.hear import Heard
from flows.talk.hear import keep as keep_turns
from flows.webhooks.digest import digest_some
from flows.webhooks.receive import keep
from store import turns
from store.tables import Case, Contact, Delivery, Message, Notice, PromiseRow
from tests.flows.house import House, arrival


class Killed(Exception):
    """Stands for kill -9: the transaction under way never commits."""


def test_kept_and_not_digested_is_digested_after_the_restart(house: House) -> None:
    house.order("DS100")
    house.say()
    with house.in_transaction() as tx:
        keep(tx, [arrival(house.source, house.event("out_for_delivery"))])
    assert [row.state for row in house.rows(Delivery)] == ["kept"]
    house.digest()
    assert [row.state for row in house.rows(Delivery)] == ["read"]
    assert len(house.say()) == 1


def test_killed_inside_the_digest_leaves_it_to_be_digested(house: House) -> None:
    house.order("DS100")
    house.say()
    with house.in_transaction() as tx:
        keep(tx, [arrival(house.source, house.event("out_for_delivery"))])
    _killed_in(house, lambda tx: digest_some(tx, house.now))
    assert "out_for_delivery:2026-11-24" not in house.notices()
    house.digest()
    assert len(house.say()) == 1


def test_killed_while_claiming_leaves_the_notice_due(house: House) -> None:
    house.order("DS100")
    _killed_in(house, lambda tx: say_due(tx, house.voice, house.now))
    assert house.notices()["announced"] == "planned"
    assert house.rows(Message) == []
    assert len(house.say()) == 1


def test_queued_and_not_sent_is_sent_after_the_restart(house: House) -> None:
    house.order("DS100")
    with house.in_transaction() as tx:
        say_due(tx, house.voice, house.now)
    assert house.notices()["announced"] == "sending"
    assert len(house.say()) == 1
    assert house.notices()["announced"] == "sent"


async def test_killed_between_claim_and_record_is_unsure_and_repeated_where_twice_is_harmless(house: House) -> None:
    house.order("DS100")
    row = _claimed(house)
    await _restart(house)
    assert [m.state for m in house.rows(Message, id=row.id)] == ["queued"]
    assert len(house.say()) == 1
    assert house.notices()["announced"] == "sent"


async def test_what_the_provider_took_is_found_there_and_not_repeated(house: House, monkeypatch: Any) -> None:
    house.order("DS100")
    row = _claimed(house)

    async def found(*_: object) -> Sent:
        return Sent("SM1")

    monkeypatch.setattr(house.sms, "find", found)
    await _restart(house)
    assert [(m.state, m.provider_id) for m in house.rows(Message, id=row.id)] == [("sent", "SM1")]
    assert house.say() == []


async def test_what_must_not_be_said_twice_is_left_to_staff(house: House) -> None:
    house.order("DS100")
    house.say()
    house.report(house.event("delivery_attempted"))
    row = _claimed(house)
    await _restart(house)
    assert [m.state for m in house.rows(Message, id=row.id)] == ["unsure"]
    assert [n.state for n in house.rows(Notice, kind="attempt_failed")] == ["unsure"]
    assert [case.kind for case in house.rows(Case)] == ["unsure"]
    assert house.until(timedelta(hours=3)) == []


def test_recording_twice_changes_nothing(house: House) -> None:
    house.order("DS100")
    row = _claimed(house)
    for provider_id in ("SM1", "SM2"):
        with house.in_transaction() as tx:
            record(tx, [Came(row, Sent(provider_id), house.now)])
    assert [m.provider_id for m in house.rows(Message, id=row.id)] == ["SM1"]


def test_a_turn_kept_and_not_answered_is_answered_once(house: House) -> None:
    house.order("DS100")
    house.say()
    turn = Turn(ChannelName.SMS, "SM9", "+12125550123", house.now, TurnKind.TEXT, "where is my parcel")
    with house.in_transaction() as tx:
        assert keep_turns(tx, [Heard(turn, house.now)]) == [True]
    _killed_in(house, lambda tx: house.answer_one(tx, turns.waiting(tx, 9)[0].id))
    with house.in_transaction() as tx:
        assert keep_turns(tx, [Heard(turn, house.now)]) == [False]
    assert len(house.hear()) == 1
    assert house.hear() == []


@pytest.mark.parametrize("reached", [True, False])
def test_a_promise_that_reached_nobody_was_never_made(house: House, reached: bool) -> None:
    house.order("DS100")
    house.say()
    begins = house.now + timedelta(hours=1)
    soon = Estimate(EtaKind.WINDOW, None, begins, begins + timedelta(hours=2))
    house.report(house.event("out_for_delivery", eta=soon))
    if not reached:
        house.sms.fails.append(house.refused())
    house.say()
    assert house.notices()["out_for_delivery:2026-11-24"] == ("sent" if reached else "failed")
    assert len(house.rows(PromiseRow)) == reached


def test_a_first_message_that_reached_nobody_leaves_the_greeting_to_the_next(house: House) -> None:
    """Whoever is written to for the first time is told who writes, and how to stop it (CTIA, messaging principles)."""
    house.order("DS100")
    house.sms.fails.append(house.refused())
    house.say()
    house.report(house.event("out_for_delivery", eta=house.tomorrow()))
    (first,) = house.say()
    assert "Reply STOP to opt out" in first

    house.sms.fails.append(house.refused())
    house.report(house.event("delivered", at=house.now + timedelta(minutes=1)))
    house.say()
    assert [row.greeted for row in house.rows(Contact)] == [True]


def _killed_in(house: House, step: Callable[[Connection], object]) -> None:
    """The process dies after the step's last statement, before its commit."""

    def dying() -> None:
        with house.in_transaction() as tx:
            step(tx)
            raise Killed

    with pytest.raises(Killed):
        dying()


def _claimed(house: House) -> Any:
    with house.in_transaction() as tx:
        say_due(tx, house.voice, house.now)
    with house.in_transaction() as tx:
        (row,) = claim(tx, "sms", house.sms.pace, house.now, Room(9, 9)).rows
    assert msgspec.convert(row.composed, Composed).text
    return row


async def _restart(house: House) -> None:
    house.now += timedelta(minutes=5)
    channels = {channel.name.value: channel for channel in house.voice.channels.values()}
    await unsure.resolve(house.database, channels, house.now, timedelta(minutes=2))
