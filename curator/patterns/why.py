"""Why a case is where it is: which side of the failure pulls it towards a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curator.model.pattern_views import Why, WhyPart
from curator.patterns.lenses import Block
from curator.patterns.representation import Rows
from curator.patterns.study import Study

WORDS: dict[Block, str] = {
    Block.NOTE: "what the reviewer wrote",
    Block.NOTE_LETTERS: "how the note is worded",
    Block.TAGS: "its tags",
    Block.CHANGE: "how the ideal answer differs from the output",
    Block.EDITS: "the words that the ideal answer adds and removes",
    Block.RESHAPED: "how the ideal answer is written otherwise",
    Block.CORRECTION: "what kinds of things the ideal answer changes",
    Block.EDIT_STEPS: "what gives way to what in the ideal answer",
    Block.FIRST_EDIT: "the first thing that the ideal answer changes",
    Block.CHANGED: "which claims, names and sentences the ideal answer changes",
    Block.DEMANDS: "what the input demands and the output does not do",
    Block.CLAIMS: "what the output claims",
    Block.SIGNS: "the kinds of words and signs in the output",
    Block.TAKEN: "which names, numbers and words come from the input",
    Block.RELATION: "what the output takes from the input",
    Block.ANSWERED_APART: "what was answered, apart from what was asked",
    Block.SHAPE: "how the output is written",
    Block.ASKED: "what was asked",
    Block.ANSWERED: "what was answered",
    Block.WORDS: "the output's own words",
}
"""Each side of a failure in plain words."""

EXPECTED: dict[Block, str] = {
    Block.NOTE: "what reviewers wrote of like failures (it has no note)",
    Block.NOTE_LETTERS: "how notes on like failures are worded",
    Block.CORRECTION: "what kinds of things ideal answers change in failures like it",
    Block.FIRST_EDIT: "the first thing that ideal answers change in failures like it",
    Block.RESHAPED: "how ideal answers to failures like it are written otherwise",
}
"""Sides that a failure lacks itself and that are told from its others (`completed`)."""

MEMBERS_READ = 500
"""Members that a pattern's usual similarities are worked out from, the first in fixed order."""


@dataclass(frozen=True)
class _Side:
    block: Block
    pull: float
    """Its part of the similarity, before it is made a share."""
    similarity: float
    usual: float


def why(study: Study, case_key: int, pattern_id: str) -> Why | None:
    """Why a case is in a pattern, or how near it is to one it is not in.

    None where the case is no failure or the pattern has no other members. The mean similarity
    to the members is a weighted mean over the sides that case and member both have, so each
    side's part of it is exact.
    """
    row = study.seen.row_of.get(case_key)
    pattern = study.pattern(pattern_id)
    if row is None or pattern is None:
        return None
    others = study.rows(pattern_id)
    others = others[others != row]
    if not len(others):
        return None
    sides = _sides(study, row, others)
    similarity = sum(side.pull for side in sides)
    pulling = sum(max(0.0, side.pull) for side in sides)
    ranked = sorted(sides, key=lambda side: (-side.pull, side.block))
    parts = tuple(
        WhyPart(
            block=side.block,
            words=_words(study, row, side.block),
            similarity=round(side.similarity, 3),
            usual=round(side.usual, 3),
            share=round(max(0.0, side.pull) / pulling, 3) if pulling > 0 else 0.0,
        )
        for side in ranked
    )
    member = case_key in pattern.members
    by_person = member and (pattern.by_people or pattern.locked) and not pattern.as_grouped
    return Why(
        case_key=case_key,
        pattern_id=pattern_id,
        similarity=round(similarity, 3),
        needed=round(1.0 - study.grouping.threshold, 3),
        parts=parts,
        placed_by_person=by_person,
        sentence=_sentence(parts, member=member, by_person=by_person),
    )


def _words(study: Study, row: int, block: Block) -> str:
    lacked = not study.seen.blocks[block][row].any()
    return EXPECTED.get(block, WORDS[block]) if lacked else WORDS[block]


def _sides(study: Study, row: int, others: Rows) -> list[_Side]:
    seen = study.seen.representation
    shown = [block for place, block in enumerate(seen.blocks) if seen.has[row, place]]
    has = {block: seen.has[others, seen.blocks.index(block)] for block in shown}
    shared = np.zeros(len(others))
    for block in shown:
        shared += seen.weight(block) * has[block]
    divisor = np.where(shared > 0, shared, 1.0)
    own = np.array([row], dtype=np.intp)
    sides: list[_Side] = []
    for block in shown:
        if not has[block].any():
            continue
        cosines = seen.side(block, others) @ seen.side(block, own)[0]
        pulls: NDArray[np.float64] = seen.weight(block) * cosines / divisor
        mean = float(cosines[has[block]].mean())
        sides.append(_Side(block, float(pulls.mean()), mean, _usual(study, block, others)))
    return sides


def _usual(study: Study, block: Block, members: Rows) -> float:
    """Mean cosine between two members that have the side; 0 below two of them."""
    matrix = study.seen.representation.side(block, members[:MEMBERS_READ])
    count = int(np.count_nonzero(matrix.any(axis=1)))
    if count < 2:
        return 0.0
    total = matrix.sum(axis=0, dtype=np.float64)
    return (float(total @ total) - count) / (count * (count - 1))


def _sentence(parts: Sequence[WhyPart], *, member: bool, by_person: bool) -> str:
    told = [part.words for part in parts if part.share >= 0.2][:2]
    pulls = " and ".join(told)
    if by_person:
        alike = f" It is most like the other cases in {pulls}." if told else ""
        return f"In a pattern that a person made or named.{alike}"
    if not told:
        return "It is like the other cases in nothing much."
    return f"{'Here' if member else 'Near'} because it is like the other cases in {pulls}."
