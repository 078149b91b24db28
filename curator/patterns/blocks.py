"""The blocks of a set of failures: one matrix for each side, rows of length 1 or zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import Embed, IsCancelled, Progress, never_cancelled
from curator.patterns.compared import (
    has_ideal,
    relation,
    reshaped,
    word_set,
)
from curator.patterns.failure_text import FailureText
from curator.patterns.further import Further, measure_further
from curator.patterns.lenses import Block
from curator.patterns.measured import Hashes, Measured, hashed_words
from curator.patterns.shape import standardised
from curator.patterns.signs import coded, is_corrected

Matrix = NDArray[np.float32]

TEXTS_AT_ONCE = 512
"""Texts handed to `embed` in one call: between two calls it can be cancelled."""

_EDIT_DIMS = 512
_LETTER_DIMS = 512
_WORD_DIMS = 1024
_MANY = 5000
"""Failures above which hashed blocks get a quarter of their columns: four words of one hash
matter little where similarities are averaged over micro-clusters, four times the memory does."""
_SHAPE_CONSTANT = 0.1


class Texts:
    """What the blocks need to know of texts, each text embedded and measured once."""

    def __init__(
        self, vectors: Matrix, row_of: dict[str, int], is_cancelled: IsCancelled = never_cancelled
    ) -> None:
        self._is_cancelled = is_cancelled
        self._vectors = vectors
        self._row_of = row_of
        self._figures: Measured | None = None
        self._further: Further | None = None

    def of(self, texts: Iterable[str]) -> Matrix:
        """Texts to (texts, dims); blank texts to zeros."""
        return self._vectors[[self._row_of[text] for text in texts]]

    @property
    def figures(self) -> Measured:
        """Of the failures that blocks are built of. Raises ValueError before `measured_as`."""
        if self._figures is None:
            raise ValueError("the texts are not measured yet")
        return self._figures

    def further(self, failures: Sequence[FailureText]) -> Further:
        """Figures of edits, demands and claims of the failures that blocks are built of, measured
        once. Raises `Cancelled`."""
        if self._further is None:
            self._further = measure_further(failures, self._is_cancelled)
        return self._further

    def measured_as(self, figures: Measured) -> None:
        """Take in the figures of the failures that blocks are built of."""
        self._figures = figures


def embed_texts(
    texts: Iterable[str], embed: Embed, progress: Progress, is_cancelled: IsCancelled
) -> Texts:
    """Embed each distinct text once, in batches, in an order that does not depend on the rows.

    Raises `Cancelled` between two batches.
    """
    distinct = sorted(set(texts))
    parts: list[Matrix] = []
    for start in range(0, len(distinct), TEXTS_AT_ONCE):
        if is_cancelled():
            raise Cancelled
        batch = distinct[start : start + TEXTS_AT_ONCE]
        parts.append(np.asarray(embed(batch), dtype=np.float32))
        progress(start + len(batch), len(distinct))
    vectors = np.concatenate(parts) if parts else np.zeros((0, 1), dtype=np.float32)
    return Texts(vectors, {text: row for row, text in enumerate(distinct)}, is_cancelled)


def texts_of(failures: Sequence[FailureText], blocks: Iterable[Block]) -> set[str]:
    """Every text whose embedding the blocks need."""
    wanted: set[str] = set()
    for block in blocks:
        for failure in failures:
            wanted.update(_READS[block](failure))
    return wanted


def needs_figures(blocks: Iterable[Block]) -> bool:
    """Whether one of the blocks is built of figures (`measured`)."""
    return not _FIGURED.isdisjoint(blocks)


def build_block(block: Block, failures: Sequence[FailureText], texts: Texts) -> Matrix:
    """One block to (failures, its dims): rows of length 1, zero where a failure lacks it."""
    return _BUILD[block](failures, texts)


def unit_rows(matrix: NDArray[np.floating]) -> Matrix:
    """Rows brought to length 1; rows of (nearly) no length to zero."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit = np.zeros(matrix.shape, dtype=np.float32)
    np.divide(matrix, lengths, out=unit, where=lengths > 1e-6, casting="same_kind")
    return unit


def filled_rows(matrix: Matrix) -> NDArray[np.bool_]:
    """(rows,): whether a row holds anything."""
    return np.asarray(np.any(matrix, axis=1), dtype=np.bool_)


def tags_text(failure: FailureText) -> str:
    return ". ".join(failure.tags)


def _of(read: Callable[[FailureText], str]) -> Callable[[Sequence[FailureText], Texts], Matrix]:
    def build(failures: Sequence[FailureText], texts: Texts) -> Matrix:
        return unit_rows(texts.of(read(failure) for failure in failures))

    return build


def _change(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    """From output to ideal answer; nothing where there is no ideal answer or it says the same."""
    answered = texts.of(failure.answered for failure in failures)
    ideal = texts.of(_ideal(failure) for failure in failures)
    given = np.array([has_ideal(failure) for failure in failures])
    return unit_rows(np.where(given.reshape(-1, 1), ideal - answered, 0.0))


def _apart(
    read: Callable[[FailureText], str],
) -> Callable[[Sequence[FailureText], Texts], Matrix]:
    """A text's vector minus its part along the input's vector."""

    def build(failures: Sequence[FailureText], texts: Texts) -> Matrix:
        asked = texts.of(failure.asked for failure in failures)
        told = texts.of(read(failure) for failure in failures)
        along = np.sum(asked * told, axis=1, keepdims=True)
        return unit_rows(told - along * asked)

    return build


def _edits(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    """Words that the ideal answer adds and removes, hashed."""
    del texts
    changed: list[set[str]] = []
    for failure in failures:
        if failure.ideal is None or not has_ideal(failure):
            changed.append(set())
            continue
        before, after = word_set(failure.answered), word_set(failure.ideal)
        added = {"+" + word for word in after - before}
        changed.append(added | {"-" + word for word in before - after})
    return _hashed(hashed_words(changed), _EDIT_DIMS)


def _output_words(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    del texts
    words = [word_set(failure.answered) for failure in failures]
    return _hashed(hashed_words(words), _WORD_DIMS)


def _note_letters(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    """Without the longer words of the input: a note that says what it is about is like others
    about the same."""
    del failures
    return _hashed(texts.figures.note_letters, _LETTER_DIMS)


def _hashed(hashes: Sequence[Hashes], dims: int) -> Matrix:
    """Hashes of words to (failures, dims), weighted by how few failures have a column."""
    dims = dims // 4 if len(hashes) > _MANY else dims
    counts = np.zeros((len(hashes), dims), dtype=np.float32)
    for row, own in enumerate(hashes):
        counts[row, own % dims] = 1.0
    having = np.count_nonzero(counts, axis=0)
    filled = np.count_nonzero(counts.any(axis=1))
    return unit_rows(counts * (np.log((1 + filled) / (1 + having)) + 0.1))


def _shape(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    """Shape features and a small constant, which makes outputs of one shape alike, not blank."""
    features = standardised(texts.figures.shape)
    constant = np.full((len(failures), 1), _SHAPE_CONSTANT)
    return unit_rows(np.concatenate([features, constant], axis=1))


def _reshaped(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    """How the ideal answer's shape differs; the constant makes corrections that keep it alike."""
    given = np.array([has_ideal(failure) for failure in failures], dtype=np.bool_)
    change = reshaped(texts.figures.shape, texts.figures.ideal_shape, given)
    return unit_rows(np.concatenate([change, _SHAPE_CONSTANT * given.reshape(-1, 1)], axis=1))


def _relation(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    asked = texts.of(failure.asked for failure in failures)
    answered = texts.of(failure.answered for failure in failures)
    features = relation(failures, np.sum(asked * answered, axis=1))
    constant = np.full((len(failures), 1), _SHAPE_CONSTANT)
    return unit_rows(np.concatenate([features, constant], axis=1))


def _correction(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    given = np.array([is_corrected(failure) for failure in failures], dtype=np.bool_)
    return _steps(texts.figures.correction, given)


def _corrected(
    told: Callable[[Further], NDArray[np.float64]],
) -> Callable[[Sequence[FailureText], Texts], Matrix]:
    """Figures of what leads from output to ideal answer."""

    def build(failures: Sequence[FailureText], texts: Texts) -> Matrix:
        given = np.array([is_corrected(failure) for failure in failures], dtype=np.bool_)
        return _steps(told(texts.further(failures)), given)

    return build


def _demands(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    return _steps(texts.further(failures).demands, np.ones(len(failures), dtype=np.bool_))


def _claims(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    return _steps(texts.further(failures).claims, np.ones(len(failures), dtype=np.bool_))


def _signs(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    return _steps(texts.figures.signs, np.ones(len(failures), dtype=np.bool_))


def _taken(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    return _steps(texts.figures.taken, np.ones(len(failures), dtype=np.bool_))


def _steps(figures: NDArray[np.float64], present: NDArray[np.bool_]) -> Matrix:
    """Figures coded as steps, and a small constant for those that have any."""
    constant = _SHAPE_CONSTANT * present.reshape(-1, 1)
    return unit_rows(np.concatenate([coded(figures, present), constant], axis=1))


def _ideal(failure: FailureText) -> str:
    return failure.ideal or ""


_READS: dict[Block, Callable[[FailureText], tuple[str, ...]]] = {
    Block.NOTE: lambda failure: (failure.asked, failure.note),
    Block.NOTE_LETTERS: lambda failure: (),
    Block.TAGS: lambda failure: (tags_text(failure),),
    Block.CHANGE: lambda failure: (failure.answered, _ideal(failure)),
    Block.EDITS: lambda failure: (),
    Block.RESHAPED: lambda failure: (),
    Block.CORRECTION: lambda failure: (),
    Block.EDIT_STEPS: lambda failure: (),
    Block.FIRST_EDIT: lambda failure: (),
    Block.CHANGED: lambda failure: (),
    Block.DEMANDS: lambda failure: (),
    Block.CLAIMS: lambda failure: (),
    Block.SIGNS: lambda failure: (),
    Block.TAKEN: lambda failure: (),
    Block.RELATION: lambda failure: (failure.asked, failure.answered),
    Block.ANSWERED_APART: lambda failure: (failure.asked, failure.answered),
    Block.SHAPE: lambda failure: (),
    Block.ASKED: lambda failure: (failure.asked,),
    Block.ANSWERED: lambda failure: (failure.answered,),
    Block.WORDS: lambda failure: (),
}

_FIGURED = {
    Block.CORRECTION,
    Block.RESHAPED,
    Block.SIGNS,
    Block.TAKEN,
    Block.SHAPE,
    Block.NOTE_LETTERS,
}

_BUILD: dict[Block, Callable[[Sequence[FailureText], Texts], Matrix]] = {
    Block.NOTE: _apart(lambda failure: failure.note),
    Block.NOTE_LETTERS: _note_letters,
    Block.TAGS: _of(tags_text),
    Block.CHANGE: _change,
    Block.EDITS: _edits,
    Block.RESHAPED: _reshaped,
    Block.CORRECTION: _correction,
    Block.EDIT_STEPS: _corrected(lambda told: told.edit_steps),
    Block.FIRST_EDIT: _corrected(lambda told: told.first_edit),
    Block.CHANGED: _corrected(lambda told: told.changed),
    Block.DEMANDS: _demands,
    Block.CLAIMS: _claims,
    Block.SIGNS: _signs,
    Block.TAKEN: _taken,
    Block.RELATION: _relation,
    Block.ANSWERED_APART: _apart(lambda failure: failure.answered),
    Block.SHAPE: _shape,
    Block.ASKED: _of(lambda failure: failure.asked),
    Block.ANSWERED: _of(lambda failure: failure.answered),
    Block.WORDS: _output_words,
}
