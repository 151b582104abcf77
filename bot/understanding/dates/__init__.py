"""Dates and windows: when a customer wants their parcel, from their own words in their own language.

`parse` reads a text, `fits` holds what was read against the slots on offer. A language is a file in lexicons/.
"""

from bot.understanding.dates.fitting import fits
from bot.understanding.dates.lexicon import languages
from bot.understanding.dates.parsing import parse
from bot.understanding.dates.spoken import Reading, Spans, WhenSpoken

__all__ = ["Reading", "Spans", "WhenSpoken", "fits", "languages", "parse"]
