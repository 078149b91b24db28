"""Agreement in figures: between reviewers, with oneself, and over time."""

from __future__ import annotations

from collections.abc import Sequence

from curator.model.readiness import AgreementFigures
from curator.model.review import Mark
from curator.model.snapshot import Snapshot
from curator.model.statistics import wilson
from curator.readiness.agreement import (
    Agreement,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
)

LEAST_FOR_DRIFT = 40
"""Marks below which two halves say nothing."""


def agreement_figures(snapshot: Snapshot, measured: Agreement) -> AgreementFigures:
    """All figures that can be known; what lacks cases is None."""
    by_case: dict[int, dict[str, Mark]] = {}
    for one in snapshot.marks:
        if one.mark is not Mark.SKIP:
            by_case.setdefault(one.case_key, {})[one.reviewer] = one.mark
    double = [given for _, given in sorted(by_case.items()) if len(given) > 1]
    units = [[mark.value for _, mark in sorted(given.items())] for given in double]
    names = sorted({name for given in double for name in given})
    pairs = [(given[names[0]].value, given[names[1]].value) for given in double if len(names) == 2]
    figures = snapshot.figures
    ids = {item.case.key: item.case.id for item in snapshot.reviewed}
    early, late = _halves(snapshot)
    drift = len(early) >= LEAST_FOR_DRIFT / 2
    return AgreementFigures(
        cases=measured.cases,
        reviewers=measured.reviewers,
        plain=measured.plain if measured.cases else None,
        cohen=cohen_kappa(pairs) if pairs else None,
        fleiss=fleiss_kappa(units) if len(names) > 2 else None,
        alpha=krippendorff_alpha(units),
        itself=wilson(figures.repeats_agreeing, figures.repeats) if figures.repeats else None,
        early=wilson(sum(early), len(early)) if drift else None,
        late=wilson(sum(late), len(late)) if drift else None,
        drift_p=_fisher(early, late) if drift else None,
        case_ids=tuple(ids[key] for key in measured.disagreeing if key in ids),
    )


def _halves(snapshot: Snapshot) -> tuple[list[bool], list[bool]]:
    """Whether each mark is a fail, first and second half by time.

    Of the cases that come first in the random order alone: others were picked for a reason.
    """
    prefix = snapshot.figures.random_prefix
    chosen = sorted(
        (item for item in snapshot.reviewed if item.passed or item.failed),
        key=lambda item: (item.case.draw, item.case.key),
    )[:prefix]
    chosen.sort(key=lambda item: (item.review.reviewed_at, item.case.key))
    half = len(chosen) // 2
    return [item.failed for item in chosen[:half]], [item.failed for item in chosen[half:]]


def _fisher(first: Sequence[bool], second: Sequence[bool]) -> float:
    """Fisher's exact test, two-sided, that both halves fail equally often."""
    import numpy as np
    from scipy.stats import fisher_exact  # loaded when first needed

    failed, passed = (sum(first), sum(second)), (len(first), len(second))
    table = np.array([failed, [n - k for n, k in zip(passed, failed, strict=True)]])
    return round(float(fisher_exact(table).pvalue), 6)
