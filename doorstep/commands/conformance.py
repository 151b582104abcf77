"""doorstep conformance: adapters against the published list of demands."""

import json
from typing import Annotated

import typer

from doorstep.commands.shared import Json, give_up


def register(app: typer.Typer) -> None:
    @app.command()
    def conformance(
        carrier: Annotated[str | None, typer.Argument(help="One adapter; all of them when left out.")] = None,
        as_json: Json = False,
    ) -> None:
        """Run an adapter against everything an adapter must do, and print its score card.

        Exits with 1 unless every adapter asked for is accepted.
        """
        import carriers.conformance as kit
        from carriers.registry import ADAPTERS, UnknownAdapter

        try:
            cards = [kit.score(name) for name in ([carrier] if carrier else ADAPTERS)]
        except UnknownAdapter as problem:
            give_up(str(problem))
        if as_json:
            typer.echo(json.dumps([kit.as_json(card) for card in cards]))
        else:
            typer.echo("\n".join(kit.as_text(card) for card in cards), nl=False)
        raise typer.Exit(0 if all(card.is_accepted for card in cards) else 1)
