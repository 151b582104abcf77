"""Traces for OpenTelemetry, where a collector is configured: webhook → notice → provider → receipt as one trace,
and turn → reply → provider → receipt as another.

The identity of a trace is computed from the webhook's own (source and key), and that of a notice from its row: any
process, at any time, finds the same without a word from another, and nothing has to be kept for it. Spans hold what the
log may hold: kinds, states, numbers of rows; never an address, a name or a text.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from hashlib import blake2b

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, StatusCode, TraceFlags, set_span_in_context

from flows.messages.channels import SendResult, Sent
from flows.messages.receipts import Receipt
from flows.webhooks.receive import Acknowledged, Arrival
from store.traces import Answer, Origin

_NEXT: ContextVar[tuple[int, int] | None] = ContextVar("the ids of the next span", default=None)


class Tracing:
    """Tells a collector what happened. `close` tells the rest."""

    def __init__(self, exporter: SpanExporter, share: float, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._provider = TracerProvider(
            # Decided by the trace's identity: all processes keep or leave the same traces, whole.
            sampler=TraceIdRatioBased(share),
            id_generator=_Chosen(),
            resource=Resource.create({"service.name": "doorstep"}),
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("doorstep")

    def webhook(self, arrival: Arrival, began: datetime, answer: Acknowledged | None) -> None:
        """The first span of its trace. `answer` is None where it could not be kept."""
        trace_id, span_id = _of_delivery(arrival.source.id, arrival.reading.key)
        attributes: dict[str, str | int] = {"doorstep.source": arrival.source.name}
        if answer is not None:
            attributes |= {"doorstep.accepted": answer.accepted, "doorstep.duplicates": answer.duplicates}
        repeated = answer is not None and answer.duplicates > 0
        parent = _below(trace_id, span_id) if repeated else None
        ids = None if repeated else (trace_id, span_id)
        self._tell("webhook", began, attributes, parent, ids, SpanKind.SERVER, failed=answer is None)

    def sent(self, origin: Origin | Answer, channel: str, began: datetime, result: SendResult) -> None:
        """The notice from its plan to its way out, or the turn and its reply; and the attempt at the provider."""
        parent = self._notice(origin, began) if isinstance(origin, Origin) else self._reply(origin, channel, began)
        why = "" if isinstance(result, Sent) else result.why
        tried: dict[str, str | int] = {"doorstep.channel": channel, "doorstep.why": why}
        failed = not isinstance(result, Sent)
        self._tell("provider", began, tried, parent, None, SpanKind.CLIENT, failed=failed)

    def receipt(self, origin: Origin | Answer, receipt: Receipt, at: datetime) -> None:
        said: dict[str, str | int] = {"doorstep.status": receipt.status}
        failed = receipt.failed is not None
        self._tell("receipt", at, said, _below(*_said(origin)), None, SpanKind.SERVER, failed=failed)

    def _notice(self, origin: Origin, began: datetime) -> Context:
        trace_id, parent_id = _trace_of(origin)
        about: dict[str, str | int] = {"doorstep.kind": origin.kind, "doorstep.notice": origin.notice_id}
        self._tell("notice", origin.planned_at, about, _below(trace_id, parent_id), _said(origin), ended=began)
        return _below(*_said(origin))

    def _reply(self, answer: Answer, channel: str, began: datetime) -> Context:
        turn = _of_turn(answer)
        heard: dict[str, str | int] = {"doorstep.channel": channel, "doorstep.turn": answer.turn_id}
        self._tell("turn", answer.heard_at, heard, None, turn, SpanKind.SERVER, ended=answer.answered_at)
        about: dict[str, str | int] = {"doorstep.kind": answer.name, "doorstep.message": answer.message_id}
        self._tell("reply", answer.answered_at, about, _below(*turn), _said(answer), ended=began)
        return _below(*_said(answer))

    def _tell(
        self,
        name: str,
        began: datetime,
        attributes: dict[str, str | int],
        parent: Context | None,
        ids: tuple[int, int] | None,
        kind: SpanKind = SpanKind.INTERNAL,
        *,
        ended: datetime | None = None,
        failed: bool = False,
    ) -> None:
        token = _NEXT.set(ids)
        try:
            span = self._tracer.start_span(
                name, context=parent or Context(), kind=kind, attributes=attributes, start_time=_nanoseconds(began)
            )
        finally:
            _NEXT.reset(token)
        if failed:
            span.set_status(StatusCode.ERROR)
        span.end(_nanoseconds(ended or self._clock()))

    def close(self) -> None:
        self._provider.shutdown()


def otlp(url: str, headers: dict[str, str]) -> SpanExporter:
    """An exporter to a collector's OTLP over HTTP, such as http://collector:4318."""
    return OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces", headers=headers, timeout=5)


def headers_from(text: str) -> dict[str, str]:
    """Of `name=value,name=value`."""
    pairs = (one.partition("=") for one in text.split(",") if one.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


class _Chosen(IdGenerator):
    """Identities that were computed, where they were; else at random."""

    _random = RandomIdGenerator()

    def generate_trace_id(self) -> int:
        ids = _NEXT.get()
        return ids[0] if ids else self._random.generate_trace_id()

    def generate_span_id(self) -> int:
        ids = _NEXT.get()
        return ids[1] if ids else self._random.generate_span_id()


def _below(trace_id: int, span_id: int) -> Context:
    parent = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
    return set_span_in_context(NonRecordingSpan(parent), Context())


def _trace_of(origin: Origin) -> tuple[int, int]:
    if origin.delivery is not None:
        return _of_delivery(*origin.delivery)
    return _number(f"notice {origin.notice_id}", 16), _number(f"order of {origin.notice_id}", 8)


def _of_delivery(source_id: int, key: str) -> tuple[int, int]:
    name = f"webhook {source_id}:{key}"
    return _number(name, 16), _number(name, 8)


def _of_turn(answer: Answer) -> tuple[int, int]:
    name = f"turn {answer.turn_id}"
    return _number(name, 16), _number(name, 8)


def _said(origin: Origin | Answer) -> tuple[int, int]:
    """The span under which attempts and receipts stand."""
    if isinstance(origin, Answer):
        return _of_turn(origin)[0], _number(f"reply {origin.message_id}", 8)
    return _trace_of(origin)[0], _number(f"notice {origin.notice_id}", 8)


def _number(name: str, size: int) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=size).digest()) or 1


def _nanoseconds(at: datetime) -> int:
    return int(at.timestamp() * 1e9)
