"""The map: failures that are alike lie near each other; the axes mean nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import IsCancelled
from curator.patterns.blocks import Matrix
from curator.patterns.small_t_sne import small_t_sne

SAMPLE = 600
"""Points laid out by exact t-SNE, some two seconds; more are placed by their nearest of these."""
FEWEST = 5
"""Fewer points are put on a line: there is nothing to lay out."""

_COMPONENTS = 50
_NEIGHBOURS = 3
_ROWS_AT_ONCE = 2048
_PERPLEXITY = 30.0

Positions = NDArray[np.float64]
Components = NDArray[np.float64]


def lay_out(
    vectors: Matrix, is_cancelled: IsCancelled, placed: Positions | None = None
) -> Positions:
    """Vectors (points, dims) of length 1, in canonical order, to (points, 2) in -1 to 1.

    t-SNE (van der Maaten 2008) on the first 50 principal components, started from the first
    two: the same vectors give the same map. `placed`: what `place_sample` gave where it was
    asked before. Raises `Cancelled`.
    """
    count = len(vectors)
    if count < FEWEST:
        line = np.zeros((count, 2))
        line[:, 0] = np.arange(count) - (count - 1) / 2
        return line
    if is_cancelled():
        raise Cancelled
    sample = vectors[:SAMPLE]
    if placed is None:
        placed = place_sample(components_of(sample), is_cancelled)
    rest = [
        _beside_nearest(vectors[start : start + _ROWS_AT_ONCE], sample, placed, is_cancelled)
        for start in range(SAMPLE, count, _ROWS_AT_ONCE)
    ]
    return _framed(np.concatenate([placed, *rest]))


def components_of(sample: Matrix) -> Components:
    """The first `SAMPLE` vectors to (points, up to 50) principal components."""
    from threadpoolctl import threadpool_limits

    # More threads add up in another order, and the map would depend on the machine. Matrices of
    # this size are no quicker on several, and a hundred times slower where others are busy.
    with threadpool_limits(limits=1):
        return _principal_components(sample)


def place_sample(components: Components, is_cancelled: IsCancelled) -> Positions:
    """Components of the sample to (points, 2): what takes longest of a map. Raises `Cancelled`."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # as for the components
        return _t_sne(components, is_cancelled)


def lay_out_beside(
    vectors: Matrix, fixed: dict[int, tuple[float, float]], is_cancelled: IsCancelled
) -> Positions:
    """(points, 2): rows of `fixed` stay where they are, the rest goes beside its nearest of them.

    At most `SAMPLE` fixed points are looked at, the first in canonical order.
    """
    places = np.zeros((len(vectors), 2))
    known = np.array(sorted(fixed), dtype=np.intp)
    places[known] = [fixed[int(row)] for row in known]
    anchors = known[:SAMPLE]
    rest = np.setdiff1d(np.arange(len(vectors)), known)
    for start in range(0, len(rest), _ROWS_AT_ONCE):
        part = rest[start : start + _ROWS_AT_ONCE]
        near = _beside_nearest(vectors[part], vectors[anchors], places[anchors], is_cancelled)
        places[part] = np.round(near, 4)
    return places


def _principal_components(vectors: Matrix) -> Components:
    """(points, up to 50), largest first, signs fixed so that the map is never mirrored."""
    centred = (vectors - vectors.mean(axis=0)).astype(np.float64)
    if len(centred) < centred.shape[1]:
        values, left = np.linalg.eigh(centred @ centred.T)
        components = left * np.sqrt(np.maximum(values, 0.0))
    else:
        values, axes = np.linalg.eigh(centred.T @ centred)
        components = centred @ axes
    components = components[:, ::-1][:, :_COMPONENTS]
    largest = np.abs(components).argmax(axis=0)
    signs = np.where(components[largest, np.arange(components.shape[1])] < 0, -1.0, 1.0)
    return np.asarray(np.round(components * signs, 6), dtype=np.float64)


def _t_sne(components: Components, is_cancelled: IsCancelled) -> Positions:
    count, dims = components.shape
    spread = float(components[:, 0].std())
    if spread == 0.0:
        return np.zeros((count, 2))
    start = np.zeros((count, 2))
    start[:, : min(2, dims)] = components[:, :2] / spread * 1e-4
    perplexity = min(_PERPLEXITY, (count - 1) / 3)
    return small_t_sne(components, start, perplexity, is_cancelled)


def _beside_nearest(
    vectors: Matrix, sample: Matrix, placed: Positions, is_cancelled: IsCancelled
) -> Positions:
    """Place each row at the mean of its three nearest placed points."""
    if is_cancelled():
        raise Cancelled
    similarity = np.round(vectors @ sample.T, 5)
    nearest = _most_similar(similarity.copy(), _NEIGHBOURS)
    weights = np.maximum(np.take_along_axis(similarity, nearest, axis=1), 0.0) ** 4 + 1e-6
    total = (placed[nearest] * weights[:, :, None]).sum(axis=1)
    return total / weights.sum(axis=1, keepdims=True)


def _most_similar(similarity: Matrix, most: int) -> NDArray[np.intp]:
    """(rows, most) columns from the most similar down, of equal ones the first; sorting all of
    them takes eight times as long. Overwrites `similarity`."""
    rows = np.arange(len(similarity))
    found: list[NDArray[np.intp]] = []
    for _ in range(min(most, similarity.shape[1])):
        best = similarity.argmax(axis=1)
        similarity[rows, best] = -np.inf
        found.append(best)
    return np.stack(found, axis=1)


def _framed(positions: Positions) -> Positions:
    """Centred, and scaled by one factor so that everything lies within -1 to 1."""
    centre = (positions.min(axis=0) + positions.max(axis=0)) / 2
    size = float(np.abs(positions - centre).max())
    scaled = (positions - centre) / (size if size > 0 else 1.0)
    return np.asarray(np.round(scaled, 4), dtype=np.float64)
