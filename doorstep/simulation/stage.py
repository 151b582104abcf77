"""The stage of the demo: plays parcels' days over HTTP to this very service. A restart clears it."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import aiohttp
import msgspec

from api.demo.deps import Entry, Performance
from doorstep.service import Service
from doorstep.simulation import carrier, dialects
from doorstep.simulation.carrier import Wish
from doorstep.simulation.dialects import Told
from doorstep.simulation.drive import drive, home
from doorstep.simulation.parcels import SEATS, SimulatedParcel, order, parcel, slots
from doorstep.simulation.posting import Posted, Poster
from doorstep.simulation.stories import AFTER_A_MISS, MISSED, STORIES, THE_CUSTOMER_DECIDES, Scene, as_agreed
from flows import simulation
from flows.changes.reschedule import decide
from flows.orders import announce
from flows.simulation import ASKED_VIA, Ready

MERCHANT, TITLE = "demo", "Acme Demo Shop"
AT_ONCE = 5
KEPT = 30
THINKING_SECONDS = 3.0
"""How long the simulated 3PL takes to answer what a customer wants."""
OUTBOUND_PATH = "/demo/carrier"
NAMES = {"easypost": "EasyPost", "onfleet": "Onfleet", "doorstep": "Simulated 3PL"}
HERE = "Doorstep"


@dataclass(slots=True)
class Act:
    """A performance in the making. `agreed` is the change the 3PL has said yes to."""

    seen: Performance
    parcel: SimulatedParcel
    ready: Ready
    told: list[Told] = field(default_factory=list)
    agreed: str | None = None
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def log(self, entry: Entry) -> None:
        self.seen = replace(self.seen, entries=(*self.seen.entries, entry))

    def stand(self, stands: str) -> None:
        self.seen = replace(self.seen, stands=stands)


class Stage:
    """`base_url` is where this service listens, `outbound_url` where the simulated 3PL does: at the demo's own door,
    unless it is said. `speed` divides every rest.
    """

    stories = tuple(STORIES)

    def __init__(self, service: Service, base_url: str, outbound_url: str | None = None, speed: float = 1.0) -> None:
        self._service, self._base_url, self._speed = service, base_url, speed
        self._outbound_url = outbound_url or base_url + OUTBOUND_PATH
        self._acts: OrderedDict[str, Act] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def find(self, performance_id: str) -> Performance | None:
        act = self._acts.get(performance_id)
        return act.seen if act else None

    async def begin(self, story: str, language: str) -> str | None:
        """Announces an order and lets its day begin."""
        if sum(act.seen.stands == "playing" for act in self._acts.values()) >= AT_ONCE:
            return None
        service, now = self._service, self._service.clock()
        ready = await service.database.write(simulation.prepare, MERCHANT, TITLE, self._outbound_url, now)
        service.sources.forget()
        seat = secrets.randbelow(SEATS)
        one = parcel(f"SIM{seat:05d}{secrets.token_hex(1)}".upper(), seat, language, now)
        placed = await announce(service.database, order(one, MERCHANT), service.voice.links, now)
        await service.database.write(simulation.publish, MERCHANT, slots(one), now)
        service.planned(placed.due_at)
        path = placed.parcels[0].tracking_url.removeprefix(service.voice.links.public_url)
        seen = Performance(secrets.token_urlsafe(9), story, language, one.number, path, placed.new[0], "playing", ())
        self._acts[seen.id] = act = Act(seen, one, ready)
        while len(self._acts) > KEPT:
            self._acts.popitem(last=False)
        self._run(self._play(act, STORIES[story]))
        return seen.id

    async def asked(self, headers: Mapping[str, str], body: bytes) -> int:
        """Takes a customer's wish, and answers it a moment later."""
        now = self._service.clock()
        ready = next((act.ready for act in reversed(self._acts.values())), None)
        wish = carrier.read(ready.outbound_secret, headers, body, now) if ready else None
        if wish is None:
            return 401
        act = next((a for a in self._acts.values() if a.parcel.number == wish.tracking_number), None)
        if act is not None:
            act.log(_entry(now, HERE, NAMES[ASKED_VIA], wish.kind, 200, headers, body))
            self._run(self._answer(act, wish))
        return 200

    async def finish(self) -> None:
        """Waits for everything that is on to end."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _play(self, act: Act, story: tuple[Scene, ...]) -> None:
        for scene in story:
            await asyncio.sleep(scene.rest / self._speed)
            if act.agreed == "reschedule":
                break
            if scene.milestone == "out_for_delivery" and scene.detail is None:
                self._run(drive(self._service, MERCHANT, act.parcel, self._speed))
            await self._report(act, as_agreed(scene, act.agreed))
        if act.seen.story in THE_CUSTOMER_DECIDES and act.agreed is None:
            act.stand("your_turn")
            await act.heard.wait()
        if act.seen.story == MISSED and act.agreed not in (None, "reschedule"):
            await asyncio.sleep(AFTER_A_MISS.rest / self._speed)
            await self._report(act, as_agreed(AFTER_A_MISS, act.agreed))
        await home(self._service, MERCHANT, act.parcel)
        act.stand("over")

    async def _answer(self, act: Act, wish: Wish) -> None:
        """Yes, always: to a new day by an event, to another way through the same step as the API's confirm."""
        if not wish.kind.endswith(".requested"):
            return
        await asyncio.sleep(THINKING_SECONDS / self._speed)
        if wish.slot is not None:
            now = self._service.clock()
            document = dialects.answer(wish.tracking_number, wish.request_id, "reschedule_confirmed", wish.slot, now)
            await self._post(act, ASKED_VIA, "reschedule_confirmed", document)
        else:
            now = self._service.clock()
            await self._service.database.write(decide, wish.request_id, True, None, now)
            self._service.planned(now)
        act.agreed = wish.change or "reschedule"
        act.heard.set()

    async def _report(self, act: Act, scene: Scene) -> None:
        act.told.append(Told(scene, self._service.clock(), len(act.told) + 1))
        await self._post(act, scene.sender, scene.text, dialects.write(act.parcel, act.told))

    async def _post(self, act: Act, sender: str, what: str, document: object) -> None:
        now = self._service.clock()
        message_id = f"msg_{act.parcel.number}_{len(act.seen.entries)}"
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            posted = await Poster(session, self._base_url).post(act.ready.feeds[sender], document, message_id, now)
        act.log(_sent(now, what, posted))


def _sent(at: datetime, what: str, posted: Posted) -> Entry:
    return _entry(at, NAMES[posted.sender], HERE, what, posted.status, posted.headers, posted.body)


def _entry(
    at: datetime, sender: str, receiver: str, what: str, status: int, headers: Mapping[str, str], body: bytes
) -> Entry:
    shown = {name: value for name, value in headers.items() if name in SHOWN or name.startswith(("webhook-", "x-"))}
    pretty = msgspec.json.format(body, indent=2).decode()
    return Entry(at, sender, receiver, what, status, shown, pretty)


SHOWN = frozenset({"content-type", "user-agent"})
