"""The composition root: settings → database → channels → journeys → doors → clock."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

import structlog

from api.channels import ChannelDoors
from bot.sms.sending import SmsChannel
from bot.web.channel import WebChannel
from bot.words import Words
from domain.links import Links
from domain.talk.turn import ChannelName
from doorstep.channels import connect_sms, connect_telegram, sms_door_of, telegram_door_of
from doorstep.chores import chores
from doorstep.doors import SmsDoor, TelegramDoor
from doorstep.fetching import fetching
from doorstep.leadership import Leadership
from doorstep.log_front import connect_log
from doorstep.neighbours import Neighbours
from doorstep.outbound import outbound
from doorstep.roads import roads_of
from doorstep.secret_key import secret_key
from doorstep.settings import Settings
from doorstep.talking import poller, talk
from doorstep.traced import TracedChannel, TracedKeeping, TracedReceipts, connect_tracing
from doorstep.understanding import understanding
from flows.group_commit import GroupCommit
from flows.live import Live
from flows.messages import unsure
from flows.messages.channels import Channel
from flows.messages.dispatch import Dispatch
from flows.messages.outbox import Lane, Outbox
from flows.messages.receipts import Receipt, Receiving, record_receipts
from flows.messages.voice import Voice
from flows.retention import Pruning
from flows.routes.drive import Drive
from flows.routes.map_legs import MapLegs
from flows.routes.positions import Positions
from flows.routes.resequence import Planning
from flows.talk.answer import Listener
from flows.talk.hear import Hearing
from flows.webhooks.digest import Digestion
from flows.webhooks.log import Logging
from flows.webhooks.log_reading import LogReading
from flows.webhooks.receive import Acknowledged, Arrival, Keeping, WebhookDoor, keep
from flows.webhooks.sources import Sources
from routing.engine import SubprocessEngine
from scheduler.metronome import Metronome
from store.database import Database, Turn
from store.signals import News

if TYPE_CHECKING:
    from bot.telegram.channel import TelegramChannel
    from doorstep.jetstream import JetStream
    from doorstep.tracing import Tracing

log = structlog.get_logger()

LAND_SECONDS = 10.0
"""So long a process that ends waits for answers of providers and for the steps under way."""
LAST_STEP_SECONDS = 1.0
"""And so long at least for steps, however long the rest took."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Service:
    """One process of Doorstep. Made by `compose`, brought to life by `running`."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime]
    voice: Voice
    sources: Sources
    door: WebhookDoor
    digestion: Digestion
    dispatch: Dispatch
    outbox: Outbox
    hearing: Hearing
    live: Live
    positions: Positions
    driving: Drive
    planning: Planning
    map_legs: MapLegs
    telegram: "TelegramChannel | None"
    telegram_door: TelegramDoor | None
    sms: SmsChannel | None
    sms_door: SmsDoor | None
    metronome: Metronome
    neighbours: Neighbours
    polling: Leadership
    pruning: Pruning
    log: "JetStream | None"
    log_reading: LogReading | None
    tracing: "Tracing | None"
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    is_ending: bool = False
    """It has been asked to end, and answers only what is under way."""

    def planned(self, due: datetime | None) -> None:
        """Something was planned or queued: the dispatcher and the lanes look, here and in other processes."""
        self.dispatch.planned(due)
        self.outbox.wake()
        self.neighbours.tell(queued=True, due_at=due)

    def arrived(self) -> None:
        """A webhook was kept: whoever digests looks."""
        self.digestion.wake()
        self.neighbours.tell(kept=True)

    def hear(self, news: News) -> None:
        """Another process tells what happened there."""
        if news.kept:
            self.digestion.wake()
        if news.heard:
            self.hearing.wake()
        if news.queued:
            self.outbox.wake()
        self.dispatch.planned(news.due_at)
        for topic in news.live:
            self.live.ring(topic)

    @property
    def channel_doors(self) -> ChannelDoors:
        return ChannelDoors(
            telegram=self.telegram_door.webhook if self.telegram_door else None,
            sms=self.sms_door.text if self.sms_door else None,
            sms_status=self.sms_door.status if self.sms_door else None,
        )


def compose(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Service:
    """Everything of one process, wired and still. Call it where the event loop runs that will run it."""
    database = Database(settings.database_url)
    words = Words()
    live = Live()
    telegram = connect_telegram(settings, words)
    sms = connect_sms(settings, words)
    channels: dict[ChannelName, Channel] = {ChannelName.WEB: WebChannel(words, live.announce)}
    if telegram is not None:
        channels[ChannelName.TELEGRAM] = telegram
    if sms is not None:
        channels[ChannelName.SMS] = sms
    tracing = connect_tracing(settings, clock)
    if tracing is not None:
        channels = {name: TracedChannel(one, database, tracing, clock) for name, one in channels.items()}
    voice = Voice(channels, Links(settings.public_url, secret_key(settings)), lambda: secrets.token_urlsafe(12))

    service: Service

    def planned(due: datetime | None) -> None:
        service.planned(due)

    def arrived() -> None:
        service.arrived()

    def hear(news: News) -> None:
        service.hear(news)

    key = voice.links.secret_key
    lanes = {name.value: Lane(channel, database, clock, planned, key) for name, channel in channels.items()}
    outbox = Outbox(lanes)
    digestion = Digestion(database, clock, planned)
    dispatch = Dispatch(database, voice, outbox, clock, digestion.abreast)
    sources = Sources(database, clock)
    log = connect_log(settings)

    def answered(due: datetime | None) -> None:
        planned(due)
        live.announce("console")  # an open conversation shows what was heard at once

    hearing = Hearing(database, voice, Listener(understanding(settings)), clock, answered)
    receipts: Receiving = GroupCommit[tuple[Receipt, datetime], bool](database, record_receipts, Turn.SEND)
    keeping: Keeping = Logging(log) if log else GroupCommit[Arrival, Acknowledged](database, keep)
    if tracing is not None:
        receipts, keeping = TracedReceipts(receipts, database, tracing), TracedKeeping(keeping, tracing)
    metronome = Metronome(dispatch.ring, clock)
    neighbours = Neighbours(settings.database_url, database, hear, clock)

    def heard() -> None:
        neighbours.tell(heard=True)
        live.announce("console")  # also what the bot waits with, for the rest of it

    hearing.kept = heard
    live.pass_on = lambda topic: neighbours.tell(live=topic)
    outbox.pass_on = lambda: neighbours.tell(queued=True)
    dispatch.set_alarm = metronome.set_alarm
    positions = Positions(database, clock, timedelta(hours=settings.positions_kept_hours))
    roads = roads_of(settings)
    service = Service(
        settings=settings,
        database=database,
        clock=clock,
        voice=voice,
        sources=sources,
        door=WebhookDoor(database, sources, clock, arrived, settings.source_per_second, keeping, positions.offer),
        digestion=digestion,
        dispatch=dispatch,
        outbox=outbox,
        hearing=hearing,
        live=live,
        positions=positions,
        driving=Drive(database, clock, planned, live),
        planning=Planning(database, clock, SubprocessEngine(), roads),
        map_legs=MapLegs(database, clock, roads),
        telegram=telegram,
        telegram_door=telegram_door_of(settings, telegram, hearing, clock),
        sms=sms,
        sms_door=sms_door_of(settings, hearing, receipts, clock),
        metronome=metronome,
        neighbours=neighbours,
        polling=poller(settings),
        pruning=Pruning(database, settings.retention, clock),
        log=log,
        tracing=tracing,
        log_reading=LogReading(database, log, clock, arrived) if log else None,
    )
    return service


@contextlib.asynccontextmanager
async def running(service: Service, *, work: bool = True) -> AsyncIterator[Service]:
    """Runs the journeys in the background; on the way out, lets what is in flight land.

    Without `work` only the doors are served: another process digests, dispatches and keeps the clock.
    """
    settings, database = service.settings, service.database
    if database.is_sqlite:  # this is the only process: whatever is being sent was left behind by the one before
        await database.write(unsure.mark_abandoned, service.clock(), timedelta())
    ways_out = contextlib.AsyncExitStack()
    jobs = [service.outbox.run(), service.hearing.run(), service.neighbours.run(), service.positions.run()]
    if service.log is not None:
        jobs.append(service.log.run())
    if work:
        post = await ways_out.enter_async_context(outbound(allow_private=True))
        fetch = await ways_out.enter_async_context(fetching())
        for chore in chores(service, post, fetch):
            service.metronome.add(chore)
        jobs += [service.digestion.run(), service.dispatch.run(), service.driving.run()]
        if service.log_reading is not None:
            jobs.append(service.log_reading.run())
    if service.telegram is not None and service.telegram_door is not None:
        jobs.append(talk(settings, service.telegram, service.telegram_door, service.polling, work=work))
    service.tasks = [asyncio.create_task(job) for job in jobs]
    if work:
        service.metronome.start()
        service.digestion.wake()
        service.dispatch.ring()
    try:
        yield service
    finally:
        await _end(service, ways_out)


async def _end(service: Service, ways_out: contextlib.AsyncExitStack) -> None:
    """What is under way may take LAND_SECONDS more; what has not ended then, other processes find and take up."""
    until = monotonic() + LAND_SECONDS
    service.metronome.stop()
    for task in service.tasks:
        task.cancel()
    try:
        async with asyncio.timeout(LAND_SECONDS):
            await asyncio.gather(*service.tasks, return_exceptions=True)
            await asyncio.gather(service.positions.flush(), service.outbox.land(), return_exceptions=True)
    except TimeoutError:
        left = sum(lane.unrecorded for lane in service.outbox.lanes.values())
        log.warning("drain.not_landed", messages=left, seconds=LAND_SECONDS)
    await ways_out.aclose()
    for lane in service.outbox.lanes.values():
        await lane.channel.close()
    if service.tracing is not None:
        await asyncio.to_thread(service.tracing.close)
    service.database.close(max(LAST_STEP_SECONDS, until - monotonic()))
