"""Examples: what people write, one file a language, one section for each thing it can ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Example:
    """`label` is a verb, or `human: concern`; `unclear` is about something else altogether."""

    text: str
    label: str
    language: str


def examples(folder: Path = FOLDER) -> Iterator[Example]:
    """All of them, language by language. Raises ValueError for a line that stands under no section."""
    for path in sorted(folder.glob("*.txt")):
        label = None
        for line in path.read_text("utf-8").splitlines():
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            if text.startswith("["):
                label = text.strip("[]")
            elif label is None:
                raise ValueError(f"{path.name}: {text!r} stands under no section")
            else:
                yield Example(text, label, path.stem)
