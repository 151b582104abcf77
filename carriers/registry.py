"""The list of adapters: one line per folder in this room."""

from collections.abc import Mapping

from carriers import (
    aftership,
    bringg,
    dhl,
    doorstep,
    easypost,
    easyship,
    ehub,
    fedex,
    fleetbase,
    generic,
    karrio,
    locate2u,
    onfleet,
    sendcloud,
    sendle,
    seventeentrack,
    shipday,
    shipengine,
    shippo,
    spoke,
    tookan,
    uber_direct,
    ups,
)
from carriers.dialect import Dialect

_FOLDERS = (
    doorstep,
    generic,
    aftership,
    bringg,
    dhl,
    easypost,
    easyship,
    ehub,
    fedex,
    fleetbase,
    karrio,
    locate2u,
    onfleet,
    sendcloud,
    sendle,
    seventeentrack,
    shipday,
    shipengine,
    shippo,
    spoke,
    tookan,
    uber_direct,
    ups,
)

ADAPTERS: Mapping[str, Dialect] = {folder.ADAPTER.name: folder.ADAPTER for folder in _FOLDERS}


class UnknownAdapter(LookupError):
    """No folder in `carriers/` has this name; the message lists those that are there."""


def adapter(name: str, mapping: Mapping[str, object] | None = None) -> Dialect:
    """The adapter of that name; `generic` with the mapping of its source. Raises UnknownAdapter, BadMapping."""
    found = ADAPTERS.get(name)
    if found is None:
        raise UnknownAdapter(f"There is no adapter called {name!r}. Known are: {', '.join(sorted(ADAPTERS))}.")
    return generic.configured(mapping) if found is generic.ADAPTER and mapping is not None else found
