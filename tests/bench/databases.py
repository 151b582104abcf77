"""The databases of a benchmark: one for each variant, on SQLite or on PostgreSQL."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Engine, text

from store.engines import open_engine
from tests.bench.machine import cpu_seconds
from tests.bench.postgres import Postgres, postgres

EngineName = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Databases:
    """`folder` is on disk and goes when the benchmark ends."""

    engine: EngineName
    folder: Path
    server: Postgres | None

    def create(self, name: str) -> str:
        """The address of a new empty database."""
        return self.server.create() if self.server else f"sqlite:///{self.folder / name}.db"

    def cpu_seconds(self) -> float:
        """What the database server has used; SQLite's work is the service's own."""
        return cpu_seconds(self.server.pid) if self.server else 0.0


@contextmanager
def databases(engine: EngineName) -> Iterator[Databases]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="doorstep-bench-")))
        server = stack.enter_context(postgres()) if engine == "postgresql" else None
        yield Databases(engine, folder, server)


@dataclass(frozen=True, slots=True)
class Reader:
    """Looks into a database while others write to it."""

    engine: Engine

    def scalar(self, statement: str) -> Any:
        with self.engine.begin() as tx:
            return tx.execute(text(statement)).scalar()

    def rows(self, statement: str) -> list[Any]:
        with self.engine.begin() as tx:
            return list(tx.execute(text(statement)))


@contextmanager
def reading(url: str) -> Iterator[Reader]:
    engine = open_engine(url, read_only=True)
    yield Reader(engine)
    engine.dispose()


def write(url: str, *steps: Callable[..., None]) -> None:
    """Runs each step in a transaction of its own."""
    engine = open_engine(url)
    for step in steps:
        with engine.begin() as tx:
            step(tx)
    engine.dispose()
