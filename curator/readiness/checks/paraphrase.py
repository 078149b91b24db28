"""Held-out questions that a training row asks in other words.

Measured on distinct questions of two public sets (general chat, worked sums) with the built-in
embedder: at 0.8 for question and answer, 0.3 % and 0.8 % of rows have such a partner; the latter
are the same sums in another order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curator.readiness.checks.context import CheckContext

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_AT_ONCE = 512
"""Training rows compared at a time: a few MB whatever the size of the project."""
LEAST_WORDS = 4
"""A shorter question has too little meaning to be compared by it."""


def paraphrases(context: CheckContext) -> list[tuple[int, int]]:
    """(training position, held-out position) of rows with like questions and like answers.

    Numbers must be the same: two sums that differ in their figures are two questions. Empty
    without an embedder.
    """
    import numpy as np

    if context.embed is None or not context.training or not context.held_out:
        return []
    asked = context.told
    enough = [len(text.split()) >= LEAST_WORDS for text in asked]
    train = [place for place in context.training if enough[place]]
    held = [place for place in context.held_out if enough[place]]
    if not train or not held:
        return []
    questions = context.embed(asked)
    ideals = context.embed([row.ideal for row in context.rows])
    numbers = [frozenset(_NUMBER.findall(text)) for text in asked]
    found: list[tuple[int, int]] = []
    for start in range(0, len(train), _AT_ONCE):
        part = train[start : start + _AT_ONCE]
        alike = questions[part] @ questions[held].T >= context.thresholds["paraphrase"]
        alike &= ideals[part] @ ideals[held].T >= context.thresholds["paraphrase_ideals"]
        for first, second in zip(*np.nonzero(alike), strict=True):
            pair = part[int(first)], held[int(second)]
            if numbers[pair[0]] == numbers[pair[1]]:
                found.append(pair)
    return found
