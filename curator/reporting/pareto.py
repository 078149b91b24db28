"""Which patterns hold most of the failures, and the sentence that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.model.statistics import Estimate, wilson
from curator.reporting.summary import ParetoRow
from curator.reporting.wording import FIXES, capitalised, number_word, percent, plural

if TYPE_CHECKING:
    from curator.model.readiness import Readiness
    from curator.model.snapshot import Snapshot

MOST = 0.6
"""The headline names as many patterns as hold this share of the failures (own)."""
MOST_NAMED = 5
"""More patterns than this are no finding (own)."""
NO_PATTERN = "In no pattern"


def pareto(snapshot: Snapshot, readiness: Readiness) -> tuple[ParetoRow, ...]:
    """Every pattern with reviewed failures, largest first, those in no pattern last.

    Shares are of all reviewed failures, with Wilson intervals.
    """
    ids = {case.case.key: case.case.id for case in snapshot.failures}
    best = _best_fix_rates(snapshot)
    verdicts = {pattern.id: pattern for pattern in readiness.patterns}
    rows: list[ParetoRow] = []
    placed: set[int] = set()
    for pattern in snapshot.patterns.patterns:
        members = [key for key in pattern.members if key in ids and key not in placed]
        placed.update(members)
        if not members:
            continue
        verdict = verdicts.get(pattern.id)
        rate, variant = best.get(pattern.id, (None, ""))
        # A person's decision stands; where nobody decided, the readiness figures propose.
        fix = verdict.fix if verdict and pattern.fix == "undecided" else pattern.fix
        rows.append(
            ParetoRow(
                id=pattern.id,
                name=pattern.name,
                count=len(members),
                share=wilson(len(members), len(ids)),
                cumulative=0.0,
                fix=FIXES.get(fix, capitalised(fix)),
                verdict=verdict.verdict if verdict else "",
                best=rate,
                best_variant=variant,
                resists=rate is not None and rate.value < 0.5,
                case_ids=tuple(ids[key] for key in members),
            )
        )
    rows.sort(key=lambda row: (-row.count, row.name, row.id))
    lost = [key for key in ids if key not in placed]
    if lost and rows:
        rate, variant = best.get("", (None, ""))
        rows.append(
            ParetoRow(
                id="",
                name=NO_PATTERN,
                count=len(lost),
                share=wilson(len(lost), len(ids)),
                cumulative=0.0,
                fix="",
                best=rate,
                best_variant=variant,
                case_ids=tuple(ids[key] for key in lost),
            )
        )
    return _with_totals(rows, len(ids))


def _with_totals(rows: list[ParetoRow], failures: int) -> tuple[ParetoRow, ...]:
    found: list[ParetoRow] = []
    running = 0
    for row in rows:
        running += row.count
        found.append(row.model_copy(update={"cumulative": running / failures}))
    return tuple(found)


def _best_fix_rates(snapshot: Snapshot) -> dict[str, tuple[Estimate, str]]:
    """Each pattern's highest fix rate over all trials, with the variant's name."""
    best: dict[str, tuple[Estimate, str]] = {}
    for trial in snapshot.trials:
        for part in trial.comparison.patterns:
            held = best.get(part.pattern_id)
            if part.cases and (held is None or part.fix_rate.value > held[0].value):
                best[part.pattern_id] = (part.fix_rate, trial.comparison.trial.variant)
    return best


def headline(rows: tuple[ParetoRow, ...], snapshot: Snapshot) -> str:
    """The finding in one sentence without a full stop.

    Which patterns hold most failures, and how far the variants tried get with them.
    """
    failures, reviewed = len(snapshot.failures), len(snapshot.reviewed)
    if not reviewed:
        return "No case is reviewed yet"
    if not failures:
        return f"None of {plural(reviewed, 'reviewed case', 'reviewed cases')} fails"
    named = [row for row in rows if row.id]
    if not named:
        return (
            f"{failures:,} of {plural(reviewed, 'reviewed case', 'reviewed cases')} failed; "
            "no pattern is found yet"
        )
    top = next(
        (named[:k] for k in range(1, len(named) + 1) if named[k - 1].cumulative >= MOST), named
    )[:MOST_NAMED]
    verb = "makes up" if len(top) == 1 else "make up"
    subject = f"{number_word(len(top))} {'pattern' if len(top) == 1 else 'patterns'}"
    finding = f"{capitalised(subject)} {verb} {percent(top[-1].cumulative)} of the failures"
    return finding + _how_far(top, snapshot)


def _how_far(top: list[ParetoRow], snapshot: Snapshot) -> str:
    measured = [row for row in top if row.best is not None]
    tried = [trial.comparison for trial in snapshot.trials if trial.comparison.fix_rate.of]
    if not tried:
        return ", and no variant has been tried on them"
    if len(measured) == len(top) and all(row.resists for row in top):
        them = "it" if len(top) == 1 else "any of them"
        return f", and no variant tried fixes half of {them}"
    best = max((comparison.fix_rate for comparison in tried), key=lambda rate: rate.value)
    return (
        f"; the best variant fixes {percent(best.value)} of the {best.of:,} failures "
        "it was tried on"
    )
