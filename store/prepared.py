"""Prepared statements, for what is asked with every answer: compiled once, run by the driver itself.

SQLAlchemy looks a statement up, copies its parameters and wraps its result anew at every execution: three to five times
what the drivers need for a small one. These are written, checked and compiled as all others. Where somebody listens to
what is executed, SQLAlchemy runs them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, String
from sqlalchemy.engine import Dialect, result_tuple
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import ExpandedState
from sqlalchemy.sql.selectable import ReturnsRows

_Convert = Callable[[Any], Any]
_CURSOR = "doorstep.cursor"


class Prepared:
    """A statement that is the same text for all values: lists are given by `store.among`.

    Its parameters are its own names, and the columns that an INSERT or UPDATE without values is given. Raises what
    SQLAlchemy raises.
    """

    def __init__(self, statement: ReturnsRows) -> None:
        self._statement = statement
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def rows(self, tx: Connection, parameters: Mapping[str, Any]) -> Sequence[Any]:
        """What it returns, as named tuples."""
        if tx.dispatch.before_cursor_execute:
            return tx.execute(self._statement, parameters).all()  # type: ignore[call-overload, no-any-return]
        plan = self._plan(tx.dialect, parameters)
        return plan.named(tx, plan.execute(tx, parameters))

    def first(self, tx: Connection, parameters: Mapping[str, Any]) -> Any:
        """The first row, or None."""
        found = self.rows(tx, parameters)
        return found[0] if found else None

    def scalars(self, tx: Connection, parameters: Mapping[str, Any]) -> list[Any]:
        """The first column of each row."""
        return [row[0] for row in self.rows(tx, parameters)]

    def scalar(self, tx: Connection, parameters: Mapping[str, Any]) -> Any:
        """The first column of the first row, or None."""
        found = self.rows(tx, parameters)
        return found[0][0] if found else None

    def run(self, tx: Connection, parameters: Mapping[str, Any]) -> int:
        """For what returns no rows: how many it concerned."""
        if tx.dispatch.before_cursor_execute:
            return tx.execute(self._statement, parameters).rowcount  # type: ignore[call-overload, no-any-return]
        count: int = self._plan(tx.dialect, parameters).execute(tx, parameters).rowcount
        return count

    def each(self, tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """For what returns no rows: with each of these, which have the same names."""
        if len(rows) == 1:
            self.run(tx, rows[0])
        elif rows:
            tx.execute(self._statement, rows)  # type: ignore[call-overload]

    def _plan(self, dialect: Dialect, parameters: Mapping[str, Any]) -> "_Plan":
        key = (dialect.name, *parameters)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = _Plan(self._statement, dialect, parameters)
        return plan


def plan_once(tx: Connection) -> None:
    """From here on each of this transaction's statements is planned once for all values, and by its indexes: for steps
    with small ones that are all prepared. PostgreSQL takes a list for ten values, and would sooner plan anew for the
    one that it holds; and what it plans once for a table that is small is a scan, which is kept while the table fills.
    """
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(_ONCE_BY_INDEX)


_ONCE_BY_INDEX = (
    "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)"
)


def run_text(tx: Connection, text: str, given: Any) -> Any:
    """The driver's cursor after this text. Each connection has one for all of them: it knows the types it has met."""
    if tx.dispatch.before_cursor_execute:
        return tx.exec_driver_sql(text, given)
    pooled, driver = tx.connection, tx.dialect.loaded_dbapi
    cursor = pooled.info.get(_CURSOR)
    if cursor is None:
        cursor = pooled.info[_CURSOR] = pooled.cursor()
    try:
        cursor.execute(text, given)
    except driver.Error as problem:
        if tx.dialect.is_disconnect(problem, pooled.dbapi_connection, cursor):
            tx.exec_driver_sql(text, given)  # fails again: SQLAlchemy then gives up the connections it has
        hide = tx.engine.hide_parameters
        raise DBAPIError.instance(text, given, problem, driver.Error, hide, dialect=tx.dialect) from problem
    return cursor


class _Plan:
    """A statement on one engine, with parameters of these names; what it holds besides them stays as it is."""

    def __init__(self, statement: ReturnsRows, dialect: Dialect, parameters: Mapping[str, Any]) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(parameters))
        whole: ExpandedState = compiled.construct_expanded_state(parameters)
        if spread := whole.parameter_expansion.keys() & parameters.keys():
            raise TypeError(f"{spread} would be spread over the text: give lists by store.among")
        self._text, self._order = whole.statement, whole.positiontup
        own = {name: value for name, value in whole.parameters.items() if name not in parameters}
        for column in compiled.insert_prefetch:
            if not column.default.is_scalar:
                raise TypeError(f"{column} is reckoned anew for each row: give it")
            own[column.key] = column.default.arg
        processors = dict(whole.processors)
        for name, bind in compiled.binds.items():
            processors[name] = bind.type.dialect_impl(dialect).bind_processor(dialect)
        self._own = {name: _through(processors.get(name), value) for name, value in own.items()}
        if self._order is None:
            self._write_out(dialect)
        self._given = [(name, processors.get(name)) for name in parameters if name in whole.parameters]
        columns = list(statement.exported_columns)
        self._types = [column.type.dialect_impl(dialect) for column in columns]
        self._make = result_tuple([column.key for column in columns])
        self._from_driver: list[tuple[int, _Convert]] | None = None

    def _write_out(self, dialect: Dialect) -> None:
        """Its own words and numbers become literals: only so does PostgreSQL know that a partial index will do."""
        quote = String().literal_processor(dialect)  # type: ignore[no-untyped-call]
        for name in [name for name, value in self._own.items() if type(value) in (str, int)]:
            value = self._own.pop(name)
            self._text = self._text.replace(f"%({name})s", quote(value) if isinstance(value, str) else str(value))

    def execute(self, tx: Connection, parameters: Mapping[str, Any]) -> Any:
        """The driver's cursor."""
        values = self._own.copy()
        for name, convert in self._given:
            value = parameters[name]
            values[name] = value if convert is None else convert(value)
        given = values if self._order is None else [values[name] for name in self._order]
        return run_text(tx, self._text, given)

    def named(self, tx: Connection, cursor: Any) -> Sequence[Any]:
        """The rows under a cursor."""
        if self._from_driver is None:
            self._from_driver = list(self._conversions(tx.dialect, cursor.description))
        rows = cursor.fetchall()
        if not self._from_driver:
            return [self._make(row) for row in rows]
        return [self._make(self._converted(row, self._from_driver)) for row in rows]

    def _conversions(self, dialect: Dialect, description: Sequence[Any]) -> Iterator[tuple[int, _Convert]]:
        for position, (kind, (_, code, *_)) in enumerate(zip(self._types, description, strict=True)):
            convert = kind.result_processor(dialect, code)
            if convert is not None:
                yield position, convert

    @staticmethod
    def _converted(row: Sequence[Any], conversions: Sequence[tuple[int, _Convert]]) -> list[Any]:
        values = list(row)
        for position, convert in conversions:
            values[position] = convert(values[position])
        return values


def _through(convert: _Convert | None, value: Any) -> Any:
    return value if convert is None else convert(value)
