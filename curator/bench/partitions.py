"""How alike two groupings are. A group below 0 is nobody: each such thing is a group of its own."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence


def adjusted_rand(truth: Sequence[Hashable], found: Sequence[int]) -> float:
    """1 for the same grouping, 0 for chance. Source: Hubert & Arabie 1985."""
    pairs = Counter(zip(truth, _alone(found), strict=True))
    rows, columns = _margins(pairs)
    together = sum(math.comb(count, 2) for count in pairs.values())
    first = sum(math.comb(count, 2) for count in rows.values())
    second = sum(math.comb(count, 2) for count in columns.values())
    everything = math.comb(len(truth), 2)
    expected = first * second / everything if everything else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def normalised_information(truth: Sequence[Hashable], found: Sequence[int]) -> float:
    """Mutual information over the mean of both entropies, 0 to 1; 1 where both are one group."""
    pairs = Counter(zip(truth, _alone(found), strict=True))
    rows, columns = _margins(pairs)
    total = len(truth)
    shared = sum(
        count / total * math.log(count * total / (rows[one] * columns[other]))
        for (one, other), count in pairs.items()
    )
    spread = (_entropy(rows, total) + _entropy(columns, total)) / 2
    return shared / spread if spread > 0 else 1.0


def _alone(found: Sequence[int]) -> list[tuple[str, int]]:
    return [("alone", n) if group < 0 else ("group", group) for n, group in enumerate(found)]


def _margins(
    pairs: Counter[tuple[Hashable, tuple[str, int]]],
) -> tuple[Counter[Hashable], Counter[Hashable]]:
    rows: Counter[Hashable] = Counter()
    columns: Counter[Hashable] = Counter()
    for (one, other), count in pairs.items():
        rows[one] += count
        columns[other] += count
    return rows, columns


def _entropy(counts: Counter[Hashable], total: int) -> float:
    return -sum(count / total * math.log(count / total) for count in counts.values())
