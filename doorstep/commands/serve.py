"""doorstep serve, work, migrate: running the service."""

import asyncio
from typing import Annotated

import typer

from doorstep import logs
from doorstep.settings import Settings


def register(app: typer.Typer) -> None:
    @app.command()
    def serve(
        work: Annotated[bool, typer.Option(help="Also do the work behind the doors, in this process.")] = True,
    ) -> None:
        """Serve the doors, and do the work behind them."""
        from doorstep import serving

        settings = Settings.load()
        logs.configure()
        typer.echo(f"Doorstep on http://{settings.host}:{settings.port}  (Ctrl-C ends it)")
        _run(serving.serve(settings, work=work))

    @app.command(name="work")
    def work_only() -> None:
        """Do the work without doors: read, plan, send, keep the clock. PostgreSQL only; any number may run."""
        from doorstep import serving

        settings = Settings.load()
        if settings.sqlite_path is not None:
            typer.echo("SQLite has exactly one writing process: use `doorstep serve`, or PostgreSQL.", err=True)
            raise typer.Exit(2)
        logs.configure()
        _run(serving.work(settings))

    @app.command()
    def migrate() -> None:
        """Bring the database to this version."""
        from doorstep.commands.shared import transaction
        from store import migrations

        with transaction() as tx:
            typer.echo(f"database at version {migrations.version(tx)}")


def _run(main: object) -> None:
    try:
        import uvloop

        uvloop.run(main)  # type: ignore[arg-type]  # a coroutine of ours
    except ImportError:
        asyncio.run(main)  # type: ignore[arg-type]  # the same
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
