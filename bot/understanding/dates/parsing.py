"""Parsing: from a text to the wishes about time in it. Pure: the same words at the same moment mean the same."""

from datetime import datetime, time, tzinfo

from bot.understanding.dates.clocks import BARE, CLOCKS
from bot.understanding.dates.days import DATES, OPEN_PAIRS, PAIRS
from bot.understanding.dates.directing import directed
from bot.understanding.dates.gathering import gather
from bot.understanding.dates.lexicon import lexicon
from bot.understanding.dates.pairs import decide_pairs
from bot.understanding.dates.reading import pieces_of
from bot.understanding.dates.rewriting import Rule, Setting, rewrite
from bot.understanding.dates.settling import settle
from bot.understanding.dates.spans import AFTER_DAYS, DECIMALS, SPANS
from bot.understanding.dates.spoken import WhenSpoken
from bot.understanding.dates.tidying import tidied
from bot.understanding.dates.weekdays import DAYS
from bot.understanding.dates.weeks import week_in
from bot.understanding.dates.windows import RANGES, WINDOWS

DELIVERY_HOURS = (time(8), time(20))
_BEFORE_PAIRS: tuple[Rule, ...] = DECIMALS + DATES + PAIRS
_AFTER_PAIRS: tuple[Rule, ...] = OPEN_PAIRS + CLOCKS + BARE + SPANS + DAYS + AFTER_DAYS + WINDOWS + RANGES


def parse(
    text: str, *, language: str, now: datetime, zone: tzinfo, hours: tuple[time, time] = DELIVERY_HOURS
) -> tuple[WhenSpoken, ...]:
    """Every wish about time in a text, in the order of the words; empty when there is none that lies ahead.

    `now` is aware; `zone` is that of the delivery address and decides which day is today; `hours` are those in which
    deliveries are made there, and decide between morning and evening where the words do not. Unknown languages are
    read as English. Raises ValueError when `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware of its zone")
    lex = lexicon(language)
    local = now.astimezone(zone)
    setting = Setting(local, _minutes(hours[0]), _minutes(hours[1]) or 1440, lex, week_in(zone))
    pieces = rewrite(
        tidied(directed(pieces_of(text, lex), refuses_last=lex.has_refusals_last), lex), _BEFORE_PAIRS, setting
    )
    pieces = rewrite(decide_pairs(pieces), _AFTER_PAIRS, setting)
    spoken = (settle(wish, setting) for wish in gather(pieces, setting))
    return tuple(one for one in spoken if one is not None)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
