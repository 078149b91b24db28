"""Others' ways to group, on the same vectors, where they are installed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Rival = Callable[[Sequence[str], "NDArray[np.float32]"], list[int]]

UP_TO = 20_000
"""Failures up to which others are measured: they take minutes at this size, and scikit-learn's
HDBSCAN compares all pairs."""


class RivalFailed(Exception):
    """A rival ended in an error on a set; its words."""


def rivals(count: int) -> dict[str, Rival]:
    """Name to grouping, for sets of this size. Settings are each library's own."""
    found: dict[str, Rival] = {}
    if count > UP_TO:
        return found
    if find_spec("sklearn"):
        found["HDBSCAN"] = _hdbscan
    if find_spec("bertopic"):
        found["BERTopic"] = _bertopic
    return found


def timed(
    rival: Rival, texts: Sequence[str], vectors: NDArray[np.float32]
) -> tuple[list[int], float]:
    """Groups, below 0 for none, and the processor time they took.

    Raises RivalFailed: with too few rows the libraries under BERTopic raise one of these two.
    """
    started = time.process_time()
    try:
        groups = rival(texts, vectors)
    except (TypeError, ValueError) as error:
        raise RivalFailed(str(error)) from error
    return groups, time.process_time() - started


def _hdbscan(texts: Sequence[str], vectors: NDArray[np.float32]) -> list[int]:
    """Plain HDBSCAN; rows of length 1 make its Euclidean distance the cosine's equal."""
    del texts
    library = import_module("sklearn.cluster")
    return [int(one) for one in library.HDBSCAN(copy=True).fit_predict(vectors)]


def _bertopic(texts: Sequence[str], vectors: NDArray[np.float32]) -> list[int]:
    library = import_module("bertopic")
    topics, _ = library.BERTopic(embedding_model=None).fit_transform(list(texts), vectors)
    return [int(one) for one in topics]
