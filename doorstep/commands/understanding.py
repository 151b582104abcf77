"""doorstep understanding: how a text is understood and why, and teaching it with what staff corrected."""

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from doorstep.commands.shared import Json, give_up, show, transaction
from doorstep.settings import Settings

if TYPE_CHECKING:
    from bot.understanding.checking import Comparison

app = typer.Typer(help="What customers' words mean: why, and how to teach it.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="A folder of your own; it is made where it is missing.")]
PREVIOUS = "previous"


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="What a customer might write.")],
    language: Annotated[str, typer.Option(help="The customer's language.")] = "en",
    zone: Annotated[str, typer.Option(help="The IANA zone of the delivery address.")] = "UTC",
    as_json: Json = False,
) -> None:
    """How this text is understood: by which layer, how surely, and because of what."""
    from domain.localtime import zone as zone_of
    from doorstep.understanding import understanding

    try:
        place = zone_of(zone)
    except ValueError:
        give_up(f"{zone!r} is no IANA zone such as Europe/Madrid")
    meaning = understanding(Settings.load()).understand(text, language, datetime.now(UTC), place, [])
    spans = [{"what": span.what, "words": text[span.start : span.end]} for span in meaning.spans]
    row = {**asdict(meaning), "spans": spans}
    if as_json:
        typer.echo(json.dumps(row, default=str))
    else:
        show([{"": name, "understood": value} for name, value in row.items() if value not in (None, (), [])], False)


@app.command()
def examples(folder: Folder) -> None:
    """Write what staff taught as example files, nothing personal in them."""
    from flows.staff.teaching import as_files

    folder.mkdir(parents=True, exist_ok=True)
    with transaction() as tx:
        files = list(as_files(tx))
    for name, content in files:
        (folder / name).write_text(content, "utf-8")
    typer.echo(f"{len(files)} files in {folder}")


@app.command()
def train(
    folder: Folder,
    ours: Annotated[
        Path | None, typer.Option("--examples", help="Example files to start from, instead of those that ship.")
    ] = None,
) -> None:
    """Train with what staff taught; the new models take their place in FOLDER only if they understand no less."""
    from bot.understanding import model
    from bot.understanding.checking import compare
    from bot.understanding.examples import FOLDER
    from bot.understanding.examples import examples as read

    taught, fresh = folder / "taught", folder / "next"
    examples(taught)
    command = [sys.executable, "-m", "bot.understanding.training", "--examples", str(ours or FOLDER)]
    command += ["--more", str(taught), "--out", str(fresh)]
    done = subprocess.run([*command, "--vectors", str(folder / "vectors.npz")], check=False)  # noqa: S603 - our own module
    if done.returncode != 0:
        give_up("training failed: it needs numpy and scipy, which `pip install numpy scipy` brings")
    old = folder if (folder / model.FILE.name).exists() else model.FILE.parent
    found = compare(old, fresh, read(ours or FOLDER), read(taught))
    show([_row(one) for one in found], False)
    if not all(one.holds for one in found):
        give_up(f"the new models understand less: they stay in {fresh}, and nothing was changed")
    _replace(folder, fresh)
    typer.echo(f"in place: set DOORSTEP_UNDERSTANDING_MODELS={folder} and restart. `back` undoes it.")


@app.command()
def back(folder: Folder) -> None:
    """Put the models that were in FOLDER before the last training back into their place."""
    kept = list((folder / PREVIOUS).glob("*.bin"))
    if not kept:
        give_up(f"nothing to go back to in {folder}: leave DOORSTEP_UNDERSTANDING_MODELS out for the models that ship")
    for path in kept:
        path.replace(folder / path.name)
    typer.echo(f"the models from before are in {folder} again: restart to use them")


def _replace(folder: Path, fresh: Path) -> None:
    (folder / PREVIOUS).mkdir(exist_ok=True)
    for path in fresh.glob("*.bin"):
        if (folder / path.name).exists():
            (folder / path.name).replace(folder / PREVIOUS / path.name)
        path.replace(folder / path.name)


def _row(one: "Comparison") -> dict[str, object]:
    shares = {"before": f"{one.old:.1%}", "now": f"{one.new:.1%}"}
    return {"examples": one.name, "count": one.count, **shares, "": "" if one.holds else "FELL"}
