"""The pattern set as stored: folded from the edits in the log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from curator.model.pattern import Pattern, PatternSet, Proposal
from curator.model.review import ActKind
from curator.project import acts
from curator.project.prepared import Prepared
from curator.project.sql import delete, insert, schema, select

if TYPE_CHECKING:
    from curator.model.pattern_edits import PatternEdit
    from curator.project.connection import Connection

_state = Prepared("patterns.state", lambda: select(schema.pattern_state.c.state))


def stored(connection: Connection) -> PatternSet:
    """The pattern set after all edits; empty before the first grouping was accepted."""
    state = _state.value(connection)
    return _decode(state) if state else PatternSet()


def _decode(state: str) -> PatternSet:
    """A set as it was stored: our own, so nothing is checked."""
    fields: dict[str, Any] = json.loads(state)
    patterns = (_tuples(one) for one in fields.pop("patterns", ()))
    proposals = fields.pop("proposals", ())
    positions = tuple(tuple(one) for one in fields.pop("positions", ()))
    return PatternSet.model_construct(
        **_tuples(fields),
        patterns=tuple(Pattern.model_construct(**one) for one in patterns),
        proposals=tuple(Proposal.model_construct(**one) for one in proposals),
        positions=positions,
    )


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        n: tuple(cast("list[object]", v)) if isinstance(v, list) else v for n, v in fields.items()
    }


def write_edits(
    connection: Connection, edits: Sequence[PatternEdit], reviewer: str, *, origin: str = ""
) -> str:
    """Append edits to the log as one deed and apply them. Returns the deed."""
    new = [acts.NewAct(ActKind.PATTERNS, edit.model_dump(mode="json")) for edit in edits]
    from curator.model.pattern_edits import apply_edit

    deed = acts.append(connection, new, reviewer, origin=origin)
    state = stored(connection)
    for edit in edits:
        state = apply_edit(state, edit)
    _store(connection, state)
    return deed


def refold(connection: Connection) -> None:
    """Replay every standing edit; what undo and repair use."""
    from curator.model.pattern_edits import apply_edit, decode_edit

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
