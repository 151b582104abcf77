"""From a correction by staff to a service that understands it: exported, trained, compared, put in place."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from doorstep.command import app
from doorstep.settings import Settings, SettingsProblem
from doorstep.understanding import understanding
from flows.staff.teaching import teach
from store.tables import Message
from tests.flows.house import House

EXAMPLES = {
    "status": "where is my parcel|any news of my order|when does it come|is it on its way|tracking please",
    "recipient": "my brother takes it|my wife is there|give it to my son|my mum will sign|my flatmate has it",
    "unclear": "tell me a joke|what is a prime number|play some music|book a table|how old are you|is it raining",
}
SAID = "the wombat is on duty"


@pytest.fixture
def house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", "a-secret-key-for-tests")
    monkeypatch.setenv("DOORSTEP_UNDERSTANDING_EMBEDDING", "0")
    house = House(database_url)
    yield house
    house.close()


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    folder.mkdir()
    sections = (f"[{label}]\n" + "\n".join(lines.split("|")) + "\n" for label, lines in EXAMPLES.items())
    (folder / "en.txt").write_text("\n".join(sections))
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["understanding", *map(str, words)])


def explained(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("explain", text, "--json").stdout)
    return found


def taught(house: House, label: str, text: str = SAID) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn(text))
    (said,) = house.rows(Message, direction="in")
    with house.in_transaction() as tx:
        assert teach(tx, said.id, label, "en", "Ines", house.now) is None


def test_a_correction_is_learnt_put_in_place_and_can_be_undone(
    house: House, ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taught(house, "recipient")
    assert explained(SAID)["verb"] != "recipient"
    models = tmp_path / "models"
    trained = run("train", models, "--examples", ours)
    assert trained.exit_code == 0, trained.output
    monkeypatch.setenv("DOORSTEP_UNDERSTANDING_MODELS", str(models))
    guessed = understanding(Settings.load()).opinions.guess(SAID)
    assert guessed.verb.value == "recipient"
    assert run("back", models).exit_code == 1  # nothing was there before
    assert run("train", models, "--examples", ours).exit_code == 0
    assert run("back", models).exit_code == 0


def test_models_that_do_not_hold_against_the_old_ones_do_not_take_over(
    house: House, ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    assert run("train", models, "--examples", ours).exit_code == 0
    before = (models / "model.bin").read_bytes()
    taught(house, "recipient")
    monkeypatch.setattr("bot.understanding.checking.MAY_FALL", -1.0)  # nothing new is good enough
    refused = run("train", models, "--examples", ours)
    assert refused.exit_code == 1
    assert "FELL" in refused.output
    assert (models / "model.bin").read_bytes() == before
    assert (models / "next" / "model.bin").exists()  # to be looked at


def test_a_folder_without_a_model_is_named_when_the_service_starts(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTEP_UNDERSTANDING_MODELS", str(tmp_path))
    with pytest.raises(SettingsProblem, match="doorstep understanding train"):
        understanding(Settings.load())
    monkeypatch.delenv("DOORSTEP_UNDERSTANDING_MODELS")
    monkeypatch.setenv("DOORSTEP_UNDERSTANDING_PROPOSER", "nowhere.at_all:nothing")
    with pytest.raises(SettingsProblem, match="DOORSTEP_UNDERSTANDING_PROPOSER"):
        understanding(Settings.load())
