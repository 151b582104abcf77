"""What every subcommand does the same way: open the database, print data, and give up with a sentence."""

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from doorstep.settings import Settings
from store import migrations
from store.database import Database

if TYPE_CHECKING:
    from flows.audit import By

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@contextlib.contextmanager
def database() -> Iterator[Database]:
    """The configured database, brought up to date first."""
    opened = Database(Settings.load().database_url)
    try:
        migrations.migrate(opened.engine)
        yield opened
    finally:
        opened.close()


@contextlib.contextmanager
def transaction() -> Iterator[Connection]:
    """One transaction on it."""
    with database() as opened, opened.transaction() as tx:
        yield tx


def by_shell(why: str) -> "By":
    """Who does what is typed here, for the audit log."""
    from flows.audit import By

    return By("shell", why, datetime.now(UTC))


def show(rows: list[dict[str, Any]], as_json: bool) -> None:
    """A table for people, or JSON."""
    if as_json:
        typer.echo(json.dumps(rows, default=str))
        return
    if not rows:
        typer.echo("nothing")
        return
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*(str(value) if value is not None else "" for value in row.values()))
    Console().print(table)


def give_up(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(1)
