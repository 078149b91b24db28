"""The declared checks: each one function with number, name, severity, threshold and source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from curator.model.readiness import CheckResult, Place, Severity
from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.parts import EVERYTHING
from curator.readiness.texts import natural_order, percent
from curator.readiness.thresholds import OWN


@dataclass(frozen=True, slots=True)
class Findings:
    """What one check found. `cases` are public case ids, for a file its line numbers.

    `severity` replaces the declared one where the extent decides; `evidence` says that the
    held-out set or a trial is touched although no held-out row is named.
    """

    cases: tuple[str, ...] = ()
    sentence: str = ""
    """What was found, or why there is nothing to look at; a passed check has its own words."""
    remark: str = ""
    """Said in either case."""
    found: bool | None = None
    """None is: found when it names a case."""
    severity: Severity | None = None
    applicable: bool = True
    evidence: bool = False
    places: tuple[Place, ...] = ()
    """Where in the cases; for a file each case has a place even where this is empty."""


def not_applicable(sentence: str) -> Findings:
    """The check has nothing to look at."""
    return Findings(sentence=sentence, applicable=False)


CheckFunction = Callable[[CheckContext], Findings]


@dataclass(frozen=True, slots=True)
class Check:
    """One declared check. `thresholds` are names in the table of thresholds."""

    number: int
    name: str
    severity: Severity
    group: str
    passed: str
    """The sentence when nothing is found."""
    run: CheckFunction = field(compare=False)
    source: str = OWN
    thresholds: tuple[str, ...] = ()
    project: bool = True
    """It runs on a project's dataset."""
    file: bool = True
    """It runs on a fine-tuning file."""
    pairs: bool = False
    """It concerns preference pairs only."""
    comparisons: bool = True
    """What it finds in held-out rows makes comparisons on them doubtful (rule 3)."""
    where: str = ""
    """The field of a row that it looks at, where that is one."""
    reads: tuple[str, ...] = EVERYTHING
    """Parts of the context that its answer follows from: unchanged, it need not run again."""


def run_check(check: Check, context: CheckContext) -> CheckResult:
    """Run one check and dress what it found. A case is named once, in natural order."""
    findings = check.run(context)
    cases = natural_order(findings.cases)
    found = bool(cases) if findings.found is None else findings.found
    held = check.comparisons and any(case in context.held_out_ids for case in cases)
    evidence = findings.evidence or held
    severity = findings.severity or check.severity
    status = "not applicable" if not findings.applicable else "found" if found else "passed"
    sentence = check.passed if status == "passed" else findings.sentence
    return CheckResult(
        number=check.number,
        name=check.name,
        severity=severity,
        status=status,
        sentence=f"{sentence} {findings.remark}".strip(),
        count=len(cases),
        case_ids=cases,
        threshold=_threshold_words(check.thresholds, context),
        source=check.source,
        touches_evidence=found and evidence,
        places=context.placed(cases, findings.places, check.where),
    )


def run_all(checks: Iterable[Check], context: CheckContext) -> tuple[CheckResult, ...]:
    """Results in order of number; those whose inputs are as they were are not worked out anew."""
    results = [
        context.memo.remember(
            f"check {check.number}",
            context.digest(check.reads),
            lambda check=check: run_check(check, context),
        )
        for check in checks
    ]
    return tuple(sorted(results, key=lambda result: result.number))


def _threshold_words(names: Sequence[str], context: CheckContext) -> str:
    rows = {row.name: row for row in context.thresholds.rows}
    return ", ".join(
        percent(rows[name].value)
        if rows[name].unit == "share"
        else f"{rows[name].value:g} {rows[name].unit}"
        for name in names
    )
