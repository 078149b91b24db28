"""Smoothing: each failure seen as the mean of those most like it, before many are linked.

Among many failures single likenesses are noise and average linkage splits every wide group.
The mean over the nearest neighbours lies nearer to its group's middle, while groups stay apart
(mean shift, Fukunaga & Hostetler 1975, one step). Few failures are left as they are: there the
neighbours of a small group's member are mostly strangers. What all texts of a project share
("how do I …") is taken out by half first, so that it chooses no neighbours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curator.patterns.blocks import Matrix, unit_rows
from curator.patterns.linkage import Distances, distances_from

_ROWS_AT_ONCE = 1024
_DECIMALS = 5


@dataclass(frozen=True)
class Smoothing:
    """How failures are smoothed. Measured: decision 0092."""

    least: int
    """Failures from which they are smoothed."""
    root_share: float
    """Each is averaged over this part of the root of how many there are."""
    centred: float
    """How much of the mean of all is taken out first."""
    micro_neighbours: int
    """Micro-clusters that each of them is averaged over."""

    def neighbours(self, count: int) -> int:
        """How many of the nearest, itself included, each of so many is averaged over."""
        return max(1, round(self.root_share * count**0.5))


ONE_SIDE = Smoothing(least=300, root_share=1 / 3, centred=0.5, micro_neighbours=12)
"""For lenses that read one text of a failure."""
SEVERAL_SIDES = Smoothing(least=1000, root_share=1 / 2, centred=0.0, micro_neighbours=18)
"""For lenses that join several sides: fewer of them share a mean, and there is less noise."""


def centred(vectors: Matrix, share: float) -> Matrix:
    """(things, dims) unit vectors with that share of their mean taken out, of length 1 again."""
    return unit_rows(vectors - np.float32(share) * vectors.mean(axis=0)) if share else vectors


def nearest(
    similarity_of: Callable[[slice], NDArray[np.floating]], count: int, neighbours: int
) -> NDArray[np.intp]:
    """(count, neighbours) the places most similar to each, itself among them.

    `similarity_of` gives (rows of the slice, count). Similarities are rounded, so that a
    matrix product's last bits choose no neighbour.
    """
    found: list[NDArray[np.intp]] = []
    for start in range(0, count, _ROWS_AT_ONCE):
        part = np.round(similarity_of(slice(start, start + _ROWS_AT_ONCE)), _DECIMALS)
        order = np.argpartition(-part, neighbours - 1, axis=1)[:, :neighbours]
        found.append(np.sort(order, axis=1))
    return np.concatenate(found)


def smoothed(sums: Matrix, near: NDArray[np.intp]) -> Matrix:
    """(things, dims) sums of their members' vectors to the unit mean over `near` of each."""
    total = np.zeros_like(sums)
    for column in range(near.shape[1]):
        total += sums[near[:, column]]
    return unit_rows(total)


def smoothed_distances(sums: Matrix, near: NDArray[np.intp]) -> Distances:
    """(things, things) cosine distances of the smoothed."""
    vectors = smoothed(sums, near)
    return distances_from(vectors @ vectors.T)


@dataclass(frozen=True)
class Scale:
    """How distances as a lens gives them read on a smoothed tree, which is narrower.

    A threshold keeps its place between the median nearest-neighbour distance and the median
    pair distance: `plain` as the lens gives them, `own` as the tree has them.
    """

    plain: tuple[float, float]
    own: tuple[float, float]

    def height(self, threshold: float) -> float:
        """Where to cut the tree for a threshold."""
        return _carried(threshold, self.plain, self.own)

    def threshold(self, height: float) -> float:
        """The threshold that a height of the tree stands for."""
        return _carried(height, self.own, self.plain)


AS_IT_IS = Scale((0.0, 1.0), (0.0, 1.0))
"""For trees that were not smoothed."""


def _carried(value: float, source: tuple[float, float], target: tuple[float, float]) -> float:
    width = source[1] - source[0]
    if width <= 0:
        return value
    return target[0] + (value - source[0]) / width * (target[1] - target[0])
