"""Alone: an SQLite file has exactly one process that serves it. Two would starve each other, and send twice."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from doorstep.settings import SettingsProblem


@contextmanager
def alone(database: Path | None) -> Iterator[None]:
    """Holds the file `<database>.serving` for as long as it lasts; the lock ends with the process, however it ends.

    None is PostgreSQL, where any number may run. Raises SettingsProblem when another process holds it.
    """
    if database is None:
        yield
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(f"{database.name}.serving").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsProblem(
                f"Another process serves {database} already: stop it first, or set DOORSTEP_DATABASE_URL to another "
                "file. For several processes use PostgreSQL."
            ) from None
        yield
