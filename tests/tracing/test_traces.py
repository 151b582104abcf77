"""With a collector configured, a webhook, its notice, the provider and the receipt are one trace without secrets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from twilio.request_validator import RequestValidator

from doorstep.settings import Settings
from doorstep.traced import connect_tracing
from tests.process.fleet import Fleet
from tests.process.lives import open_feed
from tests.process.service import API_TOKEN, service
from tests.sms.standin import ACCOUNT, AUTH_TOKEN, SENDER, TwilioStandIn, twilio_standin

ONE_TRACE = ["webhook", "notice", "provider", "receipt"]


@dataclass
class Collector:
    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        self.keys.add(request.headers.get("x-key", ""))
        return web.Response()

    @property
    def spans(self) -> list[Span]:
        found = []
        for body in self.bodies:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                found += [span for scope in resource.scope_spans for span in scope.spans]
        return found


@contextlib.asynccontextmanager
async def collector() -> AsyncIterator[Collector]:
    made = Collector()
    app = web.Application()
    app.router.add_post("/v1/traces", made.take)
    async with TestServer(app) as server:
        made.url = str(server.make_url("/")).rstrip("/")
        yield made


def _texting(twilio: TwilioStandIn, told: Collector) -> dict[str, str]:
    """Settings of a service that writes by SMS and is traced."""
    return {
        "twilio_account_sid": ACCOUNT, "twilio_auth_token": AUTH_TOKEN, "twilio_from": SENDER,
        "twilio_api_url": twilio.url, "twilio_segments_per_second": "100", "otlp_url": told.url,
    }  # fmt: skip


@pytest.mark.timeout(180)
async def test_a_webhook_its_notice_the_provider_and_the_receipt_are_one_trace(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
    async with collector() as told, twilio_standin() as twilio:
        settings = {**_texting(twilio, told), "otlp_headers": "x-key=planted-collector-key"}
        async with service(database_url, tmp_path, **settings) as doorstep:
            await doorstep.start()
            source = await open_feed(Fleet([doorstep]))
            await doorstep.order("1001", "DS100")
            event = {
                "id": "evt-1", "tracking_number": "DS100", "milestone": "out_for_delivery",
                "occurred_at": datetime.now(UTC).isoformat(), "text": "With driver Ann",
            }  # fmt: skip
            assert (await doorstep.post(source, event))[0] == 200
            await _until(lambda: any("driver" in m["body"] for m in twilio.messages))
            sid = next(m["sid"] for m in twilio.messages if "driver" in m["body"])
            await _until(lambda: sum(span.name == "provider" for span in told.spans) == len(twilio.messages))
            await _receipt(doorstep.url, sid)
            await _until(lambda: "receipt" in {span.name for span in told.spans})
            doorstep.stop()
        spans = told.spans
        webhook = next(span for span in spans if span.name == "webhook")
        mine = [span for span in spans if span.trace_id == webhook.trace_id]
        # The announcement, planned a moment before the webhook came, may be told as its consequence as well.
        notice = next(span for span in mine if span.name == "notice" and _kind(span) == "out_for_delivery")
        own = [span for span in mine if span.parent_span_id == notice.span_id]
        trace = {span.name: span for span in (webhook, notice, *own)}
        assert sorted(trace) == sorted(ONE_TRACE)
        assert not webhook.parent_span_id
        assert trace["notice"].parent_span_id == webhook.span_id
        assert trace["provider"].parent_span_id == trace["receipt"].parent_span_id == trace["notice"].span_id
        # A worker that looked a moment before the webhook was kept may have taken it along: no more than that.
        assert trace["webhook"].start_time_unix_nano - trace["notice"].start_time_unix_nano < 1e9
        assert trace["notice"].end_time_unix_nano <= trace["provider"].end_time_unix_nano
        assert told.keys == {"planted-collector-key"}
        everything = b"".join(told.bodies)
        secrets = [AUTH_TOKEN, API_TOKEN, source["secret"], "planted-collector-key"]
        for planted in [*secrets, "+12125550123", "Bo Ek", "driver Ann", "Elm St", "DS100", source["url"][-12:]]:
            assert planted.encode() not in everything, planted


@pytest.mark.timeout(180)
async def test_a_turn_its_reply_the_provider_and_the_receipt_are_one_trace(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
    async with collector() as told, twilio_standin() as twilio:
        settings = _texting(twilio, told)
        async with service(database_url, tmp_path, **settings) as doorstep:
            await doorstep.start()
            await open_feed(Fleet([doorstep]))
            await doorstep.order("1001", "DS100")
            await _until(lambda: twilio.messages)
            said = len(twilio.messages)
            await _text(doorstep.url, "Where is my parcel DS100?")
            await _until(lambda: len(twilio.messages) > said)
            await _until(lambda: "reply" in {span.name for span in told.spans})
            await _receipt(doorstep.url, twilio.messages[-1]["sid"])
            await _until(lambda: "receipt" in {span.name for span in told.spans})
            doorstep.stop()
        turn = next(span for span in told.spans if span.name == "turn")
        trace = {span.name: span for span in told.spans if span.trace_id == turn.trace_id}
        assert sorted(trace) == ["provider", "receipt", "reply", "turn"]
        assert not turn.parent_span_id
        assert trace["reply"].parent_span_id == turn.span_id
        assert trace["provider"].parent_span_id == trace["receipt"].parent_span_id == trace["reply"].span_id
        assert turn.start_time_unix_nano <= turn.end_time_unix_nano <= trace["provider"].start_time_unix_nano
        everything = b"".join(told.bodies)
        for planted in ("Where is my parcel", "+12125550123", "Bo Ek", "DS100"):
            assert planted.encode() not in everything, planted


async def _text(url: str, body: str) -> None:
    form = {"MessageSid": "SM" + "7" * 32, "AccountSid": ACCOUNT, "From": "+12125550123", "To": SENDER, "Body": body}
    path = f"{url}/channels/sms"
    headers = {"X-Twilio-Signature": RequestValidator(AUTH_TOKEN).compute_signature(path, form)}
    async with aiohttp.ClientSession() as http, http.post(path, data=form, headers=headers) as answer:
        assert answer.status == 200, await answer.text()


async def _receipt(url: str, sid: str) -> None:
    form = {"MessageSid": sid, "MessageStatus": "delivered", "AccountSid": ACCOUNT, "To": "+12125550123"}
    path = f"{url}/channels/sms/status"
    signature = RequestValidator(AUTH_TOKEN).compute_signature(path, form)
    headers = {"X-Twilio-Signature": signature}
    async with aiohttp.ClientSession() as http, http.post(path, data=form, headers=headers) as answer:
        assert answer.status == 200, await answer.text()


async def _until(holds: object) -> None:
    assert callable(holds)
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - another process works
            await asyncio.sleep(0.1)


@pytest.mark.timeout(180)
async def test_a_collector_that_is_away_holds_nothing_up(sqlite_url: str, tmp_path: Path) -> None:
    async with twilio_standin(TwilioStandIn()) as twilio:
        settings = {
            "twilio_account_sid": ACCOUNT, "twilio_auth_token": AUTH_TOKEN, "twilio_from": SENDER,
            "twilio_api_url": twilio.url, "otlp_url": "http://127.0.0.1:9",
        }  # fmt: skip
        async with service(sqlite_url, tmp_path, **settings) as doorstep:
            await doorstep.start()
            await open_feed(Fleet([doorstep]))
            await doorstep.order("1001", "DS100")
            await _until(lambda: twilio.messages)
            doorstep.stop()


def test_without_a_collector_nothing_of_it_is_there() -> None:
    assert connect_tracing(Settings(database_url="sqlite:///x.db"), lambda: datetime.now(UTC)) is None


def _kind(span: Span) -> str:
    return next((one.value.string_value for one in span.attributes if one.key == "doorstep.kind"), "")
