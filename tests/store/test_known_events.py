"""What is stored of a number is asked for with every webhook: all of it where it is a parcel's, and no more than came
where a sender uses one number for thousands.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, text

from carriers.contract import Reading, Report
from flows.webhooks.receive import keep
from store import known_events as known
from store.deliveries import EventName
from store.known_events import USUAL, known_events
from tests.flows.house import House, arrival

HOT, MANY = "CONSTANT", 5 * USUAL


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    house = House(database_url)
    house.database.step(
        keep, [arrival(house.source, house.event("in_transit", HOT, key=f"hot-{n}")) for n in range(MANY)]
    )
    three = [house.event("in_transit", f"DS{n % 3}", key=f"own-{n}") for n in range(12)]
    house.database.step(keep, [arrival(house.source, one) for one in three])
    yield house
    house.close()


class Asking:
    """How many statements were asked, and how many events came back, by one question."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house, self.statements, self.events = house, 0, 0
        ask, ask_by_name = known._OF_NUMBERS.scalar, known._lines_of
        monkeypatch.setattr(known._OF_NUMBERS, "scalar", lambda *given: self._counted(ask(*given)))
        monkeypatch.setattr(known, "_lines_of", lambda *given: self._counted_lines(ask_by_name(*given)))
        event.listen(house.database.engine, "before_cursor_execute", self._asked)

    def known(self, *names: tuple[str, str]) -> set[tuple[str, str]]:
        """Which of these are stored."""
        source = self.house.source
        asked: set[EventName] = {(source.id, number, key) for number, key in names}
        self.statements = self.events = 0
        with self.house.database.transaction() as tx:
            found = known_events(tx, asked, {source.id: source.merchant_id})
        return {(number, key) for _, number, key in found & asked}

    def _asked(self, _: Any, __: Any, statement: str, *___: Any) -> None:
        self.statements += "tracking_event" in statement

    def _counted(self, document: Any) -> Any:
        self.events += len((document or "").split("\n"))
        return document

    def _counted_lines(self, lines: list[str]) -> list[str]:
        self.events += len(lines)
        return lines


@pytest.fixture
def asking(house: House, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking(house, monkeypatch)


def test_of_ordinary_numbers_all_is_known_by_one_question(asking: Asking) -> None:
    assert asking.known(("DS0", "own-0"), ("DS1", "own-1"), ("DS1", "own-0")) == {("DS0", "own-0"), ("DS1", "own-1")}
    assert (asking.statements, asking.events) == (1, 8)


def test_of_a_number_with_thousands_no_more_is_read_than_came(asking: Asking) -> None:
    names = (HOT, "hot-1"), (HOT, f"hot-{MANY - 1}"), (HOT, "new"), ("DS0", "own-3"), ("DS0", "hot-1")
    assert asking.known(*names) == {(HOT, "hot-1"), (HOT, f"hot-{MANY - 1}"), ("DS0", "own-3")}
    assert (asking.statements, asking.events) == (2, 2 * USUAL + 3)


def test_what_it_holds_does_not_matter(asking: Asking) -> None:
    """Marks that would end a line, a text or a list of them."""
    odd = [f"{mark}-{n}" for n, mark in enumerate(("'", '"', "\\", "%s", ":names", "{}", "€", " "))]
    house = asking.house
    house.database.step(keep, [arrival(house.source, house.event("in_transit", HOT, key=key)) for key in odd])
    assert asking.known(*((HOT, key) for key in odd), (HOT, "'-9")) == {(HOT, key) for key in odd}


def test_just_as_many_as_are_usual(house: House, asking: Asking) -> None:
    full = [house.event("in_transit", "FULL", key=f"full-{n}") for n in range(USUAL)]
    house.database.step(keep, [arrival(house.source, one) for one in full])
    assert asking.known(("FULL", "full-0"), ("FULL", "full-x")) == {("FULL", "full-0")}


def test_a_repetition_under_such_a_number_counts_as_one(house: House) -> None:
    again = [house.event("in_transit", HOT, key=f"hot-{n}") for n in (0, MANY - 1)]
    others = [
        replace(arrival(house.source, one), reading=Reading(f"again-{one.key}", (Report((one,)),))) for one in again
    ]
    answers = house.database.step(keep, others)
    assert [(answer.accepted, answer.duplicates) for answer in answers] == [(0, 1), (0, 1)]


def test_each_is_looked_up_in_the_index(house: House) -> None:
    engine = "sqlite" if house.database.is_sqlite else "postgresql"
    given = {"merchant": 1, "source": 1, "names": '[["CONSTANT","hot-1"]]'}
    with house.database.transaction() as tx:
        if engine == "postgresql":
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")  # here it is small
        explain = "EXPLAIN QUERY PLAN " if engine == "sqlite" else "EXPLAIN "
        plan = " ".join(str(row) for row in tx.execute(text(explain + known._NAMED[engine]), given))
    assert "uq_tracking_event" in plan
    assert ("merchant_id=? AND tracking_number=? AND source_id=? AND key=?" in plan) == (engine == "sqlite")
