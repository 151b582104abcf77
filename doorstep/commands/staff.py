"""doorstep staff: the people who may open the console."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from doorstep.commands.shared import Json, give_up, show, transaction

app = typer.Typer(help="Staff: add, list.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The name they sign in with, and customers see.")],
    role: Annotated[str, typer.Option(help="viewer, agent, supervisor or admin.")] = "agent",
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="At least 10 characters.")
    ] = "",
) -> None:
    """Let someone into the console."""
    from flows import staff

    try:
        with transaction() as tx:
            staff.add(tx, name, password, role, datetime.now(UTC))
    except ValueError as problem:
        give_up(str(problem))
    typer.echo(f"{name} may sign in at /console")


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List who may sign in."""
    from flows import staff

    with transaction() as tx:
        rows = staff.listed(tx)
    show(rows, as_json)
