"""doorstep export and erase: one person's data, handed out or taken out."""

import json
from typing import Annotated

import typer

from doorstep.commands.shared import by_shell, give_up, transaction

Phone = Annotated[str, typer.Argument(help="The person's number, as +12125550123.")]


def register(app: typer.Typer) -> None:
    @app.command()
    def export(phone: Phone) -> None:
        """Print everything kept about one person, as JSON."""
        from flows.staff.person import hand_out_of

        number = _number(phone)
        with transaction() as tx:
            found = hand_out_of(tx, number, by_shell("asked for on the command line"))
        if not found:
            give_up(f"nobody with the number {number} is known")
        typer.echo(json.dumps(found, default=str, indent=1))

    @app.command()
    def erase(
        phone: Phone, yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False
    ) -> None:
        """Take out who a person is and what was said with them. This cannot be undone."""
        from flows.staff.person import erase_of

        number = _number(phone)
        if not yes:
            typer.confirm(f"Erase everything about {number}?", abort=True)
        with transaction() as tx:
            count = erase_of(tx, number, by_shell("asked for on the command line"))
        if not count:
            give_up(f"nobody with the number {number} is known")
        typer.echo(f"erased: {count} customer record{'s' if count > 1 else ''}, and what was said with them")


def _number(phone: str) -> str:
    from flows.phones import NotAPhone, e164

    found = e164(phone, None)
    if isinstance(found, NotAPhone):
        give_up(f"the number {found.why}: write it as +12125550123")
    return found
