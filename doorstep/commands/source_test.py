"""doorstep source test: a sample delivery, signed as the sender would, and what was understood of it."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from doorstep.commands.shared import Json, give_up, transaction
from doorstep.settings import Settings

if TYPE_CHECKING:
    from flows.webhooks.sources import OpenSource


def register(app: typer.Typer) -> None:
    @app.command()
    def test(
        name: Annotated[str, typer.Argument(help="The feed's name.")],
        file: Annotated[Path | None, typer.Option(help="A body of the sender; else one of the adapter's own.")] = None,
        base_url: Annotated[str | None, typer.Option(help="The service; without it, where the settings say.")] = None,
        here: Annotated[bool, typer.Option("--here", help="Try it in this process; post and keep nothing.")] = False,
        as_json: Json = False,
    ) -> None:
        """Post a sample delivery to a feed, freshly signed, and print what was understood.

        The sample is about a parcel that is nobody's. Exits with 1 when it was refused, or not understood.
        """
        from doorstep.pages import own_address
        from flows.webhooks.source_trials import SAMPLE_NUMBER, sample, trial

        source, slug = _source(name)
        body = _file(file) if file else sample(source.adapter, SAMPLE_NUMBER)
        if body is None:
            give_up(f"There is no sample for {source.adapter.title}: name one of its bodies with --file.")
        found = trial(source, body, datetime.now(UTC))
        if not here:
            found["posted"] = asyncio.run(_post(base_url or own_address(Settings.load()), source, slug, body))
        typer.echo(json.dumps(found, default=str)) if as_json else _print(found)
        is_well = found["door"] == "open" and found["events"] and found.get("posted", {"status": 200})["status"] == 200
        raise typer.Exit(0 if is_well else 1)


def _source(name: str) -> "tuple[OpenSource, str]":
    from flows.webhooks.sources import ClosedSource, opened
    from store import lessons, unmapped

    with transaction() as tx:
        row = unmapped.source_named(tx, name) or _unknown(name)
        source = opened(row, lessons.of(tx, row.id))
    if isinstance(source, ClosedSource):
        give_up(f"The source {name} is closed: {source.why}.")
    return source, row.slug


def _unknown(name: str) -> NoReturn:
    give_up(f"There is no feed named {name!r}: see `doorstep source list`.")


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        give_up(f"{path} cannot be read: {problem.strerror}.")


async def _post(base_url: str, source: "OpenSource", slug: str, body: bytes) -> dict[str, Any]:
    """What the service answered; status 0 when it did not."""
    import aiohttp

    from flows.webhooks.source_trials import signed

    now = datetime.now(UTC)
    raw, headers, query = signed(source, body, now)
    url = f"{base_url.rstrip('/')}/webhooks/{slug}{query}"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.post(url, data=raw, headers={"content-type": "application/json", **headers}) as answer,
        ):
            return {"status": answer.status, **(await answer.json(content_type=None))}
    except (aiohttp.ClientError, TimeoutError, OSError):
        return {
            "status": 0,
            "detail": f"no service answers at {base_url}: name it with --base-url, or try --here",
        }


def _print(found: dict[str, Any]) -> None:
    typer.echo(f"door: {found['door']}")
    if found["hint"]:
        typer.echo(f"only a hint: {found['hint']}")
    for event in found["events"]:
        words = "  ".join(f"{name} {value}" for name, value in event.items() if value is not None)
        typer.echo(f"understood: {words}")
    for what in ("ignored", "unreadable", "unmapped"):
        for why in found[what]:
            typer.echo(f"{what}: {why}")
    if posted := found.get("posted"):
        typer.echo("posted: " + "  ".join(f"{name} {value}" for name, value in posted.items()))
