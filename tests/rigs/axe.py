"""axe: what a page does that keeps people out, by the accessibility checker from npm."""

from functools import cache
from pathlib import Path

from playwright.async_api import Page

SCRIPT = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


async def violations(page: Page) -> list[str]:
    """Return one line for each broken WCAG 2.2 AA rule: the rule, what it asks and where on the page."""
    await page.evaluate(_script())  # evaluated, not added as a script element: a strict CSP stays as it is
    found = await page.evaluate("tags => axe.run({runOnly: tags})", WCAG_22_AA)
    return [f"{broken['id']}: {broken['help']} ({_places(broken)})" for broken in found["violations"]]


def _places(broken: dict[str, list[dict[str, list[str]]]]) -> str:
    return ", ".join(" ".join(node["target"]) for node in broken["nodes"])


@cache
def _script() -> str:
    return SCRIPT.read_text()
