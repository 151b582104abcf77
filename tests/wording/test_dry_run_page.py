"""The page and the command of a dry run."""

import html
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from doorstep.command import app
from tests.console.desk import signed_in
from tests.flows.house import House

HERE = "/console/dry-run"


async def test_a_draft_is_tried_and_each_difference_is_shown(house: House) -> None:
    house.order("DS100")
    house.say()
    async with signed_in(house, "supervisor") as browser:
        live = html.unescape((await browser.post(HERE, merchant="1", days="3")).text)
        words = {"name": "announced", "language": "en", "channel": "any", "source": "Another tone. {{ links | lines }}"}
        other = html.unescape((await browser.post(HERE, merchant="1", days="3", **words)).text)
        silent = (await browser.post(HERE, merchant="1", days="3", policy='{"switched_off": ["announced"]}')).text

    assert "The live rules give all 1 messages exactly as they were really sent." in live
    assert "Nothing would be told otherwise." in live
    assert "Acme: Another tone." in other
    assert "We'll keep you posted" in other
    assert "no longer said" in silent


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"policy": "{"}, "The policy is no JSON"),
        ({"policy": "[]"}, "A policy is a JSON object"),
        ({"policy": '{"gater": 1}'}, "unknown policy field 'gater'"),
        ({"days": "99"}, "1 to 31 days"),
        ({"merchant": "99"}, "There is no such merchant."),
        ({"source": "x", "name": "announced", "language": "xx"}, "in which language"),
        ({"source": "{{ ''.__class__ }}", "name": "announced", "language": "en"}, "cannot be used"),
    ],
)
async def test_what_cannot_be_tried_is_answered_with_why(small_house: House, form: dict[str, str], why: str) -> None:
    async with signed_in(small_house, "supervisor") as browser:
        answer = await browser.post(HERE, **{"merchant": "1", "days": "3", **form})
    assert answer.status_code == 409
    assert why in html.unescape(answer.text)


@pytest.mark.parametrize("role", ["viewer", "agent"])
async def test_it_is_for_supervisors(small_house: House, role: str) -> None:
    async with signed_in(small_house, role) as browser:
        page = await browser.get(HERE)
        assert "Tell the days again" not in page.text
        assert (await browser.post(HERE, merchant="1", days="3")).status_code == 403


def test_the_command_prints_the_same(
    house: House, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", "k" * 40)
    house.order("DS100")
    house.say()
    draft = tmp_path / "draft.txt"
    draft.write_text("Another tone. {{ links | lines }}", "utf-8")
    arguments = ["dry-run", "--merchant", "acme", "--days", "60", "--json", "--words"]
    done = CliRunner().invoke(app, [*arguments, "--template", f"announced/en={draft}"])
    wrong = CliRunner().invoke(app, ["dry-run", "--merchant", "nobody"])

    found = json.loads(done.output.splitlines()[-1])
    assert (found["customers"], found["sent"]) == (1, 1)
    assert found["messages"] == {"live": 1, "draft": 1}
    assert "Another tone." in found["differences"][0]["after"]["text"]
    assert done.exit_code == 1  # it was sent by SMS, and this process has no Twilio: the command says so
    assert wrong.exit_code == 1
    assert "There is no merchant 'nobody'" in wrong.output
