"""Judgements that came with the data and wait for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from sqlalchemy import func, insert, select, update

from curator.model.case import Suggestion
from curator.project import schema

if TYPE_CHECKING:
    from typing import Literal

    from sqlalchemy import Connection, RowMapping

_BATCH = 500


def add(connection: Connection, rows: Sequence[tuple[int, str, str, str]]) -> int:
    """Add (case key, kind, value, origin) that are not there yet. Returns how many were new."""
    table = schema.suggestions
    keys = sorted({row[0] for row in rows})
    present: set[tuple[int, str, str]] = set()
    for start in range(0, len(keys), _BATCH):
        query = select(table.c.case_key, table.c.kind, table.c.value).where(
            table.c.case_key.in_(keys[start : start + _BATCH])
        )
        present.update(connection.execute(query))
    new = [
        {"case_key": key, "kind": kind, "value": value, "origin": origin, "accepted": False}
        for key, kind, value, origin in rows
        if (key, kind, value) not in present
    ]
    if new:
        connection.execute(insert(table), new)
    return len(new)


def waiting(connection: Connection, case_keys: Sequence[int] | None = None) -> list[Suggestion]:
    """Suggestions nobody has accepted, of these cases or of all."""
    table = schema.suggestions
    query = select(table).where(table.c.accepted.is_(False)).order_by(table.c.key)
    if case_keys is not None:
        query = query.where(table.c.case_key.in_(list(case_keys)))
    return [_suggestion(row) for row in connection.execute(query).mappings()]


def _suggestion(row: RowMapping) -> Suggestion:
    return Suggestion(
        key=row["key"],
        case_key=row["case_key"],
        kind=cast("Literal['mark', 'note', 'tags', 'ideal']", row["kind"]),
        value=row["value"],
        origin=row["origin"],
    )


def set_accepted(connection: Connection, keys: Sequence[int], *, accepted: bool) -> None:
    """Mark suggestions as accepted, or as waiting again after an undo."""
    for start in range(0, len(keys), _BATCH):
        connection.execute(
            update(schema.suggestions)
            .where(schema.suggestions.c.key.in_(list(keys[start : start + _BATCH])))
            .values(accepted=accepted)
        )


def count_waiting(connection: Connection) -> int:
    """How many suggestions wait."""
    query = (
        select(func.count())
        .select_from(schema.suggestions)
        .where(schema.suggestions.c.accepted.is_(False))
    )
    return connection.execute(query).scalar_one()
