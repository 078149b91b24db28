"""Many failures: joined into micro-clusters first, then linked exactly from their sums."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import IsCancelled
from curator.patterns.blocks import Matrix, unit_rows
from curator.patterns.linkage import Distances, Tree
from curator.patterns.representation import Representation, Rows
from curator.patterns.smoothing import Smoothing, centred, nearest, smoothed_distances

COUNT = 3000
"""Micro-clusters altogether."""
ROUNDS = 3
"""Rounds of reassignment to the nearest centre: more change little at many times the cost."""
_ROWS_AT_ONCE = 4096


def micro_clusters(
    representation: Representation, rows: Rows, is_cancelled: IsCancelled
) -> NDArray[np.intp]:
    """(rows,) micro-cluster of each row, counted from 0; about `COUNT` of them.

    Spherical k-means within each kind of failure (same blocks present), started from the first
    rows in canonical order, which are a fixed random sample. Raises `Cancelled`.
    """
    labels = np.zeros(len(rows), dtype=np.intp)
    used = 0
    for kind in np.unique(representation.kinds[rows]):
        places = np.flatnonzero(representation.kinds[rows] == kind)
        count = max(1, round(COUNT * len(places) / len(rows)))
        vectors = unit_rows(representation.scaled[rows[places]])
        found = _spherical_k_means(vectors, count, is_cancelled)
        _, compact = np.unique(found, return_inverse=True)
        labels[places] = compact.reshape(-1) + used
        used += int(compact.max()) + 1
    return labels


def _spherical_k_means(vectors: Matrix, count: int, is_cancelled: IsCancelled) -> NDArray[np.intp]:
    centres = vectors[:count]
    labels = np.zeros(len(vectors), dtype=np.intp)
    for turn in range(ROUNDS):
        for start in range(0, len(vectors), _ROWS_AT_ONCE):
            if is_cancelled():
                raise Cancelled
            part = slice(start, start + _ROWS_AT_ONCE)
            labels[part] = np.argmax(vectors[part] @ centres.T, axis=1)
        if turn < ROUNDS - 1:
            centres = unit_rows(_sums(vectors, labels, len(centres)))
    return labels


def link_micro_clusters(
    representation: Representation,
    rows: Rows,
    labels: NDArray[np.intp],
    smoothing: Smoothing,
    is_cancelled: IsCancelled,
) -> tuple[Tree, Distances]:
    """Average linkage of the smoothed micro-clusters, weighted by their sizes, with the
    distances that were linked.

    The mean similarity between two micro-clusters is the product of their sums over their
    sizes: exact, because all members of one have the same blocks. By it each one's nearest are
    found; then each is seen as the mean of all members of those. Raises `Cancelled`.
    """
    count = int(labels.max()) + 1
    sizes = np.bincount(labels, minlength=count).astype(np.float64)
    joined = _sums(centred(representation.joined()[rows], smoothing.centred), labels, count)
    means = joined if smoothing.centred else _sums(representation.scaled[rows], labels, count)
    means = means / sizes[:, None].astype(np.float32)
    similarity = means @ means.T
    if not smoothing.centred:
        kinds = np.zeros(count, dtype=np.intp)
        kinds[labels] = representation.kinds[rows]
        shared = representation.shared_weight[np.ix_(kinds, kinds)]
        similarity = np.where(shared > 0, similarity / np.where(shared > 0, shared, 1), 0.0)
    neighbours = max(1, min(smoothing.micro_neighbours, count // 20))
    near = nearest(lambda part: similarity[part], count, neighbours)
    distances = smoothed_distances(joined, near)
    return weighted_average_linkage(distances, sizes, is_cancelled), distances


def weighted_average_linkage(
    distances: Distances, sizes: NDArray[np.float64], is_cancelled: IsCancelled
) -> Tree:
    """Average linkage of things that already hold several members each.

    `distances`: (n, n) mean distances between them. Nearest-neighbour chains (Murtagh 1983):
    n² steps. scipy's own linkage takes every leaf for one member, hence this one.
    """
    count = len(distances)
    table = distances.astype(np.float64)
    np.fill_diagonal(table, np.inf)
    weight = sizes.copy()
    alive = np.ones(count, dtype=np.bool_)
    chain: list[int] = []
    found: list[tuple[int, int, float]] = []
    while len(found) < count - 1:
        if is_cancelled():
            raise Cancelled
        if not chain:
            chain.append(int(np.argmax(alive)))
        here = chain[-1]
        nearest = int(np.argmin(table[here]))
        before = chain[-2] if len(chain) > 1 else -1
        if before >= 0 and table[here, before] <= table[here, nearest]:
            found.append((min(here, before), max(here, before), float(table[here, before])))
            _merge(table, weight, alive, kept=max(here, before), gone=min(here, before))
            del chain[-2:]
        else:
            chain.append(nearest)
    return Tree(_as_scipy_writes(found, count), count)


def _merge(
    table: NDArray[np.float64],
    weight: NDArray[np.float64],
    alive: NDArray[np.bool_],
    *,
    kept: int,
    gone: int,
) -> None:
    total = weight[kept] + weight[gone]
    merged = (table[kept] * weight[kept] + table[gone] * weight[gone]) / total
    merged[[kept, gone]] = np.inf
    table[kept], table[:, kept] = merged, merged
    table[gone], table[:, gone] = np.inf, np.inf
    weight[kept] = total
    alive[gone] = False


def _as_scipy_writes(found: list[tuple[int, int, float]], count: int) -> NDArray[np.float64]:
    """Merges sorted by distance, new groups numbered after the leaves, sizes in leaves."""
    group = list(range(count))
    number = list(range(count))
    size = [1] * count + [0] * len(found)
    rows = np.zeros((len(found), 4))

    def root(leaf: int) -> int:
        while group[leaf] != leaf:
            group[leaf] = group[group[leaf]]
            leaf = group[leaf]
        return leaf

    for place, (left, right, distance) in enumerate(sorted(found, key=lambda row: row[2])):
        one, other = root(left), root(right)
        first, second = sorted((number[one], number[other]))
        size[count + place] = size[first] + size[second]
        rows[place] = (first, second, distance, size[count + place])
        group[one] = other
        number[other] = count + place
    return rows


def _sums(vectors: Matrix, labels: NDArray[np.intp], count: int) -> Matrix:
    """(count, dims) sum of the vectors of each label, added in a fixed order."""
    from scipy.sparse import csr_array

    ones = np.ones(len(labels), dtype=np.float32)
    places = np.arange(len(labels))
    members = csr_array((ones, (labels, places)), shape=(count, len(labels)))
    return np.asarray(members @ vectors, dtype=np.float32)
