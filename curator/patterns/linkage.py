"""Average linkage: the tree of groups, and where AUTO cuts it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Distances = NDArray[np.float32]

DECIMALS = 5
"""Distances are rounded to this before linking, so that the last bits of a matrix product,
which depend on the processor, decide no tie."""


def medians(distances: Distances) -> tuple[float, float]:
    """Median distance to the nearest other, and median over pairs; (0, 0) below two failures.

    `distances`: (n, n) symmetric, diagonal ignored.
    """
    if len(distances) < 2:
        return 0.0, 0.0
    nearest: list[float] = []
    for place, row in enumerate(distances):
        others = np.concatenate([row[:place], row[place + 1 :]])
        nearest.append(float(others.min()))
    pairs = float(np.median(_condensed(distances)))
    near = float(np.median(nearest))
    return near, max(near, pairs)


def between(spread: tuple[float, float], share: float) -> float:
    """AUTO's cosine distance to cut at: `share` of the way from the one median to the other.

    `lenses.SHARES` has each lens's shares.
    """
    return spread[0] + share * (spread[1] - spread[0])


@dataclass(frozen=True)
class Tree:
    """The groups of average linkage at every distance, kept so that moving the cut is instant.

    `merges`: (leaves - 1, 4) as scipy writes them; `leaves`: how many things were linked.
    """

    merges: NDArray[np.float64]
    leaves: int

    def pairs(self) -> list[tuple[int, int]]:
        """What each merge joins, in order: leaves by number, earlier merges from `leaves` on."""
        return [(int(left), int(right)) for left, right in self.merges[:, :2]]

    def cut(self, threshold: float) -> NDArray[np.intp]:
        """(leaves,) group number, counted from 0 in order of each group's first leaf."""
        if self.leaves < 2:
            return np.zeros(self.leaves, dtype=np.intp)
        from scipy.cluster.hierarchy import fcluster

        labels = fcluster(self.merges, t=threshold + 10.0**-DECIMALS / 2, criterion="distance")
        return renumbered(labels.astype(np.intp))


def average_linkage(distances: Distances) -> Tree:
    """Link (n, n) symmetric distances; ties go to the earlier rows, so give a fixed order."""
    size = len(distances)
    if size < 2:
        return Tree(np.zeros((0, 4)), size)
    from scipy.cluster.hierarchy import linkage

    condensed = _condensed(distances).astype(np.float64)
    return Tree(np.asarray(linkage(condensed, method="average"), dtype=np.float64), size)


def _condensed(distances: Distances) -> Distances:
    """(n, n) to (n (n - 1) / 2,): the pairs above the diagonal, row by row."""
    from scipy.spatial.distance import squareform

    return np.asarray(squareform(distances, checks=False), dtype=np.float32)


def renumbered(labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """The same groups, numbered from 0 in order of first appearance."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.intp)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse.reshape(-1)]


def distances_from(similarity: NDArray[np.float32]) -> Distances:
    """1 - similarity, rounded, made symmetric, 0 on the diagonal, never below 0.

    (n, n) float32 to (n, n) float32.
    """
    distances = similarity + similarity.T
    distances *= -0.5
    distances += 1.0
    np.round(distances, DECIMALS, out=distances)
    np.clip(distances, 0.0, 2.0, out=distances)
    np.fill_diagonal(distances, 0.0)
    return distances
