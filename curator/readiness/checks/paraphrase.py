"""Held-out questions that a training row asks in other words.

Measured on distinct questions of two public sets (general chat, worked sums) with the built-in
embedder: at 0.8 for question and answer, 0.3 % and 0.8 % of rows have such a partner; the latter
are the same sums in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from curator.readiness.checks.context import CheckContext

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_AT_ONCE = 512
"""Training rows compared at a time: a few MB whatever the size of the project."""
_PAIRS_AT_ONCE = 50_000
_ROUNDING = 1e-4
"""A product of many vectors rounds otherwise than one of two: what is this near is looked at."""
LEAST_WORDS = 4
"""A shorter question has too little meaning to be compared by it."""


class Item(NamedTuple):
    """What two rows are compared by: the question without template, and the ideal answer."""

    asked: str
    ideal: str


@dataclass(slots=True)
class Compared:
    """What was compared before, and which training items were like which held-out ones."""

    train: set[Item] = field(default_factory=set[Item])
    held: set[Item] = field(default_factory=set[Item])
    alike: dict[Item, set[Item]] = field(default_factory=dict[Item, set[Item]])


class _Space(NamedTuple):
    """Vectors of all questions and ideal answers, with the limits for each."""

    questions: NDArray[np.float32]
    ideals: NDArray[np.float32]
    question_limit: float
    ideal_limit: float


def paraphrases(context: CheckContext) -> list[tuple[int, int]]:
    """(training position, held-out position) of rows with like questions and like answers.

    Numbers must be the same: two sums that differ in their figures are two questions. So must
    those of their answers. Empty
    without an embedder. What was compared at the look before is not compared again.
    """
    if context.embed is None or not context.training or not context.held_out:
        return []
    items = [Item(text, row.ideal) for text, row in zip(context.told, context.rows, strict=True)]
    train, held = (
        [place for place in places if len(items[place].asked.split()) >= LEAST_WORDS]
        for places in (context.training, context.held_out)
    )
    if not train or not held:
        return []
    limits = context.thresholds["paraphrase"], context.thresholds["paraphrase_ideals"]
    before = context.memo.hold(f"paraphrases {limits}", Compared)
    new_train = _first_of(items, train, before.train)
    new_held = _first_of(items, held, before.held)
    if new_train or new_held:
        space = _Space(
            context.embed([item.asked for item in items]),
            context.embed([item.ideal for item in items]),
            *limits,
        )
        old_train = _first_of(items, train, {items[place] for place in new_train})
        all_held = _first_of(items, held, set())
        for one, other in (
            *_alike(items, space, new_train, all_held),
            *_alike(items, space, old_train, new_held),
        ):
            before.alike.setdefault(items[one], set()).add(items[other])
    # What is gone is forgotten: it was not compared with what came meanwhile.
    before.train, before.held = {items[place] for place in train}, {items[place] for place in held}
    before.alike = {item: like for item, like in before.alike.items() if item in before.train}
    places_of: dict[Item, list[int]] = {}
    for place in held:
        places_of.setdefault(items[place], []).append(place)
    return [
        (place, other)
        for place in train
        for item in before.alike.get(items[place], ())
        for other in places_of.get(item, ())
    ]


def _numbers(item: Item) -> tuple[frozenset[str], frozenset[str]]:
    """Numbers of question and ideal answer: doses, prices and codes tell two questions apart."""
    return frozenset(_NUMBER.findall(item.asked)), frozenset(_NUMBER.findall(item.ideal))


def _first_of(items: Sequence[Item], places: Sequence[int], without: set[Item]) -> list[int]:
    """One place for each item that is not among those."""
    first: dict[Item, int] = {}
    for place in places:
        if items[place] not in without:
            first.setdefault(items[place], place)
    return list(first.values())


def _alike(
    items: Sequence[Item], space: _Space, train: Sequence[int], held: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs of places alike in question, ideal answer and numbers."""
    import numpy as np

    if not train or not held:
        return
    numbers = {place: _numbers(items[place]) for place in (*train, *held)}
    all_held = np.array(held, dtype=np.intp)
    across = space.questions[all_held].T
    for start in range(0, len(train), _AT_ONCE):
        part = np.array(train[start : start + _AT_ONCE], dtype=np.intp)
        near = space.questions[part] @ across >= space.question_limit - _ROUNDING
        rows, columns = np.nonzero(near)
        for at in range(0, len(rows), _PAIRS_AT_ONCE):
            one = part[rows[at : at + _PAIRS_AT_ONCE]]
            other = all_held[columns[at : at + _PAIRS_AT_ONCE]]
            for vectors, limit in (
                (space.questions, space.question_limit),
                (space.ideals, space.ideal_limit),
            ):
                # Each pair by itself: the same to the last digit in whatever company it is.
                close = (vectors[one] * vectors[other]).sum(axis=1) >= limit
                one, other = one[close], other[close]
            for pair in zip(one.tolist(), other.tolist(), strict=True):
                if numbers[pair[0]] == numbers[pair[1]]:
                    yield pair
