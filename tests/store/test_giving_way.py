"""A migration beside a service that works: where they are in each other's way, it is the migration that gives way."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from tenacity import stop_after_delay

from doorstep import command
from store import migrations
from store.database import Database


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url)
    yield database
    database.close()


def test_where_each_waits_for_the_other_the_service_goes_on(database: Database) -> None:
    changed, begun = threading.Event(), threading.Event()
    tries = 0

    def change(tx: Connection) -> None:
        nonlocal tries
        tries += 1
        tx.execute(text("ALTER TABLE shipment ADD COLUMN tomorrow VARCHAR"))
        begun.set()
        tx.execute(text("ALTER TABLE delivery ADD COLUMN tomorrow INTEGER NOT NULL DEFAULT 0"))

    def migrate() -> None:
        migrations.patiently(database.engine, change)
        changed.set()

    migrating = threading.Thread(target=migrate)
    with database.transaction() as tx:
        tx.execute(text("SELECT count(*) FROM delivery"))
        migrating.start()
        assert begun.wait(10)
        tx.execute(text("SELECT count(*) FROM shipment"))  # the migration holds it, and waits for the other
        assert not changed.is_set()
    migrating.join(30)
    assert changed.is_set()
    assert tries > 1
    with database.transaction() as tx:
        tx.execute(text("SELECT shipment.tomorrow, delivery.tomorrow FROM shipment, delivery"))


def test_a_table_that_is_never_free_ends_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "_PATIENT", migrations._PATIENT.copy(stop=stop_after_delay(2)))
    with database.transaction() as tx:
        tx.execute(text("SELECT count(*) FROM delivery"))
        with pytest.raises(migrations.Blocked, match="nothing was changed"):
            migrations.patiently(database.engine, _of_delivery)


def test_what_is_wrong_with_the_change_itself_is_said_at_once(database: Database) -> None:
    tries = []

    def change(tx: Connection) -> None:
        tries.append(1)
        tx.execute(text("ALTER TABLE shipment ADD COLUMN number VARCHAR; ALTER TABLE nowhere ADD COLUMN a INTEGER"))

    with pytest.raises(Exception, match="nowhere"):
        migrations.patiently(database.engine, change)
    assert len(tries) == 1


def _of_delivery(tx: Connection) -> None:
    tx.execute(text("ALTER TABLE delivery ADD COLUMN tomorrow INTEGER"))


def test_the_command_says_it_in_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def app() -> None:
        raise migrations.Blocked(migrations.BLOCKED)

    monkeypatch.setattr(command, "app", app)
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.strip() == migrations.BLOCKED
