"""Everything the verdict rests on, gathered once from a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from curator.errors import CuratorError
from curator.model.dataset import Dataset, ExportOptions
from curator.model.readiness import (
    AgreementFigures,
    CheckResult,
    Costs,
    CurvePoint,
    Gate,
    Pilot,
)
from curator.model.snapshot import Snapshot
from curator.model.statistics import Estimate, wilson
from curator.model.work import Embed
from curator.readiness import costs as cost_math
from curator.readiness.agreement import Agreement, measure_agreement
from curator.readiness.agreement_figures import agreement_figures
from curator.readiness.checks import Memo, checks_in, dataset_context
from curator.readiness.cost_lines import cost_lines, months_until, target_words
from curator.readiness.dataset import build_dataset
from curator.readiness.gates import four_gates
from curator.readiness.haste import Haste, measure_haste
from curator.readiness.outcomes import (
    Gain,
    KnowledgeGain,
    Outcome,
    best_of,
    knowledge_gains,
    latest_gain,
    read_outcomes,
)
from curator.readiness.pattern_evidence import Fixes, PatternEvidence, pattern_evidence
from curator.readiness.pilot import learning_curve, pilot
from curator.readiness.remaining import Remaining, what_remains
from curator.readiness.suspects import Suspect, suspect_marks
from curator.readiness.targets import TargetPrice, target_named
from curator.readiness.texts import natural_order
from curator.readiness.thresholds import Thresholds, read_thresholds


@dataclass(frozen=True, slots=True)
class Evidence:
    """A snapshot with all its figures. `prompts` are variants that only ask differently."""

    snapshot: Snapshot
    thresholds: Thresholds
    dataset: Dataset
    checks: tuple[CheckResult, ...]
    agreement: Agreement
    ideal_answers: tuple[int, ...]
    new_facts: Estimate
    new_fact_cases: tuple[int, ...]
    baseline: Outcome | None
    prompts: tuple[Outcome, ...]
    best: Outcome | None
    gain: Gain | None
    knowledge: tuple[KnowledgeGain, ...]
    patterns: tuple[PatternEvidence, ...]
    costs: Costs
    people: AgreementFigures
    suspects: tuple[Suspect, ...]
    curve: tuple[CurvePoint, ...]
    pilot: Pilot | None
    gates: tuple[Gate, ...]
    target: TargetPrice | None
    aims_at_cost: bool
    remaining: Remaining
    haste: Haste
    as_of: date | None
    """Day of the last judgement: verdicts know no other clock."""

    def ids(self, keys: Iterable[int]) -> tuple[str, ...]:
        """Public ids of cases by key, in natural order."""
        wanted = set(keys)
        return natural_order(i.case.id for i in self.snapshot.reviewed if i.case.key in wanted)

    @property
    def training_rows(self) -> int:
        """Rows of patterns that training may fix, and of none: others teach what is not missing."""
        return self.remaining.rows

    @property
    def held_out_rows(self) -> int:
        return len(self.dataset.of("held_out"))

    @property
    def margin(self) -> float | None:
        """How much worse a cheaper model may be, as a share; None until the user says so."""
        value = self.snapshot.settings.get("margin")
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value)

    @property
    def costs_pay(self) -> bool:
        """It is known that fine-tuning pays back, within a stated margin."""
        costs = self.costs
        pays = costs.break_even_months is not None and not (costs.never or costs.after_shutdown)
        return pays and self.margin is not None

    @property
    def tolerance(self) -> float:
        return self.thresholds["tolerance"]


def gather(snapshot: Snapshot, embed: Embed, memo: Memo | None = None) -> Evidence:
    """Compute all evidence; `memo` spares what an earlier look worked out.

    Raises CuratorError when a setting of the project makes no sense.
    """
    thresholds = read_thresholds(snapshot.settings)
    dataset = build_dataset(snapshot, ExportOptions())
    outcomes = read_outcomes(snapshot, thresholds)
    prompts = tuple(one for one in outcomes if one.traits.is_prompt)
    best = best_of(prompts, thresholds)
    logged = {item.case.key: item.review.mark for item in snapshot.reviewed}
    held_out = frozenset(item.case.key for item in snapshot.reviewed if item.held_out)
    knowledge = knowledge_gains(outcomes, best, logged)
    fixes = Fixes(best, knowledge, logged)
    target, as_of = _target(snapshot), _as_of(snapshot)
    context = dataset_context(dataset, snapshot, embed=embed, memo=memo)
    agreement = measure_agreement(snapshot.marks)
    people = agreement_figures(snapshot, agreement)
    haste = measure_haste(snapshot)
    suspects = suspect_marks(snapshot, embed)
    new = {key: bool(facts) for key, facts in context.new_facts.items()}
    patterns = pattern_evidence(snapshot, thresholds, dataset, new, fixes, embed)
    return Evidence(
        snapshot=snapshot,
        thresholds=thresholds,
        dataset=dataset,
        checks=checks_in(context),
        agreement=agreement,
        ideal_answers=tuple(i.case.key for i in snapshot.failures if i.has_ideal),
        new_facts=wilson(sum(new.values()), len(new)),
        new_fact_cases=tuple(key for key, carries in new.items() if carries),
        baseline=next((one for one in reversed(outcomes) if one.traits.baseline), None),
        prompts=prompts,
        best=best,
        gain=latest_gain(prompts, held_out, thresholds),
        knowledge=knowledge,
        patterns=patterns,
        costs=_costs(snapshot, outcomes, target, as_of),
        people=people,
        suspects=suspects,
        curve=learning_curve(snapshot, outcomes),
        pilot=pilot(snapshot, outcomes, best, thresholds),
        gates=four_gates(
            snapshot, outcomes, best, people, suspects, haste, target, as_of, thresholds
        ),
        target=target,
        aims_at_cost=_aims_at_cost(snapshot),
        remaining=what_remains(
            snapshot, thresholds, dataset, patterns, best, aims_at_cost=_aims_at_cost(snapshot)
        ),
        haste=haste,
        as_of=as_of,
    )


def _costs(
    snapshot: Snapshot,
    outcomes: Sequence[Outcome],
    target: TargetPrice | None,
    as_of: date | None,
) -> Costs:
    """The cost math capped at the target's shutdown, and the alternatives beside it."""
    months = months_until(target.model_shutdown, as_of) if target is not None else None
    costs = cost_math.compute(cost_math.read_inputs(snapshot.settings), months)
    left = {one.name: one.residual for one in outcomes if one.residual is not None}
    return costs.model_copy(
        update={
            "lines": cost_lines(costs, left, snapshot.figures.failure_rate),
            "target": target_words(target, as_of) if target is not None else "",
        }
    )


def _target(snapshot: Snapshot) -> TargetPrice | None:
    name = snapshot.settings.get("target")
    if name is None or name == "":
        return None
    found = target_named(name) if isinstance(name, str) else None
    if found is None:
        raise CuratorError(
            f"There is no fine-tuning target {name!r}; resources/targets.toml lists them.",
            field="target",
        )
    return found


def _aims_at_cost(snapshot: Snapshot) -> bool:
    aim = snapshot.settings.get("aim", "quality")
    if aim not in ("quality", "cost"):
        raise CuratorError(f'The setting aim is "quality" or "cost", not {aim!r}.', field="aim")
    return aim == "cost"


def _as_of(snapshot: Snapshot) -> date | None:
    days: list[date] = []
    for item in snapshot.reviewed:
        for stamp in (item.review.reviewed_at, item.review.ideal_at):
            try:
                days.append(date.fromisoformat(stamp[:10]))
            except ValueError:
                continue
    return max(days, default=None)
