"""The page and the command of a dry run."""

import html
import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from doorstep.command import app
from flows.privacy import erase
from store import dry_runs_kept
from store.tables import DryRun
from tests.console.desk import Browser, signed_in
from tests.console.scene import step
from tests.flows.house import House

HERE = "/console/dry-run"


async def test_a_draft_is_tried_and_each_difference_is_shown(house: House) -> None:
    house.order("DS100")
    house.say()
    async with signed_in(house, "supervisor") as browser:
        live = await _found(browser, merchant="1", days="3")
        words = {"name": "announced", "language": "en", "channel": "any", "source": "Another tone. {{ links | lines }}"}
        other = await _found(browser, merchant="1", days="3", **words)
        silent = await _found(browser, merchant="1", days="3", policy='{"switched_off": ["announced"]}')
        again = html.unescape((await browser.get(f"{HERE}/2")).text)
        listed = (await browser.get(HERE)).text

    assert "The live rules give all 1 messages exactly as they were really sent." in live
    assert "Nothing would be told otherwise." in live
    assert "Acme: Another tone." in other
    assert "We'll keep you posted" in other
    assert "no longer said" in silent
    assert "Acme: Another tone." in again  # kept, for whoever looks later
    assert [f'href="{HERE}/{n}"' in listed for n in (1, 2, 3)] == [True, True, True]


async def _found(browser: Browser, **form: str) -> str:
    """Where a run leads, once it has come to its end."""
    answer = await browser.post(HERE, **form)
    assert answer.status_code == 303, answer.text
    while "What came out" not in (page := await browser.get(answer.headers["location"])).text:
        assert "flash bad" not in page.text, page.text
    return html.unescape(page.text)


async def test_while_it_goes_on_the_page_says_how_far_and_one_that_was_interrupted_is_said_to_be(
    house: House,
) -> None:
    given = {"merchant": "1", "days": "3", "policy": "", "name": "", "language": "", "channel": "", "source": ""}
    run_id = step(house, dry_runs_kept.add, 1, "Ines", given, house.now)
    step(house, lambda tx: dry_runs_kept.move(tx, run_id, house.now, done=5, total=20))
    async with signed_in(house, "supervisor") as browser:
        going = (await browser.get(f"{HERE}/{run_id}")).text
        house.now += timedelta(minutes=2)
        lost = (await browser.get(f"{HERE}/{run_id}")).text
    assert "5 of 20 customers" in going
    assert 'hx-trigger="every 1s"' in going
    assert "It was interrupted" in lost
    assert "every 1s" not in lost


def test_what_runs_found_goes_with_a_person_who_is_erased_and_with_time(house: House) -> None:
    house.order("DS100")
    for _ in range(dry_runs_kept.KEPT + 3):
        step(house, dry_runs_kept.add, 1, "Ines", {}, house.now)
    assert len(house.rows(DryRun)) == dry_runs_kept.KEPT
    step(house, erase, "+12125550123", house.now)
    assert house.rows(DryRun) == []
    step(house, dry_runs_kept.add, 1, "Ines", {}, house.now)
    step(house, dry_runs_kept.forget, house.now + timedelta(seconds=1))
    assert house.rows(DryRun) == []


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
