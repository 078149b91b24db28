"""What models said as judges of outputs, logged ones and those of trials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from curator.model.review import Mark
from curator.project.sql import delete, func, insert, schema, select, update

if TYPE_CHECKING:
    from curator.project.connection import Connection

LOGGED = 0
"""In place of a trial's key: the logged output."""


class JudgeCall(NamedTuple):
    """One judgement by a model, or why there is none (`failure`)."""

    trial_key: int
    case_key: int
    repeat: int
    mark: Mark | None
    note: str
    failure: str
    cost: float | None
    seconds: float


def keep(connection: Connection, judge: str, said: Sequence[JudgeCall]) -> None:
    """Keep judgements, and give trial outputs their marks where no person has judged them."""
    table = schema.judge_calls
    for one in said:
        connection.execute(
            delete(table).where(
                table.c.judge == judge,
                table.c.trial_key == one.trial_key,
                table.c.case_key == one.case_key,
                table.c.repeat == one.repeat,
            )
        )
    rows = [{"judge": judge, **one._asdict(), "mark": _word(one.mark)} for one in said]
    if rows:
        connection.execute(insert(table), rows)
    for one in said:
        if one.trial_key != LOGGED and one.mark is not None:
            _give(connection, judge, one)


def _word(mark: Mark | None) -> str | None:
    return mark.value if mark is not None else None


def _give(connection: Connection, judge: str, one: JudgeCall) -> None:
    calls, outputs = schema.trial_calls, schema.trial_outputs
    connection.execute(
        update(calls)
        .where(
            calls.c.trial_key == one.trial_key,
            calls.c.case_key == one.case_key,
            calls.c.repeat == one.repeat,
        )
        .values(mark=_word(one.mark), note=one.note)
    )
    if one.repeat != 1:
        return
    whose = (outputs.c.trial_key == one.trial_key, outputs.c.case_key == one.case_key)
    connection.execute(
        update(outputs).where(*whose).values(given_mark=_word(one.mark), given_note=one.note)
    )
    connection.execute(
        update(outputs)
        .where(*whose, outputs.c.mark.is_(None))
        .values(mark=_word(one.mark), judge=judge)
    )


def done(
    connection: Connection, judge: str, trial_keys: Iterable[int]
) -> set[tuple[int, int, int]]:
    """Trial, case and repeat of every judgement that was given."""
    table = schema.judge_calls
    query = select(table.c.trial_key, table.c.case_key, table.c.repeat).where(
        table.c.judge == judge,
        table.c.trial_key.in_([LOGGED, *trial_keys]),
        table.c.failure == "",
    )
    return {(row[0], row[1], row[2]) for row in connection.execute(query)}


def marks_on_logged(connection: Connection, judge: str) -> dict[int, Mark]:
    """What a judge made of logged outputs, by case key."""
    table = schema.judge_calls
    query = select(table.c.case_key, table.c.mark).where(
        table.c.judge == judge, table.c.trial_key == LOGGED, table.c.mark.is_not(None)
    )
    return {row[0]: Mark(row[1]) for row in connection.execute(query)}


def spent(connection: Connection, trial_keys: Iterable[int]) -> float:
    """Dollars that judging these trials cost, as far as it is known."""
    table = schema.judge_calls
    query = select(func.sum(table.c.cost)).where(table.c.trial_key.in_(list(trial_keys)))
    return connection.execute(query).scalar() or 0.0
