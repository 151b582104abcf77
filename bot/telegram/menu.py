"""The menu of commands that Telegram shows beside the text field, in every language there are words for."""

from collections.abc import Mapping

from bot.words.languages import languages
from bot.words.lexicon import phrases

Menu = Mapping[str, Mapping[str, str]]
"""Language (the first is for everybody else) → command → its description, 1-256 characters."""

TOPIC = "telegram_commands"
"""templates/messages/telegram_commands/<language>.toml: a description for each command."""


def menu() -> Menu:
    """Language, English first → command → description."""
    described = {language: phrases(TOPIC, language, "telegram") for language in languages()}
    return {language: commands for language, commands in described.items() if commands}
