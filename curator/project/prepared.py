"""Statements that run at every key: compiled once, then handed to the driver's own cursor.

Working out and caching a Core statement's text takes 50 times as long as SQLite takes to answer
it (90 against 2 µs for one row), and a mark with the next case asks a dozen of them. The text
still comes from Core, for whichever store is connected. See decision 0064.

For SQLite the texts are kept in `kept_statements.py`, so that opening a project waits neither for
SQLAlchemy to be loaded nor for it to compile anything. See decision 0086.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from curator.project.kept_statements import KEPT

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Delete, Dialect, Insert, SelectBase

    from curator.project.connection import Connection


class Row(Protocol):
    """A row by column name; the values are untyped, as they are in SQLAlchemy's own mappings."""

    def __getitem__(self, name: str, /) -> Any: ...


_SIZES = (1, 16, 128, 500)
"""Lengths of the key lists that statements are spelled for; a shorter list repeats a key."""
_PLAIN = (str, bytes, int, float, bool)
_KEYS = "keys"
_KEYS_IN_TEXT = f"__[POSTCOMPILE_{_KEYS}]"
"""What SQLAlchemy writes where a list's question marks go."""


Statement: TypeAlias = "SelectBase | Insert | Delete"


class Compiled(NamedTuple):
    """A statement as its store takes it."""

    text: str
    order: tuple[str, ...] | None
    """Names of the values in the order of the question marks; None: they go by name."""
    fixed: Mapping[str, object]
    """Values that the statement itself holds, by name."""


class Prepared:
    """One statement, by a name of its own. Its open values are `bindparam`s, or `columns`."""

    def __init__(
        self, name: str, build: Callable[[], Statement], columns: Sequence[str] | None = None
    ) -> None:
        self.name = name
        self._build = build
        self._columns = list(columns) if columns is not None else None
        self._compiled: dict[str, Compiled] = {}

    def rows(self, connection: Connection, **values: object) -> list[dict[str, Any]]:
        """What the statement gives for these values."""
        return _rows(connection, self.text(connection), values)

    def row(self, connection: Connection, **values: object) -> dict[str, Any] | None:
        """The one row for these values, or None."""
        found = self.rows(connection, **values)
        return found[0] if found else None

    def value(self, connection: Connection, **values: object) -> Any:
        """The first column of the first row, or None."""
        found = self.row(connection, **values)
        return next(iter(found.values())) if found is not None else None

    def run(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Run it once for each of these rows of values."""
        _run(connection, self.text(connection), rows)

    def text(self, connection: Connection) -> Compiled:
        """The statement as the connected store takes it."""
        found = self._compiled.get(connection.store)
        if found is None:
            kept = KEPT.get(self.name) if connection.store == "sqlite" else None
            found = Compiled(*kept) if kept is not None else self.compile(connection.dialect)
            self._compiled[connection.store] = found
        return found

    def compile(self, dialect: Dialect) -> Compiled:
        """The statement as SQLAlchemy spells it."""
        made = self._build().compile(dialect=dialect, column_keys=self._columns)
        order = tuple(made.positiontup) if made.positiontup is not None else None
        # What is left open stands among the values too, as None or a marker.
        fixed = {name: value for name, value in made.params.items() if type(value) in _PLAIN}
        return Compiled(str(made), order, fixed)


class PreparedForKeys:
    """A statement that holds a list of keys, such as `key IN (…)`."""

    def __init__(self, name: str, build: Callable[[BindParameter[int]], Statement]) -> None:
        def whole() -> Statement:
            from sqlalchemy import Integer, bindparam

            return build(bindparam(_KEYS, type_=Integer, expanding=True))

        self.any_number = Prepared(name, whole)
        self._spelled: dict[tuple[str, int], Compiled] = {}

    def rows(self, connection: Connection, keys: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Rows of all these keys, portion by portion."""
        for compiled, values in self._portions(connection, keys):
            yield from _rows(connection, compiled, values)

    def run(self, connection: Connection, keys: Sequence[int]) -> None:
        """Run it for all these keys."""
        for compiled, values in self._portions(connection, keys):
            _run(connection, compiled, [values])

    def _portions(
        self, connection: Connection, keys: Sequence[int]
    ) -> Iterator[tuple[Compiled, dict[str, int]]]:
        for start in range(0, len(keys), _SIZES[-1]):
            some = list(keys[start : start + _SIZES[-1]])
            size = next(size for size in _SIZES if size >= len(some))
            place = (connection.store, size)
            if place not in self._spelled:
                self._spelled[place] = _spelled(self.any_number.text(connection), size)
            padded = some + some[-1:] * (size - len(some))
            yield self._spelled[place], {f"key_{n}": key for n, key in enumerate(padded)}


def _spelled(compiled: Compiled, size: int) -> Compiled:
    """The same statement for a list of so many keys."""
    names = tuple(f"key_{place}" for place in range(size))
    fixed = {name: value for name, value in compiled.fixed.items() if name != _KEYS}
    if compiled.order is None:
        marks = ", ".join(f":{name}" for name in names)
        return Compiled(compiled.text.replace(_KEYS_IN_TEXT, marks), None, fixed)
    order: list[str] = []
    for name in compiled.order:
        order.extend(names if name == _KEYS else (name,))
    marks = ", ".join("?" * size)
    return Compiled(compiled.text.replace(_KEYS_IN_TEXT, marks), tuple(order), fixed)


def _rows(
    connection: Connection, compiled: Compiled, values: Mapping[str, object]
) -> list[dict[str, Any]]:
    cursor = connection.raw.cursor()
    try:
        cursor.execute(compiled.text, _arguments(compiled, values))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except connection.raw.Error as error:
        raise _told(connection, compiled.text, error) from error
    finally:
        cursor.close()


def _run(connection: Connection, compiled: Compiled, rows: Sequence[Mapping[str, object]]) -> None:
    cursor = connection.raw.cursor()
    try:
        for row in rows:
            cursor.execute(compiled.text, _arguments(compiled, row))
    except connection.raw.Error as error:
        raise _told(connection, compiled.text, error) from error
    finally:
        cursor.close()


def _arguments(
    compiled: Compiled, values: Mapping[str, object]
) -> tuple[object, ...] | dict[str, object]:
    if compiled.order is None:
        return {**compiled.fixed, **values}
    fixed = compiled.fixed
    return tuple(values[name] if name in values else fixed[name] for name in compiled.order)


def _told(connection: Connection, text: str, error: Exception) -> BaseException:
    """The driver's error as SQLAlchemy tells it, so that callers know one kind."""
    from sqlalchemy.exc import DBAPIError

    return DBAPIError.instance(text, None, error, connection.raw.Error, dialect=connection.dialect)
