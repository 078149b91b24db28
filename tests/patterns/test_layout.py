"""The map: the same every time, like beside like, any number of points."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import never_cancelled
from curator.patterns import layout
from curator.patterns.blocks import unit_rows


def points(count: int, groups: int = 3) -> NDArray[np.float32]:
    rng = np.random.default_rng(4)
    centres = rng.normal(size=(groups, 30)) * 2
    return unit_rows(centres[np.arange(count) % groups] + rng.normal(size=(count, 30)))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 40])
def test_every_point_gets_a_place_in_the_frame(count: int) -> None:
    placed = layout.lay_out(points(count), never_cancelled)
    assert placed.shape == (count, 2)
    assert np.isfinite(placed).all()
    assert (np.abs(placed) <= 1.5).all()
    assert len({tuple(place) for place in placed.tolist()}) == count


def test_the_same_points_give_the_same_map() -> None:
    first, second = (layout.lay_out(points(60), never_cancelled) for _ in range(2))
    assert np.array_equal(first, second)


def _share_beside_like(placed: NDArray[np.float64], groups: int) -> float:
    distances = np.linalg.norm(placed[:, None] - placed[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    kinds = np.arange(len(placed)) % groups
    return float((kinds[distances.argmin(axis=1)] == kinds).mean())


def test_like_lies_beside_like() -> None:
    assert _share_beside_like(layout.lay_out(points(90), never_cancelled), 3) > 0.9


def test_points_beyond_the_sample_lie_near_their_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "SAMPLE", 60)
    placed = layout.lay_out(points(300), never_cancelled)
    assert placed.shape == (300, 2)
    assert _share_beside_like(placed, 3) > 0.9


def test_equal_points_are_no_trouble() -> None:
    assert np.isfinite(layout.lay_out(unit_rows(np.ones((8, 4))), never_cancelled)).all()


def test_it_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        layout.lay_out(points(50), lambda: True)


def test_the_most_similar_are_those_that_sorting_gives_ties_and_all() -> None:
    table = np.round(np.random.default_rng(9).normal(size=(50, 20)), 1).astype(np.float32)
    expected = np.argsort(-table, axis=1, kind="stable")[:, :3]
    assert np.array_equal(layout._most_similar(table.copy(), 3), expected)
    assert layout._most_similar(table[:, :2].copy(), 3).shape == (50, 2)
