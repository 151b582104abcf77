"""Figures for Prometheus, read from the service when they are asked for: nothing is counted twice."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from doorstep.service import Service


def registry(service: "Service", *more: Collector) -> CollectorRegistry:
    """A registry of this process's figures, and of what more there is."""
    found = CollectorRegistry()
    ProcessCollector(registry=found)
    PlatformCollector(registry=found)
    GCCollector(registry=found)
    found.register(_Doorstep(service))
    for collector in more:
        found.register(collector)
    return found


class _Doorstep(Collector):
    def __init__(self, service: "Service") -> None:
        self._service = service

    def collect(self) -> "Iterator[Metric]":
        counters = self._service.door.counters
        reports = CounterMetricFamily("doorstep_webhook_reports", "Reports by what became of them.", labels=["outcome"])
        for outcome in ("accepted", "duplicates", "unreadable"):
            reports.add_metric([outcome], getattr(counters, outcome))
        yield reports
        rejected = CounterMetricFamily("doorstep_webhooks_rejected", "Webhooks not kept.", labels=["status"])
        for status, count in counters.rejected.items():
            rejected.add_metric([str(status)], count)
        yield rejected
        yield CounterMetricFamily(
            "doorstep_webhooks_set_aside", "Deliveries that could not be planned.", self._service.digestion.set_aside
        )
        yield CounterMetricFamily(
            "doorstep_turns_answered", "Turns of customers that were answered.", self._service.hearing.answered_count
        )
        yield from self._messages()
        if (reading := self._service.log_reading) is not None:
            yield CounterMetricFamily("doorstep_log_written", "Entries of the log written down here.", reading.written)
            yield GaugeMetricFamily("doorstep_log_waiting", "Entries that the log holds.", reading.waiting)
        pruned = CounterMetricFamily("doorstep_pruned_rows", "Rows whose time of keeping had passed.", labels=["what"])
        for what, count in self._service.pruning.gone.items():
            pruned.add_metric([what], count)
        yield pruned
        yield GaugeMetricFamily(
            "doorstep_polls", "1 while this process polls for the bot's updates.", float(self._service.polling.leads)
        )
        yield GaugeMetricFamily(
            "doorstep_database_trouble",
            "1 while the database takes nothing: it is away or full.",
            float(self._service.database.trouble is not None),
        )
        yield GaugeMetricFamily(
            "doorstep_database_waiting", "Steps that wait for a writer.", self._service.database.waiting
        )

    def _messages(self) -> "Iterator[Metric]":
        messages = CounterMetricFamily("doorstep_messages", "Attempts by outcome.", labels=["channel", "outcome"])
        paused = GaugeMetricFamily("doorstep_lane_paused", "1 while a channel rests.", labels=["channel"])
        now = self._service.clock()
        for name, lane in self._service.outbox.lanes.items():
            messages.add_metric([name, "sent"], lane.sent)
            messages.add_metric([name, "failed"], lane.failed)
            paused.add_metric([name], float(lane.pause.holds(now)))
        yield messages
        yield paused
