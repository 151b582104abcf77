"""Figures and parcels as CSV: one line each, numbers plain, nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from domain.figures.metrics import METRICS, Value
from flows.figures.view import Numbers

MEDIA_TYPE = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def numbers_csv(numbers: Numbers, by: str) -> str:
    """A line for each part and one for all, with each figure and what it is made of."""
    head = [by, *(column for m in METRICS for column in (m.name, f"{m.name}_hits", f"{m.name}_of"))]
    total = {figure.metric.name: figure.value for figure in numbers.figures}
    rows = [(part.title, part.values) for part in numbers.parts] + [("all", total)]
    return table(head, ([title, *(cell for m in METRICS for cell in _cells(values[m.name]))] for title, values in rows))


PARCEL = ("id", "tracking_number", "merchant", "carrier", "lane", "day", "note")


def parcels_csv(rows: Iterable[Any]) -> str:
    """A line for each of the parcels behind a figure."""
    return table(PARCEL, map(parcel_cells, rows))


def parcel_cells(row: Any) -> list[Any]:
    """What is told of one of them, in the order of PARCEL; its day as a day."""
    cells = {name: getattr(row, name) for name in PARCEL}
    day = cells["day"]
    return list((cells | {"day": day if isinstance(day, str) else day.date().isoformat()}).values())


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cells(value: Value | None) -> tuple[object, object, object]:
    return ("", "", "") if value is None else (round(value.value, 6), round(value.hits, 3), round(value.of, 3))


def safe(cell: object) -> object:
    """A text that begins like a formula, in wide signs too, gets a quote before it (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
