"""doorstep merchant: brands and their policies."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from doorstep.commands.shared import Json, give_up, show, transaction

app = typer.Typer(help="Merchants: add, list, set their policy.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Its short name, as orders call it.")],
    title: Annotated[str | None, typer.Option(help="How it signs its messages.")] = None,
    language: Annotated[str | None, typer.Option(help="The language of customers whose own is not known.")] = None,
    policy: Annotated[str | None, typer.Option(help="JSON of policy fields that differ from the default.")] = None,
) -> None:
    """Add a merchant, or change it."""
    from flows import merchants

    try:
        settings = json.loads(policy) if policy is not None else None
        with transaction() as tx:
            merchants.save(tx, name, title, language, settings, datetime.now(UTC))
    except ValueError as problem:
        give_up(str(problem))


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the merchants with their policies."""
    from flows import merchants

    with transaction() as tx:
        rows = merchants.listed(tx)
    show(rows, as_json)
