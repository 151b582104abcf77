"""Every test that the page on security names exists, and every row names one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
ROWS = [
    line for line in PAGE.split("## Threats")[1].split("## What is left")[0].splitlines() if line.startswith("| **")
]
NAMED = sorted(set(re.findall(r"`(tests/[^`]+)`", PAGE)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("**")[1])
def test_every_threat_has_a_test(row: str) -> None:
    assert re.search(r"`tests/[^`]+`", row)


@pytest.mark.parametrize("name", NAMED)
def test_every_test_that_is_named_exists(name: str) -> None:
    file, _, function = name.partition("::")
    text = (ROOT / file).read_text()
    assert not function or re.search(rf"^(async )?def {function}\(", text, re.MULTILINE), name


def test_the_rows_are_there() -> None:
    assert len(ROWS) >= 17
