"""Queries of cases: whole ones by key, light lines for lists, and orders of keys."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import JSON, and_, func, or_, select, type_coerce

from curator.model.case import Case
from curator.model.queue import CaseFilter, CaseLine, Order
from curator.model.review import Mark, Severity
from curator.model.reviewed_case import ReviewedCase
from curator.project import acts, reviews, schema
from curator.project.case_rows import decode_case
from curator.project.key_lists import keys_of
from curator.project.prepared import PreparedForKeys

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from curator.project.prepared import Row

_BATCH = 500
_CASE_COLUMNS = (
    *schema.cases.c,
    schema.case_texts.c.input,
    schema.case_texts.c.output,
    schema.case_texts.c.expected,
    schema.case_texts.c.rest,
)


def _whole_cases() -> Select[tuple[object, ...]]:
    return select(*_CASE_COLUMNS).join(
        schema.case_texts, schema.case_texts.c.case_key == schema.cases.c.key
    )


_whole_by_key = PreparedForKeys(lambda keys: _whole_cases().where(schema.cases.c.key.in_(keys)))
_ids_by_key = PreparedForKeys(
    lambda keys: select(schema.cases.c.key, schema.cases.c.id).where(schema.cases.c.key.in_(keys))
)
_lines_by_key = PreparedForKeys(
    lambda keys: (
        select(
            schema.cases.c.key,
            schema.cases.c.id,
            schema.cases.c.preview,
            schema.cases.c.model,
            schema.reviews.c.mark,
            schema.reviews.c.note,
            schema.reviews.c.tags,
            schema.reviews.c.severity,
            schema.reviews.c.ideal.is_not(None).label("has_ideal"),
        )
        .outerjoin(schema.reviews, schema.reviews.c.case_key == schema.cases.c.key)
        .where(schema.cases.c.key.in_(keys))
    )
)


def case(connection: Connection, key: int) -> Case | None:
    """One case with its texts, or None."""
    return next(map(decode_case, _whole_by_key.rows(connection, [key])), None)


def cases(connection: Connection, keys: Sequence[int]) -> list[Case]:
    """Cases with their texts, in the order of `keys`; unknown keys are left out."""
    found = {one.key: one for one in map(decode_case, _whole_by_key.rows(connection, keys))}
    return [found[key] for key in keys if key in found]


def all_cases(connection: Connection) -> Iterator[ReviewedCase]:
    """Every case with its review (held-out membership is not worked out here), by key."""
    of_case = {review.case_key: review for review in reviews.all_reviews(connection)}
    query = _whole_cases().order_by(schema.cases.c.key)
    result = connection.execution_options(yield_per=1000).execute(query)
    for row in result.mappings():
        one = decode_case(row)
        review = of_case.get(one.key) or reviews.Review(case_key=one.key)
        yield ReviewedCase.model_construct(case=one, review=review, held_out=False)


def key_of_id(connection: Connection, public_id: str) -> int | None:
    """The key of a case by its public id."""
    query = select(schema.cases.c.key).where(schema.cases.c.id == public_id)
    return connection.execute(query).scalar_one_or_none()


def keys_of_ids(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Keys of the public ids that exist."""
    found: dict[str, int] = {}
    for start in range(0, len(ids), _BATCH):
        query = select(schema.cases.c.id, schema.cases.c.key).where(
            schema.cases.c.id.in_(ids[start : start + _BATCH])
        )
        found.update((one, key) for one, key in connection.execute(query))
    return found


def ids_of_keys(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """Public ids of keys."""
    return {row["key"]: row["id"] for row in _ids_by_key.rows(connection, keys)}


def lines(connection: Connection, keys: Sequence[int]) -> list[CaseLine]:
    """What a list shows of these cases, in the order of `keys`."""
    found = {row["key"]: _line(row) for row in _lines_by_key.rows(connection, keys)}
    return [found[key] for key in keys if key in found]


def _line(row: Row) -> CaseLine:
    return CaseLine.model_construct(
        key=row["key"],
        id=row["id"],
        preview=row["preview"],
        model=row["model"] or "",
        mark=Mark(row["mark"]) if row["mark"] else None,
        note=row["note"] or "",
        tags=acts.decode_tags(row["tags"]) if row["tags"] else (),
        severity=Severity(row["severity"]) if row["severity"] else None,
        has_ideal=bool(row["has_ideal"]),
    )


_ORDERS: Mapping[Order, tuple[ColumnElement[object], ...]] = {
    "random": (schema.cases.c.import_key, schema.cases.c.draw),
    # The sum keeps SQLite on the small index: a walk by key would read every wide row.
    "imported": (schema.cases.c.key + 0,),
    "newest": (schema.cases.c.created_at.desc(), schema.cases.c.key),
    "oldest": (schema.cases.c.created_at, schema.cases.c.key),
    "id": (schema.cases.c.id,),
}


def ordered_keys(
    connection: Connection,
    *conditions: ColumnElement[bool],
    order: Order | None = "random",
    limit: int | None = None,
) -> array[int]:
    """Keys of cases that meet all conditions; "random" is the seeded order, import by import.

    `order` None leaves it to the store, which then need not look rows up one by one.

    `limit`: only so many, from the beginning.
    """
    table, review = schema.cases, schema.reviews
    query = select(table.c.key).limit(limit)
    if order is not None:
        query = query.order_by(*_ORDERS[order])
    if conditions:
        query = query.outerjoin(review, review.c.case_key == table.c.key).where(*conditions)
    return keys_of(connection, query)


def not_reviewed() -> ColumnElement[bool]:
    review = schema.reviews
    done = select(review.c.case_key).where(review.c.mark.is_not(None))
    return schema.cases.c.key.not_in(done)


def failed() -> ColumnElement[bool]:
    return schema.reviews.c.mark == Mark.FAIL.value


def marked(mark: Mark) -> ColumnElement[bool]:
    return schema.reviews.c.mark == mark.value


def without_ideal() -> ColumnElement[bool]:
    return or_(schema.reviews.c.ideal.is_(None), schema.reviews.c.ideal_accepted.is_(False))


def filtered(chosen: CaseFilter) -> list[ColumnElement[bool]]:
    """Conditions of a filter, except the pattern, whose members the caller knows."""
    table, review = schema.cases, schema.reviews
    found: list[ColumnElement[bool]] = []
    if chosen.mark is not None:
        found.append(review.c.mark == chosen.mark.value)
    if chosen.severity is not None:
        found.append(review.c.severity == chosen.severity.value)
    if chosen.tag:
        found.append(review.c.tags.contains(acts.encode_json(chosen.tag), autoescape=True))
    if chosen.model:
        found.append(table.c.model == chosen.model)
    if chosen.reviewer:
        own = schema.reviewer_marks
        marked_by = select(own.c.case_key).where(own.c.reviewer == chosen.reviewer)
        found.append(table.c.key.in_(marked_by))
    if chosen.since:
        found.append(table.c.created_at >= chosen.since)
    if chosen.until:
        # any time of that last day: "~" sorts after every character of a time
        found.append(table.c.created_at <= chosen.until + "~")
    for name, value in chosen.metadata.items():
        rest = type_coerce(schema.case_texts.c.rest, JSON)
        with_value = select(schema.case_texts.c.case_key).where(
            rest["metadata"][name].as_string() == value
        )
        found.append(table.c.key.in_(with_value))
    return found


def disagreed() -> ColumnElement[bool]:
    """Cases whose reviewers' own marks differ."""
    own = schema.reviewer_marks
    differing = (
        select(own.c.case_key)
        .group_by(own.c.case_key)
        .having(func.count(own.c.mark.distinct()) > 1)
    )
    return schema.cases.c.key.in_(differing)


def marked_by_others_only(reviewer: str) -> ColumnElement[bool]:
    """Cases that somebody marked and `reviewer` did not."""
    own = schema.reviewer_marks
    mine = select(own.c.case_key).where(own.c.reviewer == reviewer)
    others = select(own.c.case_key).where(own.c.reviewer != reviewer)
    return and_(schema.cases.c.key.in_(others), schema.cases.c.key.not_in(mine))


def models(connection: Connection) -> list[str]:
    """Models in the logs, by name."""
    query = select(schema.cases.c.model).distinct().order_by(schema.cases.c.model)
    return [model for model in connection.execute(query).scalars() if model]


def among(keys: Sequence[int]) -> ColumnElement[bool]:
    return schema.cases.c.key.in_(list(keys))


def count(connection: Connection) -> int:
    """How many cases there are."""
    return sum(import_sizes(connection).values())


def import_sizes(connection: Connection) -> dict[int, int]:
    """Number of cases of each import, as the imports themselves counted them."""
    table = schema.imports
    return dict(connection.execute(select(table.c.key, table.c.cases_imported)).all())


class MarkedPrefix(NamedTuple):
    """What is marked of one import from the start of its random order on, without a gap."""

    size: int
    """Cases that it stands for: of a sample those of the whole source."""
    marks: list[tuple[int, Mark]]
    strata: dict[str, int]
    """Of a sample taken by strata: how many of each the source holds."""
    stratum_of: dict[int, str]


def marked_prefixes(connection: Connection) -> list[MarkedPrefix]:
    """Each import's size and the (case key, mark) pairs that start its random order unbroken.

    Reads no more rows than are marked, so it stays quick however many cases wait.
    """
    table, review, strata = schema.cases, schema.reviews, schema.case_strata
    found: list[MarkedPrefix] = []
    imports = connection.execute(select(schema.imports).order_by(schema.imports.c.key)).mappings()
    for one in imports.all():
        import_key = one["key"]
        first_open = connection.execute(
            select(table.c.draw)
            .outerjoin(review, review.c.case_key == table.c.key)
            .where(table.c.import_key == import_key, review.c.mark.is_(None))
            .order_by(table.c.draw)
            .limit(1)
        ).scalar_one_or_none()
        query = (
            select(table.c.key, review.c.mark, strata.c.stratum)
            .join(review, review.c.case_key == table.c.key)
            .outerjoin(strata, strata.c.case_key == table.c.key)
            .where(table.c.import_key == import_key)
            .order_by(table.c.draw)
        )
        if first_open is not None:
            query = query.where(table.c.draw < first_open)
        rows = connection.execute(query).all()
        # Rows of the source that are no new cases were counted among those read.
        new = one["cases_imported"] / one["cases_read"] if one["cases_read"] else 0.0
        found.append(
            MarkedPrefix(
                size=round(one["source_cases"] * new),
                marks=[(key, Mark(mark)) for key, mark, _ in rows],
                strata=json.loads(one["strata"]) if one["strata"] else {},
                stratum_of={key: stratum for key, _, stratum in rows if stratum is not None},
            )
        )
    return found
