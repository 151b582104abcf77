"""What operators are handed to watch with: every expression is one, and asks for figures that exist."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import promql_parser
import pytest
from prometheus_client import CollectorRegistry, generate_latest

from tests.process.test_operating_guide import figures, watched
from tests.rigs.debian import program

__all__ = ["figures", "watched"]

OPERATE = Path(__file__).parents[2] / "docs" / "operate"
DASHBOARD: dict[str, Any] = json.loads((OPERATE / "dashboard.json").read_text())
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]


def _asked() -> list[str]:
    panels = [target["expr"] for panel in PANELS for target in panel["targets"]]
    folded = re.sub(r">-\n\s+", "", (OPERATE / "alerts.yml").read_text()).replace("\n          >", " >")
    return panels + re.findall(r"expr: (.+)", folded)


@pytest.mark.parametrize("expression", _asked())
def test_every_expression_is_one(expression: str) -> None:
    promql_parser.parse(expression.replace("$__rate_interval", "5m"))


@pytest.mark.timeout(180)
async def test_the_dashboard_shows_every_figure_and_no_other(figures: set[str]) -> None:
    asked = {name for panel in PANELS for t in panel["targets"] for name in re.findall(r"doorstep_\w+", t["expr"])}
    assert asked == figures


def test_panels_do_not_lie_on_one_another() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in PANELS]
    assert len(places) == len(set(places))
    assert all(panel["title"] and panel["targets"] for panel in PANELS)


@pytest.fixture
def promtool() -> str:
    return program("promtool")


def test_promtool_takes_the_rules(promtool: str) -> None:
    _runs(promtool, "check", "rules", str(OPERATE / "alerts.yml"))


def test_every_alert_rings_when_it_should_and_not_before(promtool: str) -> None:
    scenes = Path(__file__).parent / "alerts.yml"
    named = set(re.findall(r"alertname: (\w+)", scenes.read_text()))
    assert named == set(re.findall(r"alert: (\w+)", (OPERATE / "alerts.yml").read_text()))
    _runs(promtool, "test", "rules", str(scenes))


async def test_promtool_finds_nothing_to_say_about_the_figures(promtool: str, watched: CollectorRegistry) -> None:
    _runs(promtool, "check", "metrics", given=generate_latest(watched))


def _runs(*command: str, given: bytes | None = None) -> None:
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    assert done.stderr == b""
