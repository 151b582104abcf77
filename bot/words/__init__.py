"""Words for customers: one wording engine for every channel, in every language there are templates for."""

from bot.words.languages import best_language, languages
from bot.words.words import Words

__all__ = ["Words", "best_language", "languages"]
