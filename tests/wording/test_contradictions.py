"""What a dry run calls a contradiction, and what it does not."""

from datetime import timedelta

from domain.axes import EtaKind
from domain.events import Estimate
from flows.dry_runs.report import as_kept, from_kept
from flows.dry_runs.run import Draft, Report, dry_run
from store.tables import Notice, PromiseRow
from tests.flows.house import House


async def test_a_closer_time_within_the_one_told_is_none(small_house: House) -> None:
    """“Today”, then “10:00–12:00”."""
    _order(small_house)
    day = (small_house.now + timedelta(hours=20)).date()
    _report(small_house, "in_transit", Estimate(EtaKind.DATE, day, None, None))
    small_house.until(timedelta(hours=17))
    _report(small_house, "out_for_delivery", _window(small_house, 3))
    _deliver(small_house, after=4)
    report = await _told(small_house)
    assert {"announced", "out_for_delivery"} <= {row.kind for row in small_house.rows(Notice, state="sent")}
    assert len(small_house.rows(PromiseRow)) == 2
    assert report.contradictions == {"live": 0, "draft": 0}


async def test_another_time_with_no_word_that_it_moved_is_one_and_is_named(small_house: House) -> None:
    _order(small_house)
    _report(small_house, "in_transit", _window(small_house, 22))
    small_house.until(timedelta(hours=2))
    _report(small_house, "in_transit", _window(small_house, 27))
    small_house.until(timedelta(hours=20))
    _report(small_house, "out_for_delivery", _window(small_house, 7))
    _deliver(small_house, after=8)
    report = await _told(small_house, Draft(policy={"switched_off": ["promise_moved"]}))
    assert report.standing == []
    assert report.contradictions == {"live": 0, "draft": 1}
    (sentence,) = report.contradicted
    assert sentence.startswith("DS100: the message “")
    assert " had been told, and not that it moved" in sentence
    assert from_kept(as_kept(report)).contradicted == [sentence]


async def test_a_time_that_passes_without_the_parcel_and_without_a_word_is_one(small_house: House) -> None:
    _order(small_house)
    _report(small_house, "in_transit", _window(small_house, 22))
    small_house.until(timedelta(hours=40))
    silent = Draft(policy={"switched_off": ["promise_moved", "delay", "silence"]})
    report = await _told(small_house, silent)
    assert report.contradictions == {"live": 0, "draft": 1}
    (sentence,) = report.contradicted
    assert sentence.endswith("was told and passed without the parcel, and nothing was said of it")


def _order(house: House) -> None:
    house.order("DS100")
    house.say()
    house.now += timedelta(hours=1)


def _report(house: House, milestone: str, eta: Estimate) -> None:
    house.now += timedelta(seconds=1)
    house.report(house.event(milestone, eta=eta))
    house.until(timedelta(minutes=10))


def _deliver(house: House, after: int) -> None:
    house.until(timedelta(hours=after))
    house.now += timedelta(seconds=1)
    house.report(house.event("delivered"))
    house.until(timedelta(hours=1))


def _window(house: House, hours: int) -> Estimate:
    start = (house.now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
    return Estimate(EtaKind.WINDOW, None, start, start + timedelta(hours=2))


async def _told(house: House, draft: Draft | None = None) -> Report:
    return await dry_run(house.database, house.voice, house.merchant_id, 5, draft or Draft(), house.now)
