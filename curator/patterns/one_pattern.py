"""Learning from a single pattern: its members against failures nobody has judged yet."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from curator.patterns.blocks import Matrix, unit_rows
from curator.patterns.lenses import LEARNING, Block
from curator.patterns.representation import Rows

_MEMBERS = 500
_BACKGROUND = 1000
"""Members and unjudged failures that are read, the first in canonical order."""
_FEWEST_UNJUDGED = 5
"""With fewer there is nothing to compare the members with."""
_ROUNDS = 50
_LEAST_SPREAD = 0.02

Scores = NDArray[np.float64]


def membership(blocks: Mapping[Block, Matrix], members: Rows, unjudged: Rows) -> tuple[Scores, int]:
    """(failures,) probability of belonging to the pattern, and how many members get one half.

    `blocks`: centred, rows of length 1 or 0. A failure's score is its mean similarity to the
    members, blocks weighted by how far members stand out in them. The unjudged are a mixture:
    some belong (with the members' left-out scores as their mean), the rest does not; share,
    mean of the rest and common spread by expectation maximisation. Where the two means lie
    less than a spread apart nothing is claimed.
    """
    members, unjudged = members[:_MEMBERS], unjudged[:_BACKGROUND]
    weights = _weights(blocks, members, unjudged) if len(unjudged) >= _FEWEST_UNJUDGED else {}
    if not weights:
        return np.zeros(len(next(iter(blocks.values())))), 0
    parts = [np.sqrt(np.float32(weight)) * blocks[name] for name, weight in weights.items()]
    joined = unit_rows(np.concatenate(parts, axis=1))
    scores = np.asarray(joined @ joined[members].mean(axis=0), dtype=np.float64)
    count = len(members)
    left_out = (scores[members] * count - 1.0) / (count - 1)
    probability = _mixture(left_out, scores[unjudged])
    return probability(scores), int(np.sum(probability(left_out) >= 0.5))


class _Posterior:
    """Logistic in the score: that of two normal distributions with one spread."""

    def __init__(self, slope: float, offset: float) -> None:
        self.slope, self.offset = slope, offset

    def __call__(self, scores: Scores) -> Scores:
        logits = np.clip(self.slope * scores + self.offset, -30.0, 30.0)
        return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float64)


def _mixture(left_out: Scores, unjudged: Scores) -> _Posterior:
    inside = float(left_out.mean())
    outside = float(np.quantile(unjudged, 0.25))
    share = 0.3
    spread = max(_LEAST_SPREAD, float(unjudged.std()) / 2)
    posterior = _Posterior(0.0, -30.0)
    for _ in range(_ROUNDS):
        slope = (inside - outside) / spread**2
        offset = float(np.log(share / (1 - share))) - slope * (inside + outside) / 2
        posterior = _Posterior(slope, offset)
        belongs = posterior(unjudged)
        share = float(np.clip(belongs.mean(), 0.02, 0.8))
        rest = 1.0 - belongs
        outside = float((rest * unjudged).sum() / max(1e-9, rest.sum()))
        squares = belongs * (unjudged - inside) ** 2 + rest * (unjudged - outside) ** 2
        own = ((left_out - inside) ** 2).sum()
        total = float(squares.sum() + own) / (len(unjudged) + len(left_out))
        spread = max(_LEAST_SPREAD, float(np.sqrt(total)))
    return posterior if inside - outside > spread else _Posterior(0.0, -30.0)


def _weights(blocks: Mapping[Block, Matrix], members: Rows, unjudged: Rows) -> dict[Block, float]:
    """Each block's weight times the square of how many spreads members stand out in it."""
    weights: dict[Block, float] = {}
    for name, matrix in blocks.items():
        own = matrix[members] @ matrix[members].T
        pairs = own[np.triu_indices(len(members), k=1)]
        across = matrix[unjudged] @ matrix[members].T
        stands_out = float((pairs.mean() - across.mean()) / max(0.05, across.std()))
        if stands_out > 0:
            weights[name] = LEARNING[name] * stands_out**2
    return weights
