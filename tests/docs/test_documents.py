"""What the documents name is there: files, commands, make targets, examples, words of the glossary."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from api.rest.order_body import OrderBody, read_order
from doorstep.command import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "carriers").rglob("*.md")])
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
_COMMAND = re.compile(r"doorstep (?!=)([a-z]+(?:-[a-z]+)*)(?: ([a-z]+))?")
_TARGET = re.compile(r"`?make ([a-z]+)")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    missing = [link for link in _LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_in_a_document_exists(page: Path) -> None:
    group = typer.main.get_command(app)
    commands = getattr(group, "commands", {})
    for name, sub in _commands_in(page.read_text()):
        assert name in commands, f"doorstep {name}"
        below = getattr(commands[name], "commands", None)
        if below is not None and sub:
            assert sub in below, f"doorstep {name} {sub}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_target_in_a_document_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {t for line in _code(page.read_text()) for t in _TARGET.findall(line)} <= targets


def test_the_example_order_is_one() -> None:
    body = OrderBody.model_validate(json.loads((ROOT / "docs/examples/order.json").read_text()))
    assert read_order("1001", body).phone == "+12125550123"


def test_the_pages_speak_of_the_product_alone() -> None:
    machine = re.compile(r"(?<![\w.])/(?:root|work|home)/")
    assert [named(page) for page in PAGES if machine.search(page.read_text())] == []


def _commands_in(text: str) -> Iterator[tuple[str, str]]:
    for line in _code(text):
        yield from _COMMAND.findall(line)


def _code(text: str) -> Iterator[str]:
    """Inline code and code blocks: what a reader would type."""
    for block in re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
