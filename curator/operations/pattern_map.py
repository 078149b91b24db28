"""Passes on the map of failures, for whoever wants to see what lies around a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from curator.model.pattern import PatternSet
from curator.model.work import IsCancelled, never_cancelled
from curator.operations.pattern_study import vectors_of
from curator.project import reviews
from curator.project.store import ProjectFile

One = TypeVar("One")
PASSES_SHOWN = 3_000
"""Passes that are placed, evenly from all of them: enough to see where many are."""
ANCHORS = 600
"""Failures beside which they are placed, evenly from all: `layout.SAMPLE` looks at no more."""


def passes_on_map(
    project: ProjectFile, standing: PatternSet, is_cancelled: IsCancelled = never_cancelled
) -> tuple[tuple[int, float, float], ...]:
    """Case key, x and y of passes, each beside the failures most like it in what was asked and
    answered. Seconds where their texts were never embedded; empty without positions. Raises
    `Cancelled`."""
    import numpy as np

    from curator.patterns.layout import lay_out_beside

    with project.reading() as connection:
        passed = evenly(reviews.passed_keys(connection), PASSES_SHOWN)
    near = evenly(standing.positions, ANCHORS)
    if not passed or not near:
        return ()
    vectors = vectors_of(project, [key for key, _, _ in near])
    vectors = np.concatenate([vectors, vectors_of(project, passed)])
    fixed = {row: (x, y) for row, (_, x, y) in enumerate(near)}
    places = lay_out_beside(vectors, fixed, is_cancelled)[len(near) :]
    return tuple((key, x, y) for key, (x, y) in zip(passed, places.tolist(), strict=True))


def evenly(whole: Sequence[One], most: int) -> list[One]:
    """At most so many of a sequence, at even distances, in its order."""
    count = min(len(whole), most)
    return [whole[place * len(whole) // count] for place in range(count)]
