"""Reading a tracking page as its customer does: what was said, and what can be tapped."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Bubble:
    """One message of the page's chat. `name` is the notice's or the reply's; choices are (label, token) pairs."""

    name: str
    mine: bool
    text: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)


def bubbles(page: str) -> list[Bubble]:
    """The chat of a page, or of a part of it; the oldest message first."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Bubble] = []
        self._in_text = False
        self._token: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "li" and given.get("data-name"):
            self.found.append(Bubble(str(given["data-name"]), given.get("class") == "mine"))
        elif tag == "p" and given.get("class") == "text":
            self._in_text = True
        elif tag == "button" and given.get("name") == "choice":
            self._token = given.get("value")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._in_text = False
        elif tag == "button":
            self._token = None

    def handle_data(self, data: str) -> None:
        if self._in_text:
            self.found[-1].text += data
        elif self._token is not None:
            self.found[-1].choices.append((data, self._token))
