"""The blocks of a set of failures: one matrix for each side, rows of length 1 or zero."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import Embed, IsCancelled, Progress
from curator.patterns.failure_text import FailureText
from curator.patterns.lenses import Block
from curator.patterns.shape import shape_features, standardised

Matrix = NDArray[np.float32]

TEXTS_AT_ONCE = 512
"""Texts handed to `embed` in one call: between two calls it can be cancelled."""

_EDIT_DIMS = 512
_WORD = re.compile(r"\w+")


class Texts:
    """The embeddings of all texts that the blocks need, each text embedded once."""

    def __init__(self, vectors: Matrix, row_of: dict[str, int]) -> None:
        self._vectors = vectors
        self._row_of = row_of

    def of(self, texts: Iterable[str]) -> Matrix:
        """Texts to (texts, dims); blank texts to zeros."""
        return self._vectors[[self._row_of[text] for text in texts]]


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
    return Texts(vectors, {text: row for row, text in enumerate(distinct)})


def texts_of(failures: Sequence[FailureText], blocks: Iterable[Block]) -> set[str]:
    """Every text whose embedding the blocks need."""
    wanted: set[str] = set()
    for block in blocks:
        for failure in failures:
            wanted.update(_READS[block](failure))
    return wanted


def build_block(block: Block, failures: Sequence[FailureText], texts: Texts) -> Matrix:
    """One block to (failures, its dims): rows of length 1, zero where a failure lacks it."""
    return _BUILD[block](failures, texts)


def unit_rows(matrix: NDArray[np.floating]) -> Matrix:
    """Rows brought to length 1; rows of (nearly) no length to zero."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    safe = np.where(lengths > 1e-6, lengths, 1.0)
    return np.where(lengths > 1e-6, matrix / safe, 0.0).astype(np.float32)


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
    has_ideal = np.array([[bool(_ideal(failure).strip())] for failure in failures])
    return unit_rows(np.where(has_ideal.reshape(-1, 1), ideal - answered, 0.0))


def _answered_apart(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    """The output's vector minus its part along the input's vector."""
    asked = texts.of(failure.asked for failure in failures)
    answered = texts.of(failure.answered for failure in failures)
    along = np.sum(asked * answered, axis=1, keepdims=True)
    return unit_rows(answered - along * asked)


def _edits(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    """Words that the ideal answer adds and removes, hashed to `_EDIT_DIMS` columns.

    Weighted by log(failures / failures with that column), so that words which every correction
    adds do not decide.
    """
    del texts
    counts = np.zeros((len(failures), _EDIT_DIMS), dtype=np.float32)
    for row, failure in enumerate(failures):
        if failure.ideal is None or not failure.ideal.strip():
            continue
        before, after = _words(failure.answered), _words(failure.ideal)
        for sign, words in (("+", after - before), ("-", before - after)):
            for word in words:
                counts[row, zlib.crc32((sign + word).encode()) % _EDIT_DIMS] = 1.0
    having = np.count_nonzero(counts, axis=0)
    rarity = np.log((1 + np.count_nonzero(counts.any(axis=1))) / (1 + having)) + 0.1
    return unit_rows(counts * rarity)


def _shape(failures: Sequence[FailureText], texts: Texts) -> Matrix:
    del texts
    features = standardised(shape_features([failure.answered for failure in failures]))
    answered = np.array([[bool(failure.answered.strip())] for failure in failures])
    return unit_rows(np.where(answered.reshape(-1, 1), features, 0.0))


def _words(text: str) -> set[str]:
    encodable = text.encode("utf-8", "replace").decode("utf-8")
    return {word.casefold() for word in _WORD.findall(encodable)}


def _ideal(failure: FailureText) -> str:
    return failure.ideal or ""


_READS: dict[Block, Callable[[FailureText], tuple[str, ...]]] = {
    "note": lambda failure: (failure.note,),
    "tags": lambda failure: (tags_text(failure),),
    "change": lambda failure: (failure.answered, _ideal(failure)),
    "edits": lambda failure: (),
    "answered apart": lambda failure: (failure.asked, failure.answered),
    "shape": lambda failure: (),
    "asked": lambda failure: (failure.asked,),
    "answered": lambda failure: (failure.answered,),
}

_BUILD: dict[Block, Callable[[Sequence[FailureText], Texts], Matrix]] = {
    "note": _of(lambda failure: failure.note),
    "tags": _of(tags_text),
    "change": _change,
    "edits": _edits,
    "answered apart": _answered_apart,
    "shape": _shape,
    "asked": _of(lambda failure: failure.asked),
    "answered": _of(lambda failure: failure.answered),
}
