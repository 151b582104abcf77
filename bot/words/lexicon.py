"""Short phrases by their code: button labels, reasons, milestones, and how a language speaks of time.

They live in templates/messages/<topic>/<language>.toml. A table `[sms]` in a file holds other words for that channel.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from bot.words.languages import MESSAGES


@cache
def phrases(topic: str, language: str, channel: str) -> Mapping[str, str]:
    """All phrases of a topic, `recipient.not_home` for a phrase inside a table; empty where there is no such file."""
    path = MESSAGES / topic / f"{language}.toml"
    if not path.exists():
        return {}
    content = tomllib.loads(path.read_text("utf-8"))
    special = content.pop("sms", {})
    return dict((*_flat(content), *_flat(special))) if channel == "sms" else dict(_flat(content))


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)
