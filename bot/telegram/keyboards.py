"""How buttons are laid out: long labels one below the other, short ones side by side."""

from collections.abc import Sequence
from unicodedata import east_asian_width

Buttons = Sequence[tuple[str, str]]

_ROW_LETTERS = 30
"""What a narrow phone shows in one row, paddings not counted."""
_PADDING_LETTERS = 3
_ROW_BUTTONS = 5
"""A rating from 1 to 5 stays in one row; more in a row are too small to hit."""


def rows(buttons: Buttons) -> list[Buttons]:
    """The buttons, in order, in rows of one width: as many side by side as the longest label allows."""
    longest = max((_width(label) for label, _ in buttons), default=0)
    across = min(_ROW_BUTTONS, max(1, _ROW_LETTERS // (longest + _PADDING_LETTERS)))
    # Seven buttons of five across become 4 + 3, not 5 + 2.
    lines = -(-len(buttons) // across)
    across = -(-len(buttons) // lines) if lines else 1
    return [buttons[start : start + across] for start in range(0, len(buttons), across)]


def _width(label: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in label)
