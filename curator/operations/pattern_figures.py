"""The figures of every pattern, from the project as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from curator.errors import Cancelled
from curator.model.base import JsonObject
from curator.model.case import Case
from curator.model.pattern import Pattern
from curator.model.pattern_figures import FixedBy, PatternFigures
from curator.model.review import Severity
from curator.model.reviewed_case import ReviewedCase
from curator.model.statistics import Estimate, wilson
from curator.model.trial import Comparison
from curator.model.work import IsCancelled, Progress, never_cancelled, no_progress
from curator.operations import patterns as deeds
from curator.operations.embedding import cached_embed, chosen_embedder
from curator.operations.pattern_study import vectors_of
from curator.operations.snapshots import marked_cases
from curator.operations.trials import comparisons
from curator.patterns.lift import Described, Lifts, lifts
from curator.patterns.trend import Dated, trend
from curator.project import cases, settings
from curator.project.store import ProjectFile
from curator.readiness.consistency import Consistency, correction_vectors, measure_consistency
from curator.readiness.new_facts import find_new_facts
from curator.readiness.thresholds import read_thresholds
from curator.reviewing import estimates

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pydantic import JsonValue


NEAR_MEMBERS = 0.75
"""Share of a pattern's members that lie within what is called near it."""
_STEPS = 4
_DEPTH = 2
"""How deep metadata is read: {"customer": {"plan": "pro"}} gives the field customer.plan."""


def pattern_figures(
    project: ProjectFile,
    *,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> dict[str, PatternFigures]:
    """Figures by pattern id. Embeds every reviewed case once, so in the background.

    Raises `Cancelled`.
    """

    def step(done: int) -> None:
        if is_cancelled():
            raise Cancelled
        progress(done, _STEPS)

    marked = marked_cases(project)
    reviewed = [one for one in marked if one.failed or one.passed]
    standing = deeds.standing_of(project, marked).patterns
    with project.reading() as connection:
        prefixes = [estimates.prefix_of(*one) for one in cases.marked_prefixes(connection)]
        uses_severity = settings.settings(connection).get("severity") is True
    step(0)
    near = _near(project, reviewed, standing)
    step(1)
    described = [Described(one.case.key, fields_of(one.case)) for one in reviewed]
    where = lifts(described, {one.id: one.members for one in standing})
    step(2)
    consistency, facts = _consistency(project, reviewed, standing), _new_facts(project, reviewed)
    step(3)
    tried = comparisons(project)
    dated = [Dated(one.case.key, one.failed, one.case.created_at or "") for one in reviewed]
    failures = sum(one.failed for one in reviewed)
    severity_of = {one.case.key: one.review.severity for one in reviewed}
    found: dict[str, PatternFigures] = {}
    for one in standing:
        found[one.id] = _figures(
            one,
            failures=failures,
            of_traffic=estimates.share_of_all(one.members, prefixes),
            near=near.get(one.id),
            lifts=where[one.id],
            consistency=consistency.get(one.id),
            facts=facts,
            tried=tried,
        ).model_copy(
            update={
                "trend": trend(dated, one.members),
                "severities": _severities(one.members, severity_of) if uses_severity else None,
            }
        )
    step(_STEPS)
    return found


def _figures(
    pattern: Pattern,
    *,
    failures: int,
    of_traffic: Estimate | None,
    near: Estimate | None,
    lifts: Lifts,
    consistency: Consistency | None,
    facts: Mapping[int, bool],
    tried: Sequence[Comparison],
) -> PatternFigures:
    carries = [facts[key] for key in pattern.members if key in facts]
    return PatternFigures(
        pattern_id=pattern.id,
        name=pattern.name,
        count=len(pattern.members),
        share=wilson(len(pattern.members), failures),
        of_traffic=of_traffic,
        near=near,
        near_sentence=_near_sentence(near),
        lifts=lifts.found,
        tested=lifts.tested,
        trend=trend((), ()),
        cohesion=pattern.cohesion,
        consistency=consistency.inside if consistency else None,
        consistency_random=consistency.random if consistency else None,
        consistency_p=consistency.p_value if consistency else None,
        new_facts=wilson(sum(carries), len(carries)) if carries else None,
        trials=_fixed_by(pattern.id, tried),
    )


def _severities(
    members: Sequence[int], severity_of: Mapping[int, Severity | None]
) -> tuple[tuple[str, int], ...]:
    """Counts from high to low, then of those without; levels that nobody gave are left out."""
    given = [severity_of.get(key) for key in members]
    counts = [(level.value, given.count(level)) for level in reversed(Severity)]
    return tuple((name, count) for name, count in (*counts, ("", given.count(None))) if count)


def _near(
    project: ProjectFile, reviewed: Sequence[ReviewedCase], patterns: Sequence[Pattern]
) -> dict[str, Estimate]:
    """Failure rate around each pattern of two members or more.

    Near means: at least as like the members' middle, in question and answer, as the least like
    of three quarters of the members.
    """
    import numpy as np

    vectors = vectors_of(project, [one.case.key for one in reviewed])
    failed = np.array([one.failed for one in reviewed], dtype=np.bool_)
    row_of = {one.case.key: row for row, one in enumerate(reviewed)}
    found: dict[str, Estimate] = {}
    for pattern in patterns:
        rows = [row_of[key] for key in pattern.members if key in row_of]
        if len(rows) < 2:
            continue
        middle: NDArray[np.float32] = vectors[rows].mean(axis=0)
        closeness: NDArray[np.float32] = np.round(vectors @ middle, 5)
        inside = closeness >= np.quantile(closeness[rows], 1 - NEAR_MEMBERS)
        found[pattern.id] = wilson(
            int(np.count_nonzero(failed & inside)), int(np.count_nonzero(inside))
        )
    return found


def _near_sentence(near: Estimate | None) -> str:
    if near is None:
        return "Too few members to say what lies near."
    return f"{near.count} of {near.of} reviewed cases near it failed: {near.percent}."


def fields_of(case: Case) -> dict[str, str]:
    """What the log says about a case beside its texts, as field and value."""
    fields = dict(_flat(case.metadata, "", _DEPTH))
    if case.model:
        fields["model"] = case.model
    return fields


def _flat(values: JsonObject, above: str, depth: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in values.items():
        path = f"{above}{name}"
        if isinstance(value, dict) and depth > 1:
            found += _flat(value, f"{path}.", depth - 1)
        elif text := _plain(value):
            found.append((path, text))
    return found


def _plain(value: JsonValue) -> str:
    """A single value as text; lists, objects, nothing and fractions give ""."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip() if isinstance(value, str | int) else ""


def _consistency(
    project: ProjectFile, reviewed: Sequence[ReviewedCase], patterns: Sequence[Pattern]
) -> dict[str, Consistency]:
    answered = [one for one in reviewed if one.failed and one.has_ideal]
    place = {one.case.key: row for row, one in enumerate(answered)}
    groups = {one.id: [place[key] for key in one.members if key in place] for one in patterns}
    if all(len(rows) < 2 for rows in groups.values()):
        return {}
    outputs = [one.case.answered for one in answered]
    ideals = [one.review.ideal or "" for one in answered]
    embed = cached_embed(project, chosen_embedder(project))
    return measure_consistency(correction_vectors(outputs, ideals, embed), groups)


def _new_facts(project: ProjectFile, reviewed: Sequence[ReviewedCase]) -> dict[int, bool]:
    """Whether the ideal answer of each corrected failure carries a new fact, by case key."""
    answered = [one for one in reviewed if one.failed and one.has_ideal]
    if not answered:
        return {}
    with project.reading() as connection:
        thresholds = read_thresholds(settings.settings(connection))
    found = find_new_facts(
        [one.review.ideal or "" for one in answered],
        ["\n".join([*(m.text for m in one.case.input), one.case.answered]) for one in answered],
        thresholds["rare_words"],
        [one.case.answered for one in reviewed],
    )
    return {one.case.key: bool(facts) for one, facts in zip(answered, found, strict=True)}


def _fixed_by(pattern_id: str, tried: Sequence[Comparison]) -> tuple[FixedBy, ...]:
    return tuple(
        FixedBy(
            trial_uid=comparison.trial.uid,
            variant=comparison.trial.variant,
            cases=one.cases,
            fixed=one.fixed,
            fix_rate=one.fix_rate,
        )
        for comparison in tried
        for one in comparison.patterns
        if one.pattern_id == pattern_id and one.cases
    )
