"""Driving a service with many parcels at once: their webhooks, their customers, and what was said to them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from doorstep.simulation import dialects, judging
from doorstep.simulation.client import LOOK_EVERY_SECONDS, Client
from doorstep.simulation.dialects import Told
from doorstep.simulation.parcels import SimulatedParcel, order, order_json, slots, slots_json
from doorstep.simulation.plans import Plan
from doorstep.simulation.posting import Posted, Poster
from doorstep.simulation.reading import Bubble
from flows.simulation import Ready

AT_ONCE = 100
"""Parcels whose day is under way at the same time."""
PATIENCE_SECONDS = 20.0
"""How long a customer waits for what should be said by now."""


@dataclass(slots=True)
class Played:
    """One parcel's day as it went. `problems` are sentences; `notices` as the API tells them."""

    plan: Plan
    number: str
    posted: list[Posted] = field(default_factory=list)
    said: list[Bubble] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Driver:
    """`progress` is told after each webhook; `speed` divides the rests between scenes."""

    client: Client
    poster: Poster
    ready: Ready
    clock: Callable[[], datetime]
    speed: float
    progress: Callable[[], None]

    async def drive(self, parcels: Sequence[SimulatedParcel], plans: Sequence[Plan]) -> list[Played]:
        """Plays all days; the order of the results is the parcels'."""
        room = asyncio.Semaphore(AT_ONCE)

        async def one(parcel: SimulatedParcel, plan: Plan) -> Played:
            async with room:
                return await self._day(parcel, plan)

        return await asyncio.gather(*map(one, parcels, plans))

    async def _day(self, parcel: SimulatedParcel, plan: Plan) -> Played:
        played = Played(plan, parcel.number)
        given = order(parcel, self.ready.merchant)
        placed = await self.client.api("PUT", f"/orders/{given.number}", order_json(given))
        page = placed["parcels"][0]["tracking_url"]
        body = {"merchant": self.ready.merchant, "slots": slots_json(slots(parcel))}
        await self.client.api("PUT", "/slots", body)
        await self._webhooks(parcel, plan, played)
        last = judging.ending(plan)
        await self.client.until(page, lambda said: _has(said, last.value), PATIENCE_SECONDS)
        if plan.missed:
            await self._another_day(page, plan, played)
        await self._look(page, played)
        return played

    async def _webhooks(self, parcel: SimulatedParcel, plan: Plan, played: Played) -> None:
        told: list[Told] = []
        sent: dict[int, Posted] = {}
        bodies: dict[int, Any] = {}
        for turn, scene in enumerate(plan.story):
            await asyncio.sleep(scene.rest / self.speed)
            told.append(Told(scene, self.clock(), turn))
            bodies[turn] = dialects.write(parcel, told)
            for due in plan.posts[turn]:
                feed = self.ready.feeds[plan.story[due].sender]
                if due in sent:
                    posted = await self.poster.repeat(feed, sent[due].body, sent[due].headers)
                else:
                    posted = await self.poster.post(feed, bodies[due], f"msg_{parcel.number}_{due}", self.clock())
                sent.setdefault(due, posted)
                played.posted.append(posted)
                self.progress()

    async def _another_day(self, page: str, plan: Plan, played: Played) -> None:
        """The customer asks for another day, picks one of the slots, and waits for the carrier's yes."""
        said = await self.client.said(page)
        offered = next((one.choices for one in reversed(said) if one.choices), [])
        if not offered:
            played.problems.append("nothing was offered after the missed delivery")
            return
        await self.client.tap(page, offered[0][1])
        said = await self.client.until(page, lambda found: _has(found, "slots_offered"), PATIENCE_SECONDS)
        choices = next((one.choices for one in reversed(said) if one.name == "slots_offered"), [])
        if len(choices) <= plan.picks:
            played.problems.append("no slots were offered")
            return
        await self.client.tap(page, choices[plan.picks][1])
        said = await self.client.until(page, lambda found: _has(found, "reschedule_confirmed"), PATIENCE_SECONDS)
        if not _has(said, "reschedule_confirmed"):
            played.problems.append("the new day was never confirmed")

    async def _look(self, page: str, played: Played) -> None:
        patience = PATIENCE_SECONDS
        played.notices = await self._notices(played.number)
        while patience > 0 and any(notice["state"] == "sending" for notice in played.notices):
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            patience -= LOOK_EVERY_SECONDS
            played.notices = await self._notices(played.number)
        played.said = await self.client.said(page)
        played.problems += judging.contradictions(played.plan, played.said)

    async def _notices(self, number: str) -> list[dict[str, Any]]:
        seen = await self.client.api("GET", f"/shipments/{number}?merchant={self.ready.merchant}")
        found: list[dict[str, Any]] = seen["notices"]
        return found


def _has(said: Sequence[Bubble], name: str) -> bool:
    return any(one.name == name for one in said)
