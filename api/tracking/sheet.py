"""The sheet a page is drawn on: templates, the style that goes with them, and headers that keep the page private."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

TEMPLATES = Path(__file__).parents[2] / "templates"
PRIVATE = {
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
    "referrer-policy": "no-referrer",
}


class Sheet:
    """The pages of one folder of templates, and its style.css under an address that changes with it."""

    def __init__(self, folder: str, style_path: str) -> None:
        root = TEMPLATES / folder
        self._style = (root / "style.css").read_bytes()
        self._environment = Environment(
            loader=FileSystemLoader(root),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["style_url"] = f"{style_path}?v={sha256(self._style).hexdigest()[:10]}"

    def draw(self, template: str, status: int = 200, headers: Mapping[str, str] = PRIVATE, **scene: object) -> Response:
        return HTMLResponse(self._environment.get_template(f"{template}.html").render(scene), status, dict(headers))

    def style(self) -> Response:
        headers = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(self._style, headers=headers, media_type="text/css; charset=utf-8")
