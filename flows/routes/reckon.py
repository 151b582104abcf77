"""Reckon: routes that are due are looked at: which stops are done, when the others are reached, who has to know."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.axes import Milestone
from domain.live import COMING, Live, as_facts, followed, from_facts
from domain.localtime import zone
from domain.routes.driven import Driven, band, speeds_of
from domain.routes.given import Place, place_of
from domain.routes.positions import Position
from domain.routes.reckoning import Ahead, Progress, Reckoned, is_silent, reckon
from flows.replan import replan
from flows.routes.driving import Knowledge
from store import riding, routes, vehicles

BATCH = 10
"""Routes in one step."""
EVERY, AFTER_A_POSITION = timedelta(seconds=60), timedelta(seconds=10)
AHEAD_OF_SHIFT = timedelta(minutes=5)
GIVEN_UP = timedelta(hours=3)
"""So long after its shift a route is over, whatever is still on it."""
LEASE = timedelta(seconds=30)
WORTH_WRITING = timedelta(minutes=1)
SET_OUT = timedelta(minutes=20)
"""A sign of the van this long before its shift counts as having set out."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How many routes were looked at, whose customers have news, and when the first notice is due."""

    routes: int
    customers: tuple[int, ...]
    due_at: datetime | None


def reckon_due(tx: Connection, knowledge: Knowledge, now: datetime) -> Looked:
    """Claims routes that are due and brings what is said of their parcels up to date."""
    ids = routes.claim_due(tx, now, now + LEASE, BATCH)
    return reckon_routes(tx, ids, knowledge, now)


def reckon_routes(tx: Connection, ids: Sequence[int], knowledge: Knowledge, now: datetime) -> Looked:
    if not ids:
        return Looked(0, (), None)
    rows, stops, parcels = routes.by_ids(tx, ids), routes.stops_of(tx, ids), riding.shipments_on(tx, ids)
    vans = vehicles.places(tx, {row.merchant_id for row in rows}, {row.vehicle for row in rows})
    changed: dict[int, dict[str, object] | None] = {}
    customers: set[int] = set()
    for row in rows:
        found = _Route(row, stops[row.id], parcels, vans.get((row.merchant_id, row.vehicle)), now)
        driven = knowledge.of(row.merchant_id)
        found.reckon(driven)
        routes.note_stops(tx, found.noted)
        routes.note(tx, row.id, next_at=found.next_at, speeds=speeds_of(driven), **found.standing)
        changed.update(found.said)
        customers.update(found.customers)
    riding.set_live(tx, changed, now)
    due_at = replan(tx, sorted(changed), now) if changed else None
    return Looked(len(ids), tuple(sorted(customers)), due_at)


class _Route:
    """One route as it is looked at; what has to be written comes out as rows."""

    def __init__(
        self, row: Any, stops: Sequence[Any], parcels: dict[int, Any], van: Position | None, now: datetime
    ) -> None:
        self._row, self._stops, self._parcels, self._now = row, stops, parcels, now
        self._tz = zone(row.zone)
        fresh = van is not None and van.at >= row.starts_at - SET_OUT
        self._van = van if fresh else None
        self._done = {stop.id: at for stop in stops if (at := self._done_at(stop)) is not None}
        self._left = [stop for stop in stops if stop.id not in self._done]
        self.noted: list[dict[str, Any]] = []
        self.said: dict[int, dict[str, object] | None] = {}
        self.customers: set[int] = set()
        self._late, self._silent = 0, False
        self.state = self._stands()
        self.next_at = self._when_next()

    def reckon(self, driven: Driven) -> None:
        ahead = [Ahead(self._leg_s(driven, n), stop.service_s, stop.opens_at) for n, stop in enumerate(self._left)]
        progress = self._progress(driven)
        self._silent = self.state == "driving" and is_silent(progress, ahead)
        unknown = self.state == "over" or is_silent(progress, ahead)
        found = [] if unknown else reckon(progress, ahead, driven.errors)
        for number, stop in enumerate(self._left, 1):
            reckoned = found[number - 1] if found else None
            self._note_left(stop, reckoned, number)
            self._late += self._will_be_late(stop, reckoned)
            self._say(stop, reckoned, number)
        for stop in self._stops:
            if stop.id in self._done:
                self._note_done(stop)

    @property
    def standing(self) -> dict[str, Any]:
        """How it stands, for its row."""
        left = 0 if self.state == "over" else len(self._left)
        return {"state": self.state, "stops_left": left, "stops_late": self._late, "is_silent": self._silent}

    def _will_be_late(self, stop: Any, reckoned: Reckoned | None) -> bool:
        """After the window that the customer was told, or the dispatcher agreed to; or nobody knows any more, and it
        is over.
        """
        if self.state == "over":
            return False
        at = reckoned.eta_at if reckoned is not None else self._now
        closes_at = closing(stop, self._parcels.get(stop.id))
        return closes_at is not None and at > closes_at

    def _done_at(self, stop: Any) -> datetime | None:
        """By the sender's word, or because its parcel is delivered, was tried, or is no longer to come."""
        if stop.done_at is not None:
            return stop.done_at  # type: ignore[no-any-return]  # a row's column
        parcel = self._parcels.get(stop.id)
        if parcel is None or Milestone(parcel.milestone) in (*COMING, Milestone.EXCEPTION):
            return None
        at: datetime | None = parcel.milestone_at
        old = Milestone(parcel.milestone) is Milestone.DELIVERY_ATTEMPTED and at and at < self._row.starts_at - SET_OUT
        return None if old else at or self._now

    def _stands(self) -> str:
        if self._now > self._row.ends_at + GIVEN_UP or (self._stops and not self._left):
            return "over"
        if not self._stops:  # an empty van can still take something
            return "planned" if self._now < self._row.ends_at else "over"
        begun = any(at >= self._row.starts_at - SET_OUT for at in self._done.values())
        return "driving" if begun or self._van is not None else "planned"

    def _when_next(self) -> datetime | None:
        if self.state == "over":
            return None
        if self.state == "planned" and self._now < self._row.starts_at - AHEAD_OF_SHIFT:
            return self._row.starts_at - AHEAD_OF_SHIFT  # type: ignore[no-any-return]  # a row's column
        return self._now + EVERY

    def _leg_s(self, driven: Driven, number: int) -> float:
        """Seconds of the leg to a stop that is left: by the map where it was asked, else by what was driven before."""
        stop, before = self._left[number], self._left[number - 1] if number else self._last_done()
        if stop.leg_s is not None and (before is None or before.position == stop.position - 1):
            return float(stop.leg_s)
        start = self._place(before) if before is not None else _place(self._row.start)
        seconds = driven.leg_s(start, self._place(stop), max(self._now, self._row.starts_at), self._tz)
        return seconds * float(self._row.road)

    def _last_done(self) -> Any:
        done = [stop for stop in self._stops if stop.id in self._done]
        return max(done, key=lambda stop: self._done[stop.id], default=None)

    def _place(self, stop: Any) -> Place | None:
        """Where the stop says it is; else where the parcel's order says."""
        if stop.latitude is not None:
            return stop.latitude, stop.longitude
        parcel = self._parcels.get(stop.id)
        return place_of(parcel.address) if parcel is not None else None

    def _progress(self, driven: Driven) -> Progress:
        last = self._last_done()
        free_at = max(self._done[last.id], self._row.starts_at) if last is not None else self._row.starts_at
        seen = self._van if self._van is not None and self._van.at > free_at else None
        to_next = None
        if seen is not None and self._left and (place := self._place(self._left[0])) is not None:
            to_next = driven.leg_s(seen.place, place, seen.at, self._tz) * self._row.road
        seen_at = self._van.at if self._van is not None else None
        planned_s, actual_s = self._so_far(driven)
        return Progress(self._now, free_at, seen_at, to_next, planned_s, actual_s, driving=self.state == "driving")

    def _so_far(self, driven: Driven) -> tuple[float, float]:
        """The time from the first to the last stop that is done: as planned, and as it was."""
        done = sorted((s for s in self._stops if s.id in self._done), key=lambda s: self._done[s.id])
        planned = 0.0
        for before, stop in itertools.pairwise(done):
            planned += self._driven_leg_s(driven, before, stop) + stop.service_s
        actual = (self._done[done[-1].id] - self._done[done[0].id]).total_seconds() if len(done) > 1 else 0.0
        return planned, actual

    def _driven_leg_s(self, driven: Driven, before: Any, stop: Any) -> float:
        if stop.leg_s is not None and before.position == stop.position - 1:
            return float(stop.leg_s)
        leg_s = driven.leg_s(self._place(before), self._place(stop), self._done[before.id], self._tz)
        return leg_s * float(self._row.road)

    def _note_left(self, stop: Any, reckoned: Reckoned | None, number: int) -> None:
        if reckoned is None:
            return
        forecasts = dict(stop.forecasts)
        if self.state == "driving" and all(band(int(n)) != band(number) for n in forecasts):
            forecasts[str(number)] = reckoned.eta_at.isoformat()
        moved = stop.eta_at is None or abs(reckoned.eta_at - stop.eta_at) >= WORTH_WRITING
        if moved or forecasts != stop.forecasts:
            self.noted.append(_noted(stop, reckoned.eta_at, None, None, forecasts))

    def _note_done(self, stop: Any) -> None:
        if stop.noted_at is None:
            self.noted.append(_noted(stop, stop.eta_at, self._done[stop.id], self._now, stop.forecasts))
        parcel = self._parcels.get(stop.id)
        if parcel is not None and parcel.live is not None:
            self._tell(parcel, None)

    def _say(self, stop: Any, reckoned: Reckoned | None, number: int) -> None:
        parcel = self._parcels.get(stop.id)
        if parcel is None:
            return
        if self.state == "over" or self._is_elsewhere(parcel) or Milestone(parcel.milestone) not in COMING:
            if parcel.live is not None:
                self._tell(parcel, None)
            return
        if reckoned is None:
            return
        before = from_facts(parcel.live) if parcel.live else None
        live: Live = followed(before, reckoned, number, self._now, driving=self.state == "driving")
        if live != before:
            self._tell(parcel, as_facts(live))

    def _is_elsewhere(self, parcel: Any) -> bool:
        """Another slot was agreed than this shift: the parcel only still stands in the list."""
        at: datetime | None = parcel.agreed_from
        return at is not None and not self._row.starts_at - GIVEN_UP <= at <= self._row.ends_at + GIVEN_UP

    def _tell(self, parcel: Any, live: dict[str, object] | None) -> None:
        self.said[parcel.id] = live
        self.customers.add(parcel.customer_id)


def closing(stop: Any, parcel: Any) -> datetime | None:
    """Until when a stop has to be reached: what the customer was told, and what the dispatcher agreed to."""
    ends = [stop.closes_at, parcel.promised_to if parcel is not None and parcel.promised_from is not None else None]
    return min((at for at in ends if at is not None), default=None)


def _place(stored: Sequence[float]) -> Place | None:
    return (stored[0], stored[1]) if len(stored) == 2 else None


def _noted(
    stop: Any, eta_at: datetime | None, done_at: datetime | None, noted_at: datetime | None, forecasts: dict[str, Any]
) -> dict[str, Any]:
    return {"b_id": stop.id, "eta_at": eta_at, "done_at": done_at, "noted_at": noted_at, "forecasts": forecasts}
