"""What is left for training, once patterns that something else fixes are put aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curator.model.dataset import Dataset
from curator.model.pattern import Fix
from curator.model.snapshot import Snapshot
from curator.model.statistics import Estimate, wilson
from curator.readiness.outcomes import Outcome
from curator.readiness.pattern_evidence import PatternEvidence
from curator.readiness.residual import as_share_of_all
from curator.readiness.thresholds import Thresholds

OTHERWISE: tuple[Fix, ...] = ("knowledge", "product", "prompt")
"""Remedies that are not training."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """Training rows and failures left, without the patterns that something else fixes.

    `left` is a share of all cases, None where no prompt is measured. `elsewhere` names by remedy
    the failures left in the patterns put aside.
    """

    rows: int
    aside: int
    """Training rows of the patterns put aside."""
    left: Estimate | None
    elsewhere: Mapping[Fix, tuple[int, ...]]

    def is_shown(self, tolerance: float) -> bool:
        """Whether more than the tolerance is left for training; so too with nothing aside."""
        nothing_aside = not (self.aside or self.elsewhere)
        return nothing_aside or self.left is None or self.left.low > tolerance

    @property
    def largest(self) -> Fix:
        """The remedy of most of what lies elsewhere."""
        return max(self.elsewhere, key=lambda fix: (len(self.elsewhere[fix]), fix))


def what_remains(
    snapshot: Snapshot,
    thresholds: Thresholds,
    dataset: Dataset,
    patterns: Sequence[PatternEvidence],
    best: Outcome | None,
    *,
    aims_at_cost: bool,
) -> Remaining:
    """Put the patterns aside whose remedy is a prompt, knowledge or a product change.

    Aiming at cost, what a prompt fixes is what a smaller model is trained on.
    """
    others: list[Fix] = [fix for fix in OTHERWISE if not (aims_at_cost and fix == "prompt")]
    remedy: dict[int, Fix] = {}
    for one in patterns:
        if one.remedy in others:
            remedy |= dict.fromkeys(one.cases, one.remedy)
    keys = [row.case_key for row in dataset.rows if row.split != "held_out"]
    rows = sum(key not in remedy for key in keys)
    still = best.still_failing if best is not None else ()
    elsewhere: dict[Fix, tuple[int, ...]] = {}
    for fix in others:
        cases = tuple(key for key in still if remedy.get(key) == fix)
        if cases:
            elsewhere[fix] = cases
    left = None
    if best is not None and best.failures.of:
        share = wilson(sum(key not in remedy for key in still), best.failures.of)
        left = as_share_of_all(share, snapshot, thresholds)
    return Remaining(rows=rows, aside=len(keys) - rows, left=left, elsewhere=elsewhere)
