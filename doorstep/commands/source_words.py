"""doorstep source unmapped, map, reread: words that were not understood, what they mean, and reading them again."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy import Connection

from doorstep.commands.shared import Json, by_shell, database, give_up, show, transaction

if TYPE_CHECKING:
    from flows.audit import By, Refused
    from flows.staff.webhooks import ReadAgain


def register(app: typer.Typer) -> None:
    @app.command()
    def unmapped(
        name: Annotated[str | None, typer.Argument(help="Only this feed's words.")] = None, as_json: Json = False
    ) -> None:
        """List statuses no table knows, the most frequent first, and what events with them count as."""
        from flows.webhooks.lessons import unmapped_words

        with transaction() as tx:
            try:
                found = [asdict(one) for one in unmapped_words(tx, name)]
            except LookupError as problem:
                give_up(str(problem.args[0]))
        rows = found if as_json else [{**row, "counts_as": ", ".join(row["counts_as"])} for row in found]
        show(rows, as_json)

    @app.command(name="map")
    def map_(
        name: Annotated[str, typer.Argument(help="The feed's name.")],
        status: Annotated[str, typer.Argument(help="The sender's word, exactly as `unmapped` lists it.")],
        milestone: Annotated[str, typer.Argument(help="What it means: out_for_delivery, delivered, exception …")],
        detail: Annotated[str | None, typer.Option(help="A detail of ours, such as left_with_neighbour.")] = None,
        reason: Annotated[str | None, typer.Option(help="A reason of ours, such as recipient.not_home.")] = None,
        part: Annotated[
            str | None, typer.Option(help="Where the word stands, if it never came: status, substatus, code.")
        ] = None,
        as_json: Json = False,
    ) -> None:
        """Teach a feed what a status means: from now on, and in what it has sent already.

        Customers then hear what is still true, and nothing else.
        """
        from flows.audit import Refused
        from flows.staff import webhooks
        from flows.webhooks import lessons

        new = lessons.NewLesson(name, status, milestone, detail, reason, part)
        with transaction() as tx:
            taught = lessons.teach(tx, new, by_shell("a status was mapped"))
        if isinstance(taught, Refused):
            give_up(taught.why)
        words = {(taught.part, status)}
        counts = _each(taught.deliveries, lambda tx, one, by: webhooks.learn_again(tx, one, by, words))
        _print({"source": name, "part": taught.part, "status": status, "milestone": milestone, **counts}, as_json)

    @app.command()
    def reread(
        name: Annotated[str | None, typer.Argument(help="Only this feed's webhooks.")] = None, as_json: Json = False
    ) -> None:
        """Read again what was not understood, wholly or in part, after an adapter or a mapping was mended.

        Customers then hear what is still true, and nothing else.
        """
        from flows.staff import webhooks

        with transaction() as tx:
            unread, partly = webhooks.not_understood(tx, name) or give_up(
                f"there is no feed named {name!r}: see `doorstep source list`"
            )
        counts = _each(unread, webhooks.read_again)
        learned = _each(partly, webhooks.learn_again)
        _print({name: counts[name] + learned[name] for name in counts}, as_json)


def _each(ids: Sequence[int], step: "Callable[[Connection, int, By], ReadAgain | Refused]") -> dict[str, int]:
    """Each delivery in a transaction of its own: a poisonous one stops no other."""
    from flows.audit import Refused

    counts = {"read": 0, "events": 0, "still_unreadable": 0, "failed": 0}
    with database() as memory:
        for delivery_id in ids:
            try:
                with memory.transaction() as tx:
                    result = step(tx, delivery_id, by_shell("read again"))
            except Exception as problem:
                typer.echo(f"webhook {delivery_id} could not be read again: {type(problem).__name__}", err=True)
                counts["failed"] += 1
                continue
            if isinstance(result, Refused):
                continue
            counts["read"] += 1
            counts["events"] += result.events + result.learned
            counts["still_unreadable"] += result.state == "unreadable"
    return counts


def _print(found: dict[str, object], as_json: bool) -> None:
    typer.echo(json.dumps(found) if as_json else "  ".join(f"{name} {value}" for name, value in found.items()))
