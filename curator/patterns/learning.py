"""What the reviewers' own patterns teach: a small model of one project over all blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curator.model.statistics import Estimate, wilson
from curator.patterns.blocks import Matrix, filled_rows, unit_rows
from curator.patterns.forest import forest
from curator.patterns.lenses import LEARNING, Block
from curator.patterns.one_pattern import membership
from curator.patterns.representation import Rows

SURE_ENOUGH = 0.5
"""Probability below which the model keeps quiet."""
FLOOR = 0.3
"""Cross-validated accuracy, lower end of its 95 % interval, below which nothing is offered."""
SAME = 0.98
"""Cosine over all blocks from which two members are taken for copies of one another."""
FEWEST_MEMBERS = 2
"""A pattern with fewer members teaches nothing."""

_FIGURES = (
    Block.CORRECTION,
    Block.EDIT_STEPS,
    Block.FIRST_EDIT,
    Block.CHANGED,
    Block.DEMANDS,
    Block.CLAIMS,
    Block.SIGNS,
    Block.TAKEN,
    Block.SHAPE,
    Block.RESHAPED,
    Block.RELATION,
)
"""Blocks of figures rather than of embeddings, which trees read: above the usual or not."""
_TREES = (0.0, 0.25, 0.5, 1.0)
"""Weights that what the trees say may have beside the regression's scores; both are about 1 for
the right pattern and 0 for others."""

_TRAIN_ON = 800
"""Members learned from, spread evenly over the patterns."""
_TUNE_ON = 160
_RIDGES = (0.03, 0.1, 0.3, 1.0)
_FACTORS = (0.0, 0.4, 2.5)
_SLOPES = np.geomspace(0.5, 32.0, 13)
_OFFSETS = np.linspace(-10.0, 3.0, 27)
_KEPT = 0.5
"""How much of the starting weights stays beside those found: from few tags a block that looked
useless by chance is not dropped."""
_EVEN = 0.5
"""How much of the patterns' estimated sizes is taken from even ones, by half a share: an estimate
from few unjudged failures makes no pattern vanish."""
_KNOWN = (0.2, 0.65)
"""Bounds on the share of unjudged failures taken to be of a named kind. The upper one keeps the
model modest about strays, which look like something more often than not."""

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Learned:
    """The model's answer for every failure.

    `probabilities`: (failures, classes) that a failure belongs to each pattern; a row's
    remainder to 1 is "to none of them". `right`, `of`: of the members learned from, how many
    the model places rightly when each is left out in turn.
    """

    probabilities: Scores
    right: int
    of: int
    largest: float = 1.0
    """Share of the members learned from that the largest pattern holds."""

    @property
    def accuracy(self) -> Estimate:
        """Share placed rightly when left out, with its Wilson interval."""
        return wilson(self.right, self.of)


def speaks(learned: Learned) -> bool:
    """Whether the model is good enough to offer anything: `FLOOR` at the interval's lower end,
    and right more often than always guessing the largest of several patterns would be."""
    accuracy = learned.accuracy
    better = learned.largest >= 1.0 or accuracy.value > learned.largest
    return accuracy.low >= FLOOR and better


def learn(blocks: Mapping[Block, Matrix], classes: Sequence[Rows]) -> Learned | None:
    """Learn which failure belongs to which pattern.

    `blocks`: (failures, dims) each, in canonical order; `classes`: each pattern's rows. None
    where no pattern has two members. For several patterns kernel ridge regression on the
    weighted sum of the blocks' cosines, balanced by pattern; block weights and ridge by the
    closed-form leave-one-out error (Rifkin & Lippert 2007); probabilities from a logistic link
    with an "other" of its own. For one pattern `one_pattern.membership`. Deterministic.
    """
    if not any(len(rows) >= FEWEST_MEMBERS for rows in classes):
        return None
    from threadpoolctl import threadpool_limits

    # The matrices are small: on one thread it is quicker, and the same on every machine.
    with threadpool_limits(limits=1):
        return _learn(blocks, classes)


def _learn(blocks: Mapping[Block, Matrix], classes: Sequence[Rows]) -> Learned:
    taught = [place for place, rows in enumerate(classes) if len(rows) >= FEWEST_MEMBERS]
    prepared = {name: _centred(matrix) for name, matrix in blocks.items() if name in LEARNING}
    groups = [classes[place] for place in taught]
    unjudged = _others(len(next(iter(blocks.values()))), classes)
    found, right, of = (
        _learn_several(prepared, _bits(blocks), groups, unjudged)
        if len(groups) > 1
        else _learn_one(prepared, groups[0], unjudged)
    )
    probabilities = np.zeros((len(found), len(classes)))
    probabilities[:, taught] = found
    largest = max(map(len, groups)) / sum(map(len, groups))
    return Learned(probabilities, right, of, largest)


def _learn_one(
    blocks: Mapping[Block, Matrix], members: Rows, unjudged: Rows
) -> tuple[Scores, int, int]:
    found, right = membership(blocks, members, unjudged)
    return found[:, None], right, len(members)


def _bits(blocks: Mapping[Block, Matrix]) -> NDArray[np.bool_]:
    """(failures, figures): which figures of the shape-like blocks are above the usual, and
    whether there is a correction at all."""
    given = [blocks[name] > 0 for name in _FIGURES if name in blocks]
    given += [filled_rows(blocks[name])[:, None] for name in _FIGURES[:1] if name in blocks]
    return np.concatenate(given, axis=1) if given else np.zeros((0, 0), dtype=np.bool_)


def _learn_several(
    blocks: Mapping[Block, Matrix],
    bits: NDArray[np.bool_],
    groups: Sequence[Rows],
    unjudged: Rows,
) -> tuple[Scores, int, int]:
    rows, labels = _spread(groups, _TRAIN_ON)
    weights, ridge = _tuned(blocks, *_spread(groups, _TUNE_ON))
    used = {name: weight for name, weight in weights.items() if weight > 0}
    scale = _row_scale(blocks, used)
    own = {name: blocks[name][rows] for name in used}
    kernel = np.zeros((len(rows), len(rows)), dtype=np.float32)
    for name, weight in used.items():
        kernel += np.float32(weight) * (own[name] @ own[name].T)
    kernel *= scale[rows, None] * scale[None, rows]
    copies = _copies(kernel)
    coefficients, left_out = _ridge(kernel, labels, ridge, copies)
    scaled = (coefficients * scale[rows, None]).astype(np.float32)
    scores = np.zeros((len(scale), scaled.shape[1]), dtype=np.float32)
    for name, weight in used.items():
        scores += np.float32(weight) * (blocks[name] @ (own[name].T @ scaled))
    scores *= scale[:, None]
    combined = scores.astype(np.float64)
    if bits.size:
        held_out, whole = forest(bits, rows, labels, copies)
        losses = [round(_loss(left_out + part * held_out, labels), 6) for part in _TREES]
        part = _TREES[int(np.argmin(losses))]
        left_out += part * held_out
        combined += part * whole
    found = _link(left_out, labels).probabilities(np.round(combined, 5), unjudged)
    right = int(np.sum(left_out.argmax(axis=1) == labels))
    return found, right, len(labels)


def _row_scale(blocks: Mapping[Block, Matrix], weights: Mapping[Block, float]) -> Matrix:
    """(failures,) one over the length of a failure's weighted blocks side by side; 0 for none.

    Rows of a block are of length 1 or 0, so the length follows from which blocks there are.
    """
    present = sum(
        np.float32(weight) * filled_rows(blocks[name]).astype(np.float32)
        for name, weight in weights.items()
    )
    squares = np.asarray(present, dtype=np.float32)
    return np.where(squares > 0, 1.0 / np.sqrt(np.maximum(squares, 1e-6)), 0.0).astype(np.float32)


@dataclass(frozen=True)
class _Link:
    """From scores to probabilities: weight exp(slope · score + offset) each, 1 for "other"."""

    slope: float
    offset: float

    def probabilities(self, scores: Scores, unlabelled: Rows) -> Scores:
        """(rows, classes); each pattern's share and that of "other" are fitted to the
        unlabelled rows."""
        offset = self.offset + self._shift(scores[unlabelled])
        return _shares(self.slope * scores + offset)[:, :-1]

    def _shift(self, scores: Scores) -> Scores:
        """(classes,) log odds to add for each pattern's share of these rows, by expectation
        maximisation: the link was fitted to patterns and "other" of even sizes.

        Source: Saerens, Latinne & Decaestecker 2002.
        """
        count = scores.shape[1]
        shift = np.zeros(count)
        if len(scores) < 10:
            return shift
        for _ in range(20):
            shares = _shares(self.slope * scores + self.offset + shift).mean(axis=0)
            known = float(np.clip(1.0 - shares[-1], *_KNOWN))
            sizes = shares[:-1] / max(1e-12, float(shares[:-1].sum()))
            sizes = (sizes + _EVEN / count) / (1.0 + _EVEN)
            shift = np.log(count * sizes) + float(np.log(known / (1.0 - known)))
        return shift


def _shares(logits: Scores) -> Scores:
    """(rows, classes) to (rows, classes + 1): softmax with a last logit of 0."""
    with_other = np.concatenate([logits, np.zeros((len(logits), 1))], axis=1)
    powers = np.exp(with_other - with_other.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _link(left_out: Scores, labels: NDArray[np.intp]) -> _Link:
    """The link under which left-out members find their pattern, and "other" without it.

    Each member stands in twice: as itself, and, with its own pattern struck out, as a failure
    of a kind nobody has named yet. Targets are softened by the number of members (Platt 1999),
    so that few examples make nobody certain.
    """
    struck_out = left_out.copy()
    struck_out[np.arange(len(labels)), labels] = -np.inf
    sizes = np.bincount(labels)
    balance = 1.0 / sizes[labels]
    target = (sizes[labels] + 1.0) / (sizes[labels] + 2.0)
    best = (np.inf, _Link(4.0, -2.0))
    for slope in _SLOPES:
        for offset in _OFFSETS:
            own = _shares(slope * left_out + offset)[np.arange(len(labels)), labels]
            other = _shares(slope * struck_out + offset)[:, -1]
            likelihood = _log_likelihood(own, target) + _log_likelihood(other, target)
            loss = -float(np.sum(balance * likelihood))
            if loss < best[0] - 1e-9:
                best = (loss, _Link(float(slope), float(offset)))
    return best[1]


def _log_likelihood(probability: Scores, target: Scores) -> Scores:
    return target * np.log(probability + 1e-6) + (1.0 - target) * np.log(1.0 - probability + 1e-6)


def _tuned(
    blocks: Mapping[Block, Matrix], rows: Rows, labels: NDArray[np.intp]
) -> tuple[dict[Block, float], float]:
    """Block weights and ridge with the least leave-one-out loss, by coordinate descent."""
    kernels = {name: matrix[rows] @ matrix[rows].T for name, matrix in blocks.items()}
    has = {name: filled_rows(matrix[rows]) for name, matrix in blocks.items()}
    weights = {name: LEARNING[name] for name in blocks if has[name].any()}
    ridge = _RIDGES[1]
    least = _loss(_ridge(_kernel(kernels, has, weights), labels, ridge)[1], labels)
    for _ in range(2):
        for name in list(weights):
            for factor in _FACTORS:
                trial = {**weights, name: weights[name] * factor}
                if not any(trial.values()):
                    continue
                loss = _loss(_ridge(_kernel(kernels, has, trial), labels, ridge)[1], labels)
                if loss < least - 1e-3:
                    least, weights = loss, trial
        for candidate in _RIDGES:
            loss = _loss(_ridge(_kernel(kernels, has, weights), labels, candidate)[1], labels)
            if loss < least - 1e-3:
                least, ridge = loss, candidate
    kept = {name: _KEPT * LEARNING[name] + (1 - _KEPT) * own for name, own in weights.items()}
    return kept, ridge


def _kernel(
    kernels: Mapping[Block, Matrix],
    has: Mapping[Block, NDArray[np.bool_]],
    weights: Mapping[Block, float],
) -> Matrix:
    total = sum(weights[name] * kernels[name] for name in weights)
    present = sum(weights[name] * has[name].astype(np.float32) for name in weights)
    scale = 1.0 / np.sqrt(np.maximum(present, 1e-6))
    return np.asarray(total * scale[:, None] * scale[None, :], dtype=np.float32)


def _loss(left_out: Scores, labels: NDArray[np.intp]) -> float:
    """Mean log loss of left-out scores under a softmax, balanced by class."""
    balance = 1.0 / np.bincount(labels)[labels]
    balance /= balance.sum()
    own = np.arange(len(labels))
    losses: list[float] = []
    for slope in (4.0, 8.0, 16.0):
        logits = slope * (left_out - left_out.max(axis=1, keepdims=True))
        log_share = logits[own, labels] - np.log(np.exp(logits).sum(axis=1))
        losses.append(-float(np.sum(balance * log_share)))
    return min(losses)


def _copies(kernel: Matrix) -> list[Rows]:
    """Groups of rows that say all but the same: leaving out one alone would prove nothing."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    _, labels = connected_components(csr_array((kernel >= SAME).astype(np.float32)), directed=False)
    found = [np.flatnonzero(labels == one) for one in range(int(labels.max()) + 1)]
    return [group for group in found if len(group) > 1]


def _ridge(
    kernel: Matrix, labels: NDArray[np.intp], ridge: float, copies: Sequence[Rows] = ()
) -> tuple[Scores, Scores]:
    """Coefficients (rows, classes) and left-out scores (rows, classes).

    Targets are 1 for the own class and 0 for others; a row's ridge grows with its class's
    size, so that every class weighs the same. Each row is left out in turn, and with it the
    rest of its group of `copies` (Rifkin & Lippert 2007, for groups the inverse's own block).
    """
    count = int(labels.max()) + 1
    targets = np.eye(count)[labels]
    sizes = np.bincount(labels, minlength=count)[labels]
    penalty = ridge * sizes * count / len(labels)
    inverse = np.linalg.inv(kernel.astype(np.float64) + np.diag(penalty))
    coefficients = inverse @ targets
    left_out = targets - coefficients / np.diag(inverse)[:, None]
    for group in copies:
        own = inverse[np.ix_(group, group)]
        left_out[group] = targets[group] - np.linalg.solve(own, coefficients[group])
    return coefficients, left_out


def _centred(matrix: Matrix) -> Matrix:
    """Rows minus the mean of those present, brought to length 1; absent rows stay zero."""
    present = filled_rows(matrix)
    if not present.any():
        return matrix
    centred = np.where(present[:, None], matrix - matrix[present].mean(axis=0), 0.0)
    return unit_rows(centred)


def _spread(groups: Sequence[Rows], at_most: int) -> tuple[Rows, NDArray[np.intp]]:
    """Rows and their class numbers, at most so many, the same number from each where it can."""
    share = max(FEWEST_MEMBERS, at_most // len(groups))
    chosen = [group[:share] for group in groups]
    labels = np.repeat(np.arange(len(chosen)), [len(rows) for rows in chosen])
    return np.concatenate(chosen), labels


def _others(count: int, classes: Sequence[Rows]) -> Rows:
    taken = np.zeros(count, dtype=np.bool_)
    for rows in classes:
        taken[rows] = True
    return np.flatnonzero(~taken)
