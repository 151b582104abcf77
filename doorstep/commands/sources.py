"""doorstep source: the 3PL feeds, their addresses and secrets."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from doorstep.commands import source_test, source_words
from doorstep.commands.shared import Json, give_up, show, transaction
from doorstep.settings import Settings

if TYPE_CHECKING:
    from carriers.dialect import Dialect

app = typer.Typer(
    help="3PL feeds: add, change and try them, rotate their secrets, teach them words.", no_args_is_help=True
)
source_test.register(app)
source_words.register(app)

Zone = Annotated[str | None, typer.Option(help="IANA zone of times that come without one.")]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", help="For the generic adapter: a JSON or TOML file that names its fields.")
]
ApiKey = Annotated[
    str | None, typer.Option(help="The key of the sender's API: its parcels are then polled beside its webhooks.")
]
ApiUrl = Annotated[str | None, typer.Option(help="Where that API is, if not where the vendor has it.")]
OutboundUrl = Annotated[str | None, typer.Option(help="Where requests to the 3PL are posted.")]
OutboundSecret = Annotated[str | None, typer.Option(help="What signs them (whsec_…).")]
AskBy = Annotated[
    str | None, typer.Option(help="How the 3PL is asked for changes: webhook, api (its own), or dispatcher (a page).")
]
FetchFirst = Annotated[
    bool | None,
    typer.Option(help="Believe nothing that is posted before the sender's API says the same (needs --api-key)."),
]
Requester = Annotated[
    str | None,
    typer.Option(help="Whom the 3PL may ring about a change, where its API wants to know: `Acme Shop, +12125550100`."),
]
Dispatcher = Annotated[str | None, typer.Option(help="Where a dispatcher gets the page by e-mail, if SMTP is set.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="A name for the feed.")],
    adapter: Annotated[str, typer.Option(help="How the sender speaks: doorstep, easypost, aftership, onfleet …")],
    merchant: Annotated[str, typer.Option(help="Whose parcels it reports; made when it is not there.")],
    secret: Annotated[str | None, typer.Option(help="The signing secret; a fresh one when left out.")] = None,
    zone: Zone = None,
    mapping: MappingFile = None,
    outbound_url: OutboundUrl = None,
    outbound_secret: OutboundSecret = None,
    api_key: ApiKey = None,
    api_url: ApiUrl = None,
    ask_by: AskBy = None,
    dispatcher_email: Dispatcher = None,
    fetch_first: FetchFirst = None,
    requester: Requester = None,
    as_json: Json = False,
) -> None:
    """Open a feed: prints the address to post to and the secret to sign with."""
    from carriers.generic.mapping import BadMapping
    from carriers.registry import adapter as find
    from carriers.signatures import new_secret, signed_query
    from flows.webhooks import feeds

    settings = Settings.load()
    fields = _mapping(mapping)
    try:
        dialect = find(adapter, fields)
    except (LookupError, BadMapping) as problem:
        give_up(str(problem.args[0]))
    fresh = secret or new_secret(dialect.signature)
    arrangement = feeds.Arrangement(
        zone, fields, outbound_url, outbound_secret, api_key, api_url, ask_by, dispatcher_email, fetch_first, requester
    )
    try:
        with transaction() as tx:
            feed = feeds.NewFeed(name, adapter, merchant, fresh, arrangement)
            added = feeds.add(tx, feed, slug=secrets.token_urlsafe(18), now=datetime.now(UTC))
    except feeds.BadFeed as problem:
        give_up(str(problem))
    address = f"{settings.public_url}/webhooks/{added.slug}"
    found = {"name": name, "adapter": adapter, "url": address, "secret": fresh}
    if query := signed_query(dialect.signature, fresh):
        found["address_with_token"] = address + query
    if outbound_url:
        found |= {"outbound_url": outbound_url, "outbound_secret": added.outbound_secret or ""}
    if not as_json and dialect.signature.keys_url and not secret:
        found = {**found, "secret": "a pair of keys of our own, for signing tests"}
    typer.echo(json.dumps(found) if as_json else "\n".join(f"{key}: {value}" for key, value in found.items()))
    if not as_json:
        _advise(dialect, bool(secret), bool(fetch_first))


@app.command()
def change(
    name: Annotated[str, typer.Argument(help="The feed's name.")],
    zone: Zone = None,
    mapping: MappingFile = None,
    outbound_url: OutboundUrl = None,
    outbound_secret: OutboundSecret = None,
    api_key: ApiKey = None,
    api_url: ApiUrl = None,
    ask_by: AskBy = None,
    dispatcher_email: Dispatcher = None,
    fetch_first: FetchFirst = None,
    requester: Requester = None,
    as_json: Json = False,
) -> None:
    """Change what is given of a feed; the rest stays as it is. `rotate` changes the secret."""
    from flows.webhooks import feeds

    fields = _mapping(mapping)
    arrangement = feeds.Arrangement(
        zone, fields, outbound_url, outbound_secret, api_key, api_url, ask_by, dispatcher_email, fetch_first, requester
    )
    try:
        with transaction() as tx:
            changed = feeds.change(tx, name, arrangement)
    except feeds.BadFeed as problem:
        give_up(str(problem))
    typer.echo(json.dumps({"name": name, "changed": changed}) if as_json else f"changed: {', '.join(changed)}")


@app.command()
def close(name: Annotated[str, typer.Argument(help="The feed's name.")]) -> None:
    """Close a feed: its address is nobody's from then on. What it has sent stays."""
    _set_open(name, is_open=False)


@app.command()
def reopen(name: Annotated[str, typer.Argument(help="The feed's name.")]) -> None:
    """Open a closed feed again, at its old address."""
    _set_open(name, is_open=True)


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the feeds, without their secrets."""
    from flows.webhooks import feeds

    settings = Settings.load()
    with transaction() as tx:
        rows = feeds.listed(tx)
    found = [{**row, "url": f"{settings.public_url}/webhooks/{row.pop('slug')}"} for row in rows]
    show(found, True) if as_json else typer.echo("\n".join(map(_described, found)) or "There is no source yet.")


@app.command()
def rotate(
    name: Annotated[str, typer.Argument(help="The feed's name.")],
    secret: Annotated[str | None, typer.Option(help="The new secret; a fresh one when left out.")] = None,
    finish: Annotated[bool, typer.Option("--finish", help="Take the old secret away; set no new one.")] = False,
    as_json: Json = False,
) -> None:
    """Give a feed a new secret; the old one works too until `--finish`."""
    from flows.webhooks import feeds

    try:
        with transaction() as tx:
            fresh = feeds.rotate(tx, name, secret, finish=finish)
    except feeds.BadFeed as problem:
        give_up(str(problem))
    found = {"name": name, "secret": fresh, "old_secret_works": not finish}
    typer.echo(json.dumps(found) if as_json else "\n".join(f"{key}: {value}" for key, value in found.items()))


def _described(row: Mapping[str, Any]) -> str:
    """A source on a few lines that fit a terminal."""
    marks = {
        "closed": row["closed"],
        "two secrets": row["rotating"],
        "polled": row["polled"],
        "fetched before it is believed": row["fetch_first"],
        f"asked by {row['ask_by']}": row["ask_by"],
        f"zone {row['zone']}": row["zone"],
    }
    lines = [
        f"{row['name']}: {row['adapter']} for {row['merchant']}",
        row["url"],
        *[m for m, is_so in marks.items() if is_so],
    ]
    told = {"weak": row["weak"], "takes nothing": row["problem"]}
    return "\n  ".join([*lines, *[f"{what}: {why}" for what, why in told.items() if why]])


def _set_open(name: str, *, is_open: bool) -> None:
    from flows.webhooks import feeds

    try:
        with transaction() as tx:
            feeds.set_open(tx, name, is_open, datetime.now(UTC))
    except feeds.BadFeed as problem:
        give_up(str(problem))
    typer.echo(f"{name}: {'open' if is_open else 'closed'}")


def _advise(dialect: "Dialect", has_secret: bool, fetches: bool) -> None:
    """What is to be done at the sender, and what its proof is worth."""
    typer.echo(f"Now: {dialect.setup}", err=True)
    if dialect.secret_is_theirs and not has_secret:
        typer.echo("Nothing is let in until its own secret is set here: `doorstep source rotate --secret`.", err=True)
    if dialect.signature.weak:
        typer.echo(f"Weak authentication: {dialect.signature.weak}", err=True)
        if dialect.poller and not fetches:
            typer.echo("With --api-key and --fetch-first nothing is believed before its API says the same.", err=True)


def _mapping(path: Path | None) -> Mapping[str, Any] | None:
    """What stands in the file: TOML by its name, else JSON."""
    import msgspec

    if path is None:
        return None
    decode = msgspec.toml.decode if path.suffix == ".toml" else msgspec.json.decode
    try:
        found = decode(path.read_bytes())
    except OSError as problem:
        give_up(f"{path} cannot be read: {problem.strerror}.")
    except (msgspec.DecodeError, ValueError) as problem:
        give_up(f"{path} is neither JSON nor TOML: {problem}.")
    if not isinstance(found, dict):
        give_up(f"{path} holds no mapping: it must be one object.")
    return found
