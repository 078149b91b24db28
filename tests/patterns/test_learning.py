"""Learning from reviewers: right where it speaks, quiet where it does not know."""

from __future__ import annotations

import numpy as np

from curator.patterns.blocks import unit_rows
from curator.patterns.learning import SURE_ENOUGH, learn
from curator.patterns.lenses import Block
from curator.patterns.representation import Rows


def blocks_of(
    kinds: list[int], seed: int, noise: float = 0.6
) -> dict[Block, np.ndarray[tuple[int, int], np.dtype[np.float32]]]:
    """A telling block (one direction per kind) and one of pure noise."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(max(kinds) + 1, 40))
    telling = centres[kinds] + noise * rng.normal(size=(len(kinds), 40))
    nothing = rng.normal(size=(len(kinds), 40))
    return {Block.NOTE: unit_rows(telling), Block.ANSWERED: unit_rows(nothing)}


def rows(*numbers: int) -> Rows:
    return np.array(numbers, dtype=np.intp)


def test_nothing_is_learned_from_single_members() -> None:
    assert learn(blocks_of([0, 1, 0, 1], 1), [rows(0), rows(1)]) is None
    assert learn(blocks_of([0, 1], 1), []) is None


def test_the_rest_is_placed_rightly_after_five_members_each() -> None:
    kinds = [place % 4 for place in range(120)]
    learned = learn(blocks_of(kinds, 2), [rows(*range(kind, 20, 4)) for kind in range(4)])
    assert learned is not None
    rest = range(20, 120)
    best = learned.probabilities.argmax(axis=1)
    assert sum(best[row] == kinds[row] for row in rest) >= 95
    sure = [row for row in rest if learned.probabilities[row].max() >= SURE_ENOUGH]
    assert len(sure) >= 70
    assert (learned.right, learned.of) == (20, 20)


def test_failures_of_a_kind_nobody_named_are_left_alone() -> None:
    kinds = [place % 4 for place in range(160)]
    learned = learn(blocks_of(kinds, 3, 0.4), [rows(*range(kind, 40, 4)) for kind in range(3)])
    assert learned is not None
    sure = learned.probabilities.max(axis=1) >= SURE_ENOUGH
    unnamed = [row for row in range(40, 160) if kinds[row] == 3]
    named = [row for row in range(40, 160) if kinds[row] != 3]
    assert sum(sure[row] for row in unnamed) <= len(unnamed) // 4
    assert sum(sure[row] for row in named) >= len(named) * 2 // 3


def test_one_pattern_learns_against_the_unlabelled_rest() -> None:
    kinds = [place % 3 for place in range(90)]
    learned = learn(blocks_of(kinds, 4, 0.4), [rows(*range(0, 24, 3))])
    assert learned is not None
    sure = learned.probabilities[:, 0] >= SURE_ENOUGH
    same = [row for row in range(24, 90) if kinds[row] == 0]
    other = [row for row in range(24, 90) if kinds[row] != 0]
    assert sum(sure[row] for row in same) >= len(same) * 2 // 3
    assert sum(sure[row] for row in other) <= len(other) // 10


def test_without_a_signal_the_model_keeps_quiet() -> None:
    kinds = [place % 3 for place in range(90)]
    noise = {Block.ANSWERED: blocks_of(kinds, 5)[Block.ANSWERED]}
    learned = learn(noise, [rows(*range(kind, 24, 3)) for kind in range(3)])
    assert learned is not None
    assert (learned.probabilities[24:].max(axis=1) >= SURE_ENOUGH).mean() <= 0.1


def test_probabilities_are_shares_and_the_same_every_time() -> None:
    kinds = [place % 3 for place in range(60)]
    classes = [rows(*range(kind, 15, 3)) for kind in range(3)]
    first, second = (learn(blocks_of(kinds, 6), classes) for _ in range(2))
    assert first is not None
    assert second is not None
    assert np.array_equal(first.probabilities, second.probabilities)
    assert (first.probabilities >= 0).all()
    assert (first.probabilities.sum(axis=1) <= 1 + 1e-9).all()
