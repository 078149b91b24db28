"""Failures as a lens sees them: similarities over the blocks that both failures have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from curator.patterns.blocks import Matrix, filled_rows, unit_rows
from curator.patterns.lenses import Block

Rows = NDArray[np.intp]


def as_ints(rows: Rows) -> list[int]:
    """Row numbers as plain integers."""
    return [int(row) for row in rows]


def best_first(scores: NDArray[np.floating]) -> list[int]:
    """Places from the greatest score down; ties, up to the fifth decimal, in order of place."""
    return [int(place) for place in np.argsort(-np.round(scores, 5), kind="stable")]


class Representation:
    """Blocks joined under a lens.

    The similarity of two failures is the mean of their blocks' cosines, weighted by the lens,
    over the blocks that both have; 0 where they share none. Blocks are stored side by side,
    each scaled by the root of its weight, so one matrix product gives the weighted sum and a
    small one its divisor.
    """

    def __init__(self, blocks: Mapping[Block, Matrix], weights: Mapping[Block, float]) -> None:
        """`blocks`: (failures, dims) each, rows of length 1 or 0; `weights`: of the lens."""
        given: list[Block] = [name for name in weights if name in blocks]
        # What no failure has (notes before any is written) would only cost time and memory.
        names = [name for name in given if blocks[name].any()] or given[:1]
        self.blocks: tuple[Block, ...] = tuple(names)
        self.scaled: Matrix = np.concatenate(
            [np.sqrt(np.float32(weights[name])) * blocks[name] for name in names], axis=1
        )
        """(failures, dims of all blocks) float32."""
        ends = np.cumsum([blocks[name].shape[1] for name in names]).tolist()
        self._columns = dict(zip(names, zip([0, *ends], ends, strict=False), strict=True))
        self.has = np.stack([filled_rows(blocks[name]) for name in names], axis=1)
        """(failures, blocks): whether a failure has a block."""
        self._weights = np.array([weights[name] for name in names], dtype=np.float32)
        patterns, kinds = np.unique(self.has, axis=0, return_inverse=True)
        self.kinds: Rows = kinds.reshape(-1)
        """(failures,): failures with the same blocks have the same kind."""
        self.shared_weight: Matrix = (patterns * self._weights) @ patterns.T.astype(np.float32)
        """(kinds, kinds): total weight of the blocks that two kinds share."""

    def __len__(self) -> int:
        return len(self.scaled)

    @property
    def seen(self) -> NDArray[np.bool_]:
        """(failures,): whether the lens sees anything of a failure."""
        return np.any(self.has, axis=1)

    def side(self, block: Block, rows: Rows) -> Matrix:
        """(rows, dims of the block): one of `blocks`, rows of length 1 or 0."""
        first, last = self._columns[block]
        return self.scaled[rows, first:last] / np.sqrt(self.weight(block))

    def weight(self, block: Block) -> np.float32:
        """What a block weighs in the lens."""
        return self._weights[self.blocks.index(block)]

    def similarity(self, rows: Rows, columns: Rows) -> Matrix:
        """(rows, columns) mean cosine of shared blocks, -1 to 1."""
        own = self.scaled[rows]
        # Of the same rows both triangles are the same, and only one is worked out.
        total = own @ (own if columns is rows else self.scaled[columns]).T
        for kind in np.unique(self.kinds[rows]):
            alike = self.kinds[rows] == kind
            total[alike] /= _divisor(self.shared_weight[kind, self.kinds[columns]])
        return total

    def mean_similarity(self, rows: Rows, groups: Sequence[Rows]) -> Matrix:
        """(rows, groups) mean similarity of each row to the members of each group.

        A row that is a member counts itself, with similarity 1.
        """
        result = np.zeros((len(rows), len(groups)), dtype=np.float32)
        for column, group in enumerate(groups):
            for kind in np.unique(self.kinds[group]):
                members = group[self.kinds[group] == kind]
                total = self.scaled[members].sum(axis=0)
                divisor = _divisor(self.shared_weight[self.kinds[rows], kind])
                result[:, column] += self.scaled[rows] @ total / divisor
            result[:, column] /= max(1, len(group))
        return result

    def joined(self) -> Matrix:
        """(failures, dims): one vector of length 1 per failure, for maps."""
        return unit_rows(self.scaled)


def _divisor(shared: Matrix) -> Matrix:
    """Shared weights; 1 where nothing is shared, whose sum is 0 already."""
    return np.where(shared > 0, shared, np.float32(1))
