"""A rolling cohort: the last parcels that set out, delivered or not, and the curve they make."""

from bisect import bisect_left, insort
from collections import OrderedDict, defaultdict

from domain.eta.curve import Curve, kaplan_meier
from domain.eta.stride import Stride

CLOSED_S = 60 * 86_400.0
"""A parcel on its way for longer is lost; left in, the lost ones would hold the curve up for ever."""
ANY_DAY = -1
_FEW_OF_A_DAY = 4
"""A weekday has a seventh of the parcels: nine of ten of them are to be seen all the same."""
_WEEKDAY, _AGE = 2, 3
"""Where a parcel's figures stand: when it set out, its scale, its weekday, and its age on arrival once it has come."""


class Cohort:
    """The last `limit` parcels that set out. A miss counts from the moment it is one, not when the parcel arrives.

    Each parcel has a `scale_s`: its ages are counted in it (3600 for hours, the time quoted for shares of the quote).
    At high volume only some parcels are followed, so that the cohort spans `span_s`.
    """

    __slots__ = ("_arrivals", "_curve", "_limit", "_open", "_parcels", "_stride", "_version")

    def __init__(self, limit: int, span_s: float = 0.0) -> None:
        self._limit, self._stride = limit, Stride(limit, span_s)
        self._parcels: OrderedDict[str, list[float]] = OrderedDict()
        self._open: dict[str, list[float]] = {}
        self._arrivals: list[float] = []
        self._version = 0
        self._curve: tuple[int, float, Curve] | None = None

    def __len__(self) -> int:
        return len(self._parcels)

    @property
    def arrived(self) -> int:
        return len(self._arrivals)

    def start(self, key: str, at_s: float, scale_s: float, weekday: int = ANY_DAY) -> None:
        """A parcel sets out, on this weekday where it is."""
        if key in self._parcels or not self._stride.lets_through(at_s):
            return
        self._parcels[key] = self._open[key] = [at_s, scale_s, weekday]
        self._version += 1
        if len(self._parcels) > self._limit:
            self._unlearn(*self._parcels.popitem(last=False))

    def finish(self, key: str, at_s: float) -> None:
        """It arrived. Later words about the same arrival change nothing."""
        parcel = self._open.pop(key, None)
        if parcel is None:
            return
        age = max(0.0, at_s - parcel[0]) / parcel[1]
        parcel.append(age)
        insort(self._arrivals, age)
        self._version += 1

    def leave(self, key: str) -> None:
        """It was cancelled or lost, or goes back: it says nothing about arrivals."""
        parcel = self._parcels.pop(key, None)
        if parcel is not None:
            self._unlearn(key, parcel)
            self._version += 1

    def curve(self, now_s: float, stale_s: float = 0.0) -> Curve:
        """The curve as of now; one made `stale_s` ago or less serves again until one parcel in fifty has moved."""
        if self._curve is not None:
            version, made_s, curve = self._curve
            if self._version - version <= len(self._parcels) // 50 and 0 <= now_s - made_s <= stale_s:
                return curve
        opened_s = now_s - CLOSED_S
        waiting = sorted([(now_s - p[0]) / p[1] for p in self._open.values() if p[0] >= opened_s])
        curve = kaplan_meier(self._arrivals, waiting)
        self._curve = (self._version, now_s, curve)
        return curve

    def by_weekday(self, now_s: float) -> dict[int, Curve]:
        """The curve as of now told apart by the weekday on which parcels set out."""
        opened_s = now_s - CLOSED_S
        arrivals: defaultdict[int, list[float]] = defaultdict(list)
        waiting: defaultdict[int, list[float]] = defaultdict(list)
        for parcel in self._parcels.values():
            day = int(parcel[_WEEKDAY])
            if len(parcel) > _AGE:
                arrivals[day].append(parcel[_AGE])
            elif parcel[0] >= opened_s:
                waiting[day].append((now_s - parcel[0]) / parcel[1])
        days = arrivals.keys() - {ANY_DAY}
        return {day: kaplan_meier(sorted(arrivals[day]), sorted(waiting[day]), _FEW_OF_A_DAY) for day in days}

    def _unlearn(self, key: str, parcel: list[float]) -> None:
        if self._open.pop(key, None) is None:
            del self._arrivals[bisect_left(self._arrivals, parcel[_AGE])]
