"""Words as people may have written them: a database's `lower` may know the letters of English alone (SQLite's does)."""

from string import ascii_lowercase, ascii_uppercase

_ASCII = str.maketrans(ascii_uppercase, ascii_lowercase)


def spellings(typed: str) -> list[str]:
    """`münchen` also as `MÜNCHEN` and `München`, each lowered as such a database does: `münchen`, `mÜnchen`.

    What a database lowers by itself equals one of them, whichever letters it knows.
    """
    written = (typed.lower(), typed.upper(), typed.title(), typed)
    return list(dict.fromkeys(one.translate(_ASCII) for one in written))
