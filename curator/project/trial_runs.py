"""Runs on an endpoint and their calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from curator.model.review import Mark
from curator.model.trial import TrialCall
from curator.model.trial_run import RunPlan, RunState
from curator.project.case_rows import decode_message, encode_message
from curator.project.ids import new_uid, now
from curator.project.sql import delete, func, insert, schema, select, update

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from curator.project.connection import Connection


def create(connection: Connection, plan: RunPlan) -> tuple[int, str]:
    """A new run, ready to start. Returns its key and uid."""
    uid = new_uid()
    row = {
        "uid": uid,
        "created_at": now(),
        "plan": plan.model_dump_json(),
        "state": "ready",
        "sentence": "",
    }
    connection.execute(insert(schema.trial_runs), [row])
    query = select(schema.trial_runs.c.key).where(schema.trial_runs.c.uid == uid)
    return connection.execute(query).scalar_one(), uid


def plan(connection: Connection, uid: str) -> RunPlan | None:
    """The plan of a run, or None where there is no such run."""
    query = select(schema.trial_runs.c.plan).where(schema.trial_runs.c.uid == uid)
    found = connection.execute(query).scalar_one_or_none()
    return RunPlan.model_validate_json(found) if found is not None else None


def replace_plan(connection: Connection, uid: str, changed: RunPlan) -> None:
    """Keep a plan whose limit was raised."""
    connection.execute(
        update(schema.trial_runs)
        .where(schema.trial_runs.c.uid == uid)
        .values(plan=changed.model_dump_json())
    )


def set_state(connection: Connection, uid: str, state: RunState, sentence: str) -> None:
    connection.execute(
        update(schema.trial_runs)
        .where(schema.trial_runs.c.uid == uid)
        .values(state=state, sentence=sentence)
    )


def rows(connection: Connection) -> list[RowMapping]:
    """Every run, oldest first: uid, created_at, plan, state, sentence."""
    query = select(schema.trial_runs).order_by(schema.trial_runs.c.key)
    return list(connection.execute(query).mappings())


def trials_of(connection: Connection, uid: str) -> list[tuple[int, str, str]]:
    """Key, uid and variant of each trial of a run, in the order of its variants."""
    query = (
        select(schema.trials.c.key, schema.trials.c.uid, schema.variants.c.name)
        .join(schema.trial_runs, schema.trial_runs.c.key == schema.trials.c.run_key)
        .join(schema.variants, schema.variants.c.key == schema.trials.c.variant_key)
        .where(schema.trial_runs.c.uid == uid)
        .order_by(schema.trials.c.key)
    )
    return [(row.key, row.uid, row.name) for row in connection.execute(query)]


def keep_calls(connection: Connection, calls: Sequence[TrialCall], judges: dict[int, str]) -> None:
    """Keep calls that are over; the first repeat's output is also the trial's output.

    `judges` names the automatic judge by trial key. A call that is kept already with an output
    stays as it is: what was paid for is never overwritten.
    """
    new = _not_kept(connection, calls)
    if not new:
        return
    table = schema.trial_calls
    for call in new:
        connection.execute(
            delete(table).where(
                table.c.trial_key == call.trial_key,
                table.c.case_key == call.case_key,
                table.c.repeat == call.repeat,
            )
        )
    connection.execute(insert(table), [_row(call) for call in new])
    outputs = [_output_row(call, judges) for call in new if call.repeat == 1 and call.output]
    if outputs:
        connection.execute(insert(schema.trial_outputs), outputs)


def _not_kept(connection: Connection, calls: Sequence[TrialCall]) -> list[TrialCall]:
    """Those of the calls that have no output kept yet."""
    table = schema.trial_calls
    query = select(table.c.trial_key, table.c.case_key, table.c.repeat).where(
        table.c.trial_key.in_({call.trial_key for call in calls}),
        table.c.case_key.in_({call.case_key for call in calls}),
        table.c.output.is_not(None),
    )
    kept = {(row[0], row[1], row[2]) for row in connection.execute(query)}
    return [call for call in calls if (call.trial_key, call.case_key, call.repeat) not in kept]


def _row(call: TrialCall) -> dict[str, object]:
    return {
        "trial_key": call.trial_key,
        "case_key": call.case_key,
        "repeat": call.repeat,
        "output": encode_message(call.output) if call.output else None,
        "failure": call.failure,
        "reason": call.reason,
        "model": call.model,
        "input_tokens": call.input_tokens,
        "output_tokens": call.output_tokens,
        "cost": call.cost,
        "seconds": call.seconds,
        "attempts": call.attempts,
        "mark": call.mark.value if call.mark else None,
        "note": call.note,
        "score": call.score,
    }


def _output_row(call: TrialCall, judges: dict[int, str]) -> dict[str, object]:
    mark = call.mark.value if call.mark else None
    return {
        "trial_key": call.trial_key,
        "case_key": call.case_key,
        "output": encode_message(call.output) if call.output else "",
        "given_mark": mark,
        "given_note": call.note,
        "mark": mark,
        "judge": judges.get(call.trial_key, "") if mark else "",
    }


def calls(connection: Connection, trial_keys: Iterable[int]) -> list[TrialCall]:
    """Every call of these trials, in order of trial, case and repeat."""
    table = schema.trial_calls
    query = (
        select(table)
        .where(table.c.trial_key.in_(list(trial_keys)))
        .order_by(table.c.trial_key, table.c.case_key, table.c.repeat)
    )
    return [_call(row) for row in connection.execute(query).mappings()]


def _call(row: RowMapping) -> TrialCall:
    return TrialCall.model_construct(
        trial_key=row["trial_key"],
        case_key=row["case_key"],
        repeat=row["repeat"],
        output=decode_message(row["output"]) if row["output"] else None,
        failure=row["failure"],
        reason=row["reason"],
        model=row["model"],
        input_tokens=row["input_tokens"],
        output_tokens=row["output_tokens"],
        cost=row["cost"],
        seconds=row["seconds"],
        attempts=row["attempts"],
        mark=Mark(row["mark"]) if row["mark"] else None,
        note=row["note"],
        score=row["score"],
    )


def finished(connection: Connection, trial_keys: Iterable[int]) -> list[tuple[int, int, int, str]]:
    """Trial, case, repeat and failure of every call that is over."""
    table = schema.trial_calls
    query = select(table.c.trial_key, table.c.case_key, table.c.repeat, table.c.failure).where(
        table.c.trial_key.in_(list(trial_keys))
    )
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def spent(connection: Connection, trial_keys: Iterable[int]) -> float:
    """Dollars that the calls of these trials cost, as far as their price is known."""
    table = schema.trial_calls
    query = select(func.sum(table.c.cost)).where(table.c.trial_key.in_(list(trial_keys)))
    return connection.execute(query).scalar() or 0.0


def costs(connection: Connection) -> dict[int, float]:
    """Dollars spent by trial key, for the trials whose every output has a known cost."""
    table = schema.trial_calls
    query = (
        select(
            table.c.trial_key,
            func.sum(table.c.cost),
            func.count(table.c.cost),
            func.count(table.c.output),
        )
        .where(table.c.output.is_not(None))
        .group_by(table.c.trial_key)
    )
    found = connection.execute(query)
    return {trial: dollars for trial, dollars, priced, outputs in found if priced == outputs}


def forget_failures(
    connection: Connection, trial_keys: Iterable[int], kinds: Iterable[str] | None
) -> None:
    """Drop calls without an output, so that they are tried again; None: whatever the reason."""
    table = schema.trial_calls
    query = delete(table).where(table.c.trial_key.in_(list(trial_keys)), table.c.output.is_(None))
    if kinds is not None:
        query = query.where(table.c.failure.in_(list(kinds)))
    connection.execute(query)
