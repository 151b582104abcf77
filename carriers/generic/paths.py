"""The small part of JSONPath a mapping needs: `$.a.b[0]`, `a['b c']`, and `[*]` for each element."""

import re
from typing import Any

Step = str | int | None
"""A field, a position, or None for each element."""

_PLAIN = re.compile(r"[\w@-]+")
_STEP = re.compile(r"\.?([\w@-]+)|\[(\d+|\*)\]|\[['\"]([^'\"]+)['\"]\]")


def compiled(path: str) -> tuple[Step, ...]:
    """The steps of a path. Raises ValueError with the place where it stops making sense."""
    rest = path.removeprefix("$")
    steps: list[Step] = []
    position = 0
    while position < len(rest):
        found = _STEP.match(rest, position)
        if found is None:
            raise ValueError(f"{path!r} is no path: cannot read {rest[position:]!r}")
        name, index, quoted = found.groups()
        steps.append(name or quoted or (None if index == "*" else int(index)))
        position = found.end()
    return tuple(steps)


def picked(document: Any, steps: tuple[Step, ...]) -> Any:
    """What stands at the path; None when nothing does."""
    for step in steps:
        if isinstance(step, str):
            document = document.get(step) if isinstance(document, dict) else None
        elif isinstance(document, list) and document:
            document = document[step or 0] if (step or 0) < len(document) else None
        else:
            return None
    return document


def each(document: Any, steps: tuple[Step, ...]) -> list[Any]:
    """The list at the path; every element of every list where the path says `[*]`."""
    found = [document]
    for position, step in enumerate(steps):
        if step is None:
            found = [element for one in found if isinstance(one, list) for element in one]
        else:
            found = [picked(one, steps[position : position + 1]) for one in found]
    if None in steps:
        return found
    return found[0] if isinstance(found[0], list) else [one for one in found if one is not None]


def places(document: Any, limit: int = 80) -> list[tuple[str, Any]]:
    """Where plain values stand in a body, with the values: what a mapping can name. Of a list the first element."""
    found: list[tuple[str, Any]] = []
    _walk(document, "", found, limit)
    return found


def _walk(value: Any, path: str, found: list[tuple[str, Any]], limit: int) -> None:
    if len(found) >= limit or path.count(".") > 8:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            step = str(name) if _PLAIN.fullmatch(str(name)) else f"['{name}']"
            _walk(inner, f"{path}.{step}" if path and not step.startswith("[") else f"{path}{step}", found, limit)
    elif isinstance(value, list):
        if value:
            _walk(value[0], f"{path}[0]", found, limit)
    else:
        found.append((path, value))
