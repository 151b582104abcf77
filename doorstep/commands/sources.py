"""doorstep source: the 3PL feeds, their addresses and secrets."""

import json
import secrets
from datetime import UTC, datetime
from typing import Annotated

import typer

from doorstep.commands.shared import Json, give_up, show, transaction
from doorstep.settings import Settings

app = typer.Typer(help="3PL feeds: add, list, rotate their secrets.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="A name for the feed.")],
    adapter: Annotated[str, typer.Option(help="How the sender speaks: doorstep, easypost, aftership, onfleet …")],
    merchant: Annotated[str, typer.Option(help="Whose parcels it reports; made when it is not there.")],
    secret: Annotated[str | None, typer.Option(help="The signing secret; a fresh one when left out.")] = None,
    zone: Annotated[str | None, typer.Option(help="IANA zone of times that come without one.")] = None,
    outbound_url: Annotated[str | None, typer.Option(help="Where requests to the 3PL are posted.")] = None,
    outbound_secret: Annotated[str | None, typer.Option(help="What signs them (whsec_…).")] = None,
    as_json: Json = False,
) -> None:
    """Open a feed: prints the address to post to and the secret to sign with."""
    from carriers.registry import adapter as find
    from carriers.signatures import new_secret
    from flows import feeds

    settings = Settings.load()
    try:
        dialect = find(adapter)
    except (KeyError, ValueError) as problem:
        give_up(str(problem.args[0]))
    fresh = secret or new_secret(dialect.signature)
    try:
        with transaction() as tx:
            added = feeds.add(
                tx,
                feeds.NewFeed(name, adapter, merchant, fresh, zone, outbound_url, outbound_secret),
                slug=secrets.token_urlsafe(18),
                now=datetime.now(UTC),
            )
    except feeds.BadFeed as problem:
        give_up(str(problem))
    address = f"{settings.public_url}/webhooks/{added.slug}"
    found = {"name": name, "adapter": adapter, "url": address, "secret": fresh}
    if outbound_url:
        found |= {"outbound_url": outbound_url, "outbound_secret": added.outbound_secret or ""}
    typer.echo(json.dumps(found) if as_json else "\n".join(f"{key}: {value}" for key, value in found.items()))
    if dialect.signature.weak and not as_json:
        typer.echo(f"Weak authentication: {dialect.signature.weak}", err=True)


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the feeds, without their secrets."""
    from flows import feeds

    settings = Settings.load()
    with transaction() as tx:
        rows = feeds.listed(tx)
    show([{**row, "url": f"{settings.public_url}/webhooks/{row.pop('slug')}"} for row in rows], as_json)


@app.command()
def rotate(
    name: Annotated[str, typer.Argument(help="The feed's name.")],
    secret: Annotated[str | None, typer.Option(help="The new secret; a fresh one when left out.")] = None,
    finish: Annotated[bool, typer.Option("--finish", help="Take the old secret away; set no new one.")] = False,
    as_json: Json = False,
) -> None:
    """Give a feed a new secret; the old one works too until `--finish`."""
    from flows import feeds

    try:
        with transaction() as tx:
            fresh = feeds.rotate(tx, name, secret, finish=finish)
    except feeds.BadFeed as problem:
        give_up(str(problem))
    found = {"name": name, "secret": fresh, "old_secret_works": not finish}
    typer.echo(json.dumps(found) if as_json else "\n".join(f"{key}: {value}" for key, value in found.items()))
