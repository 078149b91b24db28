"""An output compared with what was asked for and with the ideal answer."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from curator.patterns.failure_text import FailureText
from curator.patterns.shape import FEATURES

_WORDS_READ = 100_000
"""Characters of a text whose words are read."""
_LEAST_SPREAD = 0.05
_RUNS = (3, 4, 5)
_SHORT = 3
_WORD = re.compile(r"\w+")


def word_set(text: str) -> set[str]:
    """The distinct words of a text, case-folded."""
    return {word.casefold() for word in _WORD.findall(_readable(text))}


def letter_runs(text: str, asked: str) -> set[str]:
    """Runs of three to five letters, digits and word ends of a text, case-folded.

    Words of more than three letters that the input has too are left out.
    """
    known = {word for word in word_set(asked) if len(word) > _SHORT}
    words = _WORD.findall(_readable(text).casefold())
    kept = " ".join(word for word in words if word not in known)
    padded = f" {kept} " if kept else ""
    return {
        padded[start : start + length]
        for length in _RUNS
        for start in range(len(padded) - length + 1)
    }


def has_ideal(failure: FailureText) -> bool:
    return bool((failure.ideal or "").strip())


def reshaped(
    shape: NDArray[np.float64], ideal_shape: NDArray[np.float64], given: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """(failures, 16) by how much the ideal answer's shape differs from the output's, in standard
    deviations; zeros where there is none. Shapes: (failures, 16) raw; `given`: (failures,)."""
    found = np.zeros((len(given), len(FEATURES)))
    if given.any():
        change = ideal_shape[given] - shape[given]
        least = np.array([spread for _, spread in FEATURES])
        found[given] = change / np.maximum(change.std(axis=0), least)
    return found


def relation(failures: Sequence[FailureText], likeness: NDArray[np.float32]) -> NDArray[np.float64]:
    """(failures, 7) how output and input relate, standardised: words shared, as a part of each,
    lengths, numbers that are new or kept, and `likeness` (failures,), the cosine of the two."""
    raw = np.array([_related(failure) for failure in failures]).reshape(len(failures), 6)
    features = np.column_stack([raw, likeness.astype(np.float64)])
    if not len(features):
        return features
    return (features - features.mean(axis=0)) / np.maximum(features.std(axis=0), _LEAST_SPREAD)


def _related(failure: FailureText) -> list[float]:
    asked, answered = word_set(failure.asked), word_set(failure.answered)
    shared = len(asked & answered)
    wanted = {word for word in asked if word.isdigit()}
    told = {word for word in answered if word.isdigit()}
    return [
        shared / max(1, len(answered)),
        shared / max(1, len(asked)),
        math.log1p(len(failure.answered)) - math.log1p(len(failure.asked)),
        len(told - wanted) / math.sqrt(max(1, len(answered))),
        len(told & wanted) / len(wanted) if wanted else 0.5,
        math.log1p(len(failure.asked)),
    ]


def _readable(text: str) -> str:
    return text[:_WORDS_READ].encode("utf-8", "replace").decode("utf-8")
