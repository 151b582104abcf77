"""Two versions of a merchant's words side by side: what went, what came."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk
from api.console.forms import number
from api.console.templates import PLACE, address
from flows.messages.wording import CHANNELS, NAMES
from store import wordings
from store.wordings import Place

SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Line:
    """`kind`: same, gone, new."""

    kind: str
    text: str


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get(PLACE + "/compare")
    async def compare(request: Request, merchant_id: int, name: str, language: str, channel: str) -> Response:
        visit = await desk.visit(request)
        if name not in NAMES or channel not in CHANNELS or not visit.member.sees(merchant_id):
            raise desk.missing(visit, "template")
        place = merchant_id, name, language, channel
        versions = await desk.deps.database.read(_versions, place)
        sources = {str(row.number): row.source for row in versions}
        sources[SHIPPED] = desk.deps.wordsmith.shipped(name, language, channel)
        before = _known(request.query_params.get("before"), sources, SHIPPED)
        after = _known(request.query_params.get("after"), sources, str(versions[0].number) if versions else SHIPPED)
        lines = list(differences(sources[before], sources[after]))
        scene: dict[str, Any] = {
            "place": place,
            "here": address(place),
            "versions": list(sources),
            "before": before,
            "after": after,
        }
        return desk.page(visit, "template_compared", lines=lines, **scene)


def differences(before: str, after: str) -> Iterator[Line]:
    """Line by line, what went before what came in its place."""
    old, new = before.splitlines(), after.splitlines()
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Line("same", text) for text in old[i:j])
        else:
            yield from (Line("gone", text) for text in old[i:j])
            yield from (Line("new", text) for text in new[k:n])


def _known(asked: str | None, sources: dict[str, str], otherwise: str) -> str:
    wanted = str(number(asked)) if asked != SHIPPED else SHIPPED
    return wanted if wanted in sources else otherwise


def _versions(tx: Connection, place: Place) -> list[Any]:
    return list(wordings.versions(tx, place, 200))
