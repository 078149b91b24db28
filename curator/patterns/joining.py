"""New failures: they join or wait, and nothing that has a place moves."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

import numpy as np

from curator.model.pattern import Pattern, PatternSet
from curator.model.work import Embed, IsCancelled, Progress
from curator.patterns import engine
from curator.patterns.failure_text import FailureText
from curator.patterns.grouping import group_rows
from curator.patterns.help import Help
from curator.patterns.identity import people_patterns
from curator.patterns.representation import Rows
from curator.patterns.watch import Watch


def place_failures(
    failures: Sequence[FailureText],
    embed: Embed,
    *,
    current: PatternSet,
    helped: Help,
    progress: Progress,
    is_cancelled: IsCancelled,
) -> PatternSet:
    """Take in new failures around the current patterns. `curator.patterns` documents it."""
    started = perf_counter()
    watch = Watch(len(failures), progress, is_cancelled)
    made = people_patterns(failures, current)
    seen = engine.look(failures, embed, current.lens, engine.teaches(made), watch, helped)
    found = engine.still_there(seen, current, made)
    waiting = seen.rows_of(engine.keys_outside(failures, [*made, *found]))
    joined = _joined(seen, found, waiting, current.threshold)
    waiting = seen.rows_of(engine.keys_outside(failures, [*made, *joined]))
    grouping = group_rows(seen.representation, waiting, current.threshold, is_cancelled)
    new = engine.found_patterns(seen, grouping.groups, [*made, *joined], PatternSet())
    patterns = [*made, *joined, *new]
    whole = engine.assemble(
        seen,
        patterns,
        current.threshold,
        current.embedder,
        watch,
        positions=current.positions,
    )
    return whole.model_copy(update={"seconds": round(perf_counter() - started, 3)})


def _joined(
    seen: engine.Seen, patterns: Sequence[Pattern], waiting: Rows, threshold: float
) -> list[Pattern]:
    """Patterns with the waiting rows whose mean similarity to them is at least 1 - threshold."""
    groups = [seen.rows_of(pattern.members) for pattern in patterns]
    if not groups or not len(waiting):
        return list(patterns)
    similarity = np.round(seen.representation.mean_similarity(waiting, groups), 5)
    nearest = similarity.argmax(axis=1)
    near = similarity.max(axis=1) >= 1.0 - threshold
    result: list[Pattern] = []
    for place, pattern in enumerate(patterns):
        new = seen.keys_of(waiting[near & (nearest == place)])
        members = tuple(sorted((*pattern.members, *new)))
        result.append(pattern.model_copy(update={"members": members}))
    return result
