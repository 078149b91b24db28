"""Grouping: which failures fail alike, and which fit nowhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import IsCancelled
from curator.patterns.linkage import Tree, auto_threshold, average_linkage, distances_from
from curator.patterns.micro_clusters import link_micro_clusters, micro_clusters
from curator.patterns.representation import Representation, Rows

EXACT_UP_TO = 5000
"""Failures linked one by one; more are joined into micro-clusters first. At this size the
distances take 2 s and 600 MB."""

FEWEST_FOR_AUTO = 5
"""Below this the medians say nothing: only failures that are all but the same are grouped."""
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

    def at(self, threshold: float) -> Grouping:
        """The same tree cut elsewhere."""
        return _grouped(self.tree, self.leaf_of, threshold)


def threshold_of(representation: Representation) -> float:
    """AUTO's cosine distance for these failures; of more than 5,000 the first 5,000 are read."""
    rows = np.flatnonzero(representation.seen)
    sample = rows[:EXACT_UP_TO]
    distances = distances_from(representation.similarity(sample, sample))
    threshold = auto_threshold(distances, len(rows))
    return threshold if len(rows) >= FEWEST_FOR_AUTO else min(threshold, NEARLY_THE_SAME)


def group_rows(
    representation: Representation, rows: Rows, threshold: float, is_cancelled: IsCancelled
) -> Grouping:
    """Group `rows` (in canonical order) by average linkage cut at `threshold`.

    Rows the lens sees nothing of, and groups of one, are strays. Raises `Cancelled`.
    """
    seen = rows[representation.seen[rows]]
    leaf_of = np.full(len(representation), -1, dtype=np.intp)
    if len(seen) <= EXACT_UP_TO:
        leaf_of[seen] = np.arange(len(seen))
        tree = average_linkage(distances_from(representation.similarity(seen, seen)))
    else:
        micro = micro_clusters(representation, seen, is_cancelled)
        leaf_of[seen] = micro
        tree = link_micro_clusters(representation, seen, micro, is_cancelled)
    if is_cancelled():
        raise Cancelled
    found = _grouped(tree, leaf_of, threshold)
    blank = rows[~representation.seen[rows]]
    strays = np.sort(np.concatenate([found.strays, blank]))
    return Grouping(threshold, found.groups, strays, tree, leaf_of)


def _grouped(tree: Tree, leaf_of: Rows, threshold: float) -> Grouping:
    rows = np.flatnonzero(leaf_of >= 0)
    labels = tree.cut(threshold)[leaf_of[rows]] if len(rows) else np.zeros(0, dtype=np.intp)
    by_group = _rows_by_label(rows, labels)
    groups = tuple(group for group in by_group if len(group) > 1)
    alone = [group for group in by_group if len(group) == 1]
    strays = np.concatenate(alone) if alone else np.zeros(0, dtype=np.intp)
    return Grouping(threshold, groups, np.sort(strays), tree, leaf_of)


def _rows_by_label(rows: Rows, labels: NDArray[np.intp]) -> list[Rows]:
    if not len(rows):
        return []
    order = np.argsort(labels, kind="stable")
    borders = np.flatnonzero(np.diff(labels[order])) + 1
    return [np.asarray(part, dtype=np.intp) for part in np.split(rows[order], borders)]
