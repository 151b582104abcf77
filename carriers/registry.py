"""The list of adapters: one line per folder in this room."""

from collections.abc import Mapping

from carriers.aftership import ADAPTER as AFTERSHIP
from carriers.dialect import Dialect
from carriers.doorstep import ADAPTER as DOORSTEP
from carriers.easypost import ADAPTER as EASYPOST
from carriers.onfleet import ADAPTER as ONFLEET

ADAPTERS: Mapping[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        DOORSTEP,
        AFTERSHIP,
        EASYPOST,
        ONFLEET,
    )
}


class UnknownAdapter(LookupError):
    """No folder in `carriers/` has this name; the message lists those that are there."""


def adapter(name: str) -> Dialect:
    """The adapter of that name. Raises UnknownAdapter."""
    found = ADAPTERS.get(name)
    if found is None:
        raise UnknownAdapter(f"There is no adapter called {name!r}. Known are: {', '.join(sorted(ADAPTERS))}.")
    return found
