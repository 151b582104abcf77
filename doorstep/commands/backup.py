"""doorstep backup: a copy of the SQLite database, taken while the service runs."""

import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from doorstep.commands.shared import give_up
from doorstep.settings import Settings


def register(app: typer.Typer) -> None:
    @app.command()
    def backup(copy: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
        """Copy the SQLite database to a file while the service runs. PostgreSQL has pg_dump."""
        from store.backup import NotWhole, back_up

        database = Settings.load().sqlite_path
        if database is None:
            give_up("The database is PostgreSQL: use pg_dump, or continuous archiving (docs/operate.md).")
        if not database.exists():
            give_up(f"There is no database at {database}.")
        try:
            back_up(database, copy)
        except (NotWhole, sqlite3.Error, OSError) as problem:
            give_up(f"No copy was made: {problem}.")
        typer.echo(f"{copy} ({copy.stat().st_size:,} bytes); the secret key beside the database belongs to it")
