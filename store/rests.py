"""Public holidays by country, of the library `holidays`; loaded where a country is first asked about."""

from datetime import date
from functools import cache, lru_cache

from domain.eta.lanes import country_of
from domain.eta.rests import NO_RESTS, Rests


@cache
def rests_on(lane: str | None) -> Rests:
    """The days on which nobody delivers where this lane leads to; none where its country is not known."""
    country = country_of(lane)
    return _Rests(country) if country is not None else NO_RESTS


class _Rests:
    def __init__(self, country: str) -> None:
        self._country = country

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in public_holidays(self._country, day.year)


@lru_cache(maxsize=2_000)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Those of a year, by a country's two letters; none of a country that the library does not know."""
    from holidays import country_holidays  # a third of a second and 17 MB, which many processes never need

    try:
        return frozenset(country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()
