"""Randomised trees over yes-or-no figures: which combinations of signs tell patterns apart.

Extremely randomised trees (Geurts, Ernst & Wehenkel 2006): at each node a few figures are drawn
and the one that parts the patterns best is taken. The members are dealt into folds; each fold
has its own trees, grown on all other folds, so every member has an answer from trees that never
saw it, and the whole forest is the mean of all. Patterns weigh the same. Deterministic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.bool_]
Numbers = NDArray[np.intp]
Scores = NDArray[np.float64]

FOLDS = 5
TREES = 24
"""Trees of a fold."""
_DRAWN = 32
"""Figures looked at in a node."""
_DEEPEST = 24
_SEED = 5


@dataclass(frozen=True)
class _Trees:
    """Nodes of several trees; tree t begins at node t. `figure` is -1 at a leaf, else the node
    continues at `child`, or one further where the figure is true. `share`: (nodes, classes)."""

    figure: Numbers
    child: Numbers
    share: Scores
    count: int

    def answer(self, bits: Bits) -> Scores:
        """(rows, classes): mean share of each class in the leaves that a row falls into."""
        node = np.tile(np.arange(self.count), (len(bits), 1))
        places = np.arange(len(bits))[:, None]
        while True:
            figure = self.figure[node]
            inside = figure >= 0
            if not inside.any():
                break
            goes = bits[places, np.maximum(figure, 0)]
            node = np.where(inside, self.child[node] + goes, node)
        total = np.zeros((len(bits), self.share.shape[1]))
        for tree in range(self.count):
            total += self.share[node[:, tree]]
        return total / self.count


def forest(
    bits: Bits, rows: Numbers, labels: Numbers, copies: Sequence[Numbers]
) -> tuple[Scores, Scores]:
    """Learn the `labels` of `rows`; of `copies` (places in `rows`) all are left out together.

    `bits`: (failures, figures). Returns what trees that did not see a member say of it, (rows,
    classes), and what all say of everything, (failures, classes); rows of both sum to 1.
    """
    folds = _folds(labels, copies)
    classes = int(labels.max()) + 1
    left_out = np.zeros((len(rows), classes))
    whole = np.zeros((len(bits), classes))
    random = np.random.Generator(np.random.PCG64(_SEED))
    for fold in range(FOLDS):
        inside = folds != fold
        trees = _grown(bits[rows[inside]], labels[inside], classes, random)
        found = trees.answer(bits)
        left_out[~inside] = found[rows[~inside]]
        whole += found / FOLDS
    return left_out, whole


def _folds(labels: Numbers, copies: Sequence[Numbers]) -> Numbers:
    """Each pattern's members dealt out in turn, copies to the fold of the first of them."""
    folds = np.zeros(len(labels), dtype=np.intp)
    for label in range(int(labels.max()) + 1):
        own = np.flatnonzero(labels == label)
        folds[own] = (np.arange(len(own)) + label) % FOLDS
    for group in copies:
        folds[group] = folds[group[0]]
    return folds


def _grown(bits: Bits, labels: Numbers, classes: int, random: np.random.Generator) -> _Trees:
    """All trees of a fold, level by level side by side."""
    size = len(labels)
    weight = 1.0 / np.maximum(1, np.bincount(labels, minlength=classes))[labels]
    sample = np.tile(np.arange(size), TREES)
    node = np.repeat(np.arange(TREES), size)
    figure = np.full(TREES, -1, dtype=np.intp)
    child = np.zeros(TREES, dtype=np.intp)
    share = _shares(node, labels[sample], weight[sample], TREES, classes)
    for _ in range(_DEEPEST):
        # Where one pattern is alone nothing is left to part.
        mixed = (share < 1.0 - 1e-9).all(axis=1) & (figure < 0)
        going = mixed[node]
        sample, node = sample[going], node[going]
        if not len(node):
            break
        open_nodes, local = np.unique(node, return_inverse=True)
        drawn = random.integers(bits.shape[1], size=(len(open_nodes), _DRAWN))
        best = _best(bits, sample, local, drawn, labels, weight, classes)
        split = best >= 0
        chosen = drawn[np.arange(len(open_nodes)), np.maximum(best, 0)]
        first = len(figure)
        figure[open_nodes[split]] = chosen[split]
        child[open_nodes[split]] = first + 2 * np.arange(int(split.sum()))
        goes = bits[sample, chosen[local]]
        node = np.where(split[local], child[node] + goes, node)
        new = 2 * int(split.sum())
        figure = np.concatenate([figure, np.full(new, -1, dtype=np.intp)])
        child = np.concatenate([child, np.zeros(new, dtype=np.intp)])
        moved = node >= first
        added = _shares(
            node[moved] - first, labels[sample[moved]], weight[sample[moved]], new, classes
        )
        share = np.concatenate([share, added])
    return _Trees(figure, child, share, TREES)


def _shares(node: Numbers, labels: Numbers, weight: Scores, nodes: int, classes: int) -> Scores:
    """(nodes, classes): each class's part of the weight in a node."""
    flat = np.bincount(node * classes + labels, weights=weight, minlength=nodes * classes)
    counts = flat.reshape(nodes, classes)
    return counts / np.maximum(1e-12, counts.sum(axis=1, keepdims=True))


def _best(
    bits: Bits,
    sample: Numbers,
    local: Numbers,
    drawn: Numbers,
    labels: Numbers,
    weight: Scores,
    classes: int,
) -> Numbers:
    """(open nodes,): which of the drawn figures parts a node with the least Gini impurity; -1
    where none parts it."""
    nodes, columns = drawn.shape
    entry, column = np.nonzero(bits[sample[:, None], drawn[local]])
    key = (local[entry] * columns + column) * classes + labels[sample[entry]]
    flat = np.bincount(key, weights=weight[sample[entry]], minlength=nodes * columns * classes)
    true = flat.reshape(nodes, columns, classes)
    whole = np.bincount(
        local * classes + labels[sample], weights=weight[sample], minlength=nodes * classes
    ).reshape(nodes, 1, classes)
    false = np.maximum(0.0, whole - true)
    there, here = true.sum(axis=2), false.sum(axis=2)
    parts = (there > 1e-9) & (here > 1e-9)
    purity: Scores = (true**2).sum(axis=2) / np.maximum(there, 1e-12)
    purity += (false**2).sum(axis=2) / np.maximum(here, 1e-12)
    # Rounded, so that a sum's last bits choose no figure.
    purity = np.round(purity, 9)
    purity[~parts] = -1.0
    best = purity.argmax(axis=1)
    best[~parts.any(axis=1)] = -1
    return best
