"""The append-only log of acts, and what it says about one case.

State is a fold: every act that no effective undo has taken back, in order, the latest of each
kind winning. Writing appends acts and folds again what they touch, in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from curator.model.review import Act, ActKind, Mark, Review, Severity
from curator.project.ids import new_uid, now
from curator.project.prepared import Prepared, PreparedForKeys
from curator.project.sql import bindparam, delete, func, insert, schema, select

if TYPE_CHECKING:
    from curator.model.value import JsonObject, JsonValue
    from curator.project.connection import Connection
    from curator.project.prepared import Row

IMPORTED = "imported"
"""Origin of acts that came with a file: part of the log, but not what Undo takes back."""
ACCEPTED_ON_IMPORT = "accepted with the import"
"""Origin of acts that another tool's judgements became because the importer said so."""
COMPUTED = "computed"
"""Origin of what the program worked out by itself and keeps (a first grouping)."""
_NOT_BY_HAND = (IMPORTED, ACCEPTED_ON_IMPORT, COMPUTED)

_TIMED = '"seconds"'
_insert = Prepared(
    "acts.insert",
    lambda: insert(schema.acts),
    ("uid", "deed", "at", "reviewer", "kind", "case_key", "payload", "origin"),
)
_of_cases = PreparedForKeys(
    "acts.of_cases",
    lambda keys: (
        select(schema.acts)
        .where(schema.acts.c.case_key.in_(keys))
        .where(schema.acts.c.deed.not_in(select(schema.undone_deeds.c.deed)))
        .order_by(schema.acts.c.key)
    ),
)
_standing = Prepared(
    "acts.standing",
    lambda: (
        select(schema.acts)
        .where(schema.acts.c.kind == bindparam("wanted_kind"))
        .where(schema.acts.c.deed.not_in(select(schema.undone_deeds.c.deed)))
        .order_by(schema.acts.c.key)
    ),
)
_mark_times = Prepared(
    "acts.mark_times",
    lambda: (
        select(schema.acts.c.at)
        .where(schema.acts.c.kind == ActKind.MARK.value, schema.acts.c.origin == "")
        .order_by(schema.acts.c.key.desc())
        .limit(bindparam("most"))
    ),
)
_mark_before = Prepared(
    "acts.mark_before",
    lambda: (
        select(schema.acts.c.payload)
        .where(
            schema.acts.c.case_key == bindparam("wanted_case"),
            schema.acts.c.kind == ActKind.MARK.value,
            schema.acts.c.reviewer == bindparam("wanted_reviewer"),
            schema.acts.c.key < bindparam("before"),
            schema.acts.c.deed.not_in(select(schema.undone_deeds.c.deed)),
        )
        .order_by(schema.acts.c.key.desc())
        .limit(1)
    ),
)


class NewAct:
    """An act about to be appended."""

    __slots__ = ("case_key", "kind", "payload", "reviewer")

    def __init__(
        self,
        kind: ActKind,
        payload: JsonObject,
        *,
        case_key: int | None = None,
        reviewer: str | None = None,
    ) -> None:
        self.kind = kind
        self.payload = payload
        self.case_key = case_key
        self.reviewer = reviewer
        """Overrides the deed's reviewer (imported rows name their own)."""


def append(
    connection: Connection,
    acts: Sequence[NewAct],
    reviewer: str,
    *,
    origin: str = "",
    deed: str | None = None,
) -> str:
    """Append acts as one deed, without folding. Returns the deed's uid."""
    deed = deed or new_uid()
    at = now()
    rows = [
        {
            "uid": new_uid(),
            "deed": deed,
            "at": at,
            "reviewer": act.reviewer or reviewer,
            "kind": act.kind.value,
            "case_key": act.case_key,
            "payload": encode_json(act.payload),
            "origin": origin,
        }
        for act in acts
    ]
    if rows:
        _insert.run(connection, rows)
    return deed


def decode(fields: Row) -> Act:
    """An act from its row."""
    return Act.model_construct(
        key=fields["key"],
        uid=fields["uid"],
        deed=fields["deed"],
        at=fields["at"],
        reviewer=fields["reviewer"],
        kind=ActKind(fields["kind"]),
        case_key=fields["case_key"],
        payload=decode_object(fields["payload"]),
        origin=fields["origin"],
    )


def standing_acts(connection: Connection, kinds: Iterable[ActKind]) -> list[Act]:
    """Every act of these kinds that is not taken back, in order."""
    found = [
        decode(row)
        for kind in set(kinds)
        for row in _standing.rows(connection, wanted_kind=kind.value)
    ]
    return sorted(found, key=lambda act: act.key)


def acts_of_cases(connection: Connection, case_keys: Sequence[int]) -> dict[int, list[Act]]:
    """Standing acts of each case, in order."""
    found: dict[int, list[Act]] = {key: [] for key in case_keys}
    for row in _of_cases.rows(connection, case_keys):
        act = decode(row)
        if act.case_key is not None:
            found[act.case_key].append(act)
    return found


def acts_of_deed(connection: Connection, deed: str) -> list[Act]:
    """All acts that were done together."""
    query = select(schema.acts).where(schema.acts.c.deed == deed).order_by(schema.acts.c.key)
    return [decode(row) for row in connection.execute(query).mappings()]


def history(connection: Connection, case_key: int) -> list[Act]:
    """Everything that was ever done to a case, taken back or not, oldest first."""
    query = (
        select(schema.acts).where(schema.acts.c.case_key == case_key).order_by(schema.acts.c.key)
    )
    return [decode(row) for row in connection.execute(query).mappings()]


def latest_mark_times(connection: Connection, limit: int) -> list[str]:
    """When the latest marks were made by hand, newest first."""
    return [row["at"] for row in _mark_times.rows(connection, most=limit)]


class TimedAct(NamedTuple):
    """Who did what to a case together with what, and how long that took where it is known."""

    deed: str
    kind: str
    case_key: int
    origin: str
    seconds: float | None


def timed_acts(connection: Connection, kinds: Iterable[ActKind]) -> list[TimedAct]:
    """Acts of these kinds on cases that are not taken back, in order."""
    table = schema.acts
    query = (
        select(table.c.deed, table.c.kind, table.c.case_key, table.c.origin, table.c.payload)
        .where(table.c.kind.in_([kind.value for kind in kinds]), table.c.case_key.is_not(None))
        .where(table.c.deed.not_in(select(schema.undone_deeds.c.deed)))
        .order_by(table.c.key)
    )
    found: list[TimedAct] = []
    for deed, kind, case_key, origin, payload in connection.execute(query):
        seconds = json.loads(payload).get("seconds") if _TIMED in payload else None
        took = float(seconds) if isinstance(seconds, int | float) else None
        found.append(TimedAct(deed, kind, case_key, origin, took))
    return found


def repeats(connection: Connection) -> list[tuple[int, str, Mark, Mark]]:
    """Blind repeats: (case key, reviewer, mark as it was before, mark of the second look).

    The mark before is the same reviewer's latest mark older than the repeat; of several second
    marks of one case the latest counts.
    """
    found: dict[tuple[int, str], tuple[int, str, Mark, Mark]] = {}
    for act in standing_acts(connection, (ActKind.REPEAT,)):
        if "mark" not in act.payload:
            continue
        before = _mark_before.value(
            connection, wanted_case=act.case_key, wanted_reviewer=act.reviewer, before=act.key
        )
        first = decode_object(before)["mark"] if before else None
        if first is not None and act.case_key is not None:
            second = Mark(str(act.payload["mark"]))
            key = (act.case_key, act.reviewer)
            found[key] = (*key, Mark(str(first)), second)
    return list(found.values())


def revision(connection: Connection) -> int:
    """Number of the latest act: grows with every deed."""
    return connection.execute(select(func.max(schema.acts.c.key))).scalar() or 0


def next_to_undo(connection: Connection) -> str | None:
    """The latest deed that a person did and nobody has taken back."""
    query = (
        select(schema.acts.c.deed)
        .where(schema.acts.c.kind != ActKind.UNDO.value)
        .where(schema.acts.c.origin.not_in(_NOT_BY_HAND))
        .where(schema.acts.c.deed.not_in(select(schema.undone_deeds.c.deed)))
        .order_by(schema.acts.c.key.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def next_to_redo(connection: Connection) -> str | None:
    """The latest standing undo, unless something else was done after it."""
    query = (
        select(schema.acts.c.deed, schema.acts.c.kind, schema.acts.c.payload)
        .where(schema.acts.c.origin.not_in(_NOT_BY_HAND))
        .where(schema.acts.c.deed.not_in(select(schema.undone_deeds.c.deed)))
        .order_by(schema.acts.c.key.desc())
    )
    for deed, kind, payload in connection.execute(query):
        if kind != ActKind.UNDO.value:
            return None
        if not decode_object(payload).get("redo"):
            return deed
    return None


def take_back(connection: Connection, deed: str, reviewer: str, *, redo: bool = False) -> None:
    """Append the undo of a deed (of an undo: its redo) and bring `undone_deeds` up to date."""
    append(
        connection,
        [NewAct(ActKind.UNDO, {"deed": deed, "redo": redo})],
        reviewer,
    )
    connection.execute(insert(schema.undone_deeds), [{"deed": deed}])
    if redo:
        for act in acts_of_deed(connection, deed):
            connection.execute(
                delete(schema.undone_deeds).where(
                    schema.undone_deeds.c.deed == str(act.payload["deed"])
                )
            )


def undone_deeds(connection: Connection) -> set[str]:
    """Deeds taken back, worked out from the log alone, newest undo first."""
    query = (
        select(schema.acts.c.deed, schema.acts.c.payload)
        .where(schema.acts.c.kind == ActKind.UNDO.value)
        .order_by(schema.acts.c.key.desc())
    )
    undone: set[str] = set()
    for deed, payload in connection.execute(query):
        if deed not in undone:
            undone.add(str(decode_object(payload)["deed"]))
    return undone


def fold_review(case_key: int, acts: Iterable[Act]) -> tuple[Review, dict[str, Mark]]:
    """What a case's standing acts amount to, and each reviewer's own mark."""
    state: dict[str, object] = {}
    marks: dict[str, Mark] = {}
    for act in acts:
        if act.kind is ActKind.MARK:
            value = act.payload["mark"]
            mark = Mark(str(value)) if value is not None else None
            state.update(mark=mark, reviewer=act.reviewer, reviewed_at=act.at)
            if mark is not Mark.FAIL:
                state.pop("severity", None)
            if mark is None:
                marks.pop(act.reviewer, None)
            else:
                marks[act.reviewer] = mark
        elif act.kind is ActKind.NOTE:
            state.update(note=str(act.payload["note"]))
        elif act.kind is ActKind.TAGS:
            state.update(tags=_strings(act.payload["tags"]))
        elif act.kind is ActKind.SEVERITY:
            level = act.payload["severity"]
            if state.get("mark") is Mark.FAIL:
                state.update(severity=Severity(str(level)) if level is not None else None)
        elif act.kind is ActKind.IDEAL:
            ideal = act.payload["ideal"]
            state.update(
                ideal=None if ideal is None else str(ideal),
                ideal_accepted=bool(act.payload.get("accepted", True)),
                ideal_model_written=bool(act.payload.get("model_written", False)),
                ideal_reviewer=act.reviewer,
                ideal_at=act.at,
            )
    return Review.model_construct(case_key=case_key, **state), marks


def encode_json(value: JsonValue) -> str:
    """A JSON value as compact text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def decode_json(text: str) -> JsonValue:
    """What was encoded. It is our own: nothing is checked, and pydantic need not be loaded."""
    return json.loads(text)


def decode_object(text: str) -> JsonObject:
    """The same of an object."""
    return json.loads(text)


def encode_tags(tags: tuple[str, ...]) -> str:
    return encode_json(list(tags))


def decode_tags(text: str) -> tuple[str, ...]:
    return _strings(decode_json(text))


def _strings(value: JsonValue) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
