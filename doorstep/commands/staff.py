"""doorstep staff: the people who may open the console."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from doorstep.commands.shared import Json, by_shell, give_up, show, transaction

if TYPE_CHECKING:
    from sqlalchemy import Connection

WHY = "changed from the command line"

app = typer.Typer(help="Staff: add, list, change, close.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The name they sign in with, and customers see.")],
    role: Annotated[str, typer.Option(help="viewer, agent, supervisor or admin.")] = "agent",
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="At least 10 characters.")
    ] = "",
) -> None:
    """Let someone into the console."""
    from flows.audit import record
    from flows.staff import sign_in

    try:
        with transaction() as tx:
            added = sign_in.add(tx, name, password, role, datetime.now(UTC))
            by = by_shell("added from the command line")
            record(tx, by, "account.add", f"staff:{added}", None, {"name": name, "role": role})
    except ValueError as problem:
        give_up(str(problem))
    typer.echo(f"{name} may sign in at /console")


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List who may sign in."""
    from flows.staff import sign_in

    with transaction() as tx:
        rows = sign_in.listed(tx)
    show(rows, as_json)


@app.command()
def change(
    name: Annotated[str, typer.Argument(help="Whose account.")],
    role: Annotated[str | None, typer.Option(help="viewer, agent, supervisor or admin.")] = None,
    merchant: Annotated[str | None, typer.Option(help="The one merchant they work for; empty: all.")] = None,
    email: Annotated[str | None, typer.Option(help="By which an OpenID provider knows them.")] = None,
    password: Annotated[bool, typer.Option("--password", help="Ask for a new password.")] = False,
    no_second_factor: Annotated[
        bool, typer.Option("--no-second-factor", help="Take the second step of signing in away: the phone is lost.")
    ] = False,
) -> None:
    """Change what an account is; what is not named stays."""
    from flows.staff import accounts, second_factor
    from flows.staff.accounts import Wishes

    new = typer.prompt("New password", hide_input=True, confirmation_prompt=True) if password else None
    by = by_shell(WHY)
    with transaction() as tx:
        row = _account(tx, name)
        wishes = Wishes(
            role or row.role,
            _merchant_name(tx, row.merchant_id) if merchant is None else merchant,
            (row.email or "") if email is None else email,
        )
        refused = accounts.change(tx, row.id, wishes, by)
        if refused is None and new is not None:
            refused = accounts.set_password(tx, row.id, new, by)
        if no_second_factor:
            second_factor.forget(tx, row.id, by)
        if refused is not None:
            give_up(refused.why)
    typer.echo(f"{name} is changed")


@app.command()
def close(name: Annotated[str, typer.Argument(help="Whose account.")]) -> None:
    """Sign somebody out everywhere and let them in no more. What they did stays under their name."""
    from flows.staff import accounts

    with transaction() as tx:
        refused = accounts.close(tx, _account(tx, name).id, by_shell(WHY))
        if refused is not None:
            give_up(refused.why)
    typer.echo(f"{name} may not sign in any more")


def _account(tx: "Connection", name: str) -> Any:
    from store import staff

    row = staff.account(tx, name)
    if row is None:
        give_up(f"Nobody named {name} may sign in: `doorstep staff list` shows who may.")
    return row


def _merchant_name(tx: "Connection", merchant_id: int | None) -> str:
    from store import merchants

    return next((row.name for row in merchants.listed(tx) if row.id == merchant_id), "")
