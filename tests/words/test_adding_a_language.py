"""docs/adding-a-language.md is true: its steps are followed to the letter, in a copy of the repository."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from bot.words.facts import AROUND, FACTS
from bot.words.filters import FILTERS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adding-a-language.md").read_text("utf-8")
ROOMS = ("bot", "domain", "flows", "templates")


def test_a_new_language_is_spoken_after_the_steps_of_the_page(tmp_path: Path) -> None:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    begin, snippet = _block("sh"), _block("python")
    subprocess.run(["sh", "-euc", begin], cwd=tmp_path, check=True)
    subprocess.run([sys.executable, "-c", snippet], cwd=tmp_path, check=True)


def test_the_page_tells_every_fact_and_every_filter() -> None:
    told = set(re.findall(r"`([a-z_]+)(?:\([^)]*\))?`", PAGE))
    assert {*FACTS, *AROUND} <= told
    assert set(FILTERS) <= told


def _block(language: str) -> str:
    """The first block of code in a language."""
    found = re.search(rf"^( *)```{language}\n(.*?)^ *```", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    indent = found[1]
    return "\n".join(line.removeprefix(indent) for line in found[2].splitlines())
