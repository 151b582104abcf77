"""The `doorstep` command: each subcommand lives in a file of doorstep/commands and is imported when it is used."""

import sys

import typer

from doorstep.commands import (
    backup,
    conformance,
    dry_run,
    figures,
    merchants,
    privacy,
    replay,
    routes,
    serve,
    simulate,
    sources,
    staff,
    understanding,
)
from doorstep.settings import SettingsProblem
from store.migrations import Blocked

app = typer.Typer(
    help="Doorstep: the conversation between a delivery and the person waiting for it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
serve.register(app)
backup.register(app)
simulate.register(app)
replay.register(app)
conformance.register(app)
privacy.register(app)
figures.register(app)
dry_run.register(app)
app.add_typer(sources.app, name="source")
app.add_typer(merchants.app, name="merchant")
app.add_typer(staff.app, name="staff")
app.add_typer(routes.app, name="routes")
app.add_typer(understanding.app, name="understanding")


def main() -> None:
    """Exit codes: 0 done, 1 it could not be done, 2 the call or the settings were wrong."""
    try:
        app()
    except SettingsProblem as problem:
        for sentence in problem.sentences:
            print(sentence, file=sys.stderr)  # noqa: T201 - the command's own words
        raise SystemExit(2) from None
    except Blocked as problem:
        print(problem, file=sys.stderr)  # noqa: T201 - the same
        raise SystemExit(1) from None
