"""The parts of a dataset and its project that checks read.

A check names the parts that its answer follows from; while they stay the same, so does the answer.
Splits, ids, thresholds and format are part of every answer. Rows are compared with those of the
look before, which is quicker than a digest of all; the project around them has digests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import orjson

from curator.model.dataset import DatasetRow

if TYPE_CHECKING:
    from curator.model.base import JsonObject
    from curator.model.snapshot import Snapshot

ROW_PARTS: Mapping[str, Callable[[DatasetRow], object]] = {
    "input": lambda row: [
        [
            m.role, m.content, m.name, m.tool_call_id,
            [[c.id, c.name, c.arguments] for c in m.tool_calls],
        ]
        for m in row.input
    ],
    "ideal": lambda row: row.ideal,
    "output": lambda row: row.output,
    "expected": lambda row: row.expected,
    "finish": lambda row: row.finish_reason,
    "pattern": lambda row: [row.pattern_id, row.pattern_name],
    "provenance": lambda row: [
        row.reviewer, row.reviewed_at, row.source_id, row.model_written, row.accepted,
    ],
    "note": lambda row: row.note,
    "tools": lambda row: row.tools,
}  # fmt: skip
"""What a row contributes to each part."""


WHICH = "which"
"""Which rows there are, on which side of the split: part of every answer."""


def which_row(row: DatasetRow) -> object:
    """What a row contributes to it."""
    return row.case_key, row.case_id, row.split, row.keep, row.group


def _reviewed(snapshot: Snapshot) -> object:
    return [
        [i.case.id, i.review.mark, i.case.output.text, i.review.ideal, i.review.ideal_accepted]
        for i in snapshot.reviewed
    ]


PROJECT_PARTS: Mapping[str, Callable[[Snapshot], object]] = {
    "marks": lambda snapshot: [[m.case_key, m.reviewer, m.mark] for m in snapshot.marks],
    "ids": lambda snapshot: [[i.case.key, i.case.id] for i in snapshot.reviewed],
    "reviewed": _reviewed,
    "conversations": lambda snapshot: [
        [i.case.key, i.case.conversation] for i in snapshot.reviewed if i.case.conversation
    ],
    "metadata": lambda snapshot: [
        [i.case.key, i.case.metadata, i.case.output.extra] for i in snapshot.reviewed
    ],
    "settings": lambda snapshot: snapshot.settings,
    "trials": lambda snapshot: [
        [t.variant.name, t.variant.definition, t.comparison.trial.created_at]
        for t in snapshot.trials
    ],
    "seen": lambda snapshot: snapshot.held_out_seen,
    "frozen": lambda snapshot: [snapshot.held_out_frozen, snapshot.held_out_touched],
}
"""What the project around the rows contributes."""

EVERYTHING = (*ROW_PARTS, *PROJECT_PARTS)


def project_digest(snapshot: Snapshot | None, part: str) -> bytes:
    """The digest of one part of the project; files have none."""
    return b"" if snapshot is None else _digest((PROJECT_PARTS[part](snapshot),))


def limits_digest(thresholds: Mapping[str, float], *others: JsonObject | str | float) -> bytes:
    """The limits and the format that every answer follows from."""
    return _digest([dict(thresholds), *others])


def _canonical(value: object) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        # Lone surrogates and very large numbers, which orjson refuses.
        return json.dumps(value, sort_keys=True).encode("ascii")


def _digest(values: Iterable[object]) -> bytes:
    sum_of = hashlib.blake2b(digest_size=16)
    for value in values:
        sum_of.update(_canonical(value))
        sum_of.update(b"\0")
    return sum_of.digest()
