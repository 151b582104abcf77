"""Searching words: what was said, found by its words, on either engine; the last word may be only begun.

SQLite keeps an FTS5 table beside `message` (triggers fill it), PostgreSQL an index over the words; both are made by a
migration, and no model knows them.
"""

import re
from collections.abc import Sequence

from sqlalchemy import Connection, text

NAMES = ("message_search", "customer_search", "shop_order_search")
"""Tables and indexes that are called so, or begin so, belong to the search."""
WORDS = 8
"""So many words of what is looked for count."""
NEWEST = 3_000
"""On PostgreSQL so many messages are read themselves: words that fill a page there are common. Rarer ones are gathered
from the index. Left to choose, it reads millions of messages backwards where it takes few matches for many.
"""

_WORD = re.compile(r"\w+")


def message_ids(tx: Connection, words: str, before: int | None, limit: int) -> Sequence[int]:
    """The newest first, from below the id `before` on. Every word counts; the last one may be only begun.

    Where whole words fill the page, beginnings are not looked at: what a common beginning matches must all be gathered
    before the newest of it is known.
    """
    found = words_of(words)
    if not found:
        return []
    below = before if before is not None else 2**62
    whole = _matching(tx, found, "", below, limit)
    return whole if len(whole) == limit else _matching(tx, found, "*", below, limit)


def words_of(typed: str) -> list[str]:
    """What is looked for, word by word: letters and digits alone, so that no sign means anything to an engine."""
    return [word for word in _WORD.findall(typed.casefold())[:WORDS] if word.strip("_")]


def _matching(tx: Connection, words: Sequence[str], ending: str, below: int, limit: int) -> list[int]:
    """`ending`: `*` where the last word may be only begun."""
    if tx.dialect.name == "sqlite":
        query = " ".join(f'"{word}"' for word in words) + ending
        statement = text(
            "SELECT rowid FROM message_search WHERE message_search MATCH :query AND rowid < :below "
            "ORDER BY rowid DESC LIMIT :limit"
        )
        return list(tx.scalars(statement, {"query": query, "below": below, "limit": limit}))
    query = " & ".join(f"'{word}'" for word in words) + (":*" if ending else "")
    wanted = {"query": query, "below": below, "limit": limit}
    newest = list(tx.scalars(text(AMONG_NEWEST), {**wanted, "newest": NEWEST}))
    return newest if len(newest) == limit else list(tx.scalars(text(ANYWHERE), wanted))


AMONG_NEWEST = (
    "SELECT id FROM (SELECT id, text FROM message WHERE id < :below ORDER BY id DESC LIMIT :newest) AS newest "
    "WHERE to_tsvector('simple', text) @@ to_tsquery('simple', :query) ORDER BY id DESC LIMIT :limit"
)
ANYWHERE = (
    "WITH found AS MATERIALIZED "
    "(SELECT id FROM message WHERE to_tsvector('simple', text) @@ to_tsquery('simple', :query)) "
    "SELECT id FROM found WHERE id < :below ORDER BY id DESC LIMIT :limit"
)
