"""What operators are handed to watch with: every expression is one, and asks for figures that exist."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import promql_parser
import pytest

from tests.process.test_operating_guide import figures

__all__ = ["figures"]

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


def test_promtool_takes_the_rules() -> None:
    if (promtool := shutil.which("promtool")) is None:
        pytest.skip("promtool is not installed (Debian: package prometheus); the expressions were parsed above")
    done = subprocess.run(
        [promtool, "check", "rules", OPERATE / "alerts.yml"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
