"""doorstep simulate: a 3PL with many parcels, their customers, and what was said to them."""

import asyncio
import json
import logging
import secrets
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from doorstep import logs
from doorstep.commands.shared import Json, give_up, transaction
from doorstep.settings import Settings


def register(app: typer.Typer) -> None:
    @app.command()
    def simulate(
        parcels: Annotated[int, typer.Option(min=1, max=80_000, help="How many parcels.")] = 20,
        base_url: Annotated[
            str | None, typer.Option(help="A running service; without one, one is started for the simulation alone.")
        ] = None,
        seed: Annotated[int, typer.Option(help="The same seed draws the same days.")] = 1,
        failures: Annotated[float, typer.Option(min=0, max=1, help="Share of parcels nobody is home for.")] = 0.1,
        delays: Annotated[float, typer.Option(min=0, max=1, help="Share of parcels held up on the way.")] = 0.2,
        out_of_order: Annotated[float, typer.Option(min=0, max=1, help="Share of webhooks that come late.")] = 0.1,
        duplicates: Annotated[float, typer.Option(min=0, max=1, help="Share of webhooks that come twice.")] = 0.1,
        speed: Annotated[float, typer.Option(min=0.1, max=1000, help="1 plays a day in 40 s.")] = 10,
        as_json: Json = False,
    ) -> None:
        """Drive a service with parcels whose 3PL posts real webhooks, and print what came of it.

        With --base-url, DOORSTEP_DATABASE_URL and DOORSTEP_API_TOKEN must be that service's: feeds are opened in the
        one, orders announced with the other. It must reach this machine to ask the 3PL for changes.

        Exits with 1 when something happened that must not.
        """
        from doorstep.simulation.client import Refused
        from doorstep.simulation.plans import Chances, draw

        logs.configure(logging.ERROR)
        plans = draw(parcels, seed, Chances(failures, delays, out_of_order, duplicates))
        try:
            found = asyncio.run(_run(plans, base_url, speed, as_json))
        except (Refused, OSError) as problem:
            give_up(str(problem))
        if as_json:
            typer.echo(json.dumps({"seed": seed, **found}))
        else:
            _print(found)
        raise typer.Exit(1 if found["problems"] else 0)


async def _run(plans: list[Any], base_url: str | None, speed: float, quiet: bool) -> dict[str, Any]:
    from doorstep.simulation.simulate import own_target, simulate

    run = f"{secrets.randbelow(36**4):x}"
    columns = (TextColumn("webhooks"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("webhooks", total=sum(plan.webhooks for plan in plans))

        def progress() -> None:
            bar.advance(task)

        if base_url is not None:
            return await simulate(_running(base_url), plans, run, speed, progress)
        async with own_target() as target:
            return await simulate(target, plans, run, speed, progress)


def _running(base_url: str) -> Any:
    from doorstep.simulation.simulate import MERCHANT, TITLE, Target, now
    from flows.simulation import Ready, prepare

    settings = Settings.load()
    if settings.api_token is None:
        give_up("DOORSTEP_API_TOKEN is not set: orders are announced to a running service with its token.")

    async def opened(outbound_url: str) -> Ready:
        with transaction() as tx:
            return prepare(tx, MERCHANT, TITLE, outbound_url, now())

    return Target(base_url, settings.api_token.get_secret_value(), opened)


def _print(found: dict[str, Any]) -> None:
    console = Console()
    for title in ("webhooks", "requests", "latency_ms", "replies"):
        console.print(f"[bold]{title}[/bold]  " + "  ".join(f"{name} {value}" for name, value in found[title].items()))
    table = Table("notice", "outcome", "count")
    for kind, states in found["messages"].items():
        for state, count in states.items():
            table.add_row(kind, state, str(count))
    console.print(table)
    console.print(
        f"{found['parcels']} parcels ({found['late']} held up, {found['missed']} missed) in {found['seconds']} s"
    )
    for problem in found["problems"]:
        console.print(f"[red]{problem}[/red]")
    if not found["problems"]:
        console.print("[green]nothing was said twice, and nothing that was not so[/green]")
