"""The audit log only grows: whatever a shop and its staff do, no row of it is changed or taken away."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from flows import privacy
from store.tables import Audit
from tests.console.desk import signed_in
from tests.flows.house import House
from tests.wording.busy import days


@contextmanager
def _said(house: House) -> Iterator[list[str]]:
    """The statements about the audit log, by their first word."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        words = statement.split()
        if any(word.strip('"') == "audit" for word in words):
            found.append(words[0].upper())

    event.listen(house.database.engine, "before_cursor_execute", note)
    yield found
    event.remove(house.database.engine, "before_cursor_execute", note)


async def test_no_row_is_changed_by_what_people_do(small_house: House) -> None:
    with _said(small_house) as said:
        days(small_house, customers=7, seed=5)
        async with signed_in(small_house, "supervisor") as browser:
            await browser.get("/console/audit?q=Ines")
    assert "INSERT" in said
    assert set(said) <= {"INSERT", "SELECT"}
    assert len(small_house.rows(Audit)) > 5


def test_an_erasure_takes_what_rows_say_of_a_person_and_no_row(small_house: House) -> None:
    days(small_house, customers=2, seed=3)
    before = [(row.id, row.at, row.who, row.action, row.subject) for row in small_house.rows(Audit)]
    with small_house.in_transaction() as tx:
        assert privacy.erase(tx, "+12125550000", small_house.now) == 1
    after = [(row.id, row.at, row.who, row.action, row.subject) for row in small_house.rows(Audit)]
    assert after[: len(before)] == before
