"""Held-out marks that may be wrong: what else is known of the case speaks against the mark.

One sign alone proves nothing; a mark is suspect when two independent ones contradict it, or the
expected answer that came with the data does so word for word.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.model.review import Mark
from curator.model.reviewed_case import ReviewedCase
from curator.model.snapshot import Snapshot
from curator.model.work import Embed
from curator.reviewing.near_duplicates import normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEIGHBOURS = 5
NEAR = 0.7
"""Cosine from which a reviewed case is a neighbour (own)."""
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Suspect:
    """A held-out case whose mark may be wrong, with what speaks against it."""

    case_id: str
    signs: tuple[str, ...]


def suspect_marks(snapshot: Snapshot, embed: Embed) -> tuple[Suspect, ...]:
    """Suspects among the held-out cases, in their order in the snapshot."""
    judged = [item for item in snapshot.reviewed if item.passed or item.failed]
    near = _against_neighbours(judged, embed)
    others = _other_marks(snapshot)
    found: list[Suspect] = []
    for item in judged:
        if not item.held_out:
            continue
        signs: list[str] = []
        if item.case.key in near:
            signs.append(f"its {NEIGHBOURS} nearest reviewed cases are all marked otherwise")
        if others.get(item.case.key, item.review.mark) is not item.review.mark:
            signs.append("a judge or another reviewer marks it otherwise")
        against = _against_expected(item)
        if against:
            signs.append(against)
        if len(signs) > 1 or against:
            found.append(Suspect(item.case.id, tuple(signs)))
    return tuple(found)


def _against_expected(item: ReviewedCase) -> str:
    """A failed output equal to the expected answer. One that differs may well be right too."""
    expected = item.case.expected
    if expected is None or not expected.strip() or not item.failed:
        return ""
    same = normalise(expected) == normalise(item.case.output.text)
    return "the output that failed is the expected answer" if same else ""


def _other_marks(snapshot: Snapshot) -> dict[int, Mark]:
    """What others say of the same output: reviewers, and judges of a variant's equal output."""
    said: dict[int, list[Mark]] = defaultdict(list)
    own = {item.case.key: item for item in snapshot.reviewed}
    for one in snapshot.marks:
        item = own.get(one.case_key)
        if item is not None and one.reviewer != item.review.reviewer and one.mark is not Mark.SKIP:
            said[one.case_key].append(one.mark)
    for trial in snapshot.trials:
        for output in trial.outputs:
            item = own.get(output.case_key)
            same = item is not None and item.case.output.text.strip() == output.output.text.strip()
            if same and output.mark is not None and output.mark is not Mark.SKIP:
                said[output.case_key].append(output.mark)
    return {key: marks[0] for key, marks in said.items() if len(set(marks)) == 1}


def _against_neighbours(judged: list[ReviewedCase], embed: Embed) -> frozenset[int]:
    """Keys of held-out cases whose nearest others all have the other mark."""
    import numpy as np

    held = [place for place, item in enumerate(judged) if item.held_out]
    if not held or len(judged) <= NEIGHBOURS:
        return frozenset()
    vectors = embed([f"{item.case.asked}\n{item.case.answered}" for item in judged])
    failed = np.array([item.failed for item in judged])
    found: set[int] = set()
    for start in range(0, len(held), _AT_ONCE):
        part = held[start : start + _AT_ONCE]
        likeness: NDArray[np.float32] = vectors[part] @ vectors.T
        likeness[np.arange(len(part)), part] = -1
        nearest = np.argpartition(-likeness, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
        for row, place in enumerate(part):
            close = likeness[row, nearest[row]] >= NEAR
            if close.all() and (failed[nearest[row]] != failed[place]).all():
                found.add(judged[place].case.key)
    return frozenset(found)
