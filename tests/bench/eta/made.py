"""Generated series of the real ones' shape: drift, bad fortnights, days with weather of their own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from tests.bench.eta.kinds import Flight, Leg, Ordered

_DAY_ONE = datetime(2025, 1, 6, tzinfo=UTC)


def orders(count: int = 6000, seed: int = 1) -> Iterator[Ordered]:
    """Twelve orders a day; quotes of 10 to 40 days; every ninth week is a bad one; one in a hundred never comes."""
    random = Random(seed)
    for n in range(count):
        bought = _DAY_ONE + timedelta(hours=2 * n)
        quote = timedelta(days=random.triangular(10, 40, 22))
        bad = 1.35 if (n // 84) % 9 == 8 else 1.0
        took = quote * min(3.5, random.lognormvariate(-0.75, 0.48) * bad)
        quoted = (bought + quote).replace(hour=0, minute=0) + timedelta(days=1)
        lost = random.random() < 0.01
        yield Ordered(f"made-{n}", bought, quoted, bought + took * 0.25, None if lost else bought + took)


def flights(count: int = 60_000, seed: int = 2) -> Iterator[Flight]:
    """Four carriers, 400 flights a day, days that are late as a whole, evenings later than mornings."""
    random = Random(seed)
    minute = _DAY_ONE.timestamp() / 60
    weather = 0.0
    for n in range(count):
        if n % 400 == 0:
            weather = 0.6 * weather + random.gauss(0, 6)
        hour = 5 + (n % 400) // 25
        leaves = minute + (n // 400) * 1440 + hour * 60
        late = max(-12.0, weather + (hour - 12) + random.gauss(0, 8) + (random.expovariate(1 / 40) - 5) * (n % 5 == 0))
        came = late + random.gauss(-6, 12)
        air = random.uniform(60, 300)
        yield Flight("ABCD"[n % 4], "XYZ"[n % 3], hour, leaves, late, came, leaves + late + air + 30)


def legs(count: int = 9000, seed: int = 3) -> Iterator[Leg]:
    """A city of 12 by 12 km; a fixed overhead, 25 to 45 km/h by hour, and noise that grows with the time."""
    random = Random(seed)
    for n in range(count):
        start, end = _corner(random), _corner(random)
        hour = random.randrange(6, 22)
        km = 111.0 * (((start[0] - end[0]) ** 2 + ((start[1] - end[1]) * 0.75) ** 2) ** 0.5)
        busy = 1.5 if hour in (7, 8, 16, 17) else 1.0
        seconds = (240 + 100 * km * busy) * random.lognormvariate(0, 0.28)
        yield Leg(start, end, hour, _DAY_ONE.timestamp() + 3600 * n, seconds)


def _corner(random: Random) -> tuple[float, float]:
    return 41.8 + random.random() * 0.11, -87.7 + random.random() * 0.14
