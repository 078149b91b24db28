"""From the judged outputs of a run to its results: rates, paired tests, verdicts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from curator.model.pattern import Pattern
from curator.model.review import Mark
from curator.model.statistics import Estimate, wilson
from curator.model.trial import Trial, TrialCall, TrialOutput
from curator.model.trial_result import (
    Cell,
    Graded,
    JudgeAgreement,
    Net,
    Paired,
    Part,
    PartResult,
    VariantResult,
)
from curator.model.variant import VariantDefinition
from curator.trials.across_runs import Side, not_comparable
from curator.trials.comparison import mcnemar_p
from curator.trials.statistics import (
    Interval,
    holm,
    paired_bootstrap,
    paired_difference,
    sign_test,
    weighted,
)
from curator.trials.verdicts import Case, verdict_of

Marks = Mapping[int, Mark]


@dataclass(frozen=True)
class TrialData:
    """One trial of a run as it lies in the project."""

    trial: Trial
    definition: VariantDefinition
    outputs: Sequence[TrialOutput]
    calls: Sequence[TrialCall]
    agreement: JudgeAgreement | None = None
    judge_is_computed: bool = False
    """An automatic judge whose answer follows from the texts, or people."""


@dataclass(frozen=True)
class Known:
    """What the results of a run are told by. `failure_rate` is None where it is not known."""

    logged: Marks
    held_out: Collection[int]
    patterns: Sequence[Pattern]
    failure_rate: Estimate | None = None
    seed: int = 0
    margin: float | None = None
    against: str = ""
    """Name of the variant to compare with instead of the fresh baseline: the best prompt, for a
    tuned model."""


@dataclass(frozen=True)
class OtherRun:
    """A variant of another run to compare with, and that run's own fresh baseline."""

    reference: TrialData
    baseline: TrialData | None


def run_results(
    data: Sequence[TrialData], known: Known, other: OtherRun | None = None
) -> tuple[VariantResult, ...]:
    """One row a variant, in their order; tests are against the run's own fresh baseline.

    With `other` they are against a variant of another run, where the two runs are comparable.
    """
    baseline = next((one for one in data if _is_reference(one, known)), None)
    reference = other.reference if other is not None else baseline
    hurdles = [_hurdle(one, data, other) for one in data]
    before = _marks(reference) if reference is not None else None
    parts = [
        _parts(one, known, None if one is reference or hurdle else before)
        for one, hurdle in zip(data, hurdles, strict=True)
    ]
    rows = zip(data, _adjusted(parts), hurdles, strict=True)
    return tuple(_row(one, known, found, reference, hurdle) for one, found, hurdle in rows)


def _hurdle(data: TrialData, run: Sequence[TrialData], other: OtherRun | None) -> str:
    """Why this trial may not be compared with a variant of another run, "" where it may."""
    if other is None:
        return ""
    own = next((one for one in run if one.definition.baseline), None)
    return not_comparable(_side(data, own), _side(other.reference, other.baseline))


def _side(data: TrialData, baseline: TrialData | None) -> Side:
    fresh = _marks(baseline) if baseline is not None else None
    return Side(data.trial.variant, _marks(data), fresh, data.trial.judge)


def _is_reference(data: TrialData, known: Known) -> bool:
    """Whether the others are compared with this one: run afresh in the same run."""
    if known.against:
        return data.trial.variant == known.against
    return data.definition.baseline


def _marks(data: TrialData) -> dict[int, Mark]:
    return {
        one.case_key: one.mark
        for one in data.outputs
        if one.mark is not None and one.mark is not Mark.SKIP
    }


def _parts(data: TrialData, known: Known, before: Marks | None) -> list[PartResult]:
    marks = {key: mark for key, mark in _marks(data).items() if key in known.logged}
    held = {key for key in marks if key in known.held_out}
    wanted: list[tuple[Part, dict[int, Mark]]] = [("all", marks)]
    if held and len(held) < len(marks):
        tuning = {key: mark for key, mark in marks.items() if key not in held}
        wanted.append(("tuning", tuning))
    if held:
        wanted.append(("held-out", {key: marks[key] for key in held}))
    elif marks:
        wanted.append(("tuning", marks))
    return [_part(name, chosen, known, before) for name, chosen in wanted]


def _part(name: Part, marks: Marks, known: Known, before: Marks | None) -> PartResult:
    failures = sorted(key for key in marks if known.logged[key] is Mark.FAIL)
    passes = sorted(key for key in marks if known.logged[key] is Mark.PASS)
    broken = tuple(key for key in passes if marks[key] is Mark.FAIL)
    fixed = sum(marks[key] is Mark.PASS for key in failures)
    of_failures = paired(failures, before, marks) if before is not None else None
    of_passes = paired(passes, before, marks) if before is not None else None
    return PartResult(
        part=name,
        fix_rate=wilson(fixed, len(failures)),
        cells=_cells(failures, marks, known.patterns),
        now_failing=wilson(len(broken), len(passes)),
        now_failing_cases=broken,
        failures=of_failures,
        passes=of_passes,
        whole=paired(sorted(marks), before, marks) if before is not None else None,
        net=_net(of_failures, of_passes, known.failure_rate),
    )


def _net(failures: Paired | None, passes: Paired | None, rate: Estimate | None) -> Net | None:
    """Failures and passes of a run are not met in their true mix: weighed by the failure rate."""
    if failures is None or passes is None or rate is None or rate.of == 0:
        return None
    if not failures.cases or not passes.cases:
        return None
    found = weighted(_interval(failures), _interval(passes), rate.value)
    return Net(value=found.value, low=found.low, high=found.high, failure_rate=rate.value)


def _interval(of: Paired) -> Interval:
    return Interval(value=of.difference, low=of.low, high=of.high)


def _cells(failures: Sequence[int], marks: Marks, patterns: Sequence[Pattern]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    placed: set[int] = set()
    for pattern in patterns:
        members = set(pattern.members)
        placed |= members
        cells += _cell(pattern.id, pattern.name, [k for k in failures if k in members], marks)
    cells += _cell("", "Not in a pattern", [k for k in failures if k not in placed], marks)
    return tuple(cells)


def _cell(pattern_id: str, name: str, keys: Sequence[int], marks: Marks) -> list[Cell]:
    if not keys:
        return []
    fixed = tuple(key for key in keys if marks[key] is Mark.PASS)
    failing = tuple(key for key in keys if marks[key] is Mark.FAIL)
    rate = wilson(len(fixed), len(keys))
    return [
        Cell(
            pattern_id=pattern_id,
            name=name,
            fix_rate=rate,
            fixed_cases=fixed,
            failing_cases=failing,
        )
    ]


def paired(keys: Sequence[int], before: Marks, after: Marks) -> Paired:
    """Exact McNemar over the cases judged on both sides, with the interval of the difference."""
    shared = [key for key in keys if key in before and key in after]
    fixed = tuple(k for k in shared if before[k] is Mark.FAIL and after[k] is Mark.PASS)
    broken = tuple(k for k in shared if before[k] is Mark.PASS and after[k] is Mark.FAIL)
    both = sum(before[key] is after[key] is Mark.PASS for key in shared)
    neither = len(shared) - both - len(fixed) - len(broken)
    difference = paired_difference(both, len(fixed), len(broken), neither)
    p_value = mcnemar_p(len(fixed), len(broken))
    return Paired(
        cases=len(shared),
        fixed=len(fixed),
        broken=len(broken),
        p_value=p_value,
        adjusted_p=p_value,
        difference=difference.value,
        low=difference.low,
        high=difference.high,
        fixed_cases=fixed,
        broken_cases=broken,
    )


def _adjusted(rows: Sequence[list[PartResult]]) -> list[list[PartResult]]:
    """Every test with its p-value adjusted for the same test of the run's other variants."""
    families: dict[tuple[str, str], list[tuple[int, int, Paired]]] = defaultdict(list)
    for place, parts in enumerate(rows):
        for number, part in enumerate(parts):
            for name in ("failures", "passes", "whole"):
                found: Paired | None = getattr(part, name)
                if found is not None:
                    families[part.part, name].append((place, number, found))
    result = [list(parts) for parts in rows]
    for (_, name), members in families.items():
        corrected = holm([found.p_value for _, _, found in members])
        for (place, number, found), p_value in zip(members, corrected, strict=True):
            changed = found.model_copy(update={"adjusted_p": p_value})
            result[place][number] = result[place][number].model_copy(update={name: changed})
    return result


def _row(
    data: TrialData,
    known: Known,
    parts: list[PartResult],
    baseline: TrialData | None,
    hurdle: str,
) -> VariantResult:
    waiting = sum(1 for one in data.outputs if one.mark is None and known.logged.get(one.case_key))
    graded = (
        _graded(data, baseline, known)
        if baseline is not None and baseline is not data and not hurdle
        else None
    )
    case = Case(
        is_baseline=data is baseline,
        has_baseline=baseline is not None,
        parts=tuple(parts),
        waiting=waiting,
        judge=data.trial.judge,
        judge_is_computed=data.judge_is_computed,
        agreement=data.agreement,
        margin=known.margin,
        against=known.against,
        hurdle=hurdle,
    )
    said = verdict_of(data.trial.variant, case)
    good = [call for call in data.calls if not call.failure]
    costs = [call.cost for call in good if call.cost is not None]
    whole = len(costs) == len(good) and bool(good)
    return VariantResult(
        variant=data.trial.variant,
        trial_uid=data.trial.uid,
        is_baseline=data is baseline,
        judge=data.trial.judge,
        outputs=len(data.outputs),
        judged=sum(one.mark is not None for one in data.outputs),
        waiting=waiting,
        parts=tuple(parts),
        verdict=said.verdict,
        sentence=said.sentence,
        power=said.power,
        not_inferior=said.not_inferior,
        graded=graded,
        own_variance=_own_variance(good),
        agreement=data.agreement,
        cost_per_1000=1000 * sum(costs) / len(good) if whole else None,
        spent=sum(costs) if whole else None,
        seconds_median=_quantile([call.seconds for call in good], 0.5),
        seconds_p95=_quantile([call.seconds for call in good], 0.95),
        failures=dict(Counter(call.failure for call in data.calls if call.failure)),
    )


def _grades(calls: Sequence[TrialCall]) -> dict[int, float]:
    """Mean grade of each case over its judged repeats: the judge's own grade, else pass as 1."""
    grades: dict[int, list[float]] = defaultdict(list)
    for call in calls:
        if call.score is not None:
            grades[call.case_key].append(call.score)
        elif call.mark in (Mark.PASS, Mark.FAIL):
            grades[call.case_key].append(float(call.mark is Mark.PASS))
    return {key: sum(values) / len(values) for key, values in grades.items()}


def _graded(data: TrialData, baseline: TrialData, known: Known) -> Graded | None:
    """Sign test and bootstrap over mean grades; None where nothing but one mark a case is there."""
    finer = any(call.repeat > 1 or call.score not in (None, 0.0, 1.0) for call in data.calls)
    after, before = _grades(data.calls), _grades(baseline.calls)
    shared = sorted(key for key in after if key in before)
    if not finer or not shared:
        return None
    differences = [after[key] - before[key] for key in shared]
    better = sum(one > 1e-9 for one in differences)
    worse = sum(one < -1e-9 for one in differences)
    mean = paired_bootstrap(differences, known.seed)
    return Graded(
        cases=len(shared),
        better=better,
        worse=worse,
        p_value=sign_test(better, worse),
        difference=mean.value,
        low=mean.low,
        high=mean.high,
    )


def _own_variance(calls: Sequence[TrialCall]) -> Estimate | None:
    """Share of cases whose judged repeats do not all end alike: the model's own unrest."""
    ends: dict[int, list[Mark]] = defaultdict(list)
    for call in calls:
        if call.mark is not None:
            ends[call.case_key].append(call.mark)
    repeated = [marks for marks in ends.values() if len(marks) > 1]
    if not repeated:
        return None
    return wilson(sum(len(set(marks)) > 1 for marks in repeated), len(repeated))


def _quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which this share lies, without interpolation; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
