"""Statuses nobody has mapped are listed, and what staff teach a source counts at once, also for what came before."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from domain.axes import Milestone
from flows.audit import Refused
from flows.staff.webhooks import ReadAgain, learn_again, not_understood
from flows.webhooks import lessons
from flows.webhooks.lessons import NewLesson, Taught
from store.tables import Audit, Delivery, EventRow
from store.writing import table_of
from tests.flows.house import House
from tests.sources.scene import add_source, by, posts, source

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _a_courier(house: House) -> None:
    house.order("DS100")
    add_source(house)
    house.until(HOUR)


def teach(house: House, word: str, milestone: str, **more: Any) -> Taught | Refused:
    with house.in_transaction() as tx:
        return lessons.teach(tx, NewLesson("courier", word, milestone, **more), by(house))


def learn(house: House, taught: Taught | Refused, word: str) -> int:
    """Reads again what held the word; returns how many events mean something else now."""
    assert isinstance(taught, Taught), taught
    learned = 0
    for delivery_id in taught.deliveries:
        with house.in_transaction() as tx:
            result = learn_again(tx, delivery_id, by(house), {(taught.part, word)})
        assert isinstance(result, ReadAgain), result
        learned += result.learned
    return learned


def test_words_no_table_knows_are_listed_with_their_counts(house: House) -> None:
    for word in ("LX-07", "LX-07", "MOVING", "LX-09"):
        posts(house, word, note=f"about {word}")
        house.until(HOUR)

    with house.in_transaction() as tx:
        found = lessons.unmapped_words(tx)

    assert [(one.source, one.part, one.word, one.count) for one in found] == [
        ("courier", "status", "LX-07", 2),
        ("courier", "status", "LX-09", 1),
    ]
    assert (found[0].counts_as, found[0].text) == (("unknown",), "about LX-07")


def test_words_of_a_source_that_is_not_there_are_asked_for_in_vain(house: House) -> None:
    with house.in_transaction() as tx, pytest.raises(LookupError, match="nobody"):
        lessons.unmapped_words(tx, "nobody")


def test_a_lesson_counts_for_what_comes_next(house: House) -> None:
    teach(house, "LX-07", "out_for_delivery")

    posts(house, "LX-07")

    assert [row.milestone for row in house.rows(EventRow)] == ["out_for_delivery"]
    assert len(house.until(HOUR)) == 1


def test_a_lesson_counts_for_what_came_before_and_is_then_no_longer_listed(house: House) -> None:
    posts(house, "LX-07")
    assert house.until(HOUR) == []

    learned = learn(house, teach(house, "LX-07", "out_for_delivery"), "LX-07")

    assert learned == 1
    assert [row.milestone for row in house.rows(EventRow)] == ["out_for_delivery"]
    assert len(house.until(HOUR)) == 1
    with house.in_transaction() as tx:
        assert lessons.unmapped_words(tx, "courier") == []


def test_what_is_no_longer_true_is_not_said(house: House) -> None:
    posts(house, "LX-07")
    house.until(HOUR)
    house.report(house.event("delivered"))
    assert len(house.until(HOUR)) == 1

    assert learn(house, teach(house, "LX-07", "out_for_delivery"), "LX-07") == 1

    assert house.until(HOUR) == []


def test_a_lesson_can_be_corrected(house: House) -> None:
    posts(house, "LX-07")
    learn(house, teach(house, "LX-07", "in_transit"), "LX-07")

    learned = learn(house, teach(house, "LX-07", "exception", reason="customs.inspection"), "LX-07")

    assert learned == 1
    assert [(row.milestone, row.reason) for row in house.rows(EventRow)] == [("exception", "customs.inspection")]
    assert source(house).lessons["status", "LX-07"].milestone is Milestone.EXCEPTION
    assert [row.action for row in house.rows(Audit)].count("source.teach") == 2


@pytest.mark.parametrize(
    ("word", "milestone", "more", "why"),
    [
        ("LX-07", "teleported", {}, "no milestone"),
        ("LX-07", "unknown", {}, "no milestone"),
        ("LX-07", "delivered", {"detail": "by_magic"}, "no detail"),
        ("LX-07", "exception", {"reason": "bad luck"}, "no reason"),
        ("LX-07", "delivered", {"part": "colour"}, "no part"),
        ("VAN", "delivered", {}, "knows 'VAN' already"),
    ],
)
def test_a_lesson_that_cannot_be_is_refused_with_what_can(
    house: House, word: str, milestone: str, more: dict[str, str], why: str
) -> None:
    refused = teach(house, word, milestone, **more)

    assert isinstance(refused, Refused)
    assert why in refused.why


def test_one_sources_lesson_is_no_others(house: House) -> None:
    add_source(house, "other")
    teach(house, "LX-07", "delivered")

    posts(house, "LX-07", name="other")

    assert [row.milestone for row in house.rows(EventRow)] == ["unknown"]


def test_what_was_understood_is_left_alone_when_everything_is_read_again(house: House) -> None:
    posts(house, "MOVING")
    posts(house, "LX-07")

    with house.in_transaction() as tx:
        unread, partly = not_understood(tx, "courier") or ([], [])

    assert unread == []
    assert partly == [house.rows(Delivery)[-1].id]
    with house.in_transaction() as tx:
        result = learn_again(tx, partly[0], by(house))
    assert isinstance(result, ReadAgain)
    assert (result.learned, result.due_at) == (0, None)


def test_an_erased_body_is_not_read_again(house: House) -> None:
    posts(house, "LX-07")
    delivery_id = house.rows(Delivery)[0].id
    with house.in_transaction() as tx:
        tx.execute(update(table_of(Delivery)).values(body=b""))
        result = learn_again(tx, delivery_id, by(house))

    assert result == Refused("Its body has been erased.")
