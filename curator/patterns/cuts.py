"""How many groups every threshold gives: worked out once, then read at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curator.patterns.grouping import Grouping
from curator.patterns.linkage import DECIMALS


@dataclass(frozen=True)
class Cuts:
    """Groups and strays after each merge of a linkage tree, from finest to broadest.

    `heights`: (merges,) ascending, as thresholds; `groups`, `strays`: (merges + 1,), before the
    first merge and after each.
    """

    heights: NDArray[np.float64]
    groups: NDArray[np.intp]
    strays: NDArray[np.intp]

    def at(self, threshold: float) -> tuple[int, int]:
        """(groups of two or more, failures in none) when the tree is cut at `threshold`."""
        edge = threshold + 10.0**-DECIMALS / 2
        place = int(np.searchsorted(self.heights, edge, side="right"))
        return int(self.groups[place]), int(self.strays[place])

    @property
    def finest(self) -> float:
        """The threshold at which the first group forms; 0 without merges."""
        return float(self.heights[0]) if len(self.heights) else 0.0

    @property
    def broadest(self) -> float:
        """The threshold at which all is one group; 0 without merges."""
        return float(self.heights[-1]) if len(self.heights) else 0.0


def cuts_of(grouping: Grouping) -> Cuts:
    """Counts for every threshold. Failures that the lens sees nothing of always count as strays."""
    tree, leaves = grouping.tree, grouping.leaf_of
    sizes = [int(one) for one in np.bincount(leaves[leaves >= 0], minlength=tree.leaves)]
    groups, strays = sum(size > 1 for size in sizes), sum(size == 1 for size in sizes)
    blind = len(grouping.strays) + sum(map(len, grouping.groups)) - sum(sizes)
    counted = [(groups, strays + blind)]
    for left, right in tree.pairs():
        one, other = sizes[left], sizes[right]
        groups += 1 - (one > 1) - (other > 1)
        strays -= (one == 1) + (other == 1)
        sizes.append(one + other)
        counted.append((groups, strays + blind))
    table = np.array(counted, dtype=np.intp)
    scale = grouping.scale
    thresholds = np.array([scale.threshold(float(height)) for height in tree.merges[:, 2]])
    return Cuts(thresholds, table[:, 0], table[:, 1])
