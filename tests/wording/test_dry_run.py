"""The last days, told again: by the live rules exactly as they were told, by a draft with each difference named."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from domain.dry_runs import Change
from flows import privacy
from flows.dry_runs.run import Draft, Report, dry_run
from store.tables import Bygone, Message
from store.writing import table_of
from tests.flows.house import House
from tests.wording.busy import days
from tests.wording.fortnight import Fortnight
from tests.wording.scene import speak

pytestmark = pytest.mark.timeout(300)
"""Days of it are played for real first."""


async def played(house: House, draft: Draft | None = None, days: int = 5) -> Report:
    return await dry_run(house.database, house.voice, house.merchant_id, days, draft or Draft(), house.now)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_live_rules_over_a_busy_log_give_exactly_what_was_sent(house: House, seed: int) -> None:
    days(house, customers=7, seed=seed)
    report = await played(house)

    assert [(d.change, d.occasion, d.before, d.after, d.why) for d in report.strange] == []
    assert report.sent == report.messages["live"] > 25
    assert report.unfaithful == 0
    assert report.changes == {}


async def test_days_that_begin_in_the_middle_give_exactly_what_was_sent_since(house: House) -> None:
    days(house, customers=6, seed=4)
    sent = {1: 0, 2: 0}
    for back in sent:
        report = await played(house, days=back)
        assert [(d.change, d.occasion, d.before, d.after, d.why) for d in report.strange] == []
        sent[back] = report.sent
    assert 0 < sent[1] < sent[2]


async def test_a_fortnight_in_which_much_was_learned_gives_exactly_what_was_sent(house: House) -> None:
    fortnight = Fortnight(house, seed=5)
    fortnight.play()
    report = await played(house, days=15)

    assert [(d.change, d.occasion, d.before, d.after, d.why) for d in report.strange] == []
    assert report.sent == report.messages["live"] > 300
    assert fortnight.learned > 20
    _forget(house)
    assert (await played(house, days=15)).unfaithful > 0  # it is not blind


async def test_a_draft_template_changes_the_words_of_its_kind_and_nothing_else(house: House) -> None:
    _a_parcel_s_days(house)
    words = "A new tone, with much longer words than before so that it needs another segment: {{ links | lines }} " * 2
    report = await played(house, Draft(templates={("announced", "en", "any"): words}))

    assert report.changes == {Change.WORDS.value: 1}
    (one,) = report.examples
    assert one.after is not None
    assert one.before is not None
    assert "A new tone" in one.after.text
    assert "keep you posted" in one.before.text


async def test_a_draft_policy_shows_what_it_would_silence_move_and_add(house: House) -> None:
    _a_parcel_s_days(house)
    silenced = await played(house, Draft(policy={"switched_off": ["announced"]}))
    hushed = await played(house, Draft(policy={"hours": {"opens": "14:00", "closes": "15:00"}}))

    assert silenced.changes[Change.GONE.value] == 1
    gone = next(one for one in silenced.examples if one.change is Change.GONE)
    assert gone.why == ""
    moved = [one.occasion[1] for one in hushed.examples if one.change is Change.TIME]
    assert "delivered:2026-11-25" in moved
    assert hushed.quiet["draft"] > hushed.quiet["live"] == 0


async def test_nothing_is_written_and_nobody_is_told(house: House) -> None:
    _a_parcel_s_days(house)
    before = [tuple(row) for row in house.rows(Message)]
    said = len(house.sms.said)
    await played(house, Draft(policy={"gather": 600}))
    assert [tuple(row) for row in house.rows(Message)] == before
    assert len(house.sms.said) == said


async def test_who_was_erased_is_left_out(house: House) -> None:
    house.order("DS100")
    house.order("DS200", name="2", phone="+12125550002")
    house.say()
    with house.in_transaction() as tx:
        assert privacy.erase(tx, "+12125550002", house.now) == 1
    report = await played(house)
    assert (report.customers, report.unfaithful) == (1, 0)


async def test_a_broken_draft_is_answered_with_what_is_wrong(small_house: House) -> None:
    with pytest.raises(ValueError, match="unknown policy field 'gater'"):
        await played(small_house, Draft(policy={"gater": 3}))
    with pytest.raises(ValueError, match="1 to 60 days"):
        await played(small_house, days=0)


async def test_a_draft_that_cannot_speak_is_told_as_what_would_speak_then(small_house: House) -> None:
    speak(small_house, "The tone we have: {{ links | lines }}")
    _a_parcel_s_days(small_house)
    report = await played(small_house, Draft(templates={("announced", "en", "any"): "{{ ''.__class__ }}"}))
    assert report.changes == {}


def _forget(house: House) -> None:
    """As if what was learned had always been known."""
    with house.in_transaction() as tx:
        tx.execute(delete(table_of(Bygone)))


def _a_parcel_s_days(house: House) -> None:
    house.order("DS100")
    house.say()
    house.now += timedelta(hours=1)
    house.report(house.event("in_transit", eta=house.tomorrow()))
    house.until(timedelta(hours=20))
    house.now += timedelta(seconds=1)
    house.report(house.event("out_for_delivery"))
    house.until(timedelta(hours=3))
    house.now += timedelta(seconds=1)
    house.report(house.event("delivered"))
    house.until(timedelta(hours=6))
