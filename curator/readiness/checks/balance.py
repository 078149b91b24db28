"""Checks of lengths, balance, provenance and the split (35 to 48)."""

from __future__ import annotations

import re
from collections import Counter

from curator.model.dataset import DatasetRow
from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.registry import Check, Findings, not_applicable
from curator.readiness.texts import counted, percent
from curator.readiness.thresholds import BEST_PRACTICE, SMALL_SAMPLES

_OUTLIER_ROWS = 20

_REFUSAL = re.compile(
    r"\b(i|we)('m| am|'re| are)? (sorry|afraid|unable|not able|cannot|can't|can not|won't)\b"
    r"[^.!?]{0,80}\b(help|assist|provide|answer|comply|do that|unable|can't|cannot)\b"
    r"|\b(i|we) (cannot|can't|won't|am not able to|are not able to) "
    r"(help|assist|provide|answer|comply|do that|discuss|fulfil)",
    re.IGNORECASE,
)


def is_refusal(text: str) -> bool:
    """Whether an answer's first 300 characters decline to answer (English stock phrases)."""
    return _REFUSAL.search(text[:300].replace("’", "'")) is not None


def _length_outliers(context: CheckContext) -> Findings:
    lengths = sorted(len(context.rows[position].ideal) for position in context.training)
    if len(lengths) < _OUTLIER_ROWS:
        return not_applicable(f"Fewer than {_OUTLIER_ROWS} training rows.")
    low, high = _quartile(lengths, 0.25), _quartile(lengths, 0.75)
    fence = context.thresholds["length_fence"] * (high - low)
    bad = [
        position
        for position in context.training
        if not low - fence <= len(context.rows[position].ideal) <= high + fence
    ]
    return Findings(
        context.ids(bad),
        f"{counted(len(bad), 'ideal answer')} far longer or shorter than the others, of which "
        f"half have {low:,.0f} to {high:,.0f} characters.",
    )


def _quartile(ordered: list[int], share: float) -> float:
    """Linear interpolation between the two nearest values."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _pattern_balance(context: CheckContext) -> Findings:
    rows = [context.rows[position] for position in context.training]
    sizes = Counter(row.pattern_id for row in rows if row.pattern_id)
    if len(sizes) < 2:
        return not_applicable("Fewer than two patterns among the training rows.")
    names = {row.pattern_id: row.pattern_name or row.pattern_id for row in rows}
    least = context.thresholds["pattern_rows"]
    small = sorted(pattern for pattern, size in sizes.items() if size < least)
    largest, size = max(sizes.items(), key=lambda item: (item[1], item[0]))
    share = size / len(rows)
    sentences: list[str] = []
    bad = [row.case_id for row in rows if row.pattern_id in small]
    if small:
        sentences.append(
            f"{counted(len(small), 'pattern')} with fewer than {least:g} training rows."
        )
    if share > context.thresholds["pattern_share"]:
        sentences.append(f"{names[largest]} makes up {percent(share)} of the training rows.")
        bad += [row.case_id for row in rows if row.pattern_id == largest]
    return Findings(tuple(bad), " ".join(sentences))


def _refusals(context: CheckContext) -> Findings:
    snapshot = context.snapshot
    if snapshot is None or not snapshot.reviewed or not context.training:
        return not_applicable("What share of answers should refuse is not known.")
    right = [item.case.output.text for item in snapshot.passes]
    right += [item.review.ideal or "" for item in snapshot.failures if item.has_ideal]
    real = sum(map(is_refusal, right)) / len(right) if right else 0.0
    refusing = [p for p in context.training if is_refusal(context.rows[p].ideal)]
    share = len(refusing) / len(context.training)
    if share <= context.thresholds["refusals"] * real:
        return Findings()
    return Findings(
        context.ids(refusing),
        f"{percent(share)} of the training rows refuse, against {percent(real)} of all right "
        "answers.",
    )


def _keep_examples(context: CheckContext) -> Findings:
    if not context.training or any(context.rows[p].keep for p in context.training):
        return Findings()
    return Findings(
        found=True,
        sentence="No passing case is among the training rows: mix some in to keep what works.",
    )


def _provenance(context: CheckContext) -> Findings:
    bad = [row.case_id for row in context.rows if not _is_traceable(row)]
    return Findings(
        tuple(bad), f"{counted(len(bad), 'row')} without a reviewer, a date or a source id."
    )


def _is_traceable(row: DatasetRow) -> bool:
    return all(part.strip() for part in (row.reviewer, row.reviewed_at, row.source_id))


def _unreviewed(context: CheckContext) -> Findings:
    bad = [row.case_id for row in context.rows if not row.accepted]
    return Findings(
        tuple(bad), f"{counted(len(bad), 'ideal answer')} that no one has accepted yet."
    )


def _split(context: CheckContext) -> Findings:
    count = len(context.held_out)
    least, enough = context.thresholds["held_out"], context.thresholds["held_out_pilot"]
    if count >= enough:
        return Findings()
    return Findings(
        found=True,
        severity="block" if count < least else "warn",
        sentence=f"{counted(count, 'held-out case')}; {least:g} are needed for any comparison, "
        f"{enough:g} before a pilot.",
    )


CHECKS = (
    Check(35, "Outlying lengths", "note", "length", "No ideal answer is of outlying length.",
          _length_outliers, thresholds=("length_fence",), where="ideal", reads=("ideal",)),
    Check(37, "Balance of patterns", "warn", "balance", "No pattern is too small or too large.",
          _pattern_balance, thresholds=("pattern_rows", "pattern_share"), file=False,
          reads=("pattern",)),
    Check(38, "Too many refusals", "warn", "balance", "Refusals are as frequent as they should be.",
          _refusals, BEST_PRACTICE, ("refusals",), file=False, reads=("ideal", "reviewed")),
    Check(39, "Passing cases to keep", "warn", "balance", "Passing cases are mixed in.",
          _keep_examples, file=False, reads=()),
    Check(44, "Reviewer, date and source", "block", "provenance",
          "Every row names its reviewer, date and source.", _provenance, file=False,
          reads=("provenance",)),
    Check(45, "Ideal answers no one reviewed", "block", "provenance",
          "A person accepted every ideal answer.", _unreviewed, file=False,
          reads=("provenance",)),
    Check(48, "Held-out set large enough", "block", "split", "The held-out set is large enough.",
          _split, SMALL_SAMPLES, ("held_out", "held_out_pilot"), file=False, reads=()),
)  # fmt: skip
