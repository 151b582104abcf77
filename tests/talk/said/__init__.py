"""Messages as people write them, one a line; lines with # are remarks."""

from pathlib import Path


def lines(name: str) -> list[str]:
    """The messages of <name>.txt."""
    text = (Path(__file__).parent / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
