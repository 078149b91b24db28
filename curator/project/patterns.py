"""The pattern set as stored: folded from the edits in the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.model.pattern import PatternSet
from curator.model.pattern_edits import PatternEdit, apply_edit, decode_edit
from curator.model.review import ActKind
from curator.project import acts
from curator.project.prepared import Prepared
from curator.project.sql import delete, insert, schema, select

if TYPE_CHECKING:
    from curator.project.connection import Connection

_state = Prepared("patterns.state", lambda: select(schema.pattern_state.c.state))


def stored(connection: Connection) -> PatternSet:
    """The pattern set after all edits; empty before the first grouping was accepted."""
    state = _state.value(connection)
    return PatternSet.model_validate_json(state) if state else PatternSet()


def write_edits(
    connection: Connection, edits: Sequence[PatternEdit], reviewer: str, *, origin: str = ""
) -> str:
    """Append edits to the log as one deed and apply them. Returns the deed."""
    new = [acts.NewAct(ActKind.PATTERNS, edit.model_dump(mode="json")) for edit in edits]
    deed = acts.append(connection, new, reviewer, origin=origin)
    state = stored(connection)
    for edit in edits:
        state = apply_edit(state, edit)
    _store(connection, state)
    return deed


def refold(connection: Connection) -> None:
    """Replay every standing edit; what undo and repair use."""
    edits = [
        decode_edit(act.payload) for act in acts.standing_acts(connection, (ActKind.PATTERNS,))
    ]
    if not edits:
        connection.execute(delete(schema.pattern_state))
        return
    latest = max((i for i, edit in enumerate(edits) if edit.edit == "accept"), default=0)
    state = PatternSet()
    for edit in edits[latest:]:
        state = apply_edit(state, edit)
    _store(connection, state)


def _store(connection: Connection, state: PatternSet) -> None:
    connection.execute(delete(schema.pattern_state))
    connection.execute(insert(schema.pattern_state), [{"key": 1, "state": state.model_dump_json()}])
