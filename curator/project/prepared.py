"""Statements that run at every key: compiled once, then handed to the driver's own cursor.

Working out and caching a Core statement's text takes 50 times as long as SQLite takes to answer
it (90 against 2 µs for one row), and a mark with the next case asks a dozen of them. The text
still comes from Core, for whichever store is connected. See decision 0064.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from sqlalchemy import Integer, bindparam
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Connection, Delete, Insert, SelectBase


class Row(Protocol):
    """A row by column name; the values are untyped, as they are in SQLAlchemy's own mappings."""

    def __getitem__(self, name: str, /) -> Any: ...


_SIZES = (1, 16, 128, 500)
"""Lengths of the key lists that statements are compiled for; a shorter list repeats a key."""


Statement: TypeAlias = "SelectBase | Insert | Delete"


class _Compiled(NamedTuple):
    text: str
    order: tuple[str, ...] | None
    """Names of the values in the order of the question marks; None: they go by name."""
    fixed: Mapping[str, object]


class Prepared:
    """One statement. Its open values are `bindparam`s, or an insert's columns."""

    def __init__(self, statement: Statement, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = list(columns) if columns is not None else None
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, **values: object) -> list[dict[str, Any]]:
        """What the statement gives for these values."""
        compiled = self._for(connection)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, _arguments(compiled, values))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except _errors(connection) as error:
            raise _told(connection, compiled.text, error) from error
        finally:
            cursor.close()

    def row(self, connection: Connection, **values: object) -> dict[str, Any] | None:
        """The one row for these values, or None."""
        found = self.rows(connection, **values)
        return found[0] if found else None

    def run(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Run it once for each of these rows of values."""
        compiled = self._for(connection)
        cursor = connection.connection.cursor()
        try:
            for row in rows:
                cursor.execute(compiled.text, _arguments(compiled, row))
        except _errors(connection) as error:
            raise _told(connection, compiled.text, error) from error
        finally:
            cursor.close()

    def _for(self, connection: Connection) -> _Compiled:
        dialect = connection.dialect
        found = self._compiled.get(dialect.name)
        if found is None:
            made = self._statement.compile(dialect=dialect, column_keys=self._columns)
            order = tuple(made.positiontup) if made.positiontup is not None else None
            found = self._compiled[dialect.name] = _Compiled(str(made), order, made.params)
        return found


class PreparedForKeys:
    """A statement that holds a list of keys, such as `key IN (…)`."""

    def __init__(self, build: Callable[[Sequence[BindParameter[int]]], Statement]) -> None:
        self._build = build
        self._made: dict[int, Prepared] = {}

    def rows(self, connection: Connection, keys: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Rows of all these keys, portion by portion."""
        for prepared, values in self._portions(keys):
            yield from prepared.rows(connection, **values)

    def run(self, connection: Connection, keys: Sequence[int]) -> None:
        """Run it for all these keys."""
        for prepared, values in self._portions(keys):
            prepared.run(connection, [values])

    def _portions(self, keys: Sequence[int]) -> Iterator[tuple[Prepared, dict[str, int]]]:
        for start in range(0, len(keys), _SIZES[-1]):
            some = list(keys[start : start + _SIZES[-1]])
            size = next(size for size in _SIZES if size >= len(some))
            if size not in self._made:
                names = [bindparam(f"key_{place}", type_=Integer) for place in range(size)]
                self._made[size] = Prepared(self._build(names))
            padded = some + some[-1:] * (size - len(some))
            yield self._made[size], {f"key_{place}": key for place, key in enumerate(padded)}


def _arguments(
    compiled: _Compiled, values: Mapping[str, object]
) -> tuple[object, ...] | dict[str, object]:
    if compiled.order is None:
        return {**compiled.fixed, **values}
    fixed = compiled.fixed
    return tuple(values[name] if name in values else fixed[name] for name in compiled.order)


def _errors(connection: Connection) -> type[Exception]:
    return connection.dialect.loaded_dbapi.Error


def _told(connection: Connection, text: str, error: Exception) -> BaseException:
    """The driver's error as SQLAlchemy tells it, so that callers know one kind."""
    base = connection.dialect.loaded_dbapi.Error
    return DBAPIError.instance(text, None, error, base, dialect=connection.dialect)
