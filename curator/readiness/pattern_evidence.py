"""The figures of each pattern, and what would fix it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curator.model.dataset import Dataset
from curator.model.pattern import Fix, Pattern
from curator.model.review import Mark
from curator.model.snapshot import Snapshot
from curator.model.statistics import Estimate, wilson
from curator.model.work import Embed
from curator.readiness.consistency import Consistency, correction_vectors, measure_consistency
from curator.readiness.outcomes import KnowledgeGain, Outcome
from curator.readiness.residual import as_share_of_all
from curator.readiness.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class PatternEvidence:
    """The figures of one pattern. Shares are of its own failures or ideal answers."""

    pattern: Pattern
    cases: tuple[int, ...]
    """Keys of its failures."""
    ideal_answers: int
    training_rows: int
    still_failing: Estimate | None
    """Share of its failures that the best prompt leaves, None where none was judged."""
    left: Estimate | None
    """The same as a share of all cases, as if every failure were like these."""
    consistency: Consistency | None
    new_facts: Estimate | None
    knowledge: Estimate | None
    """Share of its residual failures that facts in the prompt fix."""
    remedy: Fix
    """What would fix it: people's word where they gave it, else what the figures say."""


SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Fixes:
    """What was tried: the best prompt, the runs with the facts, and the logged marks by key."""

    best: Outcome | None
    knowledge: Sequence[KnowledgeGain]
    logged: Mapping[int, Mark | None]

    def still_failing(self, members: Sequence[int]) -> Estimate | None:
        """Share of these failures that the best prompt leaves; None where none was judged."""
        if self.best is None:
            return None
        judged = [self.best.marks[key] for key in members if key in self.best.marks]
        return wilson(sum(mark is Mark.FAIL for mark in judged), len(judged)) if judged else None

    def fixed_by_facts(self, members: Sequence[int]) -> Estimate | None:
        """Share of what the best prompt leaves of these that facts in the prompt fix.

        Facts that break passing cases elsewhere fix nothing that could be put into use.
        """
        gains = [one for one in self.knowledge if not one.regressions.is_significant(SIGNIFICANT)]
        if not gains:
            return None
        fixed = {key for gain in gains for key in gain.fixed_cases}
        ran = {key for gain in gains for key in gain.residual_cases}
        residual = [key for key in members if key in ran]
        return wilson(sum(key in fixed for key in residual), len(residual)) if residual else None


def pattern_evidence(
    snapshot: Snapshot,
    thresholds: Thresholds,
    dataset: Dataset,
    new_facts: Mapping[int, bool],
    fixes: Fixes,
    embed: Embed,
) -> tuple[PatternEvidence, ...]:
    """The figures of every pattern, in the patterns' order. `new_facts` is by case key."""
    rows = {row.case_key for row in dataset.rows if row.split != "held_out"}
    failures = {item.case.key for item in snapshot.failures}
    with_ideal = {item.case.key for item in snapshot.failures if item.has_ideal}
    consistency = _consistency(snapshot, embed)
    made: list[PatternEvidence] = []
    for pattern in snapshot.patterns.patterns:
        members = tuple(key for key in pattern.members if key in failures)
        carries = [new_facts[key] for key in members if key in new_facts]
        still = fixes.still_failing(members)
        left = as_share_of_all(still, snapshot, thresholds) if still is not None else None
        facts = wilson(sum(carries), len(carries)) if carries else None
        fixed_by_facts = fixes.fixed_by_facts(members)
        made.append(
            PatternEvidence(
                pattern=pattern,
                cases=members,
                ideal_answers=sum(key in with_ideal for key in members),
                training_rows=sum(key in rows for key in members),
                still_failing=still,
                left=left,
                consistency=consistency.get(pattern.id),
                new_facts=facts,
                knowledge=fixed_by_facts,
                remedy=_remedy(
                    pattern,
                    left,
                    facts,
                    fixed_by_facts,
                    consistency.get(pattern.id),
                    thresholds,
                    confirmed=fixes.best is not None and fixes.best.on_held_out,
                ),
            )
        )
    return tuple(made)


def _consistency(snapshot: Snapshot, embed: Embed) -> dict[str, Consistency]:
    cases = [item for item in snapshot.failures if item.has_ideal]
    place = {item.case.key: index for index, item in enumerate(cases)}
    groups = {
        pattern.id: [place[key] for key in pattern.members if key in place]
        for pattern in snapshot.patterns.patterns
    }
    if all(len(group) < 2 for group in groups.values()):
        return {}
    outputs = [item.case.output.text for item in cases]
    ideals = [item.review.ideal or "" for item in cases]
    return measure_consistency(correction_vectors(outputs, ideals, embed), groups)


def _remedy(
    pattern: Pattern,
    left: Estimate | None,
    facts: Estimate | None,
    fixed_by_facts: Estimate | None,
    consistency: Consistency | None,
    thresholds: Thresholds,
    *,
    confirmed: bool = True,
) -> Fix:
    """`confirmed` says that what a prompt leaves was measured on held-out cases."""
    if pattern.fix != "undecided":
        return pattern.fix
    enough = thresholds["pattern_cases"]
    if (
        fixed_by_facts is not None
        and fixed_by_facts.of >= enough
        and fixed_by_facts.value >= thresholds["knowledge_fixed"]
    ):
        return "knowledge"
    # A pattern is small: two odd answers of ten do not make it one of missing knowledge.
    if facts is not None and facts.of >= enough and facts.low >= thresholds["new_facts"]:
        return "knowledge"
    if left is None:
        return "undecided"
    if left.high <= thresholds["tolerance"]:
        return "prompt" if confirmed else "undecided"
    remains = left.low > thresholds["tolerance"]
    return (
        "fine-tuning" if remains and _is_behaviour(facts, consistency, thresholds) else "undecided"
    )


def _is_behaviour(
    facts: Estimate | None, consistency: Consistency | None, thresholds: Thresholds
) -> bool:
    """Corrections that push the same way and carry few new facts: what training can teach."""
    if consistency is None or consistency.p_value is None:
        return False
    few_facts = facts is not None and facts.value < thresholds["new_facts"]
    return consistency.p_value < SIGNIFICANT and few_facts
