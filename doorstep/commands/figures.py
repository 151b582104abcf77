"""doorstep figures: sum an operator's figures anew, or print them."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from doorstep.commands.shared import give_up, transaction
from doorstep.settings import Settings

Day = Annotated[str | None, typer.Option(help="A day such as 2026-11-24.")]


def register(app: typer.Typer) -> None:
    @app.command()
    def figures(
        since: Day = None,
        until: Day = None,
        rebuild: Annotated[bool, typer.Option("--rebuild", help="Sum these days anew first.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Print the figures of a period (the last four weeks), or sum its days anew: twice is harmless."""
        from flows.figures.summing import LONGEST

        last = _day(until) or datetime.now(UTC).date()
        first = _day(since) or last - timedelta(days=27)
        if not timedelta(0) <= last - first < timedelta(days=LONGEST):
            give_up(f"give a period of 1 to {LONGEST} days: --since 2026-11-01 --until 2026-11-28")
        if rebuild:
            days = asyncio.run(_rebuild(first, last))
            typer.echo(f"summed {days} days anew, with parcels as they were a minute ago", err=as_json)
        _print(first, last, as_json)


async def _rebuild(first: date, last: date) -> int:
    """What the chores would do within ten minutes comes first: what became of parcels and promises is looked at."""
    from flows.figures import summing
    from flows.promises import calibration, ledger
    from store.database import Database, Turn

    def clock() -> datetime:
        return datetime.now(UTC)

    database = Database(Settings.load().database_url)
    try:
        while await database.write(calibration.gather, clock(), turn=Turn.WORK):
            pass
        await ledger.settle(database, clock)
        return await summing.rebuild(database, first, last)
    finally:
        database.close()


def _print(first: date, last: date, as_json: bool) -> None:
    from domain.figures.metrics import Unit, show
    from flows.figures.view import numbers
    from store.analytics.sums import Scope

    with transaction() as tx:
        found = numbers(tx, Scope(first, last), "week")
    values = {f.metric.name: (f.metric, f.value) for f in found.figures if f.value is not None}
    if as_json:
        typer.echo(
            json.dumps({name: {"value": v.value, "hits": v.hits, "of": v.of} for name, (_, v) in values.items()})
        )
        return
    for metric, value in values.values():
        made_of = f"  {value.hits:,.0f} of {value.of:,.0f}" if metric.unit is Unit.SHARE else ""
        typer.echo(f"{metric.title:32}{show(value, metric.unit):>10}{made_of}")
    if not values:
        typer.echo("nothing has been summed for this period: --rebuild sums it")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        give_up(f"{text!r} is no day: write it as 2026-11-24")
