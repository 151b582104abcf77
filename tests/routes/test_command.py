"""doorstep routes plan: a day in a file becomes a plan on the screen."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from doorstep.command import app

EXAMPLE = Path(__file__).parents[2] / "docs/examples/day.json"

NO_ZONE = """
{"vans": [{"id": "a", "from": "2026-11-24T08:00:00", "to": "2026-11-24T16:00:00", "start": [1, 2]}],
 "stops": [{"id": "x", "place": [1, 2]}]}
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["routes", "plan", *arguments])


def test_the_example_of_the_documentation_is_planned() -> None:
    result = run(str(EXAMPLE), "--seconds", "0.3", "--json")
    found = json.loads(result.stdout)

    assert result.exit_code == 0
    assert found["left_out"] == []
    assert sorted(stop["id"] for van in found["vans"] for stop in van["stops"]) == ["DS100", "DS101", "DS102", "DS103"]
    times = {stop["id"]: stop["at"] for van in found["vans"] for stop in van["stops"]}
    assert times["DS103"] >= "2026-11-24T13:00-05:00"


def test_people_get_a_table() -> None:
    result = run(str(EXAMPLE), "--seconds", "0.3")

    assert "DS101" in result.stdout
    assert "min of driving" in result.stdout


def test_a_stop_that_fits_in_no_van_is_named(tmp_path: Path) -> None:
    day = json.loads(EXAMPLE.read_text())
    day["stops"][0] |= {"from": "2026-11-24T03:00:00-05:00", "to": "2026-11-24T04:00:00-05:00"}
    file = tmp_path / "day.json"
    file.write_text(json.dumps(day))
    result = run(str(file), "--seconds", "0.3", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["left_out"] == ["DS100"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "truncated"),
        ('{"vans": [], "stops": []}', "at least one van"),
        (NO_ZONE, "must say their zone"),
        ('{"vans": 3}', "vans"),
    ],
)
def test_a_file_that_cannot_be_planned_gets_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "day.json"
    file.write_text(text)
    result = run(str(file))

    assert result.exit_code == 1
    assert says in result.output


def test_a_file_that_is_not_there_gets_a_sentence() -> None:
    assert "No such file" in run("nothing.json").output
