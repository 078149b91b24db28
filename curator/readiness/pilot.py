"""After a pilot: the tuned model against the best prompt, and what more rows would bring.

A variant is a tuned model when its definition says `tuned`; `training_rows` says on how many
rows, `with_prompt` names the variant whose prompt it was run with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curator.model.readiness import CurvePoint, PairedResult, Pilot
from curator.model.review import Mark
from curator.model.snapshot import Snapshot, TrialSnapshot
from curator.model.statistics import wilson
from curator.readiness.outcomes import Outcome, judged_marks
from curator.readiness.paired import compare_marks
from curator.readiness.texts import percent
from curator.readiness.thresholds import Thresholds
from curator.trials.across_runs import Side, not_comparable

GUARDS = (("Unrelated cases", "unrelated"), ("Safety cases", "safety"))
"""Passing cases known by their tag."""


def learning_curve(snapshot: Snapshot, outcomes: Sequence[Outcome]) -> tuple[CurvePoint, ...]:
    """Share of held-out cases passing by number of training rows, over tuned variants alone.

    All points stand on the held-out cases that every one of them was judged on.
    """
    alone = [one for one in outcomes if not _prompted(snapshot, one)]
    tuned = [(rows, one) for one in alone if (rows := _rows(snapshot, one))]
    held = {item.case.key for item in snapshot.reviewed if item.held_out}
    for _, one in tuned:
        held &= one.marks.keys()
    points = [
        CurvePoint(
            rows=rows,
            name=one.name,
            passing=wilson(sum(one.marks[key] is Mark.PASS for key in held), len(held)),
        )
        for rows, one in tuned
    ]
    return tuple(sorted(points, key=lambda point: (point.rows, point.name))) if held else ()


def curve_words(points: Sequence[CurvePoint]) -> str:
    """ "50 rows 62 %, 100 rows 58 %"."""
    return ", ".join(f"{one.rows:,} rows {percent(one.passing.value)}" for one in points)


def still_rises(points: Sequence[CurvePoint]) -> bool | None:
    """Whether the last step of the curve goes up; None with fewer than two points."""
    if len(points) < 2:
        return None
    return points[-1].passing.value > points[-2].passing.value


def pilot(
    snapshot: Snapshot, outcomes: Sequence[Outcome], best: Outcome | None, thresholds: Thresholds
) -> Pilot | None:
    """The latest tuned variant against the best prompt on the held-out set; None without both."""
    tuned = [one for one in outcomes if one.traits.tuned]
    alone = [one for one in tuned if not _prompted(snapshot, one)] or tuned
    if best is None or not alone:
        return None
    latest = alone[-1]
    prompted = [one for one in tuned if one is not latest and _prompted(snapshot, one)]
    joint = prompted[-1] if prompted else None
    held = [item for item in snapshot.reviewed if item.held_out]
    ids = {item.case.key: item.case.id for item in held}
    level = thresholds["significance"]

    def against(name: str, keys: Sequence[int], marks: Mapping[int, Mark]) -> PairedResult:
        return compare_marks(name, keys, best.marks, marks, ids, level)

    hurdle = _hurdle(snapshot, latest, best)
    if hurdle:
        told = f"{latest.name} cannot be compared with the best prompt, {best.name}. {hurdle}"
        nothing = against(latest.name, [], latest.marks)
        return Pilot(variant=latest.name, against=best.name, overall=nothing, sentence=told)
    overall = against(latest.name, list(ids), latest.marks)
    patterns = [
        against(pattern.name, [key for key in pattern.members if key in ids], latest.marks)
        for pattern in snapshot.patterns.patterns
    ]
    passing = [item for item in held if item.passed]
    guards = [against("Passing cases", [item.case.key for item in passing], latest.marks)]
    guards += [
        against(name, [i.case.key for i in passing if tag in i.review.tags], latest.marks)
        for name, tag in GUARDS
    ]
    return Pilot(
        variant=latest.name,
        against=best.name,
        overall=overall,
        patterns=tuple(one for one in patterns if one.cases),
        guards=tuple(one for one in guards if one.cases),
        with_prompt=against(joint.name, list(ids), joint.marks) if joint is not None else None,
        sentence=_sentence(latest, best, overall, level),
    )


def _hurdle(snapshot: Snapshot, latest: Outcome, best: Outcome) -> str:
    """Why two runs on endpoints may not be compared on held-out cases, "" where they may.

    Of outputs made elsewhere it is for the person who made them to know.
    """
    held = {item.case.key for item in snapshot.reviewed if item.held_out}
    mine, theirs = _trial_of(snapshot, latest), _trial_of(snapshot, best)
    runs = {one.comparison.trial.run_uid for one in (mine, theirs)}
    if len(runs) < 2 or "" in runs:
        return ""

    def side(outcome: Outcome, trial: TrialSnapshot) -> Side:
        run = trial.comparison.trial.run_uid
        fresh = [
            judged_marks(one)
            for one in snapshot.trials
            if one.comparison.trial.run_uid == run and one.variant.definition.get("baseline")
        ]
        marks = {key: mark for key, mark in outcome.marks.items() if key in held}
        judge = trial.comparison.trial.judge
        return Side(outcome.name, marks, fresh[-1] if fresh else None, judge)

    return not_comparable(side(latest, mine), side(best, theirs))


def _trial_of(snapshot: Snapshot, outcome: Outcome) -> TrialSnapshot:
    return next(t for t in reversed(snapshot.trials) if t.variant.name == outcome.name)


def _sentence(latest: Outcome, best: Outcome, overall: PairedResult, level: float) -> str:
    told = f"{latest.name} against the best prompt, {best.name}: {overall.sentence}"
    if overall.cases and not (overall.p_value < level and overall.fixed > overall.broken):
        told += " No gain shown: stop and rethink the task before training on more."
    return told


def _rows(snapshot: Snapshot, outcome: Outcome) -> int | None:
    value = _definition(snapshot, outcome).get("training_rows")
    if not outcome.traits.tuned or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value)


def _prompted(snapshot: Snapshot, outcome: Outcome) -> bool:
    return bool(_definition(snapshot, outcome).get("with_prompt"))


def _definition(snapshot: Snapshot, outcome: Outcome) -> Mapping[str, object]:
    """The variant's definition; its latest trial is the one that counts."""
    found = [t.variant.definition for t in snapshot.trials if t.variant.name == outcome.name]
    return found[-1] if found else {}
