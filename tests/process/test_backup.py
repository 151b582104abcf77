"""A backup that is taken while webhooks are written holds one moment of the database, and can be served from."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from doorstep.command import app
from flows.webhooks.digest import BATCH, digest_some
from flows.webhooks.receive import keep
from store.backup import back_up
from store.database import Database
from store.tables import Delivery, EventRow
from store.writing import table_of
from tests.flows.house import NOON, House, arrival


def test_a_copy_taken_while_others_write_is_whole_and_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(f"sqlite:///{tmp_path / 'doorstep.db'}")
    house.order("DS100")
    stop, begun = threading.Event(), threading.Event()
    writer = threading.Thread(target=_write, args=(house, begun, stop))
    writer.start()
    assert begun.wait(20)
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", f"sqlite:///{tmp_path / 'doorstep.db'}")
    copy = tmp_path / "copy.db"
    done = CliRunner().invoke(app, ["backup", str(copy)])
    stop.set()
    writer.join()
    house.close()
    assert done.exit_code == 0, done.output

    restored = Database(f"sqlite:///{copy}")
    with restored.transaction() as tx:
        deliveries, events = (
            tx.scalar(select(func.count()).select_from(table_of(t))) or 0 for t in (Delivery, EventRow)
        )
        read, _ = digest_some(tx, NOON)
    restored.close()
    assert deliveries == events  # a delivery and its event are written together
    assert read == min(BATCH, deliveries) > 0
    assert copy.stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob("*.unfinished")) == []


def test_a_copy_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "doorstep.db").write_bytes(b"this is no database, and too long to be an empty one" * 100)
    with pytest.raises(Exception, match="not a database"):
        back_up(tmp_path / "doorstep.db", tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["doorstep.db"]


def _write(house: House, begun: threading.Event, stop: threading.Event) -> None:
    while not stop.is_set():
        with house.in_transaction() as tx:
            keep(tx, [arrival(house.source, house.event("in_transit"))])
        begun.set()
