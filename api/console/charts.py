"""Charts as SVG made here: drawn in the page's own colours, read out by their title, with a table beside each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor

from markupsafe import Markup, escape

from domain.figures.calibration import Point

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 10, 12, 28
SIDE = 320
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Dot:
    """One week of a line: its label, its value, and between what it lies."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


Scale = tuple[float, float]
"""The values at the foot and at the top of a chart."""


def line(title: str, dots: Sequence[Dot], unit: str = "") -> Markup:
    """A line over time, with the interval of each point as a band where it has one. Gaps stay gaps.

    Shares are drawn between the tens of per cent around them, everything else from nothing.
    """
    scale = _shares(dots) if unit == "%" else (0.0, _nice(max((dot.value or 0.0 for dot in dots), default=0.0)))
    places = [_place(n, len(dots)) for n in range(len(dots))]
    marks = Markup().join(
        Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="3.5"><title>{}: {}</title></circle>').format(
            x, _height(dot.value, scale), dot.label, said(dot.value, unit)
        )
        for x, dot in zip(places, dots, strict=True)
        if dot.value is not None
    )
    parts = _grid(scale, unit) + _bands(places, dots, scale) + _lines(places, dots, scale) + marks
    return _figure(title, parts + _weeks(places, dots), WIDTH, HEIGHT)


def bars(title: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """How many of each, the longest filling the width; the words stand above their bar."""
    most, step = max((count for _, count in rows), default=1) or 1, 34
    parts = Markup().join(
        Markup(
            '<text class="tick" x="0" y="{}">{}</text><text class="tick value" x="{}" y="{}">{}</text>'
            '<rect class="back" x="0" y="{}" width="{}" height="8" rx="2"/>'
            '<rect class="bar" x="0" y="{}" width="{:.1f}" height="8" rx="2"/>'
        ).format(
            n * step + 12,
            label,
            WIDTH,
            n * step + 12,
            f"{count:,}",
            n * step + 18,
            WIDTH,
            n * step + 18,
            max(2.0, WIDTH * count / most),
        )
        for n, (label, count) in enumerate(rows)
    )
    return _figure(title, parts, WIDTH, max(1, len(rows)) * step)


def calibration(title: str, points: Sequence[Point]) -> Markup:
    """Stated against seen, from 50 % to all. On the line a window holds as often as was said; below it, less often.

    Windows of which nothing was stated stand at the left, under "prior".
    """
    inner = SIDE - LEFT - RIGHT
    ticks = Markup().join(
        Markup(
            '<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>'
            '<text class="tick value" x="{}" y="{:.1f}">{} %</text>'
            '<text class="tick mid" x="{:.1f}" y="{}">{} %</text>'
        ).format(LEFT, SIDE - RIGHT, y, y, LEFT - 6, y + 4, level, x, SIDE - 8, level)
        for level in (60, 70, 80, 90, 100)
        for x, y in [(_across(level / 100, inner), _down(level / 100, inner))]
    )
    diagonal = Markup('<line class="ideal" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
        _across(0.5, inner), _down(0.5, inner), _across(1.0, inner), _down(1.0, inner)
    )
    prior = Markup('<text class="tick mid" x="{}" y="{}">prior</text>').format(LEFT + 14, SIDE - 8)
    shown = Markup().join(_held(point, n, inner) for n, point in enumerate(points))
    return _figure(title, ticks + diagonal + prior + shown, SIDE, SIDE)


def _held(point: Point, number: int, inner: float) -> Markup:
    x = _across(point.chance, inner) if point.chance is not None else LEFT + 14
    x += (number % 5 - 2) * 5  # those that were told with the same chance stand beside each other
    low, high = point.interval
    return Markup(
        '<line class="whisker" x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}"/>'
        '<circle class="dot {3}" cx="{0:.1f}" cy="{4:.1f}" r="4.5"><title>{5}</title></circle>'
    ).format(
        x,
        _down(low, inner),
        _down(high, inner),
        "short" if point.holds is False else "",
        _down(point.share, inner),
        f"{point.source}, {point.stage.replace('_', ' ')}: {said(point.share, '%')} of {point.told:,} held",
    )


def _across(chance: float, inner: float) -> float:
    return LEFT + 28 + (max(0.5, chance) - 0.5) / 0.5 * (inner - 36)


def _down(share: float, inner: float) -> float:
    return TOP + (1.0 - max(0.5, share)) / 0.5 * (inner + RIGHT - 16)


def said(value: float | None, unit: str) -> str:
    """A value in words: `93.1 %`, `4.2`."""
    if value is None:
        return "–"
    if unit == "%":
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}{unit}" if abs(value) >= 100 else f"{value:,.2g}{unit}" if value < 1 else f"{value:,.1f}{unit}"


def _figure(title: str, parts: Markup, width: int, height: int) -> Markup:
    head = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(width, height, title)
    return head + parts + Markup("</svg>")


def _grid(scale: Scale, unit: str) -> Markup:
    levels = [scale[0] + (scale[1] - scale[0]) * n / 4 for n in range(5)]
    return Markup().join(
        Markup(
            '<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>'
            '<text class="tick value" x="{}" y="{:.1f}">{}</text>'
        ).format(LEFT, WIDTH - RIGHT, y, y, LEFT - 6, y + 4, _tick(level, unit))
        for level in levels
        for y in [_height(level, scale)]
    )


def _tick(level: float, unit: str) -> str:
    return f"{100 * level:g} %" if unit == "%" else f"{level:g}"


def _weeks(places: Sequence[float], dots: Sequence[Dot]) -> Markup:
    """So many labels as there is room for, the last always."""
    every = max(1, -(-len(dots) // 5))
    shown = [n for n in range(len(dots)) if (len(dots) - 1 - n) % every == 0]
    return Markup().join(
        Markup('<text class="tick {}" x="{:.1f}" y="{}">{}</text>').format(
            "value" if n == len(dots) - 1 and len(dots) > 1 else "mid", places[n] + (6 if n == len(dots) - 1 else 0),
            HEIGHT - 8, dots[n].label,
        )
        for n in shown
    )  # fmt: skip


def _lines(places: Sequence[float], dots: Sequence[Dot], scale: Scale) -> Markup:
    runs = []
    for known, run in groupby(zip(places, dots, strict=True), key=lambda pair: pair[1].value is not None):
        if known:
            runs.append(" ".join(f"{x:.1f},{_height(dot.value, scale):.1f}" for x, dot in run))
    return Markup().join(Markup('<polyline class="line" points="{}"/>').format(run) for run in runs)


def _bands(places: Sequence[float], dots: Sequence[Dot], scale: Scale) -> Markup:
    runs = []
    for known, run in groupby(zip(places, dots, strict=True), key=lambda pair: pair[1].low is not None):
        if known:
            pairs = list(run)
            upper = [f"{x:.1f},{_height(dot.high, scale):.1f}" for x, dot in pairs]
            lower = [f"{x:.1f},{_height(dot.low, scale):.1f}" for x, dot in reversed(pairs)]
            runs.append(" ".join(upper + lower))
    return Markup().join(Markup('<polygon class="band" points="{}"/>').format(escape(run)) for run in runs)


def _place(number: int, of: int) -> float:
    return LEFT + 8 + (WIDTH - LEFT - RIGHT - 16) * (number / (of - 1) if of > 1 else 0.5)


def _height(value: float | None, scale: Scale) -> float:
    foot, top = scale
    share = min(1.0, max(0.0, ((value or 0.0) - foot) / (top - foot)))
    return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - share)


def _shares(dots: Sequence[Dot]) -> Scale:
    """From the twenty per cent below all values to the twenty above."""
    known = [dot.value for dot in dots if dot.value is not None] or [0.0]
    return floor(min(known) * 5 - 1e-9) / 5 if min(known) > 0 else 0.0, ceil(max(known) * 5) / 5 or 0.2


def _nice(value: float) -> float:
    """The next round number."""
    if value <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    return next(power * step for step in _STEPS if power * step >= value)
