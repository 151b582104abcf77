"""The chores of a working process: what the metronome does beside the alarm, and how often."""

from datetime import timedelta
from typing import TYPE_CHECKING

from doorstep.doors import receipt_of
from flows import ask_carrier, reschedule, unsure
from flows.receipts import Receipt
from scheduler.metronome import Chore
from store import pulse
from store.database import Turn

if TYPE_CHECKING:
    from bot.sms.sending import SmsChannel
    from doorstep.service import Service


def chores(service: "Service", post: ask_carrier.Post) -> list[Chore]:
    """`post` is how requests reach a 3PL. Operators name the addresses, so machines of theirs may be asked too."""
    database, clock = service.database, service.clock

    async def tick() -> None:
        await database.write(pulse.beat, pulse.TICK, clock(), turn=Turn.REPLY)

    async def ask() -> None:
        while asked := await ask_carrier.send_requests(database, clock, post):
            service.planned(clock())
            if asked < ask_carrier.AT_ONCE:
                break

    async def overdue() -> None:
        held = await database.write(reschedule.expire_holds, clock())
        late = await database.write(reschedule.time_out, clock())
        if held or late:
            service.planned(clock())

    async def resolve() -> None:
        channels = {name.value: channel for name, channel in service.voice.channels.items()}
        if await unsure.resolve(database, channels, clock()):
            service.planned(clock())

    async def confirm() -> None:
        if service.sms is not None:
            await unsure.confirm(database, _check(service.sms), clock())

    return [
        Chore("tick", timedelta(seconds=5), tick),
        Chore("ask_carrier", timedelta(seconds=1), ask),
        Chore("overdue_requests", timedelta(seconds=5), overdue),
        Chore("resolve_unsure", timedelta(seconds=20), resolve),
        Chore("confirm_sms", timedelta(seconds=60), confirm),
    ]


def _check(sms: "SmsChannel") -> unsure.Check:
    async def check(provider_id: str) -> Receipt | None:
        report = await sms.fetch_status(provider_id)
        return receipt_of(report) if report else None

    return check
