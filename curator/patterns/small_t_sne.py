"""Exact t-SNE for some hundred points, in plain numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import IsCancelled

_STEPS = 1000
_EXAGGERATED_STEPS = 250
_EXAGGERATION = 12.0
_SEARCH_STEPS = 50
_LEAST_GAIN = 0.01

Array = NDArray[np.float64]


def small_t_sne(
    components: Array, start: Array, perplexity: float, is_cancelled: IsCancelled
) -> Array:
    """(points, dims) and a start (points, 2) to (points, 2). Time and memory grow with points².

    Van der Maaten & Hinton 2008, with the step sizes of scikit-learn ("auto", Belkina et al.
    2019). No chance is involved. Raises `Cancelled` between steps.
    """
    count = len(components)
    affinity = _affinities(components, perplexity)
    positions = start.astype(np.float64)
    speed, gains = np.zeros_like(positions), np.ones_like(positions)
    rate = max(count / _EXAGGERATION / 4, 50.0)
    gradient_of, exaggerated = _Gradient(count), affinity * _EXAGGERATION
    for step in range(_STEPS):
        if is_cancelled():
            raise Cancelled
        early = step < _EXAGGERATED_STEPS
        gradient = gradient_of(positions, exaggerated if early else affinity)
        same_way = speed * gradient > 0
        gains = np.maximum(np.where(same_way, gains * 0.8, gains + 0.2), _LEAST_GAIN)
        speed = (0.5 if early else 0.8) * speed - rate * gains * gradient
        positions = positions + speed
    return positions


class _Gradient:
    """The gradient at (points, 2) positions. Its tables are written over at every step: getting
    fresh memory for them takes longer than the arithmetic."""

    def __init__(self, count: int) -> None:
        self._closeness = np.empty((count, count))
        self._pull = np.empty((count, count))

    def __call__(self, positions: Array, affinity: Array) -> Array:
        closeness, pull = self._closeness, self._pull
        lengths = (positions * positions).sum(axis=1)
        np.add(lengths[:, None], lengths[None, :], out=closeness)
        closeness -= np.matmul(2.0 * positions, positions.T, out=pull)
        np.maximum(closeness, 0.0, out=closeness)
        closeness += 1.0
        np.divide(1.0, closeness, out=closeness)
        np.fill_diagonal(closeness, 0.0)
        np.divide(closeness, closeness.sum(), out=pull)
        np.subtract(affinity, pull, out=pull)
        pull *= closeness
        return 4.0 * (pull.sum(axis=1)[:, None] * positions - pull @ positions)


def _affinities(components: Array, perplexity: float) -> Array:
    """Symmetric neighbour probabilities that sum to 1, each row's width by bisection."""
    distances = _squared_distances(components)
    np.fill_diagonal(distances, np.inf)
    distances -= distances.min(axis=1, keepdims=True)
    low = np.zeros((len(distances), 1))
    high = np.full((len(distances), 1), np.inf)
    beta = np.ones((len(distances), 1))
    share = np.zeros_like(distances)
    for _ in range(_SEARCH_STEPS):
        weights = np.exp(-np.minimum(distances * beta, 700.0))
        np.fill_diagonal(weights, 0.0)
        share = weights / weights.sum(axis=1, keepdims=True)
        entropy = -(share * np.log(np.maximum(share, 1e-300))).sum(axis=1, keepdims=True)
        too_wide = entropy > np.log(perplexity)
        low, high = np.where(too_wide, beta, low), np.where(too_wide, high, beta)
        beta = np.where(np.isinf(high), low * 2.0, (low + np.minimum(high, 1e300)) / 2.0)
        beta = np.maximum(beta, 1e-12)
    return (share + share.T) / (2.0 * len(share))


def _squared_distances(points: Array) -> Array:
    lengths = (points * points).sum(axis=1)
    return np.maximum(lengths[:, None] + lengths[None, :] - 2.0 * points @ points.T, 0.0)
