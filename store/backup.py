"""Backing up an SQLite file while it is written to: one moment of it, whole, in another file."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path


class NotWhole(Exception):
    """The copy does not hold together: the disk or the original is damaged."""


def back_up(database: Path, copy: Path) -> None:
    """Copies by SQLite's online backup, checks the copy, and only then gives it its name (mode 600).

    Writers are not held up. Raises NotWhole, sqlite3.Error and OSError; then no copy stands there.
    """
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY, 0o600))
    try:
        with (
            closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target, pages=2000, sleep=0.01)
            target.execute("PRAGMA journal_mode = DELETE")
            (found,) = target.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise NotWhole(found)
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)
