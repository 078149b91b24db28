"""Is there something fine-tuning could learn: do the corrections of a pattern push one way?

A correction vector is the embedding of the ideal answer minus that of the output. A pattern's
consistency is their mean pairwise cosine, set against random groups of the same size drawn from
all corrections. Source: readiness.md, "Is there a pattern fine-tuning could learn?".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.model.work import Embed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PERMUTATIONS = 999
SEED = 20
"""Fixed: the p-value of a project must not change from look to look."""
_DIGITS = 4
"""Figures are rounded so that they do not differ between processors."""


@dataclass(frozen=True, slots=True)
class Consistency:
    """Mean cosine between corrections inside a pattern, -1 to 1, and between random ones.

    `random` and `p_value` are None where there are no other corrections to compare with.
    """

    inside: float
    random: float | None
    p_value: float | None
    count: int


def correction_vectors(
    outputs: Sequence[str], ideals: Sequence[str], embed: Embed
) -> NDArray[np.float64]:
    """Unit vectors from output to ideal answer, one a row; zeros where nothing changed."""
    import numpy as np

    texts = list(dict.fromkeys([*outputs, *ideals]))
    place = {text: index for index, text in enumerate(texts)}
    vectors = embed(texts).astype(np.float64)
    change = vectors[[place[text] for text in ideals]] - vectors[[place[t] for t in outputs]]
    lengths = np.linalg.norm(change, axis=1, keepdims=True)
    # Below float32's noise a difference has no direction.
    return np.where(lengths > 1e-6, change / np.maximum(lengths, 1e-12), 0.0)


def measure_consistency(
    corrections: NDArray[np.float64], groups: Mapping[str, Sequence[int]]
) -> dict[str, Consistency]:
    """Consistency of each group of rows of `corrections`; groups under two rows are left out.

    The p-value is (1 + random groups at least as consistent) / (1 + permutations), one-sided.
    """
    import numpy as np

    total = len(corrections)
    # The legacy generator's stream never changes between versions of numpy.
    generator = np.random.RandomState(SEED)
    orders = np.argsort(generator.random_sample((PERMUTATIONS, total)), axis=1, kind="stable")
    by_size: dict[int, NDArray[np.float64]] = {}
    result: dict[str, Consistency] = {}
    for name, rows in sorted(groups.items()):
        size = len(rows)
        if size < 2:
            continue
        inside = _mean_cosine(corrections[np.asarray(rows)].sum(axis=0), corrections, rows)
        if size == total:
            result[name] = Consistency(round(inside, _DIGITS), None, None, size)
            continue
        if size not in by_size:
            by_size[size] = _random_means(corrections, orders[:, :size])
        random = by_size[size]
        as_high = int((random >= inside - 1e-9).sum())
        result[name] = Consistency(
            inside=round(inside, _DIGITS),
            random=round(float(random.mean()), _DIGITS),
            p_value=round((1 + as_high) / (1 + PERMUTATIONS), _DIGITS),
            count=size,
        )
    return result


def _mean_cosine(
    total: NDArray[np.float64], corrections: NDArray[np.float64], rows: Sequence[int]
) -> float:
    """Mean over all pairs: (|sum of vectors|² - sum of |vector|²) / (n (n - 1))."""
    import numpy as np

    chosen = corrections[np.asarray(rows)]
    own = float((chosen * chosen).sum())
    return (float(total @ total) - own) / (len(rows) * (len(rows) - 1))


def _random_means(
    corrections: NDArray[np.float64], orders: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Mean pairwise cosine of each random group (one row of `orders`)."""
    import numpy as np

    count, size = orders.shape
    chosen = np.zeros((count, len(corrections)))
    np.put_along_axis(chosen, orders, 1.0, axis=1)
    sums = chosen @ corrections
    own = chosen @ (corrections * corrections).sum(axis=1)
    return ((sums * sums).sum(axis=1) - own) / (size * (size - 1))
