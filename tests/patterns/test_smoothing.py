"""Smoothing: groups drawn together, nothing carried across, thresholds kept in place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.patterns.blocks import Matrix, unit_rows
from curator.patterns.linkage import distances_from, medians
from curator.patterns.smoothing import Scale, centred, nearest, smoothed, smoothed_distances


def two_clouds(each: int, seed: int) -> Matrix:
    rng = np.random.default_rng(seed)
    centres = np.repeat(np.eye(2, 30), each, axis=0)
    return unit_rows(centres + 0.25 * rng.normal(size=(2 * each, 30)))


def test_the_nearest_hold_each_itself_and_are_the_most_similar() -> None:
    vectors = two_clouds(30, 1)
    near = nearest(lambda part: vectors[part] @ vectors.T, 60, 6)
    assert near.shape == (60, 6)
    assert all(place in row for place, row in enumerate(near.tolist()))
    table = vectors @ vectors.T
    for place, row in enumerate(near):
        assert table[place, row].min() >= np.sort(table[place])[-6] - 1e-5


def test_smoothing_draws_a_cloud_together_and_keeps_two_apart() -> None:
    vectors = two_clouds(40, 2)
    before = distances_from(vectors @ vectors.T)
    near = nearest(lambda part: 1.0 - before[part], 80, 8)
    after = smoothed_distances(vectors, near)
    assert after[:40, :40].mean() < 0.5 * before[:40, :40].mean()
    assert after[:40, 40:].min() > after[:40, :40].max()


def test_one_neighbour_leaves_everything_as_it_is() -> None:
    vectors = two_clouds(10, 3)
    near = nearest(lambda part: vectors[part] @ vectors.T, 20, 1)
    assert smoothed(vectors, near) == pytest.approx(vectors, abs=1e-6)


def test_taking_out_what_all_share_parts_two_clouds_and_turns_nobody_round() -> None:
    shared = unit_rows(two_clouds(20, 4) + 2.0)
    apart = centred(shared, 0.5)
    assert np.linalg.norm(apart, axis=1) == pytest.approx(np.ones(40), abs=1e-5)
    before, after = 1 - shared[:20] @ shared[20:].T, 1 - apart[:20] @ apart[20:].T
    assert after.mean() > 3 * before.mean()
    assert (apart * shared).sum(axis=1).min() > 0.5
    assert centred(shared, 0.0) is shared


MEDIANS = st.tuples(st.floats(0, 0.5), st.floats(0.6, 1.2))


@given(MEDIANS, MEDIANS, st.floats(0, 2))
def test_a_threshold_goes_to_a_height_and_back(
    plain: tuple[float, float], own: tuple[float, float], threshold: float
) -> None:
    scale = Scale(plain, own)
    assert scale.threshold(scale.height(threshold)) == pytest.approx(threshold, abs=1e-9)
    assert scale.height(plain[0]) == pytest.approx(own[0])
    assert scale.height(plain[1]) == pytest.approx(own[1])


def test_where_all_is_the_same_the_threshold_stays() -> None:
    same = np.zeros((5, 5), dtype=np.float32)
    assert Scale(medians(same), medians(same)).height(0.3) == 0.3
