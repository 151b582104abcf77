"""Which languages there are words for, and which of them suits what was asked for."""

from functools import cache
from pathlib import Path

MESSAGES = Path(__file__).resolve().parents[2] / "templates" / "messages"
ENGLISH = "en"


@cache
def languages() -> tuple[str, ...]:
    """Every language with words of last resort (templates/messages/default), English first."""
    found = {path.name.removesuffix(".txt") for path in (MESSAGES / "default").glob("*.txt")}
    return (ENGLISH, *sorted(tag for tag in found if tag != ENGLISH and "." not in tag))


def best_language(requested: str | None) -> str:
    """The language of ours for a tag such as `es-MX`, `pt_BR`, `DE` or None; English where there is none."""
    base = (requested or "").replace("_", "-").partition("-")[0].strip().lower()
    return base if base in languages() else ENGLISH
