"""The figures by the API, as pages, as CSV and from the shell: the same numbers, and a sentence where it goes wrong."""

import csv
import io
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from typer.testing import CliRunner

from api import problems
from api.rest.deps import Deps
from api.rest.router import build
from doorstep.command import app as command
from flows.routes.positions import Positions
from tests.analytics.test_numbers import a_day_of_four, four
from tests.console.desk import signed_in
from tests.flows.house import House

WEEKS = {"from": "2026-11-16", "to": "2026-11-29"}


@pytest.fixture
def lived(sqlite_url: str) -> House:
    house = House(sqlite_url)
    a_day_of_four(house)
    return house


@pytest.fixture
async def api(lived: House) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    deps = Deps(
        database=lived.database,
        clock=lambda: lived.now,
        public_url="https://door.example",
        secret_key=b"k" * 32,
        api_token=SecretStr("token"),
        bot_username=lambda: None,
        after_plan=lambda _due: None,
        positions=Positions(lived.database, lambda: lived.now),
        routes_changed=lambda: None,
        voice=lived.voice,
    )
    app.include_router(build(deps))
    problems.install(app)
    headers = {"Authorization": "Bearer token"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://t/api/v1", headers=headers
    ) as client:
        yield client


async def test_the_api_gives_figures_parts_and_what_they_mean(api: httpx.AsyncClient) -> None:
    found = (await api.get("/analytics", params={**WEEKS, "by": "carrier"})).json()
    assert found["figures"]["on_time"]["hits"] == 2
    assert found["figures"]["on_time"]["of"] == 4
    assert 0 < found["figures"]["on_time"]["low"] < 0.5 < found["figures"]["on_time"]["high"] < 1
    assert [part["key"] for part in found["parts"]] == ["doorstep"]
    meanings = {one["name"]: one["means"] for one in (await api.get("/analytics/definitions")).json()}
    assert set(meanings) == set(found["figures"])


async def test_the_api_shows_how_windows_held_and_which_parcels_are_behind(api: httpx.AsyncClient) -> None:
    (held,) = (await api.get("/analytics/calibration", params=WEEKS)).json()
    assert (held["told"], held["kept"], held["chance"]) == (4, 2, None)
    late = (await api.get("/analytics/parcels", params={**WEEKS, "what": "late"})).json()
    assert [parcel["tracking_number"] for parcel in late["parcels"]] == ["LATE"]
    assert (await api.get("/analytics/holdouts", params=WEEKS)).json() == []


async def test_csv_has_a_line_for_each_part_and_one_for_all(api: httpx.AsyncClient) -> None:
    answer = await api.get("/analytics", params={**WEEKS, "format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["week"] for row in rows] == ["2026-11-23", "all"]
    assert rows[-1]["on_time_hits"] == "2"


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ({"from": "yesterday"}, 422, "from must be a day such as 2026-11-24."),
        ({"from": "2026-11-29", "to": "2026-11-01"}, 422, "from must not be after to."),
        ({"from": "2020-01-01"}, 422, "from lies too far back"),
        ({"merchant": "nobody"}, 404, "There is no merchant of this name."),
    ],
)
async def test_what_cannot_be_shown_is_refused_with_a_sentence(
    api: httpx.AsyncClient, query: dict[str, str], status: int, sentence: str
) -> None:
    answer = await api.get("/analytics", params=query)
    assert answer.status_code == status
    assert sentence in answer.json()["detail"]


async def test_a_list_that_there_is_not_is_refused(api: httpx.AsyncClient) -> None:
    answer = await api.get("/analytics/parcels", params={"what": "everything"})
    assert answer.status_code == 422
    assert "late" in answer.text


async def test_staff_see_the_numbers_with_their_definitions_and_go_to_the_parcels(lived: House) -> None:
    async with signed_in(lived, role="viewer") as browser:
        page = await browser.get("/console/numbers?from=2026-11-16&to=2026-11-29")
        assert page.status_code == 200
        assert "50.0 %" in page.text
        assert "so late parcels do not vanish" in page.text
        assert 'role="img" aria-label="On time, by week"' in page.text
        late = await browser.get("/console/numbers/parcels?what=late&from=2026-11-16&to=2026-11-29")
        assert "LATE" in late.text
        sheet = await browser.get("/console/numbers/parcels.csv?what=late&from=2026-11-16&to=2026-11-29")
        assert sheet.headers["content-disposition"].startswith("attachment")
        assert sheet.text.splitlines()[1].split(",")[1] == "LATE"


async def test_a_period_that_cannot_be_is_said_so_on_the_page(lived: House) -> None:
    async with signed_in(lived, role="viewer") as browser:
        page = await browser.get("/console/numbers?from=2026-11-29&to=2026-11-01")
        assert page.status_code == 422
        assert "The first day must not be after to. The last four weeks are shown." in page.text
        assert (await browser.get("/console/numbers/parcels?what=nothing")).status_code == 404


async def test_the_numbers_are_for_staff_alone(lived: House) -> None:
    async with signed_in(lived) as browser:
        browser.client.cookies.clear()
        assert (await browser.get("/console/numbers")).status_code == 303
        assert (await browser.get("/console/numbers.csv")).status_code == 303


def test_the_shell_sums_anew_and_prints(lived: House, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lived.close()
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", sqlite_url)
    days = ["--since", "2026-11-16", "--until", "2026-11-29"]
    done = CliRunner().invoke(command, ["figures", "--rebuild", *days])
    assert done.exit_code == 0, done.output
    assert "summed 14 days anew" in done.output
    assert re.search(r"^On time +\d+\.\d % +\d+ of \d+$", done.output, re.MULTILINE), done.output
    wrong = CliRunner().invoke(command, ["figures", "--since", "soon"])
    assert wrong.exit_code == 1


def test_what_became_of_parcels_is_looked_at_before_it_is_summed(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(sqlite_url)
    four(house)
    house.close()
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", sqlite_url)
    done = CliRunner().invoke(command, ["figures", "--rebuild", "--since", "2026-11-16", "--until", "2026-11-29"])
    assert done.exit_code == 0, done.output
    assert re.search(r"^On time +50.0 % +2 of 4$", done.output, re.MULTILINE), done.output
