"""Figures of the routes under way, of all processes: read from the database when they are asked for."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from store import route_views
from store.database import Database

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

STATES = ("planned", "driving")


class RouteFigures(Collector):
    """`look` before each `collect`. Nothing is said while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: Mapping[str, tuple[int, int, int, int]] | None = None

    async def look(self) -> None:
        try:
            self._found = await self._database.read(route_views.figures)
        except Exception:  # whatever it is, /readyz says so, and the other figures are wanted all the more
            self._found = None

    def collect(self) -> "Iterator[Metric]":
        if self._found is None:
            return
        routes = GaugeMetricFamily("doorstep_routes", "Routes that are not over.", labels=["state"])
        for state in STATES:
            routes.add_metric([state], self._found.get(state, (0, 0, 0, 0))[0])
        yield routes
        left, late, silent = (sum(found[n] for found in self._found.values()) for n in (1, 2, 3))
        yield GaugeMetricFamily("doorstep_route_stops_left", "Stops that vans have before them.", left)
        yield GaugeMetricFamily("doorstep_route_stops_late", "Of these, reached after the window that was told.", late)
        yield GaugeMetricFamily("doorstep_vans_silent", "Vans under way that are not heard of.", silent)
