"""Randomised trees find combinations of figures and judge nobody whom they have seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from curator.patterns.forest import forest


def made(seed: int, *, telling: bool) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """80 failures of two patterns that only two figures together tell apart, among 20 others."""
    random = np.random.default_rng(seed)
    bits = random.random((80, 22)) < 0.5
    labels = (bits[:, 0] ^ bits[:, 1]) if telling else (random.random(80) < 0.5)
    return bits, labels.astype(np.intp)


def right(scores: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    return float((scores.argmax(axis=1) == labels).mean())


def test_what_only_two_figures_together_tell_is_found() -> None:
    bits, labels = made(1, telling=True)
    rows = np.arange(50)
    left_out, whole = forest(bits, rows, labels[:50], [])
    assert right(left_out, labels[:50]) > 0.7
    assert right(whole[50:], labels[50:]) > 0.7
    np.testing.assert_allclose(whole.sum(axis=1), 1.0)
    np.testing.assert_allclose(left_out.sum(axis=1), 1.0)


def test_members_of_patterns_that_nothing_tells_apart_are_not_said_to_be_placed_rightly() -> None:
    found: list[float] = []
    for seed in range(4):
        bits, labels = made(seed, telling=False)
        left_out, whole = forest(bits, np.arange(80), labels, [])
        found.append(right(left_out, labels))
        assert right(whole, labels) > 0.9
    assert np.mean(found) < 0.6


def test_copies_answer_for_one_another_only_together() -> None:
    random = np.random.default_rng(3)
    once = random.random((20, 40)) < 0.5
    bits, labels = np.repeat(once, 2, axis=0), np.repeat(random.integers(2, size=20), 2)
    pairs = [np.array([at, at + 1]) for at in range(0, 40, 2)]
    apart, _ = forest(bits, np.arange(40), labels, [])
    together, _ = forest(bits, np.arange(40), labels, pairs)
    assert right(together, labels) < 0.7 < right(apart, labels)


def test_the_same_members_give_the_same_answer() -> None:
    bits, labels = made(2, telling=True)
    one, other = (forest(bits, np.arange(60), labels[:60], []) for _ in range(2))
    np.testing.assert_array_equal(one[1], other[1])
    np.testing.assert_array_equal(one[0], other[0])
