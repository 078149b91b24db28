"""Queries of cases: whole ones by key, light lines for lists, and orders of keys."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from curator.model.case import Case
from curator.model.queue import CaseFilter, CaseLine, Order
from curator.model.review import Mark, Severity
from curator.model.reviewed_case import ReviewedCase
from curator.project import acts, reviews
from curator.project.case_rows import decode_case
from curator.project.key_lists import PreparedList, among_listed, keys_of
from curator.project.prepared import Prepared, PreparedForKeys
from curator.project.sql import and_, bindparam, func, or_, schema, select, type_coerce

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from curator.project.connection import Connection
    from curator.project.prepared import Row

_BATCH = 500


def _whole_cases() -> Select[*tuple[object, ...]]:
    texts = schema.case_texts.c
    columns = (*schema.cases.c, texts.input, texts.output, texts.expected, texts.rest)
    return select(*columns).join(
        schema.case_texts, schema.case_texts.c.case_key == schema.cases.c.key
    )


def _in_random_order() -> Select[int]:
    cases = schema.cases.c
    return select(cases.key).order_by(cases.import_key, cases.draw)


_whole_by_key = PreparedForKeys(
    "cases.whole", lambda keys: _whole_cases().where(schema.cases.c.key.in_(keys))
)
_ids_by_key = PreparedForKeys(
    "cases.ids",
    lambda keys: select(schema.cases.c.key, schema.cases.c.id).where(schema.cases.c.key.in_(keys)),
)
_every_key = PreparedList("cases.keys", _in_random_order)
_first_keys = PreparedList("cases.first_keys", lambda: _in_random_order().limit(bindparam("most")))
_import_sizes = Prepared(
    "cases.import_sizes", lambda: select(schema.imports.c.key, schema.imports.c.cases_imported)
)
_imports = Prepared("cases.imports", lambda: select(schema.imports).order_by(schema.imports.c.key))
_first_open = Prepared(
    "cases.first_open",
    lambda: (
        select(schema.cases.c.draw)
        .outerjoin(schema.reviews, schema.reviews.c.case_key == schema.cases.c.key)
        .where(
            schema.cases.c.import_key == bindparam("wanted_import"), schema.reviews.c.mark.is_(None)
        )
        .order_by(schema.cases.c.draw)
        .limit(1)
    ),
)
_marked_before = Prepared(
    "cases.marked_before",
    lambda: (
        select(schema.cases.c.key, schema.reviews.c.mark, schema.case_strata.c.stratum)
        .join(schema.reviews, schema.reviews.c.case_key == schema.cases.c.key)
        .outerjoin(schema.case_strata, schema.case_strata.c.case_key == schema.cases.c.key)
        .where(
            schema.cases.c.import_key == bindparam("wanted_import"),
            schema.cases.c.draw < bindparam("before"),
        )
        .order_by(schema.cases.c.draw)
    ),
)
_lines_by_key = PreparedForKeys(
    "cases.lines",
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
    ),
)
_NO_DRAW = 2**63 - 1
"""Above every place in a random order."""


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
    result = connection.execute(query, execution_options={"yield_per": 1000})
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


def _ordered_by(order: Order) -> tuple[ColumnElement[object], ...]:
    cases = schema.cases.c
    orders: Mapping[Order, tuple[ColumnElement[object], ...]] = {
        "random": (cases.import_key, cases.draw),
        # The sum keeps SQLite on the small index: a walk by key would read every wide row.
        "imported": (cases.key + 0,),
        "newest": (cases.created_at.desc(), cases.key),
        "oldest": (cases.created_at, cases.key),
        "id": (cases.id,),
    }
    return orders[order]


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
    if order == "random" and not conditions:
        # What a project opens with.
        if limit is None:
            return _every_key.keys(connection)
        return _first_keys.keys(connection, most=limit)
    table, review = schema.cases, schema.reviews
    query = select(table.c.key).limit(limit)
    if order == "imported" and limit is not None:
        query = query.order_by(table.c.key)
    elif order is not None:
        query = query.order_by(*_ordered_by(order))
    if conditions:
        query = query.outerjoin(review, review.c.case_key == table.c.key).where(*conditions)
    return keys_of(connection, query)


def meeting(
    connection: Connection, keys: array[int], conditions: Sequence[ColumnElement[bool]]
) -> array[int]:
    """Those of a few thousand keys whose cases meet all conditions, in their order."""
    table, review = schema.cases, schema.reviews
    query = (
        select(table.c.key)
        .outerjoin(review, review.c.case_key == table.c.key)
        .where(among_listed(table.c.key, keys), *conditions)
    )
    found = set(connection.execute(query).scalars())
    return array("q", (key for key in keys if key in found))


# Conditions. `first`: they will be asked of these few keys alone (`meeting`) and look no further.


def not_reviewed() -> ColumnElement[bool]:
    review = schema.reviews
    done = select(review.c.case_key).where(review.c.mark.is_not(None))
    return schema.cases.c.key.not_in(done)


def failed(first: array[int] | None = None) -> ColumnElement[bool]:
    return marked(Mark.FAIL, first)


def marked(mark: Mark, first: array[int] | None = None) -> ColumnElement[bool]:
    return _of_reviews(schema.reviews.c.mark == mark.value, first)


def without_ideal() -> ColumnElement[bool]:
    return or_(schema.reviews.c.ideal.is_(None), schema.reviews.c.ideal_accepted.is_(False))


def _of_reviews(
    condition: ColumnElement[bool], first: array[int] | None = None
) -> ColumnElement[bool]:
    """As a list of keys, so that the store starts from the few cases that have a review."""
    keys = schema.reviews.c.case_key
    return schema.cases.c.key.in_(select(keys).where(condition, *_of_first(keys, first)))


def _of_first(
    column: ColumnElement[int], first: array[int] | None
) -> tuple[ColumnElement[bool], ...]:
    return () if first is None else (among_listed(column, first),)


def filtered(chosen: CaseFilter, first: array[int] | None = None) -> list[ColumnElement[bool]]:
    """Conditions of a filter, except the pattern, whose members the caller knows."""
    found: list[ColumnElement[bool]] = []
    if chosen.is_empty:
        return found
    table, review = schema.cases, schema.reviews
    if chosen.mark is not None:
        found.append(marked(chosen.mark, first))
    if chosen.severity is not None:
        found.append(_of_reviews(review.c.severity == chosen.severity.value, first))
    if chosen.tag:
        has_tag = review.c.tags.contains(acts.encode_json(chosen.tag), autoescape=True)
        found.append(_of_reviews(has_tag, first))
    if chosen.reviewer:
        own = schema.reviewer_marks
        marked_by = select(own.c.case_key).where(
            own.c.reviewer == chosen.reviewer, *_of_first(own.c.case_key, first)
        )
        found.append(table.c.key.in_(marked_by))
    if chosen.model:
        # Where keys narrow it already, an index would only lead through every case of the model.
        few = found or first is not None
        found.append((table.c.model.concat("") if few else table.c.model) == chosen.model)
    if chosen.since:
        found.append(table.c.created_at >= chosen.since)
    if chosen.until:
        # any time of that last day: "~" sorts after every character of a time
        found.append(table.c.created_at <= chosen.until + "~")
    for name, value in chosen.metadata.items():
        from sqlalchemy import JSON

        texts = schema.case_texts
        rest = type_coerce(texts.c.rest, JSON)
        with_value = select(texts.c.case_key).where(
            rest["metadata"][name].as_string() == value, *_of_first(texts.c.case_key, first)
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
    return {row["key"]: row["cases_imported"] for row in _import_sizes.rows(connection)}


class MarkedPrefix(NamedTuple):
    """What is marked of one import from the start of its random order on, without a gap."""

    size: int
    """Cases that it stands for: of a sample those of the whole source."""
    marks: list[tuple[int, Mark]]
    strata: dict[str, int]
    """Of a sample taken by strata: how many of each the source holds."""
    stratum_of: dict[int, str]
    name: str = ""
    """The imported file."""


def marked_prefixes(connection: Connection) -> list[MarkedPrefix]:
    """Each import's size and the (case key, mark) pairs that start its random order unbroken.

    Reads no more rows than are marked, so it stays quick however many cases wait.
    """
    found: list[MarkedPrefix] = []
    for one in _imports.rows(connection):
        wanted = one["key"]
        first_open = _first_open.value(connection, wanted_import=wanted)
        before = _NO_DRAW if first_open is None else first_open
        rows = _marked_before.rows(connection, wanted_import=wanted, before=before)
        # Rows of the source that are no new cases were counted among those read.
        new = one["cases_imported"] / one["cases_read"] if one["cases_read"] else 0.0
        found.append(
            MarkedPrefix(
                size=round(one["source_cases"] * new),
                marks=[(row["key"], Mark(row["mark"])) for row in rows],
                strata=json.loads(one["strata"]) if one["strata"] else {},
                stratum_of={
                    row["key"]: row["stratum"] for row in rows if row["stratum"] is not None
                },
                name=one["file"],
            )
        )
    return found
