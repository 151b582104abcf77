"""The sheet a page is drawn on: templates, the style that goes with them, and headers that keep the page private."""

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

TEMPLATES = Path(__file__).parents[2] / "templates"
PRIVATE = {
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
    "referrer-policy": "no-referrer",
}


_CLOCK = r"\S*\d\S*(?: (?:[AP]M|[صم]\u2069))?"
_HOURS = re.compile(f"({_CLOCK}–{_CLOCK})")
_WHOLE = Markup('<span class="whole">{}</span>')


def unbroken(words: str) -> Markup:
    """The words with the hours of a window kept on one line: `12:00–14:00` is not broken behind its dash."""
    return Markup().join(_WHOLE.format(part) if n % 2 else part for n, part in enumerate(_HOURS.split(words)))


def closed(words: str) -> str:
    """The words with one full stop at their end: `25 Std.` has it already."""
    return words if words.endswith(".") else f"{words}."


FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}


class Sheet:
    """The pages of one folder of templates, and their style under an address that changes with it: the common colours,
    then the folder's own style.css.
    """

    def __init__(self, folder: str, style_path: str) -> None:
        root = self._root = TEMPLATES / folder
        self._style = (TEMPLATES / "colours.css").read_bytes() + b"\n" + (root / "style.css").read_bytes()
        self._environment = Environment(
            loader=FileSystemLoader(root),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["unbroken"] = unbroken
        self._environment.filters["closed"] = closed
        self._environment.globals["style_url"] = f"{style_path}?v={sha256(self._style).hexdigest()[:10]}"

    def draw(self, template: str, status: int = 200, headers: Mapping[str, str] = PRIVATE, **scene: object) -> Response:
        return HTMLResponse(self._environment.get_template(f"{template}.html").render(scene), status, dict(headers))

    def style(self) -> Response:
        return Response(self._style, headers=FOR_EVER, media_type="text/css; charset=utf-8")

    def script(self, name: str, path: str) -> Callable[[], Response]:
        """A script of the folder, under an address that changes with it: templates know it as `<name>_url`."""
        content = (self._root / f"{name}.js").read_bytes()
        self._environment.globals[f"{name}_url"] = f"{path}?v={sha256(content).hexdigest()[:10]}"
        return lambda: Response(content, headers=FOR_EVER, media_type="text/javascript; charset=utf-8")
