"""Any sender nobody has written an adapter for: its fields and words are named in a mapping, set per source."""

from collections.abc import Mapping

from carriers.contract import Reading, Reception
from carriers.dialect import Dialect, unreadable
from carriers.generic.mapping import FieldMap, read_mapping
from carriers.generic.reader import read_with
from carriers.meaning import StatusTable
from carriers.signatures import Scheme, Signature

NO_MAPPING = "no mapping is set for this source: say which of its fields is which"

_SETUP = "Give the 3PL the address; without a signature in the mapping it goes with its token."

_URL_TOKEN = Signature(
    Scheme.URL_TOKEN, weak="The address is the secret: name a signature in the mapping if it has one."
)


def _read_unmapped(document: object, body: bytes, reception: Reception) -> Reading:
    return unreadable(body, NO_MAPPING)


ADAPTER = Dialect(
    name="generic",
    title="Generic, by mapping",
    signature=_URL_TOKEN,
    reader=_read_unmapped,
    tables=(),
    pages_read_on="2026-11-22",
    setup=_SETUP,
)


def configured(mapping: Mapping[str, object]) -> Dialect:
    """The adapter for one mapping (its keys: README.md). Raises BadMapping with a sentence for whoever wrote it."""
    fields: FieldMap = read_mapping(mapping)
    return Dialect(
        name="generic",
        title="Generic, by mapping",
        signature=fields.signature or _URL_TOKEN,
        reader=lambda document, body, reception: read_with(fields, document, body, reception),
        tables=(StatusTable("status", fields.statuses),),
        pages_read_on="2026-11-22",
        setup=_SETUP,
        poll_reader=lambda document, reception: read_with(fields, document, b"", reception).items,
    )
