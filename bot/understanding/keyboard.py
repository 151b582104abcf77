"""Keyboard: which letters lie beside each other, where thumbs miss."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = {
    letter: "".join(
        near for at in (row.index(letter) - 1, row.index(letter) + 1) if 0 <= at < len(row) for near in row[at]
    )
    for row in _ROWS
    for letter in row
}
