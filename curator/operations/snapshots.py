"""A whole project as plain data at one moment: what stages read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from curator.model.case import Case
from curator.model.pattern import Pattern
from curator.model.review import Mark, Review
from curator.model.reviewed_case import ReviewedCase
from curator.model.snapshot import Snapshot, TrialSnapshot
from curator.operations import figures, haste
from curator.operations.pattern_state import current_patterns
from curator.project import (
    acts,
    cases,
    prompt_views,
    reviews,
    settings,
    trial_runs,
    trials,
    variants,
)
from curator.project.store import ProjectFile
from curator.reviewing import held_out
from curator.reviewing.near_duplicates import near_duplicate_groups, normalise
from curator.trials.comparison import compare

if TYPE_CHECKING:
    from curator.project.sql import Connection


def take_snapshot(
    project: ProjectFile, *, held_out_share: float = held_out.DEFAULT_SHARE
) -> Snapshot:
    """Everything later stages need, from one consistent view."""
    with project.reading() as connection:
        frozen = trials.frozen_held_out(connection)
        reviewed = _reviewed(connection, frozen, held_out_share)
        patterns = current_patterns(connection, reviewed)
        counted = figures.figures(connection)
        took = haste.times(connection)
        return Snapshot(
            name=project.name,
            seed=project.seed,
            revision=acts.revision(connection),
            reviewed=reviewed,
            marks=tuple(reviews.reviewer_marks(connection)),
            patterns=patterns,
            trials=_trials(connection, reviewed, patterns.patterns),
            figures=counted.model_copy(
                update={
                    "held_out": sum(one.held_out for one in reviewed),
                    "patterns": len(patterns.patterns),
                }
            ),
            settings=settings.settings(connection),
            held_out_frozen=bool(frozen),
            held_out_touched=trials.touched_held_out(connection),
            mark_seconds=took.marks,
            ideal_seconds=took.ideals,
            marked_together=took.together,
            held_out_seen=tuple(sorted(prompt_views.keys(connection) & _held_out(reviewed))),
        )


def _held_out(reviewed: tuple[ReviewedCase, ...]) -> frozenset[int]:
    return frozenset(one.case.key for one in reviewed if one.held_out)


def marked_cases(project: ProjectFile) -> tuple[ReviewedCase, ...]:
    """Every marked case with its review, by key, without working out who is held out."""
    with project.reading() as connection:
        of_case = {one.case_key: one for one in reviews.all_reviews(connection) if one.mark}
        return tuple(
            ReviewedCase.model_construct(case=case, review=of_case[case.key], held_out=False)
            for case in cases.cases(connection, sorted(of_case))
        )


def reviewed_cases(
    project: ProjectFile, *, held_out_share: float = held_out.DEFAULT_SHARE
) -> tuple[ReviewedCase, ...]:
    """Every marked case with its review and held-out membership, by key."""
    with project.reading() as connection:
        frozen = trials.frozen_held_out(connection)
        return _reviewed(connection, frozen, held_out_share)


def _reviewed(
    connection: Connection, frozen: frozenset[int], share: float
) -> tuple[ReviewedCase, ...]:
    of_case = {one.case_key: one for one in reviews.all_reviews(connection) if one.mark}
    found = cases.cases(connection, sorted(of_case))
    held = held_out_keys(found, of_case, frozen, share)
    return tuple(
        ReviewedCase.model_construct(case=case, review=of_case[case.key], held_out=case.key in held)
        for case in found
    )


def held_out_keys(
    found: list[Case],
    of_case: dict[int, Review],
    frozen: frozenset[int],
    share: float,
) -> frozenset[int]:
    """Held-out members among reviewed cases; conversations and near-duplicates stay together."""
    own = [case.conversation or normalise(case.asked) or case.uid for case in found]
    groups = held_out.join_groups(own, near_duplicate_groups([case.asked for case in found]))
    candidates = [
        held_out.Candidate(case.key, group, case.hold_rank, of_case[case.key].mark or Mark.SKIP)
        for case, group in zip(found, groups, strict=True)
    ]
    return held_out.membership(candidates, share=share, frozen=frozen)


def _trials(
    connection: Connection, reviewed: tuple[ReviewedCase, ...], patterns: tuple[Pattern, ...]
) -> tuple[TrialSnapshot, ...]:
    marks = {one.case.key: one.review.mark for one in reviewed if one.review.mark}
    by_key = variants.variants(connection)
    by_name = {variant.name: variant for variant in by_key.values()}
    costs = trial_runs.costs(connection)
    result: list[TrialSnapshot] = []
    found = trials.trials(connection)
    without = _without_output(connection, [trial.key for trial in found if trial.run_uid])
    for trial in found:
        outputs = tuple(trials.outputs(connection, trial.key))
        result.append(
            TrialSnapshot.model_construct(
                variant=by_name[trial.variant],
                comparison=compare(trial, outputs, marks, patterns).model_copy(
                    update={"cost": costs.get(trial.key)}
                ),
                outputs=outputs,
                unanswered=tuple(sorted(without[trial.key])),
            )
        )
    return tuple(result)


def _without_output(connection: Connection, trial_keys: list[int]) -> dict[int, set[int]]:
    """Trial key to the cases of which a call failed."""
    found: dict[int, set[int]] = defaultdict(set)
    for trial, case, _, failure in trial_runs.finished(connection, trial_keys):
        if failure:
            found[trial].add(case)
    return found
