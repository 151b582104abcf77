"""Finding parcels by what people know of them: a number, an order, a name, the last digits of a phone.

Each way has an index. What matches few is gathered by these; what matches very many is met at once among the newest.
"""

from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, text
from sqlalchemy.sql import ColumnElement, Select

from store.other_numbers import goes_by
from store.searching import words_of
from store.spelling import spellings
from store.tables import Customer, Order, Shipment
from store.writing import table_of

_T, _ORDER, _CUSTOMER = table_of(Shipment), table_of(Order), table_of(Customer)

DIGITS = 4
"""So many digits at least are taken for the end of a phone number."""
MANY = 500
"""More matches than these of one kind are looked for among the newest parcels instead."""
_LAST = "\U0010ffff"


def matching(tx: Connection, found: Select[Any], wanted: str) -> Select[Any]:
    """The statement (over shipments, their orders and customers), for parcels that match what was typed."""
    few = _few(tx, wanted)
    return found.where(_T.c.id.in_(few) if few is not None else or_(*_ways(wanted)))


def _few(tx: Connection, wanted: str) -> list[int] | None:
    """The ids of all that match; None where there are too many of them."""
    ids: set[int] = set()
    upper = wanted.upper()
    numbers = _begins(_T.c.tracking_number, upper)
    orders = select(_ORDER.c.id).where(_begins(_ORDER.c.number, wanted)).limit(MANY + 1)
    for way in (numbers, goes_by(upper), _T.c.order_id.in_(orders), _T.c.customer_id.in_(_people(tx, wanted))):
        some = tx.scalars(select(_T.c.id).where(way).limit(MANY + 1)).all()
        if len(some) > MANY:
            return None
        ids.update(some)
    return sorted(ids)


def _people(tx: Connection, wanted: str) -> list[int]:
    """Customers by words of their name, the last one perhaps only begun, and by the end of their phone."""
    ids: list[int] = []
    if words := words_of(wanted):
        ids += tx.scalars(_named(tx, words), {"most": MANY + 1})
    if digits := _digits(wanted):
        # The number stands in the statement's text: only so is the index over the same expression seen to fit.
        last_four = (
            func.substr(_CUSTOMER.c.phone, text("-4")) if _is_sqlite(tx) else func.right(_CUSTOMER.c.phone, text("4"))
        )
        theirs = and_(last_four == digits[-DIGITS:], _CUSTOMER.c.phone.endswith(digits, autoescape=True))
        ids += tx.scalars(select(_CUSTOMER.c.id).where(theirs).limit(MANY + 1))
    return ids


def _named(tx: Connection, words: list[str]) -> Any:
    if _is_sqlite(tx):
        query = " ".join(f'"{word}"' for word in words) + "*"
        found = "SELECT rowid FROM customer_search WHERE customer_search MATCH :query LIMIT :most"
    else:
        query = " & ".join(f"'{word}'" for word in words) + ":*"
        found = "SELECT id FROM customer WHERE to_tsvector('simple', name) @@ to_tsquery('simple', :query) LIMIT :most"
    return text(found).bindparams(query=query)


def _begins(column: ColumnElement[str], beginning: str) -> ColumnElement[bool]:
    """A range, which an index answers, and the beginning itself, which no order of letters can make wrong."""
    return and_(column >= beginning, column <= beginning + _LAST, column.startswith(beginning, autoescape=True))


def _ways(wanted: str) -> list[ColumnElement[bool]]:
    ways = [
        _T.c.tracking_number.startswith(wanted.upper(), autoescape=True),
        _ORDER.c.number.startswith(wanted, autoescape=True),
        *(_CUSTOMER.c.name.icontains(spelling, autoescape=True) for spelling in spellings(wanted)),
    ]
    if digits := _digits(wanted):
        ways.append(_CUSTOMER.c.phone.endswith(digits, autoescape=True))
    return ways


def _digits(wanted: str) -> str:
    """The end of a phone number, where it may be one."""
    digits = "".join(character for character in wanted if character.isascii() and character.isdigit())
    return digits if len(digits) >= DIGITS and set(wanted) <= set("0123456789 +-().…") else ""


def _is_sqlite(tx: Connection) -> bool:
    return tx.dialect.name == "sqlite"
