"""Without a key of the operator's, one is made beside the SQLite database and kept."""

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from doorstep.secret_key import secret_key
from doorstep.settings import Settings, SettingsProblem


def _settings(folder: Path, key: str | None = None) -> Settings:
    return Settings(database_url=f"sqlite:///{folder}/doorstep.db", secret_key=SecretStr(key) if key else None)


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "var"

    first = secret_key(_settings(folder))

    assert len(first) >= 32
    assert secret_key(_settings(folder)) == first
    assert [file.name for file in folder.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


def test_the_operators_key_goes_before_a_kept_one(tmp_path: Path) -> None:
    secret_key(_settings(tmp_path))

    assert secret_key(_settings(tmp_path, "of-the-operator")) == b"of-the-operator"


def test_an_emptied_file_is_a_problem_and_not_an_empty_key(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()

    with pytest.raises(SettingsProblem, match="is empty"):
        secret_key(_settings(tmp_path))


def test_a_folder_that_cannot_be_made_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SettingsProblem, match="DOORSTEP_SECRET_KEY"):
        secret_key(_settings(tmp_path / "file"))
