"""The dispatcher's page over HTTP: opening it changes nothing, answering does, and nobody finds it by guessing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.dispatch.router import Deps, router
from domain.links import Links
from domain.reschedules import BACK
from domain.talk import menus
from flows.changes import reschedule
from store.database import Database
from tests.reschedule.scene import POLICY, Scene

PAGE = Path(__file__).parents[2] / "templates/dispatch/page.html"
LINKS = Links("", b"k" * 32)


@dataclass
class Page:
    scene: Scene
    http: httpx.AsyncClient
    public_id: str
    planned: list[datetime | None] = field(default_factory=list)

    @property
    def path(self) -> str:
        return LINKS.dispatch(self.public_id)

    async def answer(self, **form: str) -> httpx.Response:
        return await self.http.post(self.path, data=form)


@pytest.fixture
async def page(database_url: str) -> AsyncIterator[Page]:
    database = Database(database_url)
    scene = Scene(database)
    scene.slot("wed")
    planned: list[datetime | None] = []
    app = FastAPI()
    app.include_router(router(Deps(database, scene.clock, LINKS.secret_key, planned.append)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door") as http:
        yield Page(scene, http, scene.asked(0, "wed"), planned)
    database.close()


async def test_opening_it_shows_the_question_and_changes_nothing(page: Page) -> None:
    await page.http.get(page.path)
    answer = await page.http.get(page.path)

    assert answer.status_code == 200
    assert "Wednesday 25 November 2026, 07:00 to 09:00" in answer.text
    assert answer.text.count("<button") == 2
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert page.scene.state(page.public_id) == "requested"
    assert page.planned == []


async def test_it_says_nothing_about_the_person(page: Page) -> None:
    text = (await page.http.get(page.path)).text

    assert "Bo DS1" not in text
    assert "Elm St" not in text


@pytest.mark.parametrize(
    ("button", "state", "words"), [("yes", "confirmed", "said yes"), ("no", "declined", "said no")]
)
async def test_a_button_answers_once_and_the_page_says_so(page: Page, button: str, state: str, words: str) -> None:
    for _ in range(2):
        answer = await page.answer(answer=button, why="route 7 <b>")
        assert (answer.status_code, answer.headers["location"]) == (303, page.path)

    assert page.scene.state(page.public_id) == state
    shown = (await page.http.get(page.path)).text
    assert words in shown
    assert "<button" not in shown
    assert page.planned


async def test_anything_but_a_button_is_no_answer(page: Page) -> None:
    for form in ({}, {"answer": "maybe"}, {"why": "x" * 20_000}):
        assert (await page.answer(**form)).status_code == 400

    assert page.scene.state(page.public_id) == "requested"


async def test_nobody_finds_it_by_guessing(page: Page) -> None:
    other = LINKS.dispatch("rs_000000000000000000000000")
    for path in (f"/d/{page.public_id}/{'x' * 22}", f"/d/{page.public_id}/%C3%BC", other):
        assert (await page.http.get(path)).status_code == 404
        assert (await page.http.post(path, data={"answer": "yes"})).status_code == 404

    assert page.scene.state(page.public_id) == "requested"


async def test_a_change_is_asked_in_words_and_so_is_taking_it_back(page: Page) -> None:
    first = _ask(page.scene, "safe_place", {"text": "behind the shed"})
    asked = (await page.http.get(LINKS.dispatch(first))).text
    page.scene.decide(first, True)
    back = (await page.http.get(LINKS.dispatch(_ask(page.scene, BACK, {"of": "safe_place"})))).text

    assert "to leave it in a safe place" in asked
    assert "What exactly" in asked
    assert "behind the shed" in asked
    assert "to undo what you agreed to" in back
    assert "<bdi>to leave it in a safe place</bdi>" in back


@pytest.mark.parametrize("change", sorted({*menus.CHANGES.values(), BACK}))
def test_every_change_has_its_words(change: str) -> None:
    assert f'"{change}": "' in PAGE.read_text()


def _ask(scene: Scene, change: str, details: dict[str, object]) -> str:
    with scene.tx() as tx:
        asked = reschedule.ask_change(tx, scene.shipments[1], change, details, True, scene.now, POLICY)
    assert isinstance(asked, reschedule.Asked), asked
    return asked.public_id
