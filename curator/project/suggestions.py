"""Judgements that came with the data and wait for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from curator.model.case import SuggestedBy, Suggestion
from curator.project.prepared import Prepared, PreparedForKeys
from curator.project.sql import and_, delete, func, insert, not_, or_, schema, select, update

if TYPE_CHECKING:
    from typing import Literal

    from sqlalchemy import Select

    from curator.project.connection import Connection
    from curator.project.prepared import Row

_BATCH = 500


def arrive(connection: Connection, rows: Sequence[tuple[int, str, str, str]]) -> int:
    """Take in (case key, kind, value, origin). Returns how many were new.

    Each origin keeps its own suggestion, also where two say the same. What an origin says now
    takes the place of what it said before: a newer export knows better, and of two rows of one
    file the later. What a person accepted stays.
    """
    said = {(key, kind, origin): value for key, kind, value, origin in rows}
    table = schema.suggestions
    keys = sorted({row[0] for row in rows})
    known: set[tuple[int, str, str]] = set()
    stale: list[int] = []
    for start in range(0, len(keys), _BATCH):
        query = select(
            table.c.key,
            table.c.case_key,
            table.c.kind,
            table.c.origin,
            table.c.value,
            table.c.accepted,
        ).where(table.c.case_key.in_(keys[start : start + _BATCH]))
        for key, case_key, kind, origin, value, accepted in connection.execute(query):
            place = (case_key, kind, origin)
            if said.get(place) == value:
                known.add(place)
            elif place in said and not accepted:
                stale.append(key)
    for start in range(0, len(stale), _BATCH):
        connection.execute(delete(table).where(table.c.key.in_(stale[start : start + _BATCH])))
    new = [
        {"case_key": key, "kind": kind, "value": value, "origin": origin, "accepted": False}
        for (key, kind, origin), value in said.items()
        if (key, kind, origin) not in known
    ]
    if new:
        connection.execute(insert(table), new)
    return len(new)


def waiting(connection: Connection, case_keys: Sequence[int] | None = None) -> list[Suggestion]:
    """Suggestions nobody has accepted, of these cases or of all."""
    if case_keys is not None:
        return [_suggestion(row) for row in _waiting_of.rows(connection, case_keys)]
    return [_suggestion(row) for row in connection.execute(_waiting()).mappings()]


def waiting_undecided(connection: Connection) -> list[Suggestion]:
    """Suggestions nobody has accepted for what no person has judged yet."""
    kind, known = schema.suggestions.c.kind, schema.reviews.c
    decided = or_(
        and_(kind == "mark", known.mark.is_not(None)),
        and_(kind == "note", known.note != ""),
        and_(kind == "tags", known.tags.not_in(("", "[]"))),
        and_(kind == "ideal", known.ideal.is_not(None), known.ideal_accepted.is_(True)),
    )
    query = (
        _waiting()
        .outerjoin(schema.reviews, schema.suggestions.c.case_key == schema.reviews.c.case_key)
        .where(or_(known.case_key.is_(None), not_(decided)))
    )
    return [_suggestion(row) for row in connection.execute(query).mappings()]


def _waiting() -> Select[tuple[object, ...]]:
    table = schema.suggestions
    return select(table).where(table.c.accepted.is_(False)).order_by(table.c.key)


_waiting_of = PreparedForKeys(
    "suggestions.of_cases",
    lambda keys: _waiting().where(schema.suggestions.c.case_key.in_(keys)),
)
_number_waiting = Prepared(
    "suggestions.number",
    lambda: (
        select(func.count())
        .select_from(schema.suggestions)
        .where(schema.suggestions.c.accepted.is_(False))
    ),
)


def _suggestion(row: Row) -> Suggestion:
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


def by_origin(connection: Connection) -> list[SuggestedBy]:
    """What waits, counted by origin and kind; the origin with most first."""
    table = schema.suggestions
    query = (
        select(table.c.origin, table.c.kind, func.count())
        .where(table.c.accepted.is_(False))
        .group_by(table.c.origin, table.c.kind)
    )
    found = [
        SuggestedBy(
            origin=origin,
            kind=cast("Literal['mark', 'note', 'tags', 'ideal']", kind),
            count=count,
        )
        for origin, kind, count in connection.execute(query)
    ]
    whole: dict[str, int] = {}
    for one in found:
        whole[one.origin] = whole.get(one.origin, 0) + one.count
    order = ("mark", "note", "tags", "ideal")
    return sorted(found, key=lambda one: (-whole[one.origin], one.origin, order.index(one.kind)))


def settle_alike(connection: Connection, rows: Sequence[tuple[int, str, str, str]]) -> None:
    """What became an act some other way no longer waits: (case key, kind, value, origin)."""
    known = {(key, kind, value) for key, kind, value, _ in rows}
    keys = sorted({key for key, _, _ in known})
    for start in range(0, len(keys), _BATCH):
        alike = [
            one.key
            for one in waiting(connection, keys[start : start + _BATCH])
            if (one.case_key, one.kind, one.value) in known
        ]
        set_accepted(connection, alike, accepted=True)


def count_waiting(connection: Connection) -> int:
    """How many suggestions wait."""
    return _number_waiting.value(connection)
