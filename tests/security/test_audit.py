"""The audit of dependencies says what it found, and what it could not ask."""

import pytest

from tests.audit import LOCK, judged, unlocked


def test_what_runs_is_what_was_locked() -> None:
    assert unlocked(LOCK.read_text()) == []


def test_another_version_or_a_missing_hash_is_told() -> None:
    lock = "structlog==0.0.1 \\\n    --hash=sha256:00\nno-such-thing==1.0\n    # via x\n"
    told = unlocked(lock)
    assert [one.partition(":")[0] for one in told] == [
        "structlog",
        "no-such-thing is locked without a hash",
        "no-such-thing",
    ]


@pytest.mark.parametrize(
    ("code", "output", "well"),
    [
        (0, "No known vulnerabilities found", True),
        (1, "Found 2 known vulnerabilities in 1 package", False),
        (1, "requests.exceptions.ConnectionError: osv.dev", None),
        (0, "Dependency not found on PyPI and could not be audited: x (1.0)", None),
    ],
)
def test_nobody_to_ask_is_not_all_well(code: int, output: str, well: bool | None) -> None:
    came, words = judged(code, output)
    assert came is well
    assert ("NOT audited" in words) is (well is None)
