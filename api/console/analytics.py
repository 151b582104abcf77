"""The numbers: figures of a period with their definitions, charts, comparisons, and the parcels behind each."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console import charts
from api.console.charts import Dot
from api.console.desk import Desk
from api.console.forms import number
from api.console.phrases import BEHIND_FIGURES
from api.console.sheet import PRIVATE
from api.figures_csv import MEDIA_TYPE, numbers_csv, parcel_cells, parcels_csv
from api.period import Asked, BadPeriod, asked
from domain.figures.metrics import BY_NAME, Unit, show
from flows.figures.view import MOST_SKIPPED, Numbers, behind_figure, numbers, parts, scope_of
from store.analytics import sums
from store.analytics.behind import BEHIND
from store.analytics.sums import Scope

START = "/console/numbers"
LINES = ("on_time", "first_attempt", "warned", "contacts", "unaided", "messages")
"""The figures that are drawn over time."""
TABLE = ("deliveries", "on_time", "late", "first_attempt", "warned", "contacts", "unaided", "messages", "csat")


def routes(router: APIRouter, desk: Desk) -> None:
    read = desk.deps.database.read

    @router.get("/numbers")
    async def overview(request: Request) -> Response:
        visit = await desk.visit(request)
        wanted, refused = _asked(request, desk)
        found = await read(_look, wanted)
        if found is None:
            raise desk.missing(visit, "shop")
        scene = _scene(wanted, *found)
        return desk.page(visit, "numbers", 422 if refused else 200, refused=refused, **scene)

    @router.get("/numbers.csv")
    async def overview_csv(request: Request) -> Response:
        visit = await desk.visit(request)
        wanted, _ = _asked(request, desk)
        found = await read(_look, wanted)
        if found is None:
            raise desk.missing(visit, "shop")
        return _csv(numbers_csv(found[0], wanted.by), f"doorstep-{wanted.first}-{wanted.last}")

    @router.get("/numbers/parcels")
    async def parcels(request: Request) -> Response:
        visit = await desk.visit(request)
        wanted, refused = _asked(request, desk)
        what, skip = request.query_params.get("what", "late"), _skip(request)
        if what not in BEHIND:
            raise desk.missing(visit, "list")
        found = await read(_behind, wanted, what, skip)
        if found is None:
            raise desk.missing(visit, "shop")
        rows, following = found
        older = _address(f"{START}/parcels", wanted, what=what, skip=following) if following else None
        return desk.page(
            visit,
            "numbers_parcels",
            asked=wanted,
            refused=refused,
            title=BEHIND_FIGURES[what],
            rows=[parcel_cells(row) for row in rows],
            back=_address(START, wanted),
            csv=_address(f"{START}/parcels.csv", wanted, what=what, skip=skip),
            older=older,
        )

    @router.get("/numbers/parcels.csv")
    async def parcels_as_csv(request: Request) -> Response:
        visit = await desk.visit(request)
        wanted, _ = _asked(request, desk)
        what = request.query_params.get("what", "late")
        found = await read(_behind, wanted, what, _skip(request)) if what in BEHIND else None
        if found is None:
            raise desk.missing(visit, "list")
        return _csv(parcels_csv(found[0]), f"doorstep-{what}-{wanted.first}-{wanted.last}")


def _asked(request: Request, desk: Desk) -> tuple[Asked, str]:
    """What is asked for; where that cannot be, the usual period and why."""
    today = desk.deps.clock().date()
    try:
        return asked(request.query_params, today), ""
    except BadPeriod as problem:
        field = {"from": "The first day", "to": "The last day", "by": "The parts"}[problem.field]
        return asked({}, today), f"{field} {problem.why}. The last four weeks are shown."


def _skip(request: Request) -> int:
    return min(MOST_SKIPPED, number(request.query_params.get("skip")) or 0)


def _look(tx: Connection, wanted: Asked) -> tuple[Numbers, Any, Any] | None:
    """The numbers, the weeks for the charts, and what one may choose among."""
    scope = _scope(tx, wanted)
    if scope is None:
        return None
    found = numbers(tx, scope, wanted.by)
    weeks = found.parts if wanted.by == "week" else parts(tx, found.scope, "week")
    return found, weeks, sums.choices(tx, scope)


def _behind(tx: Connection, wanted: Asked, what: str, skip: int) -> tuple[list[Any], int | None] | None:
    scope = _scope(tx, wanted)
    return None if scope is None else behind_figure(tx, what, scope, skip)


def _scope(tx: Connection, wanted: Asked) -> Scope | None:
    return scope_of(tx, wanted.first, wanted.last, wanted.merchant, wanted.carrier, wanted.lane)


def _scene(wanted: Asked, found: Numbers, weeks: Any, choices: Any) -> dict[str, object]:
    return {
        "asked": wanted,
        "found": found,
        "figures": {figure.metric.name: figure for figure in found.figures},
        "choices": choices,
        "table": [BY_NAME[name] for name in TABLE],
        "show": show,
        "address": lambda **changes: _address(START, wanted, **changes),
        "behind": lambda what: _address(f"{START}/parcels", wanted, what=what),
        "lists": BEHIND_FIGURES,
        "csv": _address(f"{START}.csv", wanted),
        "lines": [(BY_NAME[name], _line(name, weeks)) for name in LINES if _known(name, weeks)],
        "calibration": charts.calibration("How often windows held, against the stated chance", found.calibration),
        "widths": charts.bars("Windows told, by their length", [(_width(w), n) for w, n in found.widths]),
        "failures": charts.bars("Reasons of failed attempts", [(_reason(r), n) for r, n in found.failures]),
        "contacts": charts.bars("Where is my parcel", [(_contact(c), n) for c, n in found.contacts]),
    }


def _line(name: str, weeks: Any) -> Any:
    metric = BY_NAME[name]
    is_share = metric.unit is Unit.SHARE
    dots = [
        Dot(part.key[5:], v.value, v.low, v.high) if (v := part.values[name]) else Dot(part.key[5:], None)
        for part in weeks
    ]
    return charts.line(f"{metric.title}, by week", dots, "%" if is_share else "")


def _known(name: str, weeks: Any) -> bool:
    return any(part.values[name] is not None for part in weeks)


def _width(split: str) -> str:
    return "A whole day" if split == "day" else f"Up to {int(split.rstrip('h'))} h"


def _reason(split: str) -> str:
    return split.replace("_", " ").replace(".", ": ")


def _contact(split: str) -> str:
    channel, _, outcome = split.partition("/")
    words = {"answered": "answered", "repeated": "asked again within a day", "person": "a person stepped in"}
    return f"{ {'sms': 'SMS', 'telegram': 'Telegram', 'web': 'Tracking page'}.get(channel, channel) }: {words[outcome]}"


def _address(path: str, wanted: Asked, **changes: object) -> str:
    return f"{path}?{urlencode(wanted.query(**changes))}"


def _csv(text: str, name: str) -> Response:
    headers = {**PRIVATE, "content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, media_type=MEDIA_TYPE, headers=headers)
