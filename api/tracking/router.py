"""GET /t/{token} and what is done on that page. Looking changes nothing; speaking is kept like any other turn."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.headers import POLICY
from api.tracking.deps import Deps
from api.tracking.forms import LONGEST_KEY, LONGEST_TEXT, Pace, fields
from api.tracking.progress import legs
from api.tracking.sheet import PRIVATE, Sheet
from api.tracking.sketch import sketch
from api.tracking.stream import Streams
from domain.talk.turn import Turn
from flows import tracking
from flows.talk import web_chat
from flows.tracking import Closed, Opened, Stamp, Tracked

STYLE, MAP, FOLLOW = "/t/style.css", "/t/map.js", "/t/follow.js"

Read = Callable[[Opened, dict[str, str]], Awaitable[Turn | str]]
"""Reads a form: what was said, or the name of the sentence that says why nothing was."""


def router(deps: Deps) -> APIRouter:
    """The page's routes; they are for people, so the API's documentation does not list them."""
    routes = APIRouter(include_in_schema=False)
    page = _Page(deps)
    _files(routes, page)
    _looking(routes, page, deps)
    _saying(routes, page)
    return routes


def _files(routes: APIRouter, page: "_Page") -> None:
    map_script, follow_script = page.sheet.script("map", MAP), page.sheet.script("follow", FOLLOW)

    @routes.get(STYLE)
    async def style() -> Response:
        return page.sheet.style()

    @routes.get(MAP)
    async def map_js() -> Response:
        return map_script()

    @routes.get(FOLLOW)
    async def follow_js() -> Response:
        return follow_script()


def _looking(routes: APIRouter, page: "_Page", deps: Deps) -> None:
    streams = Streams(deps)

    @routes.get("/t/{token}")
    async def show(request: Request, token: str, note: str = "") -> Response:
        return await page.show(request, token, note=note)

    @routes.get("/t/{token}/parcel")
    async def parcel(request: Request, token: str) -> Response:
        return await page.show(request, token, "news")

    @routes.get("/t/{token}/van")
    async def van(request: Request, token: str) -> Response:
        return await page.show(request, token, "van")

    @routes.get("/t/{token}/messages")
    async def messages(request: Request, token: str) -> Response:
        return await page.show(request, token, "talk")

    @routes.get("/t/{token}/words")
    async def words(request: Request, token: str) -> Response:
        return await page.show(request, token, "words")

    @routes.get("/t/{token}/live")
    async def live(request: Request, token: str, seen: str = "", van: str = "", language: str = "") -> Response:
        opened = await deps.database.read(tracking.find, token, deps.clock())
        if isinstance(opened, Closed):
            return page.closed(request, opened)
        return streams.follow(opened, Stamp(seen, van, language))


def _saying(routes: APIRouter, page: "_Page") -> None:
    @routes.post("/t/{token}/chat")
    async def chat(request: Request, token: str) -> Response:
        return await page.hear(request, token, page.typed)

    @routes.post("/t/{token}/choices")
    async def choices(request: Request, token: str) -> Response:
        return await page.hear(request, token, page.tapped)

    @routes.post("/t/{token}/changes")
    async def changes(request: Request, token: str) -> Response:
        return await page.hear(request, token, page.wanted)

    @routes.post("/t/{token}/language")
    async def language(request: Request, token: str) -> Response:
        return await page.hear(request, token, page.spoken)


class _Page:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._pace = Pace()
        self.sheet = Sheet("tracking", STYLE)

    async def show(self, request: Request, token: str, part: str = "page", note: str = "") -> Response:
        """The page, or the part of it that has changed."""
        found = await self._deps.database.read(tracking.look, token, self._deps.clock())
        return self.closed(request, found) if isinstance(found, Closed) else self._draw(part, token, found, note)

    def _draw(self, part: str, token: str, found: Tracked, note: str) -> Response:
        say, van = self._deps.words(found.opened.language, found.zone, found.now, found.brand), found.van
        return self.sheet.draw(
            part,
            headers=PRIVATE | self._policy(),
            van=van,
            sketch=sketch(van.place, van.door) if van is not None else None,
            tiles=self._deps.tiles,
            languages=self._deps.words.named(),
            spoken=found.opened.language.partition("-")[0],
            say=say,
            page=found,
            legs=legs(found.milestone),
            path=f"/t/{token}",
            key=secrets.token_urlsafe(9),
            said=f"{found.said[-1].id if found.said else 0}-{found.opened.language}",
            note=say(note, score=LONGEST_TEXT) if note in NOTES else "",
            longest=LONGEST_TEXT,
        )

    def _policy(self) -> dict[str, str]:
        """Where tiles are configured, the page may load those pictures, and nothing else from there."""
        tiles = self._deps.tiles
        return {"content-security-policy": POLICY.replace("img-src", f"img-src {tiles.origin}")} if tiles else {}

    def closed(self, request: Request, found: Closed) -> Response:
        """The same polite page for a link that never was (404) and for one whose time is over (410)."""
        wanted = request.headers.get("accept-language", "").partition(",")[0].partition(";")[0]
        say = self._deps.words(wanted, UTC, self._deps.clock(), "")
        name, status = ("gone", 410) if found.expired else ("unknown", 404)
        return self.sheet.draw("closed", status, say=say, name=name)

    async def hear(self, request: Request, token: str, read: Read) -> Response:
        """What was said is kept, answered if that is quick, and shown: with script in place, without by going back."""
        opened = await self._deps.database.read(tracking.find, token, self._deps.clock())
        if isinstance(opened, Closed):
            return self.closed(request, opened)
        note = await self._heard(opened, await fields(request), read)
        if request.headers.get("hx-request") == "true":
            return await self.show(request, token, "said", note)
        query = f"?note={note}" if note else ""
        return RedirectResponse(f"/t/{token}{query}#chat", 303, PRIVATE)

    async def _heard(self, opened: Opened, form: dict[str, str], read: Read) -> str:
        turn = await read(opened, form)
        if isinstance(turn, str):
            return turn
        if not await self._pace.admits(opened.shipment_id):
            return "too_fast"
        await self._deps.keep([turn])
        await web_chat.answered(self._deps.database, turn)
        return ""

    async def typed(self, opened: Opened, form: dict[str, str]) -> Turn | str:
        text = form.get("text", "")
        if not text:
            return "not_sent"
        if len(text) > LONGEST_TEXT:
            return "too_long"
        return web_chat.typed(opened, form.get("key", "")[:LONGEST_KEY], text, self._deps.clock())

    async def spoken(self, opened: Opened, form: dict[str, str]) -> Turn | str:
        """Another language is asked for by its own name, as in the chat: from then on everything is said in it."""
        name = dict(self._deps.words.named()).get(form.get("language", ""))
        key = form.get("key", "")[:LONGEST_KEY]
        return web_chat.typed(opened, key, name, self._deps.clock()) if name else "not_sent"

    async def wanted(self, opened: Opened, form: dict[str, str]) -> Turn | str:
        change, now = form.get("change", ""), self._deps.clock()
        label = self._deps.words(opened.language, UTC, now, "")(change, topic="choices")
        return web_chat.wanted(opened, form.get("key", "")[:LONGEST_KEY], change, label, now) or "not_sent"

    async def tapped(self, opened: Opened, form: dict[str, str]) -> Turn | str:
        choice, key = form.get("choice", "")[:LONGEST_KEY], form.get("key", "")[:LONGEST_KEY]
        if not choice:
            return "not_sent"
        return await self._deps.database.read(web_chat.tapped, opened, key, choice, self._deps.clock())


NOTES = frozenset({"too_fast", "too_long", "not_sent"})
