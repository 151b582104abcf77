"""An adapter as a value: what every folder in this room defines, so that a new one is a copy with other words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from carriers.asking import Changer, Poller
from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.keys import body_key
from carriers.meaning import StatusTable
from carriers.signatures import Signature

DEFAULT_BODY_BYTES = 256 * 1024
"""Most bodies have 1-30 kB; senders of full histories grow."""

Reader = Callable[[object, bytes, Reception], Reading]
PollReader = Callable[[object, Reception], Iterable[Report | Ignored | Unreadable]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One sender: its scheme, its reader, its tables; `poll_reader` reads the answer of its API, where there is one.

    `poller` asks that API, `changer` asks it for another window. `pages_read_on` is the day on which the vendor's pages
    were last read (ISO), shown on the list of carriers. `setup` tells staff where the address goes and where the secret
    comes from; `secret_is_theirs` where the sender makes it, so that it must be copied to here.
    """

    name: str
    title: str
    signature: Signature
    reader: Reader
    tables: tuple[StatusTable, ...]
    pages_read_on: str
    setup: str
    poll_reader: PollReader | None = None
    poller: Poller | None = None
    changer: Changer | None = None
    secret_is_theirs: bool = False
    greeting: Callable[[Mapping[str, str]], str | None] = lambda query: None
    max_body_bytes: int = DEFAULT_BODY_BYTES

    def read(self, document: object, body: bytes, reception: Reception) -> Reading:
        """What a posted body says."""
        return self.reader(document, body, reception)

    def read_poll(self, document: object, reception: Reception) -> Reading:
        """What an answer of the sender's API says, with the same event keys as its pushes have."""
        if self.poll_reader is None:
            return unreadable(b"", f"{self.title} has no API answer that Doorstep reads")
        items = tuple(self.poll_reader(document, reception))
        keys = sorted(event.key for item in items if isinstance(item, Report) for event in item.events)
        return Reading(body_key("\n".join(keys).encode("utf-8", "replace")), items)

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """The text to echo to the sender's GET."""
        return self.greeting(query)


def unreadable(body: bytes, why: str) -> Reading:
    """A whole body that is not understood."""
    return Reading(body_key(body), (Unreadable(why),))
