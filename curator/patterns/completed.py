"""Sides of a failure told from one another: what the note would say, what would be corrected.

Two failures of one kind need not have the same sides: the one has a note, the other an ideal
answer, and of two ideal answers one is an edit and one is written afresh. What the sides have in
common over a whole project, though, is mostly the way of failing, as topic and chance differ from
side to side. So each side is predicted from the others by ridge regression (Hoerl & Kennard 1970)
and joined with what a failure has itself; a failure without a note or ideal answer gets what those
of failures like it lead one to expect. The same idea as canonical correlation (Hotelling 1936).
Measured: decision 0095.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import IsCancelled, never_cancelled
from curator.patterns.blocks import Matrix, filled_rows, unit_rows
from curator.patterns.lenses import Block

FEWEST = 30
"""Failures with a note, or with an ideal answer, from which it is told what others' would be."""
RIDGE = 0.3
"""Penalty, in parts of the mean squared length of the rows that are predicted from."""

_OUTPUT = (
    Block.SIGNS,
    Block.TAKEN,
    Block.SHAPE,
    Block.ANSWERED_APART,
    Block.DEMANDS,
    Block.CLAIMS,
)
_CORRECTION = (Block.CORRECTION, Block.RESHAPED, Block.FIRST_EDIT)
_NOTE = (Block.NOTE, Block.NOTE_LETTERS)
_CORRECTION_FROM_OUTPUT = 0.3
"""What the prediction counts where a failure has an ideal answer itself, in mean lengths."""
_NOTE_FROM_REST = 1.0
_REST_FROM_NOTE = 1.0

Blocks = Mapping[Block, Matrix]


def completed(
    blocks: Blocks,
    weights: Mapping[Block, float],
    is_cancelled: IsCancelled = never_cancelled,
) -> dict[Block, Matrix]:
    """Blocks, (failures, dims) each, with every side joined with its prediction.

    First the correction from the output, then the note from output and correction, at last output
    and correction from the note; a failure that has a side is predicted without itself. Where
    fewer than `FEWEST` have notes, or ideal answers, those sides stay as they are. `weights`: of
    the lens, by which sides count that another one is predicted from. Raises `Cancelled` between
    two predictions.
    """
    sides = dict(blocks)
    rest = [name for name in _OUTPUT if name in sides]
    correction = [name for name in _CORRECTION if name in sides]
    note = [name for name in _NOTE if name in sides]
    if rest and _enough(sides, correction):
        _stop_if(is_cancelled)
        told = _joined(sides, rest, weights)
        sides.update(_united(sides, correction, told, weights, _CORRECTION_FROM_OUTPUT))
        rest += correction
    if rest and _enough(sides, note):
        _stop_if(is_cancelled)
        written = _centred(_joined(sides, note, weights), _having(sides, note))
        told = _joined(sides, rest, weights)
        by_note = _added(sides, rest, written, _having(sides, note), weights)
        _stop_if(is_cancelled)
        sides.update(_united(sides, note, told, weights, _NOTE_FROM_REST))
        sides.update(by_note)
    return sides


def _stop_if(is_cancelled: IsCancelled) -> None:
    if is_cancelled():
        raise Cancelled


def _enough(blocks: Blocks, names: Sequence[Block]) -> bool:
    return bool(names) and int(np.count_nonzero(_having(blocks, names))) >= FEWEST


def _having(blocks: Blocks, names: Sequence[Block]) -> NDArray[np.bool_]:
    found = np.zeros(len(blocks[names[0]]), dtype=np.bool_)
    for name in names:
        found |= filled_rows(blocks[name])
    return found


def _joined(blocks: Blocks, names: Sequence[Block], weights: Mapping[Block, float]) -> Matrix:
    return np.hstack([np.sqrt(np.float32(weights[name])) * blocks[name] for name in names])


def _united(
    blocks: Blocks,
    names: Sequence[Block],
    told: Matrix,
    weights: Mapping[Block, float],
    share: float,
) -> dict[Block, Matrix]:
    """Sides that some lack: what a failure has and `share` of its prediction; else that alone."""
    having = _having(blocks, names)
    predicted = predictions(told, _joined(blocks, names, weights), having)
    found: dict[Block, Matrix] = {}
    for name, part in _by_block(blocks, names, predicted, having):
        own = blocks[name]
        mine = _of_mean_length(_centred(own, filled_rows(own)), filled_rows(own))
        found[name] = unit_rows(np.where(having[:, None], mine + np.float32(share) * part, part))
    return found


def _added(
    blocks: Blocks,
    names: Sequence[Block],
    written: Matrix,
    noted: NDArray[np.bool_],
    weights: Mapping[Block, float],
) -> dict[Block, Matrix]:
    """Sides that all have: where there is a note, what it lets one expect is added."""
    everybody = np.ones(len(written), dtype=np.bool_)
    predicted = predictions(written, _joined(blocks, names, weights), noted)
    predicted[~noted] = 0.0
    found: dict[Block, Matrix] = {}
    for name, part in _by_block(blocks, names, predicted, noted):
        mine = _of_mean_length(_centred(blocks[name], everybody), everybody)
        found[name] = unit_rows(mine + np.float32(_REST_FROM_NOTE) * part)
    return found


def _by_block(
    blocks: Blocks, names: Sequence[Block], predicted: Matrix, known: NDArray[np.bool_]
) -> Iterator[tuple[Block, Matrix]]:
    """Each side's own columns of a prediction of several, of mean length 1 over the `known`."""
    start = 0
    for name in names:
        end = start + blocks[name].shape[1]
        yield name, _of_mean_length(predicted[:, start:end], known)
        start = end


def predictions(given: Matrix, wanted: Matrix, known: NDArray[np.bool_]) -> Matrix:
    """(rows, dims of `wanted`) how each row's `wanted` is expected to differ from the mean.

    Ridge regression on the `known` rows of `given`; each of them is predicted as if it had been
    left out (Allen 1974: the error over one minus its own leverage), so nobody tells itself.
    """
    rows: Matrix = given - np.mean(given[known], axis=0, dtype=np.float32)
    own, missed = rows[known], wanted[known] - np.mean(wanted[known], axis=0, dtype=np.float32)
    gram: NDArray[np.float64] = np.asarray(own.T @ own, dtype=np.float64)
    penalty = max(1e-6, RIDGE * float(np.trace(gram)) / max(1, len(own)))
    inverse = np.asarray(np.linalg.inv(gram + penalty * np.eye(len(gram))), dtype=np.float32)
    slopes = np.asarray(inverse @ (own.T @ missed), dtype=np.float32)
    found: Matrix = rows @ slopes
    spread: Matrix = own @ inverse
    leverage = np.clip(np.einsum("ij,ij->i", spread, own), 0.0, 0.999)[:, None]
    found[known] = (found[known] - leverage * missed) / (1.0 - leverage)
    return found


def _centred(rows: Matrix, having: NDArray[np.bool_]) -> Matrix:
    """Rows minus the mean of those that have anything; zero where there is nothing."""
    mean = rows[having].mean(axis=0) if having.any() else 0.0
    return np.where(having[:, None], rows - mean, np.float32(0))


def _of_mean_length(rows: Matrix, having: NDArray[np.bool_]) -> Matrix:
    """Rows scaled by one number so that those counted have length 1 in the mean."""
    length = float(np.linalg.norm(rows[having], axis=1).mean()) if having.any() else 0.0
    return rows / np.float32(length) if length > 1e-6 else np.zeros_like(rows)
