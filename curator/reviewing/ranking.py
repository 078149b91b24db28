"""Which cases to look at next: nearest to a chosen one, or most likely to fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

STEPS = 12
"""Newton steps: the fit below settles in fewer."""
RIDGE = 1.0
"""Strength of the pull towards no opinion, in marked cases (own default)."""


def by_similarity(vectors: Vectors, wanted: Vectors) -> NDArray[np.intp]:
    """Rows of `vectors` (n, dims), nearest to any row of `wanted` (m, dims) first.

    Unit-length rows; ties keep the order of rows.
    """
    import numpy as np

    similarity: NDArray[np.float32] = vectors @ wanted.T
    nearest = similarity.max(axis=1)
    rounded = np.asarray(np.round(nearest, 5), dtype=np.float64)
    return np.argsort(-rounded, kind="stable")


def failure_probability(
    marked: Vectors, failed: NDArray[np.bool_], others: Vectors
) -> NDArray[np.float64]:
    """Probability to fail of each row of `others`, learned from marked rows.

    Ridge-penalised logistic regression fitted by Newton's method; the intercept is not
    penalised, so without evidence a case gets the marked cases' own failure rate. Needs at
    least one failure and one pass among the marked.
    """
    import numpy as np

    ones = np.ones((len(marked), 1))
    rows = np.hstack([marked.astype(np.float64), ones])
    target = failed.astype(np.float64)
    penalty = np.full(rows.shape[1], RIDGE)
    penalty[-1] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        guess = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (guess - target) + penalty * weights
        curve = (rows * (guess * (1 - guess))[:, None]).T @ rows + np.diag(penalty)
        weights -= np.linalg.solve(curve, slope)
    asked = np.hstack([others.astype(np.float64), np.ones((len(others), 1))])
    return 1.0 / (1.0 + np.exp(-np.clip(asked @ weights, -30, 30)))
