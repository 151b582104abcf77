"""doorstep replay: webhook bodies, kept or given, are posted to a source again."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from doorstep.commands.shared import Json, give_up, transaction
from doorstep.settings import Settings

AT_ONCE = 8
OUTCOMES = ("accepted", "duplicates", "unreadable")


@dataclass(frozen=True, slots=True)
class Again:
    """A body, and the id under which it goes out: the same one at every replay, so that it is known for what it is."""

    body: bytes
    message_id: str


def register(app: typer.Typer) -> None:
    @app.command()
    def replay(
        files: Annotated[
            list[Path] | None, typer.Argument(help="JSON bodies, one a file; one a line in *.jsonl; - reads lines.")
        ] = None,
        source: Annotated[str, typer.Option(help="The feed, as `doorstep source list` names it.")] = "",
        kept: Annotated[list[int] | None, typer.Option(help="Also this kept delivery, by its id. Repeatable.")] = None,
        base_url: Annotated[str | None, typer.Option(help="The service; without it, where the settings say.")] = None,
        as_json: Json = False,
    ) -> None:
        """Post webhook bodies to a source again, freshly signed.

        What the source has had already counts as a duplicate, and nobody is told anything twice. Exits with 1 when a
        body was refused.
        """
        from doorstep.pages import own_address

        settings = Settings.load()
        with transaction() as tx:
            feed, old = _feed(tx, source), _kept(tx, source, kept or [])
        bodies = [*_given(files or []), *old]
        if not bodies:
            give_up("There is nothing to post: name files, or deliveries with --kept.")
        found = asyncio.run(_post_all(base_url or own_address(settings), feed, bodies))
        typer.echo(json.dumps(found) if as_json else "  ".join(f"{name} {count}" for name, count in found.items()))
        raise typer.Exit(0 if found["refused"] == 0 else 1)


def _feed(tx: Connection, name: str) -> Any:
    from flows.simulation import Feed
    from flows.webhooks import feeds
    from store import deliveries

    row = next((row for row in deliveries.sources(tx) if row.name == name), None)
    if row is None:
        known = ", ".join(feed["name"] for feed in feeds.listed(tx)) or "none yet"
        give_up(f"There is no source named {name!r}: name one with --source. Known: {known}.")
    if not row.secret:
        give_up(f"The source {name!r} has no secret, so its door is closed.")
    return Feed(row.adapter, row.slug, row.secret, row.mapping)


def _kept(tx: Connection, source: str, ids: Sequence[int]) -> list[Again]:
    from store import kept

    found = {row.id: row for row in kept.bodies(tx, source, ids)}
    if missing := [str(one) for one in ids if one not in found]:
        give_up(f"The source {source!r} has kept no delivery {', '.join(missing)}.")
    return [Again(found[one].body, found[one].headers.get("webhook-id") or _digest(found[one].body)) for one in ids]


def _given(files: Sequence[Path]) -> Iterator[Again]:
    for path in files:
        if str(path) == "-":
            bodies = _lines(sys.stdin.buffer.read())
        elif path.suffix == ".jsonl":
            bodies = _lines(_read(path))
        else:
            bodies = [_read(path)]
        yield from (Again(body, _digest(body)) for body in bodies)


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=12).hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        give_up(f"{path} cannot be read: {problem.strerror}.")


def _lines(content: bytes) -> list[bytes]:
    return [line for line in content.splitlines() if line.strip()]


async def _post_all(base_url: str, feed: Any, bodies: Sequence[Again]) -> dict[str, int]:
    """The counts of the service's answers, and how many bodies it refused."""
    import aiohttp

    from doorstep.simulation.posting import Posted, Poster

    room = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
        poster = Poster(session, base_url)

        async def post(again: Again) -> Posted:
            async with room:
                return await poster.send(feed, again.body, again.message_id, datetime.now(UTC))

        answers = await asyncio.gather(*map(post, bodies))
    counted = Counter({name: sum(one.counts.get(name, 0) for one in answers) for name in OUTCOMES})
    return {
        "posted": len(answers),
        **{name: counted[name] for name in OUTCOMES},
        "refused": sum(one.status != 200 for one in answers),
    }
