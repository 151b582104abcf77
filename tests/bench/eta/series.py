"""The series that are replayed: real ones where `../shared/data/eta` is present, else generated ones of their shape."""

import csv
import gzip
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

from store.rests import rests_on
from tests.bench.eta import made
from tests.bench.eta.kinds import Flight, Leg, Ordered

REAL = Path(__file__).parents[4] / "shared" / "data" / "eta"
MORE = "DOORSTEP_BENCH_ETA"
"""Names another folder of the same layout, with later parts of the same series."""
FIT = 0.6
"""The earlier share of the development part is there to learn from; what follows is scored."""

T = TypeVar("T")
_Reader = Callable[[dict[str, str]], T | None]


@dataclass(frozen=True, slots=True)
class Series(Generic[T]):
    """What happened, in order of time. Scored are the items from `check` on; those from `later` on are held out."""

    items: list[T]
    check: int
    later: int
    real: bool

    def parts(self) -> Iterator[tuple[str, int, int]]:
        """The scored parts: name, first item, end. A held-out part is scored by itself and together with the check."""
        yield "check", self.check, self.later
        if self.later < len(self.items):
            yield "later", self.later, len(self.items)
            yield "check and later", self.check, len(self.items)

    def parts_beside_ordinary(self) -> Iterator[tuple[str, int, int]]:
        """The same and, where the check has to stand in, the ordinary months before it: nothing was held out there, but
        no promise knew what came after it.
        """
        if self.stands_in:
            yield "ordinary", self.first, self.check
        yield from self.parts()

    @property
    def first(self) -> int:
        """The first item that may be scored."""
        return self.check // 2 if self.stands_in else self.check

    @property
    def stands_in(self) -> bool:
        """Whether the check has to stand in for a held-out part that is not at hand."""
        return self.real and self.later == len(self.items)


def orders() -> Series[Ordered]:
    return _series("olist", _order, made.orders, lambda o: o.bought_at)


def flights() -> Series[Flight]:
    return _series("flights", _flight, made.flights, lambda f: f.leaves)


def legs() -> Series[Leg]:
    return _series("chicago_taxi", _leg, made.legs, lambda leg: leg.at_s)


def _series(folder: str, read: _Reader[T], generate: Callable[[], Iterator[T]], when: Callable[[T], Any]) -> Series[T]:
    """`when` is the instant of an item, in whatever unit its kind has."""
    files = [f for f in _files(folder) if f.name.startswith("dev")]
    if not files:
        items = sorted(generate(), key=when)
        return Series(items, int(len(items) * FIT), len(items), False)
    dev = sorted((i for f in files for i in _read(f, read)), key=when)
    others = sorted((i for f in _files(folder) if f not in files for i in _read(f, read)), key=when)
    later = [i for i in others if when(i) > when(dev[-1])]
    return Series(dev + later, int(len(dev) * FIT), len(dev), True)


def _files(folder: str) -> list[Path]:
    roots = [REAL, *(Path(p) for p in [os.environ.get(MORE)] if p)]
    return sorted(f for root in roots for f in (root / folder).glob("*.csv*"))


def _read(file: Path, read: "_Reader[T]") -> Iterator[T]:
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
        yield from (item for row in csv.DictReader(lines) if (item := read(row)) is not None)


def _order(row: dict[str, str]) -> Ordered | None:
    bought, handed, delivered, quoted = (
        datetime.fromisoformat(row[name]).replace(tzinfo=UTC) if row[name] else None
        for name in ("purchase", "carrier", "delivered", "estimated")
    )
    if bought is None or quoted is None:
        return None
    return Ordered(row["order_id"], bought, quoted + timedelta(days=1), handed, delivered, rests_on("BR"))


def _flight(row: dict[str, str]) -> Flight | None:
    if not (row["dep_delay"] and row["arr_delay"] and row["air_time"]):
        return None
    clock = int(row["sched_dep_time"])
    leaves = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC) + timedelta(
        hours=clock // 100, minutes=clock % 100
    )
    minute, left_late = leaves.timestamp() / 60, float(row["dep_delay"])
    known = minute + left_late + float(row["air_time"]) + 30
    return Flight(row["carrier"], row["origin"], clock // 100, minute, left_late, float(row["arr_delay"]), known)


def _leg(row: dict[str, str]) -> Leg | None:
    names = ("pickup_latitude", "pickup_longitude", "dropoff_latitude", "dropoff_longitude")
    if not all(row[name] for name in (*names, "trip_seconds")):
        return None
    lat, lon, to_lat, to_lon = (float(row[name]) for name in names)
    seconds, at_s = float(row["trip_seconds"]), float(row["trip_start_timestamp"])
    if not 60 <= seconds <= 3 * 3600 or (lat, lon) == (to_lat, to_lon):
        return None
    return Leg((lat, lon), (to_lat, to_lon), int(at_s // 3600 % 24), at_s, seconds)
