"""The state of reviews: folded from the log, read by screens and stages."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from curator.model.review import ActKind, Mark, Review, ReviewerMark, Severity
from curator.project import acts
from curator.project.key_lists import PreparedList, keys_of
from curator.project.prepared import Prepared, PreparedForKeys
from curator.project.sql import and_, bindparam, delete, func, insert, schema, select

if TYPE_CHECKING:
    from curator.project.connection import Connection
    from curator.project.prepared import Row

_BATCH = 500
_forget = (
    PreparedForKeys(
        "reviews.forget",
        lambda keys: delete(schema.reviews).where(schema.reviews.c.case_key.in_(keys)),
    ),
    PreparedForKeys(
        "reviews.forget_marks",
        lambda keys: delete(schema.reviewer_marks).where(
            schema.reviewer_marks.c.case_key.in_(keys)
        ),
    ),
)
_keep_reviews = Prepared("reviews.keep", lambda: insert(schema.reviews))
_keep_marks = Prepared("reviews.keep_marks", lambda: insert(schema.reviewer_marks))
_of_case = Prepared(
    "reviews.of_case",
    lambda: select(schema.reviews).where(schema.reviews.c.case_key == bindparam("wanted_case")),
)
_tags = Prepared(
    "reviews.tags",
    lambda: (
        select(schema.reviews.c.tags)
        .where(schema.reviews.c.tags != "[]")
        .order_by(schema.reviews.c.reviewed_at, schema.reviews.c.case_key)
    ),
)
_tags_of_failures = Prepared(
    "reviews.tags_of_failures",
    lambda: select(schema.reviews.c.case_key, schema.reviews.c.tags).where(
        schema.reviews.c.mark == Mark.FAIL.value
    ),
)
_marked = PreparedList(
    "reviews.marked",
    lambda: select(schema.reviews.c.case_key).where(schema.reviews.c.mark.is_not(None)),
)
_mark_counts = Prepared(
    "reviews.mark_counts",
    lambda: (
        select(schema.reviews.c.mark, func.count().label("number"))
        .where(schema.reviews.c.mark.is_not(None))
        .group_by(schema.reviews.c.mark)
    ),
)
_ideal_answers = Prepared(
    "reviews.ideal_answers",
    lambda: (
        select(func.count())
        .select_from(schema.reviews)
        .where(schema.reviews.c.ideal.is_not(None), schema.reviews.c.ideal_accepted.is_(True))
    ),
)
_marked_of = PreparedForKeys(
    "reviews.marked_of",
    lambda keys: select(schema.reviews.c.case_key).where(
        schema.reviews.c.case_key.in_(keys), schema.reviews.c.mark.is_not(None)
    ),
)
REVIEW_KINDS = (ActKind.MARK, ActKind.NOTE, ActKind.TAGS, ActKind.SEVERITY, ActKind.IDEAL)


def refold(connection: Connection, case_keys: Iterable[int]) -> None:
    """Work the reviews of these cases out again from their standing acts."""
    keys = sorted(set(case_keys))
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        standing = acts.acts_of_cases(connection, batch)
        for forget in _forget:
            forget.run(connection, batch)
        _insert_folded(connection, standing)


def _insert_folded(connection: Connection, standing: dict[int, list[acts.Act]]) -> None:
    review_rows: list[dict[str, object]] = []
    mark_rows: list[dict[str, object]] = []
    for key, of_case in standing.items():
        relevant = [act for act in of_case if act.kind in REVIEW_KINDS]
        if not relevant:
            continue
        review, marks = acts.fold_review(key, relevant)
        review_rows.append(_encode(review))
        mark_rows.extend(
            {"case_key": key, "reviewer": reviewer, "mark": mark.value}
            for reviewer, mark in marks.items()
        )
    if review_rows:
        _keep_reviews.run(connection, review_rows)
    if mark_rows:
        _keep_marks.run(connection, mark_rows)


def _encode(review: Review) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(review, name) for name in Review.model_fields}
    row["mark"] = review.mark.value if review.mark else None
    row["tags"] = acts.encode_tags(review.tags)
    row["severity"] = review.severity.value if review.severity else None
    return row


def decode(row: Row) -> Review:
    """A review from its row."""
    return Review.model_construct(
        case_key=row["case_key"],
        mark=Mark(row["mark"]) if row["mark"] else None,
        note=row["note"],
        tags=acts.decode_tags(row["tags"]),
        severity=Severity(row["severity"]) if row["severity"] else None,
        ideal=row["ideal"],
        ideal_accepted=bool(row["ideal_accepted"]),
        ideal_model_written=bool(row["ideal_model_written"]),
        reviewer=row["reviewer"],
        reviewed_at=row["reviewed_at"],
        ideal_reviewer=row["ideal_reviewer"],
        ideal_at=row["ideal_at"],
    )


def review(connection: Connection, case_key: int) -> Review:
    """The review of one case; an empty one where nobody has done anything."""
    row = _of_case.row(connection, wanted_case=case_key)
    return decode(row) if row is not None else Review.model_construct(case_key=case_key)


def all_reviews(connection: Connection) -> list[Review]:
    """Every review, in order of case key."""
    query = select(schema.reviews).order_by(schema.reviews.c.case_key)
    return [decode(row) for row in connection.execute(query).mappings()]


def reviewer_marks(connection: Connection) -> list[ReviewerMark]:
    """Each reviewer's current mark on each case."""
    query = select(schema.reviewer_marks).order_by(
        schema.reviewer_marks.c.case_key, schema.reviewer_marks.c.reviewer
    )
    return [
        ReviewerMark(case_key=row["case_key"], reviewer=row["reviewer"], mark=Mark(row["mark"]))
        for row in connection.execute(query).mappings()
    ]


def marks_of_case(connection: Connection, case_key: int) -> list[ReviewerMark]:
    """Each reviewer's current mark on one case."""
    own = schema.reviewer_marks
    query = select(own).where(own.c.case_key == case_key).order_by(own.c.reviewer)
    return [
        ReviewerMark(case_key=case_key, reviewer=row["reviewer"], mark=Mark(row["mark"]))
        for row in connection.execute(query).mappings()
    ]


def cases_with_tag(connection: Connection, tag: str) -> list[int]:
    """Keys of cases that carry a tag, in order."""
    table = schema.reviews
    query = (
        select(table.c.case_key, table.c.tags)
        .where(table.c.tags.contains(acts.encode_json(tag), autoescape=True))
        .order_by(table.c.case_key)
    )
    return [key for key, tags in connection.execute(query) if tag in acts.decode_tags(tags)]


def first_use_of_tag(connection: Connection, tag: str) -> str:
    """When a tag was first given to a case, ISO 8601; "" where it never was."""
    table = schema.acts
    query = (
        select(table.c.at, table.c.payload)
        .where(
            table.c.kind == ActKind.TAGS.value,
            table.c.payload.contains(acts.encode_json(tag), autoescape=True),
        )
        .order_by(table.c.key)
        .limit(1)
    )
    row = connection.execute(query).first()
    return row[0] if row is not None else ""


def marked_by(connection: Connection, reviewer: str) -> list[int]:
    """Keys of cases with this reviewer's standing pass or fail, oldest mark first."""
    table, own = schema.acts, schema.reviewer_marks
    query = (
        select(table.c.case_key, func.max(table.c.key).label("latest"))
        .join(
            own,
            and_(own.c.case_key == table.c.case_key, own.c.reviewer == table.c.reviewer),
        )
        .where(
            table.c.kind == ActKind.MARK.value,
            table.c.reviewer == reviewer,
            own.c.mark != Mark.SKIP.value,
        )
        .group_by(table.c.case_key)
        .order_by("latest")
    )
    return [key for key, _ in connection.execute(query)]


def repeated_by(connection: Connection, reviewer: str) -> set[int]:
    """Keys of cases that this reviewer has marked again in a blind repeat."""
    return {key for key, who, _, _ in acts.repeats(connection) if who == reviewer}


def reviewers(connection: Connection) -> list[str]:
    """Who has marked anything, by name."""
    own = schema.reviewer_marks
    return list(
        connection.execute(select(own.c.reviewer).distinct().order_by(own.c.reviewer)).scalars()
    )


def tag_counts(connection: Connection) -> list[tuple[str, int]]:
    """Tags in use with the number of cases, in order of first use."""
    counts: dict[str, int] = {}
    for row in _tags.rows(connection):
        for tag in acts.decode_tags(row["tags"]):
            counts[tag] = counts.get(tag, 0) + 1
    return list(counts.items())


def tags_of_failures(connection: Connection) -> dict[int, list[str]]:
    """Tags by case key of every case marked fail, also of those without any."""
    rows = _tags_of_failures.rows(connection)
    return {row["case_key"]: list(acts.decode_tags(row["tags"])) for row in rows}


def marked_keys(connection: Connection) -> array[int]:
    """Keys of the cases that have a mark."""
    return _marked.keys(connection)


def marked_among(connection: Connection, keys: Sequence[int]) -> set[int]:
    """Those of a few thousand keys whose cases have a mark."""
    return {row["case_key"] for row in _marked_of.rows(connection, keys)}


def passed_keys(connection: Connection) -> array[int]:
    """Keys of the cases marked pass, in order."""
    table = schema.reviews
    query = select(table.c.case_key).where(table.c.mark == Mark.PASS.value)
    return keys_of(connection, query.order_by(table.c.case_key))


def mark_counts(connection: Connection) -> dict[Mark, int]:
    """Number of cases by current mark."""
    return {Mark(row["mark"]): row["number"] for row in _mark_counts.rows(connection)}


def count_ideal_answers(connection: Connection) -> int:
    """How many accepted ideal answers there are."""
    return _ideal_answers.value(connection)


def imported_acts(
    case_key: int,
    *,
    mark: Mark | None,
    note: str | None,
    tags: Sequence[str],
    severity: Severity | None,
    ideal: str | None,
    reviewer: str | None,
) -> list[acts.NewAct]:
    """The acts that an imported judgement amounts to."""
    new: list[acts.NewAct] = []

    def add(kind: ActKind, payload: dict[str, acts.JsonValue]) -> None:
        new.append(acts.NewAct(kind, payload, case_key=case_key, reviewer=reviewer))

    if mark is not None:
        add(ActKind.MARK, {"mark": mark.value})
    if note:
        add(ActKind.NOTE, {"note": note})
    if tags:
        add(ActKind.TAGS, {"tags": list(tags)})
    if severity is not None:
        add(ActKind.SEVERITY, {"severity": severity.value})
    if ideal is not None:
        add(ActKind.IDEAL, {"ideal": ideal, "accepted": True, "model_written": False})
    return new
