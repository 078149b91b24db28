"""Grouping: which failures fail alike, and which fit nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import IsCancelled
from curator.patterns.blocks import Matrix
from curator.patterns.linkage import (
    Distances,
    Tree,
    average_linkage,
    between,
    distances_from,
    medians,
)
from curator.patterns.micro_clusters import link_micro_clusters, micro_clusters
from curator.patterns.representation import Representation, Rows
from curator.patterns.smoothing import (
    AS_IT_IS,
    ONE_SIDE,
    SEVERAL_SIDES,
    Scale,
    Smoothing,
    centred,
    nearest,
    smoothed_distances,
)

EXACT_UP_TO = 5000
"""Failures linked one by one; more are joined into micro-clusters first. At this size the
distances take 2 s and 600 MB."""

SAMPLE = 2000
"""Of more failures than are linked one by one, so many are read for AUTO's medians."""

FEWEST_FOR_AUTO = 5
"""Below this the medians say nothing: only failures that are all but the same are grouped."""
GIANT = 0.2
"""Share of all failures from which a group is so large that AUTO tries a narrower cut."""
_NARROWER = 12
"""Steps from AUTO's share to the narrowest."""
NEARLY_THE_SAME = 0.3
"""Cosine distance up to which fewer than `FEWEST_FOR_AUTO` failures are grouped."""


@dataclass(frozen=True)
class Grouping:
    """What grouping found. `groups` hold row numbers, two or more each, in ascending order.

    `tree` and `leaf_of` (row to leaf, -1 for rows the lens sees nothing of) are kept so that
    another threshold needs no new linkage.
    """

    threshold: float
    groups: tuple[Rows, ...]
    strays: Rows
    tree: Tree
    leaf_of: Rows
    scale: Scale = AS_IT_IS
    """From thresholds, cosine distances under the lens, to heights of the tree and back."""

    def at(self, threshold: float) -> Grouping:
        """The same tree cut elsewhere."""
        return _grouped(self.tree, self.leaf_of, threshold, self.scale)


@dataclass(frozen=True)
class _Plain:
    """Rows with their distances as the lens gives them; of more than 5,000 rows those of a fixed
    sample. Worked out once for AUTO's thresholds and for the linkage."""

    rows: Rows
    distances: Distances

    @cached_property
    def spread(self) -> tuple[float, float]:
        return medians(self.distances)


def threshold_of(representation: Representation, shares: tuple[float, float]) -> float:
    """AUTO's cosine distance for these failures; of more than 5,000 a sample is read.

    `shares`: of few failures, and of many (`lenses.SHARES`).
    """
    return _threshold(representation, _plain(representation, _all_rows(representation)), shares)


def _threshold(representation: Representation, plain: _Plain, shares: tuple[float, float]) -> float:
    few = len(plain.rows) < smoothing_of(representation).least
    threshold = between(plain.spread, shares[0] if few else shares[1])
    return threshold if len(plain.rows) >= FEWEST_FOR_AUTO else min(threshold, NEARLY_THE_SAME)


def _all_rows(representation: Representation) -> Rows:
    return np.flatnonzero(representation.seen)


def group_automatically(
    representation: Representation,
    rows: Rows,
    shares: tuple[float, float],
    narrowest: float | None,
    is_cancelled: IsCancelled,
) -> Grouping:
    """`group_rows` at AUTO's threshold; while one group is a giant, narrower step by step, down
    to the share `narrowest`. Raises `Cancelled`."""
    plain = _plain(representation, _all_rows(representation))
    broad = round(_threshold(representation, plain, shares), 6)
    found = _group(representation, rows, broad, plain, is_cancelled)
    if narrowest is None or not _has_giant(found, len(rows)):
        return found
    narrow = min(broad, _threshold(representation, plain, (narrowest, narrowest)))
    for step in range(1, _NARROWER + 1):
        found = found.at(round(broad + (narrow - broad) * step / _NARROWER, 6))
        if not _has_giant(found, len(rows)):
            break
    return found


def _has_giant(found: Grouping, count: int) -> bool:
    return max(map(len, found.groups), default=0) > GIANT * count


def group_rows(
    representation: Representation, rows: Rows, threshold: float, is_cancelled: IsCancelled
) -> Grouping:
    """Group `rows` (in canonical order) by average linkage cut at `threshold`.

    Many rows are smoothed first (`smoothing`), and the threshold is carried over to the narrower
    distances. Rows the lens sees nothing of, and groups of one, are strays. Raises `Cancelled`.
    """
    return _group(representation, rows, threshold, None, is_cancelled)


def _group(
    representation: Representation,
    rows: Rows,
    threshold: float,
    known: _Plain | None,
    is_cancelled: IsCancelled,
) -> Grouping:
    """`known`: distances that are at hand, read where they are of the same rows."""
    smoothing = smoothing_of(representation)
    seen = rows[representation.seen[rows]]
    leaf_of = np.full(len(representation), -1, dtype=np.intp)
    same = known is not None and np.array_equal(known.rows, seen)
    plain = known if known is not None and same else _plain(representation, seen)
    if is_cancelled():
        raise Cancelled
    if len(seen) <= EXACT_UP_TO:
        leaf_of[seen] = np.arange(len(seen))
        few = len(seen) < smoothing.least
        own = plain.distances
        if not few:
            own = _smoothed(representation, seen, own, smoothing)
        tree = average_linkage(own)
    else:
        micro = micro_clusters(representation, seen, is_cancelled)
        leaf_of[seen] = micro
        tree, own = link_micro_clusters(representation, seen, micro, smoothing, is_cancelled)
    if is_cancelled():
        raise Cancelled
    scale = AS_IT_IS if own is plain.distances else Scale(plain.spread, medians(own))
    found = _grouped(tree, leaf_of, threshold, scale)
    blank = rows[~representation.seen[rows]]
    strays = np.sort(np.concatenate([found.strays, blank]))
    return Grouping(threshold, found.groups, strays, tree, leaf_of, scale)


def _plain(representation: Representation, rows: Rows) -> _Plain:
    read = rows if len(rows) <= EXACT_UP_TO else rows[:SAMPLE]
    return _Plain(rows, distances_from(representation.similarity(read, read)))


def smoothing_of(representation: Representation) -> Smoothing:
    """How many failures of this lens are smoothed."""
    return ONE_SIDE if len(representation.blocks) == 1 else SEVERAL_SIDES


def _smoothed(
    representation: Representation, rows: Rows, plain: Distances, smoothing: Smoothing
) -> Distances:
    vectors = centred(representation.joined()[rows], smoothing.centred)

    def likeness(part: slice) -> Matrix:
        return vectors[part] @ vectors.T if smoothing.centred else 1.0 - plain[part]

    near = nearest(likeness, len(rows), smoothing.neighbours(len(rows)))
    return smoothed_distances(vectors, near)


def _grouped(tree: Tree, leaf_of: Rows, threshold: float, scale: Scale) -> Grouping:
    rows = np.flatnonzero(leaf_of >= 0)
    height = scale.height(threshold)
    labels = tree.cut(height)[leaf_of[rows]] if len(rows) else np.zeros(0, dtype=np.intp)
    by_group = _rows_by_label(rows, labels)
    groups = tuple(group for group in by_group if len(group) > 1)
    alone = [group for group in by_group if len(group) == 1]
    strays = np.concatenate(alone) if alone else np.zeros(0, dtype=np.intp)
    return Grouping(threshold, groups, np.sort(strays), tree, leaf_of, scale)


def _rows_by_label(rows: Rows, labels: NDArray[np.intp]) -> list[Rows]:
    if not len(rows):
        return []
    order = np.argsort(labels, kind="stable")
    borders = np.flatnonzero(np.diff(labels[order])) + 1
    return [np.asarray(part, dtype=np.intp) for part in np.split(rows[order], borders)]
