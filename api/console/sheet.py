"""The sheet pages are drawn on: templates, and the style and script that go with them."""

import re
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api.console.shown import FILTERS, GLOBALS

FOLDER = Path(__file__).parents[2] / "templates" / "console"
STATIC = "/console/static"
_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_TURNED = re.compile("[\u202d\u202e]")
PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex, nofollow"}


def _as_written(value: object) -> object:
    """Marks that turn letters around, by which `gpj.exe` reads as `exe.jpg`, are shown as what cannot be shown; no
    language needs them. The marks of right-to-left languages stay.
    """
    return _TURNED.sub("\N{REPLACEMENT CHARACTER}", value) if type(value) is str else value


class Sheet:
    """Escapes everything; a name that a template uses and a page does not give is an error."""

    def __init__(self) -> None:
        self._files = {path.name: path.read_bytes() for path in (FOLDER / "static").iterdir()}
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_as_written,
        )
        self._environment.filters.update(FILTERS)
        self._environment.globals.update(GLOBALS, static=self._address)

    def draw(self, template: str, status: int = 200, **scene: object) -> Response:
        page = self._environment.get_template(f"{template}.html").render(scene)
        return HTMLResponse(page, status, dict(PRIVATE))

    def file(self, name: str) -> Response | None:
        """One of our own files; its address changes with its content, so browsers may keep it."""
        content = self._files.get(name)
        if content is None:
            return None
        headers = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(content, headers=headers, media_type=_KINDS[Path(name).suffix])

    def _address(self, name: str) -> str:
        return f"{STATIC}/{name}?v={sha256(self._files[name]).hexdigest()[:10]}"
