"""doorstep routes: planning a day's stops."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from doorstep.commands.shared import Json, give_up
from doorstep.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Plan a day's stops.")


@app.command()
def plan(
    file: Annotated[Path, typer.Argument(help="Vans and stops as JSON: docs/examples/day.json shows how.")],
    seconds: Annotated[float, typer.Option(min=0.1, max=600, help="How long the engine may look.")] = 5.0,
    as_json: Json = False,
) -> None:
    """Give each stop of a day a van and a time, so that every window is kept and little is driven.

    Nothing is stored: give the routes to a service with PUT /api/v1/routes/{id}. Exits with 1 when some stops fit in no
    van.
    """
    from routing.dayfile import BadDay

    try:
        found = asyncio.run(_planned(file, seconds))
    except (BadDay, OSError) as problem:
        give_up(str(problem))
    if as_json:
        typer.echo(json.dumps(found))
    else:
        _print(found)
    raise typer.Exit(1 if found["left_out"] else 0)


async def _planned(file: Path, seconds: float) -> dict[str, Any]:
    from doorstep.roads import roads_of
    from flows.routes.roads import NoRoads
    from routing import dayfile
    from routing.engine import SubprocessEngine

    day = dayfile.read(file)
    legs = dayfile.reckoned(day)
    if (roads := roads_of(Settings.load())) is not None:
        found = await roads.seconds(dayfile.places(day))
        if isinstance(found, NoRoads):
            typer.echo(f"the map server gave no times ({found.why}); distances are used", err=True)
        else:
            legs = found
    asked = dayfile.to_plan(day, legs)
    return dayfile.told(day, asked, await SubprocessEngine().plan(asked, seconds))


def _print(found: dict[str, Any]) -> None:
    console = Console()
    for van in found["vans"]:
        back = f", back at {van['back_at']}" if van["back_at"] else ""
        console.print(f"[bold]{van['id']}[/bold]: {len(van['stops'])} stops{back}")
        table = Table("", "stop", "at")
        for number, stop in enumerate(van["stops"], 1):
            table.add_row(str(number), stop["id"], stop["at"])
        console.print(table)
    console.print(f"{found['driving_minutes']} min of driving, planned by {found['planned_by']}")
    if found["left_out"]:
        console.print(f"[red]no van can take: {', '.join(found['left_out'])}[/red]")
