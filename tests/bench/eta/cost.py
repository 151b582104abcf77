"""Goal 9: what learning from one outcome and making one promise cost."""

from collections.abc import Callable, Iterator
from random import Random
from time import thread_time

from domain.eta.arrivals import Arrivals
from domain.eta.buckets import Stage, Traits, ladder
from domain.eta.errors import Errors
from domain.eta.priors import SHARES
from tests.bench.eta.rows import Row

PARCELS, ROUNDS = 4_000, 7
EVERY_S, QUOTE_S = 600.0, 400_000.0


def rows() -> Iterator[Row]:
    arrivals, errors, random = Arrivals(SHARES), Errors(), Random(3)
    carriers = ((c, lane, days) for c in "ab" for lane in "xy" for days in (3, 9))
    rungs = [ladder(Traits("shop", c, Stage.MOVING, lane, days * 86_400)) for c, lane, days in carriers]
    mine = [random.choice(rungs) for _ in range(PARCELS * ROUNDS + 1)]
    gaussian = [random.gauss(0, 30) for _ in range(PARCELS)]
    number = iter(range(PARCELS * ROUNDS))

    def learn() -> None:
        n = next(number)
        arrivals.start(str(n), mine[n], n * EVERY_S, QUOTE_S)
        if n >= 400:
            arrivals.finish(str(n - 400), mine[n - 400], n * EVERY_S)

    parcel = _fastest(learn, PARCELS)
    now_s = PARCELS * ROUNDS * EVERY_S
    later, asked = iter(range(10**9)), iter(range(10**9))

    def promise() -> None:
        arrivals.outlook(mine[next(asked) % PARCELS], now_s).curve.by(0.95)

    def learn_and_promise() -> None:
        """A parcel sets out, another arrives, and a third is promised: as much news as there can be."""
        n = next(later)
        at_s = now_s + n * EVERY_S
        arrivals.start(f"new-{n}", mine[n % PARCELS], at_s, QUOTE_S)
        arrivals.finish(f"new-{n - 400}", mine[(n - 400) % PARCELS], at_s)
        arrivals.outlook(mine[(n + 7) % PARCELS], at_s).curve.by(0.95)

    def promise_anew() -> None:
        arrivals.outlook(mine[next(asked) % PARCELS], now_s, stale_s=-1.0).curve.by(0.95)

    moments = iter(range(10**9))

    def learn_error() -> None:
        n = next(moments)
        errors.add(("a/b", "a"), gaussian[n % PARCELS], n * 60.0)

    yield Row("eta.cost.update", parcel / 2, "us", None, None, 5.0)
    yield Row("eta.cost.error_update", _fastest(learn_error, PARCELS), "us", None, None, 5.0)
    yield Row("eta.cost.promise", _fastest(learn_and_promise, 1000) - parcel, "us", None, None, 100.0)
    yield Row("eta.cost.promise_unchanged", _fastest(promise, 400), "us")
    yield Row("eta.cost.promise_rebuilt", _fastest(promise_anew, 100), "us")


def _fastest(step: Callable[[], None], times: int) -> float:
    """Microseconds of processor time for one step, in the fastest of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = thread_time()
        for _ in range(times):
            step()
        best = min(best, thread_time() - began)
    return best / times * 1e6
