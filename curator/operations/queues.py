"""Queues that are worked out: more like this, most likely to fail, drift sweep, blind repeats.

Their cases are chosen, not drawn, so they stay out of the failure rate: that follows the random
order alone, whatever queue a mark came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model.review import Mark
from curator.project import cases, reviews
from curator.project.store import ProjectFile
from curator.reviewing.ranking import by_similarity, failure_probability

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from curator.project.sql import Connection

POOL = 20_000
"""Cases compared at most: the first of the random order, so still a fair sample of the rest."""
LIMIT = 200
FEWEST_MARKS = 10
REPEAT_AFTER = 20
"""A blind repeat comes back after at least so many other marks."""


def more_like_this(
    project: ProjectFile, key: int, limit: int = LIMIT, *, also: Sequence[int] = ()
) -> list[int]:
    """Keys of the cases most like the chosen one in what was asked and answered, nearest first.

    `also`: further cases that were looked for; a case near any of them counts as near.
    """
    wanted = [key, *also]
    taken = set(wanted)
    with project.reading() as connection:
        pool = [one for one in cases.ordered_keys(connection)[:POOL] if one not in taken]
    vectors = _vectors(project, [*wanted, *pool])
    order = by_similarity(vectors[len(wanted) :], vectors[: len(wanted)])
    return [pool[row] for row in order[:limit].tolist()]


def likely_failures(project: ProjectFile, limit: int = LIMIT) -> list[tuple[int, float]]:
    """(key, probability to fail) of unreviewed cases, likeliest first, learned from the marks.

    Raises CuratorError before there are ten marks with at least one failure and one pass.
    """
    with project.reading() as connection:
        marked = [
            (one.case_key, one.mark is Mark.FAIL)
            for one in reviews.all_reviews(connection)
            if one.mark in (Mark.PASS, Mark.FAIL)
        ]
        waiting = list(cases.ordered_keys(connection, cases.not_reviewed())[:POOL])
    failures = sum(failed for _, failed in marked)
    if len(marked) < FEWEST_MARKS or failures in (0, len(marked)):
        raise CuratorError(
            f"Mark at least {FEWEST_MARKS} cases, passes and failures among them, before the "
            "likeliest failures can be found."
        )
    import numpy as np

    recent = marked[-POOL:]
    vectors = _vectors(project, [key for key, _ in recent] + waiting)
    known = vectors[: len(recent)]
    failed = np.array([failed for _, failed in recent])
    chances = failure_probability(known, failed, vectors[len(recent) :])
    order = np.argsort(-np.round(chances, 6), kind="stable")[:limit]
    return [(waiting[row], float(chances[row])) for row in order.tolist()]


def drift_sweep(project: ProjectFile, tag: str, limit: int = 20) -> list[int]:
    """Passes nearest to the failures with a newly named tag, nearest first.

    Passes that were marked again since the tag's first use are left out.
    """
    with project.reading() as connection:
        tagged = reviews.cases_with_tag(connection, tag)
        named_at = reviews.first_use_of_tag(connection, tag)
        passes = [
            one.case_key
            for one in reviews.all_reviews(connection)
            if one.mark is Mark.PASS and one.reviewed_at < named_at
        ]
    if not tagged or not passes:
        return []
    vectors = _vectors(project, [*tagged, *passes])
    order = by_similarity(vectors[len(tagged) :], vectors[: len(tagged)])
    return [passes[row] for row in order[:limit].tolist()]


def next_repeat(project: ProjectFile, reviewer: str) -> int | None:
    """The case to bring back unmarked to this reviewer, or None: nobody can foresee which.

    Among cases that the reviewer marked pass or fail at least twenty marks ago and has not
    repeated; picked by a hash, so the same project gives the same case.
    """
    with project.reading() as connection:
        old = reviews.marked_by(connection, reviewer)[:-REPEAT_AFTER]
        repeated = reviews.repeated_by(connection, reviewer)
    candidates = [key for key in old if key not in repeated]
    if not candidates:
        return None
    return min(candidates, key=lambda key: _hash(project.seed, reviewer, key))


def _hash(seed: int, reviewer: str, key: int) -> bytes:
    from hashlib import sha256

    return sha256(f"{seed}/repeat/{reviewer}/{key}".encode()).digest()


def _vectors(project: ProjectFile, keys: Sequence[int]) -> NDArray[np.float32]:
    """Unit vectors of question and answer, averaged; (keys, dims)."""
    import numpy as np

    with project.reading() as connection:
        asked, answered = _texts(connection, keys)
    from curator.operations.embedding import cached_embed

    embed = cached_embed(project)
    mean = embed(asked) + embed(answered)
    length = np.linalg.norm(mean, axis=1, keepdims=True)
    return (mean / np.where(length > 0, length, 1.0)).astype(np.float32)


def _texts(connection: Connection, keys: Sequence[int]) -> tuple[list[str], list[str]]:
    found = cases.cases(connection, keys)
    return [case.asked for case in found], [case.answered for case in found]
