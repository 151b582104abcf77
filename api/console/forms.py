"""Forms of the console, read with limits."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

BODY_LIMIT_BYTES = 64 * 1024
FIELDS_LIMIT = 40

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class BadForm(Exception):
    """What came is no form of ours; the text says why."""


async def fields(request: Request, limit: int = FIELDS_LIMIT) -> Mapping[str, str]:
    """The form's fields, each once, trimmed, and free of control characters but line feeds. Raises BadForm."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise BadForm("Forms come as application/x-www-form-urlencoded.")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_LIMIT_BYTES:
            raise BadForm(f"A form may have at most {BODY_LIMIT_BYTES} bytes.")
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=limit)
    except ValueError:
        raise BadForm(f"A form may have at most {limit} fields.") from None
    return {name: clean(value) for name, value in pairs}


def clean(text: str) -> str:
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def number(text: str | None) -> int | None:
    """A row's id as an address or a form holds it; None for anything else."""
    if text and text.isascii() and text.isdigit() and len(text) <= 18:
        return int(text)
    return None
