"""Prepared statements give what SQLAlchemy gives, on both engines, whatever they are given; and fail as it fails."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from store.among import among
from store.database import Database
from store.prepared import Prepared, plan_once
from store.tables import Customer, Merchant, Order
from store.tables import Slot as SlotTable
from store.writing import insert_new, table_of

_MERCHANT, _CUSTOMER, _ORDER, _SLOT = (table_of(one) for one in (Merchant, Customer, Order, SlotTable))
NOW = datetime(2026, 11, 24, 17, 0, 0, 123456, tzinfo=UTC)
SETTINGS = {"quote": 'it\'s 100 % \\ "so"', "list": [1, None, True], "snow": "☃"}
HOSTILE = "it's 100 %(name)s of ? and \\"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.transaction() as tx:
        for number, name in enumerate(("a", "b", HOSTILE), start=1):
            merchant = {"id": number, "name": name, "title": "A", "language": "en", "settings": SETTINGS}
            tx.execute(_MERCHANT.insert().values(**merchant, created_at=NOW + timedelta(days=number)))
    yield database
    database.close()


def same(database: Database, statement: Any, parameters: dict[str, Any]) -> list[Any]:
    """The rows, which SQLAlchemy gives alike: values, names and types."""
    prepared = Prepared(statement)
    with database.transaction() as tx:
        found, expected = prepared.rows(tx, parameters), tx.execute(statement, parameters).all()
        assert [row._asdict() for row in found] == [row._asdict() for row in expected]
        assert [list(map(type, row)) for row in found] == [list(map(type, row)) for row in expected]
        assert [row._asdict() for row in prepared.rows(tx, parameters)] == [row._asdict() for row in expected]
    return list(found)


def test_instants_documents_and_names_come_as_they_were_stored(database: Database) -> None:
    found = same(database, select(_MERCHANT).where(_MERCHANT.c.id == bindparam("which")), {"which": 1})
    assert (found[0].settings, found[0].created_at) == (SETTINGS, NOW + timedelta(days=1))


@pytest.mark.parametrize("ids", [[], [2], [1, 3], list(range(500))])
def test_a_list_is_one_parameter(database: Database, ids: list[int]) -> None:
    statement = select(_MERCHANT.c.id).where(among(_MERCHANT.c.id, "ids")).order_by(_MERCHANT.c.id)
    assert [row.id for row in same(database, statement, {"ids": ids})] == [n for n in (1, 2, 3) if n in ids]


def test_words_and_numbers_of_its_own_stand_in_the_text(database: Database) -> None:
    statement = (
        select(_MERCHANT.c.id)
        .where(_MERCHANT.c.name.in_(["a", HOSTILE]), _MERCHANT.c.created_at < bindparam("until"))
        .order_by(_MERCHANT.c.id.desc())
        .limit(1)
    )
    assert [row.id for row in same(database, statement, {"until": NOW + timedelta(days=9)})] == [3]


def test_sums_have_the_type_of_what_they_sum(database: Database) -> None:
    statement = select(func.sum(_MERCHANT.c.id).label("all"), func.avg(_MERCHANT.c.id).label("mean"))
    assert float(same(database, statement, {})[0].mean) == 2


def test_an_insert_takes_the_columns_it_is_given_and_the_usual_value_of_others(database: Database) -> None:
    add = Prepared(insert(_SLOT).returning(_SLOT.c.id))
    row = {"merchant_id": 1, "external_id": HOSTILE, "from_at": NOW, "to_at": NOW, "capacity": 2, "cutoff_at": NOW}
    change = Prepared(update(_SLOT).where(_SLOT.c.id == bindparam("b_id")))
    with database.transaction() as tx:
        slot_id = add.scalar(tx, {**row, "taken": 0, "zone": "z", "tracking_number": None})
        assert change.run(tx, {"b_id": slot_id, "taken": 2}) == 1
        assert change.run(tx, {"b_id": slot_id + 1, "taken": 2}) == 0
        change.each(tx, [{"b_id": slot_id, "zone": "y"}])
        change.each(tx, [{"b_id": slot_id, "capacity": n} for n in (3, 4)])
        stored = tx.execute(select(_SLOT)).one()
    assert (stored.external_id, stored.taken, stored.zone, stored.capacity) == (HOSTILE, 2, "y", 4)


def test_one_row_that_is_there_already_is_none(database: Database) -> None:
    row = {"id": 9, "name": "a", "title": "A", "language": "en", "settings": {}, "created_at": NOW}
    with database.transaction() as tx:
        assert insert_new(tx, _MERCHANT, [row], "id", "name") == []
        assert [new.name for new in insert_new(tx, _MERCHANT, [row | {"name": "new"}], "id", "name")] == ["new"]


def test_what_is_missing_or_would_be_spread_over_the_text_is_refused(database: Database) -> None:
    one, spread = select(_MERCHANT).where(_MERCHANT.c.id == bindparam("which")), _MERCHANT.c.id.in_(bindparam("ids"))
    with database.transaction() as tx:
        with pytest.raises(InvalidRequestError, match="which"):
            Prepared(one).rows(tx, {})
        with pytest.raises(TypeError, match="among"):
            Prepared(select(_MERCHANT).where(spread)).rows(tx, {"ids": [1]})
        with pytest.raises(ValueError, match="without a zone"):
            Prepared(select(_MERCHANT).where(_MERCHANT.c.created_at < bindparam("at"))).rows(
                tx,
                {"at": datetime(2026, 1, 1)},  # noqa: DTZ001 - that is the point
            )


def test_what_the_database_refuses_is_refused_as_by_sqlalchemy(database: Database) -> None:
    row = {"id": 1, "name": "z", "title": "A", "language": "en", "settings": {}, "created_at": NOW}
    with pytest.raises(IntegrityError) as problem, database.transaction() as tx:
        Prepared(insert(_MERCHANT)).run(tx, row)
    assert problem.value.orig is not None


def test_who_listens_hears_every_statement(database: Database) -> None:
    heard: list[str] = []
    count = Prepared(select(func.count()).select_from(_MERCHANT))
    with database.transaction() as tx:
        count.scalar(tx, {})
        event.listen(database.engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
        assert (count.scalar(tx, {}), len(heard)) == (3, 1)


def test_steps_at_the_same_time_do_not_meet(database: Database) -> None:
    one = Prepared(select(_MERCHANT.c.id, _MERCHANT.c.name).where(_MERCHANT.c.id == bindparam("which")))
    wrong: list[Any] = []

    def ask(which: int) -> None:
        for _ in range(200):
            with database.transaction() as tx:
                if (found := one.first(tx, {"which": which})).id != which:
                    wrong.append(found)

    threads = [threading.Thread(target=ask, args=(which,)) for which in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_step_that_lost_its_connection_is_run_again_on_another(postgres_url: str) -> None:
    """Connections that a server has dropped are all given up with the first of them."""
    database = Database(postgres_url)
    one = Prepared(select(func.count()).select_from(_MERCHANT))
    with database.transaction() as tx, database.transaction() as other:
        one.scalar(tx, {}), one.scalar(other, {})
    with database.transaction() as tx:
        mine = tx.execute(text("SELECT pg_backend_pid()")).scalar_one()
        dropped = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> :mine"
        )
        tx.execute(dropped, {"mine": mine})
    assert database.step(lambda connection: one.scalar(connection, {})) == 0
    database.close()


def test_planning_once_ends_with_the_transaction(postgres_url: str) -> None:
    database = Database(postgres_url)
    modes = []
    for _ in range(2):
        with database.transaction() as tx:
            modes.append(tx.exec_driver_sql("SHOW plan_cache_mode").scalar_one())
            plan_once(tx)
            modes.append(tx.exec_driver_sql("SHOW plan_cache_mode").scalar_one())
    database.close()
    assert modes == ["auto", "force_generic_plan"] * 2
