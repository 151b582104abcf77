"""Merchants' own words: which there are, and one of them being written, with what is to be said about it."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk, Form, Visit
from api.console.forms import clean, number
from flows.audit import By, Refused
from flows.messages import wording_desk, wording_preview
from flows.messages.standing_holds import MOST_FIRST, begin_check
from flows.messages.wording import ANY, CHANNELS, NAMES, Checked
from flows.messages.wording_preview import Tried
from flows.staff.sign_in import Role
from store import wording_views, wordings
from store.wordings import Place

SHOWN = 30
"""Versions and publications on a page."""
PLACE = "/templates/{merchant_id:int}/{name}/{language}/{channel}"


@dataclass(frozen=True, slots=True)
class Writing:
    """One place as its page shows it. `languages` are those the merchant's customers read, with how many do."""

    merchant: Any
    live: Any
    versions: list[Any]
    publications: list[Any]
    languages: dict[str, int]
    written: frozenset[str]
    """The languages in which this message has words of the merchant's own."""


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/templates")
    async def overview(request: Request) -> Response:
        visit = await desk.visit(request)
        query = request.query_params
        merchants = [m for m in await desk.deps.database.read(wordings.merchants) if visit.member.sees(m.id)]
        chosen = next((m for m in merchants if m.id == number(query.get("merchant"))), next(iter(merchants), None))
        languages = desk.deps.wordsmith.languages()
        asked = query.get("language", "")
        language = asked if asked in languages else (chosen.language[:2] if chosen is not None else "en")
        rows = await desk.deps.database.read(wordings.overview, chosen.id) if chosen is not None else []
        own = {(row.name, row.channel): row for row in rows if row.language == language}
        scene: dict[str, Any] = {
            "merchants": merchants,
            "chosen": chosen,
            "language": language,
            "languages": languages,
            "own": own,
        }
        return desk.page(visit, "templates", names=NAMES, channels=CHANNELS, **scene)

    @router.get(PLACE)
    async def one(request: Request, merchant_id: int, name: str, language: str, channel: str) -> Response:
        visit = await desk.visit(request)
        place = _place(desk, visit, merchant_id, name, language, channel)
        version = number(request.query_params.get("version"))
        return await show(desk, visit, place, version=version)

    @router.post(PLACE + "/check")
    async def check(request: Request, merchant_id: int, name: str, language: str, channel: str) -> Response:
        visit, form = await desk.posted(request)
        place = _place(desk, visit, merchant_id, name, language, channel)
        source, parcel = form.get("source", ""), form.get("parcel", "")[:60]
        return desk.page(visit, "template_check", **await _judged(desk, place, source, parcel))

    @router.post(PLACE)
    async def keep(request: Request, merchant_id: int, name: str, language: str, channel: str) -> Response:
        visit, form = await desk.posted(request)
        place = _place(desk, visit, merchant_id, name, language, channel)
        result = await desk.deps.database.write(
            wording_desk.draft, place, form.get("source", ""), desk.deps.wordsmith.languages(), desk.by(visit, form)
        )
        if isinstance(result, Refused):
            return await show(desk, visit, place, source=form.get("source", ""), refused=result.why)
        return desk.go(address(place) + f"?version={result.number}", "words_kept")

    @router.post(PLACE + "/publish")
    async def publish(request: Request, merchant_id: int, name: str, language: str, channel: str) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        place = _place(desk, visit, merchant_id, name, language, channel)
        result = await desk.deps.database.write(_publish, desk, place, form, desk.by(visit, form))
        if isinstance(result, Refused):
            return await show(desk, visit, place, version=number(form.get("version")), refused=result.why)
        return desk.go(address(place), "words_published")

    @router.post(PLACE + "/withdraw")
    async def withdraw(request: Request, merchant_id: int, name: str, language: str, channel: str) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        place = _place(desk, visit, merchant_id, name, language, channel)
        seen = number(form.get("seen"))
        result = await desk.deps.database.write(wording_desk.withdraw, place, seen, desk.by(visit, form))
        if isinstance(result, Refused):
            return await show(desk, visit, place, refused=result.why)
        return desk.go(address(place), "words_withdrawn")


async def show(
    desk: Desk,
    visit: Visit,
    place: Place,
    *,
    version: int | None = None,
    source: str | None = None,
    refused: str = "",
) -> Response:
    """One place; `source` is what somebody is writing, else the version asked for, what speaks, or what is shipped."""
    writing: Writing | None = await desk.deps.database.read(_look, place)
    if writing is None:
        raise desk.missing(visit, "merchant")
    _, name, language, channel = place
    shipped = desk.deps.wordsmith.shipped(name, language, channel)
    shown = next((v for v in writing.versions if v.number == version), None)
    text = source if source is not None else shown.source if shown else writing.live.source if writing.live else shipped
    scene = {
        "place": place,
        "here": address(place),
        "writing": writing,
        "shown": shown,
        "text": text,
        "shipped": shipped,
        "refused": refused,
        "fields": desk.deps.wordsmith.fields(),
        "channels": CHANNELS,
        "languages": desk.deps.wordsmith.languages(),
        "limit": wording_desk.LONGEST_SOURCE,
        **await _judged(desk, place, text, ""),
    }
    return desk.page(visit, "template", 409 if refused else 200, **scene)


def address(place: Place) -> str:
    return "/console/templates/" + "/".join(str(part) for part in place)


async def _judged(desk: Desk, place: Place, source: str, parcel: str) -> dict[str, Any]:
    """What is to be said about these words, and what real parcels would read."""
    _, name, language, channel = place
    checked = desk.deps.wordsmith.check(name, language, channel, source)
    tried: list[Tried] = []
    if checked.samples:
        tried = await desk.deps.database.read(_try, desk, place, source, parcel)
    return {"checked": checked, "tried": tried, "parcel": parcel}


def _try(tx: Connection, desk: Desk, place: Place, source: str, parcel: str) -> list[Tried]:
    merchant_id, name, language, channel = place
    trial = wording_preview.trial(name, language, channel, source)
    deps = desk.deps
    return wording_preview.on_parcels(
        tx, merchant_id, trial, clean(parcel), deps.wordsmith, deps.voice.links, deps.clock()
    )


def _publish(tx: Connection, desk: Desk, place: Place, form: Form, by: By) -> wording_desk.Published | Refused:
    wanted = number(form.get("version"))
    version = next((v for v in wordings.versions(tx, place, 10_000) if v.number == wanted), None)
    if version is None:
        return Refused("There is no such version.")
    merchant_id, name, language, channel = place
    checked: Checked = desk.deps.wordsmith.check(name, language, channel, version.source)
    first = number(form.get("first"))
    if first is not None and not 1 <= first <= MOST_FIRST:
        return Refused(f"Hold between 1 and {MOST_FIRST} messages, or none.")
    published = wording_desk.publish(tx, version.id, number(form.get("seen")), checked, by)
    if first is not None and isinstance(published, wording_desk.Published):
        begin_check(tx, merchant_id, name, language, first, by)
    return published


def _look(tx: Connection, place: Place) -> Writing | None:
    merchant_id, name, _, channel = place
    merchant = next((row for row in wordings.merchants(tx) if row.id == merchant_id), None)
    if merchant is None:
        return None
    own = wordings.overview(tx, merchant_id)
    return Writing(
        merchant,
        wordings.live(tx, place),
        list(wordings.versions(tx, place, SHOWN)),
        list(wordings.publications(tx, place, SHOWN)),
        wording_views.languages_read(tx, merchant_id),
        frozenset(r.language for r in own if r.name == name and r.channel in (ANY, channel) and r.number is not None),
    )


def _place(desk: Desk, visit: Visit, merchant_id: int, name: str, language: str, channel: str) -> Place:
    known = name in NAMES and language in desk.deps.wordsmith.languages() and channel in CHANNELS
    if not known or not visit.member.sees(merchant_id):
        raise desk.missing(visit, "template")
    return merchant_id, name, language, channel
