"""doorstep dry-run: the last days of a merchant told again by other rules or other words."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from doorstep.commands.shared import Json, give_up

if TYPE_CHECKING:
    from domain.dry_runs import Difference, Message
    from flows.dry_runs.run import Draft, Report


def register(app: typer.Typer) -> None:
    @app.command("dry-run")
    def dry_run(
        merchant: Annotated[str, typer.Option(help="The merchant's short name.")],
        days: Annotated[int, typer.Option(min=1, max=60, help="How many of the last days.")] = 7,
        policy: Annotated[
            str | None, typer.Option(help='Fields over the live policy, as JSON: {"day_before_at": "17:00"}.')
        ] = None,
        template: Annotated[
            list[str] | None,
            typer.Option(help="Other words: NAME/LANGUAGE[.CHANNEL]=FILE, as out_for_delivery/es.sms=draft.txt."),
        ] = None,
        most: Annotated[int, typer.Option(min=1, max=20_000, help="At most so many customers, the newest.")] = 20_000,
        words: Annotated[bool, typer.Option(help="Print the messages that differ, with their words.")] = False,
        as_json: Json = False,
    ) -> None:
        """Tell the last days again by a draft policy or other words: what would differ.

        Without a draft the live rules are held against what was really sent. Nothing is written, nobody is told.
        Exits with 1 when the live rules tell the past otherwise than it was told: then the draft says little.
        """
        draft = _draft(policy, template or [])
        report = asyncio.run(_run(merchant, days, draft, most))
        if as_json:
            typer.echo(json.dumps(as_facts(report, words=words), ensure_ascii=False))
        else:
            _print(report, words=words)
        raise typer.Exit(1 if report.unfaithful else 0)


async def _run(merchant: str, days: int, draft: "Draft", most: int) -> "Report":
    from doorstep.service import compose
    from doorstep.settings import Settings
    from flows.dry_runs.run import dry_run
    from store import wordings

    service = compose(Settings.load())
    try:
        found = next((row for row in await service.database.read(wordings.merchants) if row.name == merchant), None)
        if found is None:
            give_up(f"There is no merchant {merchant!r}: `doorstep merchant list` names them.")
        now = service.clock()
        return await dry_run(service.database, service.voice, found.id, days, draft, now, most=most)
    except ValueError as problem:
        give_up(str(problem))
    finally:
        service.database.close()


def _draft(policy: str | None, templates: list[str]) -> "Draft":
    from flows.dry_runs.run import Draft

    try:
        fields: Any = json.loads(policy) if policy else {}
    except ValueError as problem:
        give_up(f"The policy is no JSON: {problem}.")
    if not isinstance(fields, dict):
        give_up('A policy is a JSON object of fields, such as {"day_before_at": "17:00"}.')
    return Draft(fields, dict(_template(text) for text in templates))


def _template(text: str) -> tuple[tuple[str, str, str], str]:
    from flows.messages.wording import ANY, CHANNELS, NAMES

    place, _, path = text.partition("=")
    name, _, tag = place.partition("/")
    language, _, channel = tag.partition(".")
    if not path or name not in NAMES or (channel or ANY) not in CHANNELS:
        give_up(f"{text!r} names no words: write NAME/LANGUAGE[.CHANNEL]=FILE, as out_for_delivery/es.sms=draft.txt.")
    try:
        return (name, language, channel or ANY), Path(path).read_text("utf-8")
    except OSError as problem:
        give_up(f"{path} cannot be read: {problem.strerror}.")


def as_facts(report: "Report", *, words: bool) -> dict[str, object]:
    """A report as JSON values; without `words`, nothing in it is anybody's."""
    facts: dict[str, object] = {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "customers": report.customers,
        "parcels": report.parcels,
        "sent": report.sent,
        "told_otherwise_by_the_live_rules": report.unfaithful,
        "messages": dict(report.messages),
        "segments": dict(report.segments),
        "quiet_hour_hits": dict(report.quiet),
        "contradictions": dict(report.contradictions),
        "changes": dict(report.changes),
        "kinds": [{"kind": k, "change": c, "count": n} for (k, c), n in sorted(report.kinds.items())],
    }
    if words:
        facts["differences"] = [_difference(one) for one in report.examples]
        facts["contradicted"] = report.contradicted
        facts["contradicted_live"] = report.standing
    return facts


def _difference(one: "Difference") -> Mapping[str, object]:
    key = {"shipment": one.occasion[0], "key": one.occasion[1]}
    return {**key, "change": one.change.value, "before": _message(one.before), "after": _message(one.after)}


def _message(message: "Message | None") -> Mapping[str, object] | None:
    if message is None:
        return None
    return {"at": message.at.isoformat(), "channel": message.channel, "text": message.text, "units": message.units}


def _print(report: "Report", *, words: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"{report.customers} customers, {report.parcels} parcels, {report.sent} messages really sent")
    faithful = "exactly as they were sent" if not report.unfaithful else f"{report.unfaithful} otherwise than sent"
    console.print(f"The live rules tell them {faithful}.")
    table = Table("", "live", "draft")
    rows = {
        "messages": report.messages,
        "SMS segments": report.segments,
        "moved by quiet hours": report.quiet,
        "contradictions": report.contradictions,
    }
    for name, counted in rows.items():
        table.add_row(name, str(counted["live"]), str(counted["draft"]))
    console.print(table)
    for (kind, change), count in sorted(report.kinds.items()):
        console.print(f"{kind}: {change} {count}")
    for sentence in (*report.standing, *report.contradicted) if words else ():
        console.print(sentence, markup=False)
    for one in (*report.strange, *report.examples) if words else ():
        console.print(f"{one.change.value} {one.occasion[1]}", markup=False)
        for name, message in (("before", one.before), ("after", one.after)):
            text = f"{message.at:%d %b %H:%M} {message.channel}: {message.text}" if message else "nothing"
            console.print(f"  {name}: {text}", markup=False)
