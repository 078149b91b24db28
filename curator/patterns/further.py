"""Figures of edits, demands and claims: for learning, and for grouping up to 5,000 failures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import IsCancelled
from curator.patterns.changed import changed
from curator.patterns.claims import claims
from curator.patterns.demands import fulfilment
from curator.patterns.edits import steps
from curator.patterns.failure_text import FailureText
from curator.patterns.first_edit import first_edit
from curator.patterns.measured import portions_of
from curator.patterns.signs import is_corrected
from curator.patterns.tokens import Reading, read

Figures = NDArray[np.float64]
_NOTHING = read("")


@dataclass(frozen=True)
class Further:
    """Figures of failures, (failures, figures) each; of corrections zeros where there is none."""

    edit_steps: Figures
    first_edit: Figures
    changed: Figures
    demands: Figures
    claims: Figures


def measure_further(failures: Sequence[FailureText], is_cancelled: IsCancelled) -> Further:
    """Measure failures in portions: what is read in their texts is held no longer than that.

    Raises `Cancelled` between two portions.
    """
    corrections: tuple[list[list[float]], ...] = ([], [], [])
    demands: list[list[float]] = []
    claimed: list[list[float]] = []
    for portion in portions_of(failures):
        if is_cancelled():
            raise Cancelled
        known = cache(read)
        for one in portion:
            asked, output = known(one.asked), known(one.answered)
            demands.append(fulfilment(asked, output))
            claimed.append(claims(asked, output))
            ideal = known(one.ideal or "") if is_corrected(one) else None
            for rows, how in zip(corrections, _CORRECTIONS, strict=True):
                rows.append(how(asked, output, ideal) if ideal else _none(how))
    tables = [_table(rows) for rows in (*corrections, demands, claimed)]
    return Further(*tables)


_CORRECTIONS: tuple[Callable[[Reading, Reading, Reading], list[float]], ...] = (
    steps,
    first_edit,
    changed,
)


@cache
def _none(how: Callable[[Reading, Reading, Reading], list[float]]) -> list[float]:
    return [0.0] * len(how(_NOTHING, _NOTHING, _NOTHING))


def _table(rows: Sequence[list[float]]) -> Figures:
    return np.array(rows, dtype=np.float64) if rows else np.zeros((0, 0))
