"""Many rows at once, with as little between them and the driver as can be."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, TypeVar

from curator.project.sql import insert, select

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

    from curator.project.connection import Connection

_VALUES_A_QUERY = 500
_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert rows whose values are in the order of `columns`, handed to the driver as they are.

    Going through a typed insert's parameters row by row takes longer than the insert itself.
    """
    if rows:
        statement, given = _insert(connection, table, columns, rows)
        connection.exec_driver_sql(statement, given)


def insert_new(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> int:
    """`insert_rows` but for those that a unique column does not let in. Returns how many it did."""
    if not rows:
        return 0
    statement, given = _insert(connection, table, columns, rows)
    return connection.exec_driver_sql(f"{statement} ON CONFLICT DO NOTHING", given).rowcount


def _insert(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> tuple[str, list[tuple[object, ...]] | list[dict[str, object]]]:
    """The statement and the rows as its driver takes them."""
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
    if not connection.dialect.positional:
        return str(compiled), [dict(zip(columns, row, strict=True)) for row in rows]
    if compiled.positiontup != list(columns):
        raise AssertionError(f"the columns of {table.name} are not in its order")
    return str(compiled), list(rows)


def keys_by(connection: Connection, column: Column[_K], values: Sequence[_K]) -> dict[_K, int]:
    """The `key` of each of these values of a unique column that is there.

    Full portions share one statement, which the driver keeps prepared.
    """
    key = column.table.c.key
    found: dict[_K, int] = {}
    full = len(values) - len(values) % _VALUES_A_QUERY
    if full and connection.dialect.paramstyle == "qmark":
        marks = ", ".join("?" * _VALUES_A_QUERY)
        name = connection.dialect.identifier_preparer.format_column(column)
        query = f'SELECT {name}, "key" FROM {column.table.name} WHERE {name} IN ({marks})'  # noqa: S608
        for start in range(0, full, _VALUES_A_QUERY):
            some = tuple(values[start : start + _VALUES_A_QUERY])
            found.update((value, one) for value, one in connection.exec_driver_sql(query, some))
    else:
        full = 0
    for start in range(full, len(values), _VALUES_A_QUERY):
        rest = select(column, key).where(column.in_(values[start : start + _VALUES_A_QUERY]))
        found.update((value, one) for value, one in connection.execute(rest))
    return found


def values_of(connection: Connection, column: Column[_V], keys: Sequence[int]) -> dict[int, _V]:
    """This column's values of the rows with these keys, by key."""
    key = column.table.c.key
    found: dict[int, _V] = {}
    for start in range(0, len(keys), _VALUES_A_QUERY):
        query = select(key, column).where(key.in_(keys[start : start + _VALUES_A_QUERY]))
        found.update((one, value) for one, value in connection.execute(query))
    return found
