"""The chores of a working process: what the metronome does beside the alarm, and how often."""

from datetime import timedelta
from typing import TYPE_CHECKING

from carriers.asking import Fetch
from doorstep.doors import receipt_of
from doorstep.mailing import mail_of
from flows.changes import ask_carrier, reschedule
from flows.figures import summing
from flows.messages import announcing, unsure
from flows.messages.receipts import Receipt
from flows.promises import ledger
from flows.promises.calibration import Calibration
from flows.routes.resequence import plan_waiting
from flows.staff import leases as staff_leases
from flows.talk import freezing
from flows.webhooks import polling, unread
from flows.webhooks.signing_keys import SigningKeys
from scheduler.metronome import Chore
from store import pulse
from store.database import Turn

if TYPE_CHECKING:
    from bot.sms.sending import SmsChannel
    from doorstep.service import Service


def chores(service: "Service", post: ask_carrier.Post, fetch: Fetch) -> list[Chore]:
    """`post` is how webhooks reach a 3PL, `fetch` how its API is asked.

    Operators name the addresses, so machines of theirs may be asked too.
    """
    work = _Work(service, post, fetch)
    return [
        Chore("tick", timedelta(seconds=5), work.tick),
        Chore("ask_carrier", timedelta(seconds=1), work.ask_carrier),
        Chore("overdue_requests", timedelta(seconds=5), work.overdue_requests),
        Chore("resolve_unsure", timedelta(seconds=min(20.0, service.settings.lease_seconds / 4)), work.resolve_unsure),
        Chore("unread_webhooks", timedelta(minutes=1), work.unread_webhooks),
        Chore("leases", timedelta(seconds=15), work.leases),
        Chore("poll", timedelta(seconds=10), work.poll),
        Chore("enrol_polls", timedelta(minutes=1), work.enrol_polls),
        Chore("renew_subscriptions", timedelta(minutes=10), work.renew_subscriptions),
        Chore("signing_keys", timedelta(seconds=30), work.signing_keys),
        Chore("confirm_sms", timedelta(seconds=60), work.confirm_sms),
        Chore("old_buttons", timedelta(seconds=2), work.old_buttons),
        Chore("announce", timedelta(seconds=1), work.announce),
        Chore("plan_routes", timedelta(seconds=2), work.plan_routes),
        Chore("forget_positions", timedelta(minutes=10), work.forget_positions),
        Chore("learn", timedelta(minutes=1), work.learn),
        Chore("settle_promises", timedelta(minutes=10), work.settle_promises),
        Chore("sum_figures", timedelta(minutes=10), work.sum_figures),
        Chore("prune", timedelta(hours=1), service.pruning.run),
    ]


class _Work:
    def __init__(self, service: "Service", post: ask_carrier.Post, fetch: Fetch) -> None:
        self._service, self._post, self._fetch = service, post, fetch
        self._ways = ask_carrier.Ways(
            fetch, mail_of(service.settings), service.voice.links.dispatch, service.voice.links.secret_key
        )
        self._calibration = Calibration()
        self._database, self._clock = service.database, service.clock
        self._keys = SigningKeys(service.database, service.clock)

    async def tick(self) -> None:
        await self._database.write(pulse.beat, pulse.TICK, self._clock(), turn=Turn.FIRST)

    async def ask_carrier(self) -> None:
        while asked := await ask_carrier.send_requests(self._database, self._clock, self._post, ways=self._ways):
            self._service.planned(self._clock())
            if asked < ask_carrier.AT_ONCE:
                return

    async def announce(self) -> None:
        due = await self._database.write(announcing.advance, self._clock(), turn=Turn.WORK)
        if due is not None:
            self._service.planned(due)

    async def leases(self) -> None:
        if await staff_leases.end_all(self._database, self._service.voice, self._clock, self._service.planned):
            self._service.live.announce("console")

    async def unread_webhooks(self) -> None:
        if await self._database.write(unread.open_cases, self._clock(), turn=Turn.WORK):
            self._service.live.announce("console")

    async def poll(self) -> None:
        if await polling.poll(self._database, self._clock, self._fetch):
            self._service.arrived()

    async def enrol_polls(self) -> None:
        await polling.enrol(self._database, self._clock())

    async def renew_subscriptions(self) -> None:
        url = self._service.settings.public_url
        await polling.renew(self._database, self._clock, self._fetch, lambda slug: f"{url}/webhooks/{slug}")

    async def signing_keys(self) -> None:
        if await self._keys.renew(self._fetch):
            self._service.sources.forget()

    async def overdue_requests(self) -> None:
        held = await self._database.write(reschedule.expire_holds, self._clock(), turn=Turn.WORK)
        late = await self._database.write(reschedule.time_out, self._clock(), turn=Turn.WORK)
        if held or late:
            self._service.planned(self._clock())

    async def resolve_unsure(self) -> None:
        channels = {name.value: channel for name, channel in self._service.voice.channels.items()}
        lease = timedelta(seconds=self._service.settings.lease_seconds)
        if await unsure.resolve(self._database, channels, self._clock(), lease, self._service.voice.links.secret_key):
            self._service.planned(self._clock())

    async def confirm_sms(self) -> None:
        if self._service.sms is not None:
            await unsure.confirm(self._database, _check(self._service.sms), self._clock())

    async def plan_routes(self) -> None:
        planned = await plan_waiting(self._service.planning)
        if await self._service.map_legs.ask_some() or planned:
            self._service.driving.wake()

    async def forget_positions(self) -> None:
        await self._service.positions.forget()

    async def old_buttons(self) -> None:
        if self._service.telegram is not None:
            await freezing.freeze_some(self._service.database, self._service.telegram, self._service.clock)

    async def learn(self) -> None:
        await self._calibration.learn(self._database, self._clock)

    async def settle_promises(self) -> None:
        await ledger.settle(self._database, self._clock)

    async def sum_figures(self) -> None:
        await summing.keep_up(self._database, self._clock)


def _check(sms: "SmsChannel") -> unsure.Check:
    async def check(provider_id: str) -> Receipt | None:
        report = await sms.fetch_status(provider_id)
        return receipt_of(report) if report else None

    return check
