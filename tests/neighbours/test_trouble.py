"""The database is away or its disk is full: said in words an operator can act on, and nobody's data is blamed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from doorstep.alone import alone
from doorstep.settings import SettingsProblem
from flows.group_commit import GroupCommit
from flows.webhooks.digest import Digestion
from flows.webhooks.receive import keep
from store import pulse
from store.database import Database
from store.tables import Case, Delivery
from store.trouble import AWAY, FULL, Away
from tests.flows.house import House, arrival
from tests.rigs.ports import free_port

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def test_a_full_disk_is_named_and_forgotten_when_there_is_room_again(sqlite_url: str) -> None:
    house = House(sqlite_url)
    database = house.database
    await database.write(_no_room)
    with pytest.raises(Away, match=FULL):
        await database.write(_fill)
    assert [database.trouble] == [FULL]
    await database.write(_room)
    await database.write(pulse.beat, pulse.TICK, NOON)
    assert database.trouble is None
    house.close()


async def test_a_full_disk_is_not_the_fault_of_what_was_to_be_read(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(sqlite_url)
    house.order("DS100")
    with house.in_transaction() as tx:
        keep(tx, [arrival(house.source, house.event("out_for_delivery"))])
    monkeypatch.setattr("flows.webhooks.digest.replan", lambda tx, *_: _fill(tx))
    await house.database.write(_no_room)
    digestion = Digestion(house.database, lambda: house.now, lambda _: None)
    with pytest.raises(Away):
        await digestion.drain()
    assert [row.state for row in house.rows(Delivery)] == ["kept"]
    assert house.rows(Case) == []
    house.close()


async def test_a_server_that_is_not_there_is_said_to_be_away_to_all_who_wait() -> None:
    database = Database(f"postgresql://postgres@127.0.0.1:{free_port()}/doorstep")
    keeping: GroupCommit[int, int] = GroupCommit(database, lambda tx, items: list(items))
    with pytest.raises(Away, match="does not answer"):
        await keeping.add(1)
    assert database.trouble == AWAY
    database.close()


async def test_a_connection_that_was_cut_is_replaced_and_the_step_runs_again(postgres_url: str) -> None:
    database = Database(postgres_url)
    await database.write(lambda tx: tx.execute(text("SELECT 1")))
    other = Database(postgres_url)
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    with other.transaction() as tx:
        tx.execute(cut)
    assert await database.write(lambda tx: tx.scalar(text("SELECT 42"))) == 42
    for one in (database, other):
        one.close()


def test_a_second_process_does_not_serve_the_same_file(tmp_path: Path) -> None:
    with alone(tmp_path / "doorstep.db"):
        with pytest.raises(SettingsProblem, match="Another process serves"), alone(tmp_path / "doorstep.db"):
            pass
        with alone(None), alone(None):
            pass
    with alone(tmp_path / "doorstep.db"):
        pass


def _no_room(tx: Connection) -> None:
    pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
    tx.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")


def _room(tx: Connection) -> None:
    tx.exec_driver_sql("PRAGMA max_page_count = 1000000")


def _fill(tx: Connection) -> None:
    tx.execute(text("CREATE TABLE filler (body BLOB)"))
    tx.execute(text("INSERT INTO filler VALUES (zeroblob(10000000))"))
