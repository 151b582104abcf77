"""The fuzz in short: every reader answers bodies bent at random. Ten minutes of it: `make fuzz`."""

from pathlib import Path

import pytest

from carriers.dialect import Dialect
from carriers.registry import ADAPTERS
from tests.carriers import fuzz

A_FEW_ROUNDS = 15


def test_every_reader_answers_bodies_bent_at_random() -> None:
    rounds = iter(range(A_FEW_ROUNDS))
    count, flaws = fuzz.run(list(ADAPTERS), 7, until=lambda began: next(rounds, None) is not None)
    assert count == A_FEW_ROUNDS * 20 * len(ADAPTERS)
    assert flaws == 0


def test_a_reader_that_stumbles_is_caught_and_its_body_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumbling(dialect: Dialect, document: object, body: bytes, reception: object) -> None:
        raise KeyError("status")

    monkeypatch.setattr(fuzz, "FOUND", tmp_path)
    monkeypatch.setattr(Dialect, "read", stumbling)
    rounds = iter(range(1))
    _, flaws = fuzz.run(["easypost"], 7, until=lambda began: next(rounds, None) is not None)

    assert flaws == 20
    assert "easypost: KeyError: 'status' (var/fuzz/easypost-" in capsys.readouterr().out
    assert list(tmp_path.glob("easypost-*.json"))
