"""Trials and their outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.model.review import ActKind, Mark
from curator.model.trial import Trial, TrialOutput, Variant
from curator.project import acts
from curator.project.case_rows import decode_message, encode_message
from curator.project.ids import new_uid, now
from curator.project.prepared import Prepared
from curator.project.sql import and_, func, insert, schema, select, update

if TYPE_CHECKING:
    from sqlalchemy import RowMapping, Select

    from curator.project.connection import Connection

_held_out = Prepared("trials.held_out", lambda: select(schema.held_out.c.case_key))
_number = Prepared("trials.number", lambda: select(func.count()).select_from(schema.trials))


def _with_counts() -> Select[*tuple[object, ...]]:
    outputs = schema.trial_outputs
    return (
        select(
            *schema.trials.c,
            schema.variants.c.name.label("variant"),
            schema.trial_runs.c.uid.label("run_uid"),
            func.count(outputs.c.case_key).label("outputs"),
            func.count(outputs.c.mark).label("judged"),
        )
        .join(schema.variants, schema.variants.c.key == schema.trials.c.variant_key)
        .outerjoin(schema.trial_runs, schema.trial_runs.c.key == schema.trials.c.run_key)
        .outerjoin(outputs, outputs.c.trial_key == schema.trials.c.key)
        .group_by(*schema.trials.c, schema.variants.c.name, schema.trial_runs.c.uid)
        .order_by(schema.trials.c.key)
    )


_all = Prepared("trials.all", _with_counts)


def create_trial(
    connection: Connection, variant: Variant, *, source: str, judge: str, run_key: int | None = None
) -> str:
    """A new, empty trial of a variant. Returns its uid."""
    uid = new_uid()
    row = {
        "uid": uid,
        "variant_key": variant.key,
        "run_key": run_key,
        "created_at": now(),
        "source": source,
        "judge": judge,
    }
    connection.execute(insert(schema.trials), [row])
    return uid


def trial_key(connection: Connection, uid: str) -> int | None:
    query = select(schema.trials.c.key).where(schema.trials.c.uid == uid)
    return connection.execute(query).scalar_one_or_none()


def add_outputs(connection: Connection, outputs: Sequence[TrialOutput]) -> None:
    """Outputs as they came; a mark among them counts as given with the file."""
    rows = [
        {
            "trial_key": output.trial_key,
            "case_key": output.case_key,
            "output": encode_message(output.output),
            "given_mark": output.mark.value if output.mark else None,
            "given_note": output.note,
            "mark": output.mark.value if output.mark else None,
            "judge": output.judge,
        }
        for output in outputs
    ]
    if rows:
        connection.execute(insert(schema.trial_outputs), rows)


def trials(connection: Connection) -> list[Trial]:
    """All trials, oldest first, with how many outputs they hold and how many are judged."""
    return [
        Trial(
            key=row["key"],
            uid=row["uid"],
            variant=row["variant"],
            created_at=row["created_at"],
            source=row["source"],
            judge=row["judge"],
            outputs=row["outputs"],
            judged=row["judged"],
            run_uid=row["run_uid"] or "",
        )
        for row in _all.rows(connection)
    ]


def count(connection: Connection) -> int:
    """How many trials there are."""
    return _number.value(connection)


def outputs(connection: Connection, key: int) -> list[TrialOutput]:
    """The outputs of a trial, in order of case key."""
    table = schema.trial_outputs
    query = select(table).where(table.c.trial_key == key).order_by(table.c.case_key)
    return [_output(row) for row in connection.execute(query).mappings()]


def output(connection: Connection, key: int, case_key: int) -> TrialOutput | None:
    table = schema.trial_outputs
    query = select(table).where(and_(table.c.trial_key == key, table.c.case_key == case_key))
    row = connection.execute(query).mappings().one_or_none()
    return _output(row) if row is not None else None


def given_marks(connection: Connection, key: int) -> dict[int, Mark]:
    """Marks that came with the outputs of a trial, by case key: a file's, or a judge's."""
    table = schema.trial_outputs
    query = select(table.c.case_key, table.c.given_mark).where(
        table.c.trial_key == key, table.c.given_mark.is_not(None)
    )
    return {row[0]: Mark(row[1]) for row in connection.execute(query)}


def _output(row: RowMapping) -> TrialOutput:
    return TrialOutput(
        trial_key=row["trial_key"],
        case_key=row["case_key"],
        output=decode_message(row["output"]),
        mark=Mark(row["mark"]) if row["mark"] else None,
        note=row["given_note"],
        judge=row["judge"],
    )


def refold(connection: Connection, case_keys: Sequence[int] | None = None) -> None:
    """Marks of trial outputs from what was given and the standing judge acts."""
    table = schema.trial_outputs
    judged: dict[tuple[str, int], tuple[Mark | None, str]] = {}
    for act in acts.standing_acts(connection, (ActKind.JUDGE,)):
        if act.case_key is None:
            continue
        value = act.payload["mark"]
        mark = Mark(str(value)) if value is not None else None
        judged[str(act.payload["trial"]), act.case_key] = (mark, str(act.payload["judge"]))
    uids = dict(connection.execute(select(schema.trials.c.key, schema.trials.c.uid)).all())
    given_judges = dict(
        connection.execute(select(schema.trials.c.key, schema.trials.c.judge)).all()
    )
    query = select(table.c.trial_key, table.c.case_key, table.c.given_mark)
    if case_keys is not None:
        query = query.where(table.c.case_key.in_(list(case_keys)))
    for trial, case_key, given in connection.execute(query).all():
        mark, judge = judged.get((uids[trial], case_key), (None, ""))
        value = mark.value if mark else given
        connection.execute(
            update(table)
            .where(and_(table.c.trial_key == trial, table.c.case_key == case_key))
            .values(mark=value, judge=judge or _given_by(given_judges[trial], value))
        )


def _given_by(judge: str, mark: str | None) -> str:
    """Who gave a mark that no person here gave: the trial's automatic judge, or its file."""
    if mark is None:
        return ""
    return judge if judge not in ("", "blind", "marks") else "file"


def frozen_held_out(connection: Connection) -> frozenset[int]:
    """Keys of the frozen held-out set; empty before it is frozen."""
    return frozenset(row["case_key"] for row in _held_out.rows(connection))


def freeze_held_out(connection: Connection, keys: Sequence[int]) -> None:
    """Add members to the frozen held-out set as they are judged now. None ever leaves."""
    present = frozen_held_out(connection)
    judged = _judgements(connection)
    rows: list[dict[str, int | str | None]] = []
    for key in keys:
        if key not in present:
            mark, ideal = judged.get(key, (None, None))
            rows.append({"case_key": key, "mark": mark, "ideal": ideal})
    if rows:
        connection.execute(insert(schema.held_out), rows)


def touched_held_out(connection: Connection) -> tuple[int, ...]:
    """Keys of frozen members whose mark or ideal answer is not what it was when frozen.

    An ideal answer written since then where there was none is no change of judgement.
    """
    table = schema.held_out
    judged = _judgements(connection)
    query = select(table.c.case_key, table.c.mark, table.c.ideal).order_by(table.c.case_key)
    touched: list[int] = []
    for key, mark, ideal in connection.execute(query):
        now = judged.get(key, (None, None))
        if now[0] != mark or (ideal is not None and now[1] != ideal):
            touched.append(key)
    return tuple(touched)


def _judgements(connection: Connection) -> dict[int, tuple[str | None, str | None]]:
    """Mark and accepted ideal answer of every reviewed case."""
    table = schema.reviews
    query = select(table.c.case_key, table.c.mark, table.c.ideal, table.c.ideal_accepted)
    return {
        key: (mark, ideal if accepted else None)
        for key, mark, ideal, accepted in connection.execute(query)
    }
