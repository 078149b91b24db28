"""What runs showed: results by variant and pattern, agreement of judges, blind preferences."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model.pattern import Pattern
from curator.model.review import ActKind, Mark
from curator.model.reviewed_case import ReviewedCase
from curator.model.trial import Trial, TrialOutput
from curator.model.trial_result import JudgeAgreement, Preference, RunResults
from curator.operations import figures
from curator.operations.model_judging import is_model
from curator.operations.pattern_state import current_patterns
from curator.operations.snapshots import reviewed_cases
from curator.operations.trials import references
from curator.operations.variants import definition_of, held_out_looked_at
from curator.project import acts, judge_calls, trial_runs, trials, variants
from curator.project.store import ProjectFile
from curator.trials.agreement import Pair, agreement_of
from curator.trials.judges import JUDGES, find_judge, judge_output
from curator.trials.results import Known, OtherRun, TrialData, run_results
from curator.trials.statistics import sign_test
from curator.trials.verdicts import BY_PEOPLE

if TYPE_CHECKING:
    from curator.project.sql import Connection


def results(project: ProjectFile, run_uid: str, *, against: str = "") -> RunResults:
    """The results of a run, the variants in the order of the run; every cell names its cases.

    `against` names the variant that the others are compared with instead of the fresh baseline:
    the best prompt, for a tuned model. Of another run it is its latest trial, and each row says
    why where the two are not comparable.
    """
    reviewed = reviewed_cases(project)
    with project.reading() as connection:
        plan = trial_runs.plan(connection, run_uid)
        if plan is None:
            raise CuratorError(f"There is no run “{run_uid}” in this project.", field="run")
        every = trials.trials(connection)
        of_run = [one for one in every if one.run_uid == run_uid]
        elsewhere = None
        if against and against not in {one.variant for one in of_run}:
            elsewhere = next((one for one in reversed(every) if one.variant == against), None)
            if elsewhere is None:
                raise CuratorError(f"There is no trial of “{against}”.", field="against")
        patterns = current_patterns(connection, reviewed).patterns
        known = Known(
            logged={one.case.key: one.review.mark for one in reviewed if one.review.mark},
            held_out=frozenset(one.case.key for one in reviewed if one.held_out),
            patterns=_ranked(patterns),
            failure_rate=figures.figures(connection).failure_rate,
            seed=project.seed,
            margin=plan.request.margin,
            against=against,
        )
        other = _other_run(connection, elsewhere, every, reviewed) if elsewhere else None
        rows = run_results([_data(connection, one, reviewed) for one in of_run], known, other)
    return RunResults(run_uid=run_uid, rows=rows, warnings=_warnings(project, plan.held_out))


def _other_run(
    connection: Connection,
    chosen: Trial,
    every: list[Trial],
    reviewed: tuple[ReviewedCase, ...],
) -> OtherRun:
    """A trial of another run with that run's fresh baseline; outputs made elsewhere are one."""
    by_name = {one.name: one for one in variants.variants(connection).values()}
    fresh = [
        one
        for one in every
        if one.run_uid == chosen.run_uid and definition_of(by_name[one.variant]).baseline
    ]
    baseline = _data(connection, fresh[-1], reviewed) if fresh else None
    return OtherRun(_data(connection, chosen, reviewed), baseline)


def _ranked(patterns: tuple[Pattern, ...]) -> list[Pattern]:
    return sorted(patterns, key=lambda one: (-len(one.members), one.name, one.id))


def _data(connection: Connection, trial: Trial, reviewed: tuple[ReviewedCase, ...]) -> TrialData:
    by_name = {one.name: one for one in variants.variants(connection).values()}
    by_program = trial.judge not in BY_PEOPLE
    return TrialData(
        trial=trial,
        definition=definition_of(by_name[trial.variant]),
        outputs=trials.outputs(connection, trial.key),
        calls=trial_runs.calls(connection, [trial.key]),
        agreement=_agreement(connection, trial.judge, reviewed) if by_program else None,
        judge_is_computed=is_computed(trial.judge),
    )


def is_computed(judge: str) -> bool:
    """Whether marks of this judge follow from the texts alone, or come from people."""
    return judge in BY_PEOPLE or judge.partition(":")[0] in JUDGES


def _warnings(project: ProjectFile, held_out: tuple[int, ...]) -> tuple[str, ...]:
    seen = held_out_looked_at(project).intersection(held_out)
    if not seen:
        return ()
    number = f"{len(seen):,} held-out {'case was' if len(seen) == 1 else 'cases were'}"
    return (f"{number} looked at while a prompt was written: what they show is not independent.",)


def judge_agreement(project: ProjectFile, judge: str) -> JudgeAgreement:
    """How far a judge agrees with people, on every output that both judged.

    Those are outputs of trials with this judge that a person judged too, and the logged outputs
    that reviewers marked, as far as the judge can compute them or has judged them.
    """
    reviewed = reviewed_cases(project)
    with project.reading() as connection:
        return _agreement(connection, judge, reviewed)


def _agreement(
    connection: Connection, judge: str, reviewed: tuple[ReviewedCase, ...]
) -> JudgeAgreement:
    pairs = _judged_by_both(connection, judge)
    pairs += _on_logged_outputs(connection, judge, reviewed)
    return agreement_of(judge, pairs)


def _judged_by_both(connection: Connection, judge: str) -> list[Pair]:
    """Outputs of trials with this judge that a person judged too, in or outside the app."""
    by_people: dict[tuple[str, int], Mark] = {}
    for act in acts.standing_acts(connection, (ActKind.JUDGE,)):
        if act.case_key is not None and act.payload["mark"] is not None:
            by_people[str(act.payload["trial"]), act.case_key] = Mark(str(act.payload["mark"]))
    pairs: list[Pair] = []
    for trial in trials.trials(connection):
        if trial.judge != judge:
            continue
        for key, given in trials.given_marks(connection, trial.key).items():
            person = by_people.get((trial.uid, key))
            if person is not None:
                pairs.append(Pair(key, person, given))
    return pairs


def _on_logged_outputs(
    connection: Connection, judge: str, reviewed: tuple[ReviewedCase, ...]
) -> list[Pair]:
    """Logged outputs that a reviewer marked and this judge can judge at once."""
    if judge == "schema":
        return []  # it belongs to a variant, and the logged outputs had another one
    if is_model(judge):
        said_before = judge_calls.marks_on_logged(connection, judge)
        return [
            Pair(one.case.key, one.review.mark, said_before[one.case.key])
            for one in reviewed
            if one.review.mark is not None and one.case.key in said_before
        ]
    found = find_judge(judge)
    known = references(connection, [one.case.key for one in reviewed])
    pairs: list[Pair] = []
    for one in reviewed:
        person = one.review.mark
        said = judge_output(found, one.case.answered, known.get(one.case.key))
        if said is not None and person is not None:
            pairs.append(Pair(one.case.key, person, said.mark))
    return pairs


def queue_to_compare(project: ProjectFile, trial_uid: str, count: int = 40) -> list[int]:
    """Cases whose output a program judged and no person yet, to be judged blind for agreement.

    As many of what it passed as of what it failed, in a seeded order.
    """
    by_people: set[int | None] = set()
    with project.reading() as connection:
        key = trials.trial_key(connection, trial_uid)
        if key is None:
            raise CuratorError(f"There is no trial “{trial_uid}” in this project.")
        given = trials.given_marks(connection, key)
        for act in acts.standing_acts(connection, (ActKind.JUDGE,)):
            if act.payload["trial"] == trial_uid:
                by_people.add(act.case_key)
    rng = random.Random(project.seed)
    chosen: list[int] = []
    for mark in (Mark.PASS, Mark.FAIL):
        open_ones = sorted(one for one in given if given[one] is mark and one not in by_people)
        rng.shuffle(open_ones)
        chosen += open_ones[: count // 2]
    rng.shuffle(chosen)
    return chosen


def preference(project: ProjectFile, trial_uid: str) -> Preference:
    """How often the variant's output was chosen over the logged one in blind judging."""
    better = worse = ties = 0
    with project.reading() as connection:
        chosen: dict[int | None, int] = {}
        for act in acts.standing_acts(connection, (ActKind.JUDGE,)):
            choice = act.payload.get("choice")
            if act.payload["trial"] != trial_uid or choice is None:
                continue
            if choice in ("a", "b"):
                chosen[act.case_key] = 1 if choice != act.payload["logged_side"] else -1
            else:
                chosen[act.case_key] = 0
    for one in chosen.values():
        better, worse, ties = better + (one > 0), worse + (one < 0), ties + (one == 0)
    return Preference(better=better, worse=worse, ties=ties, p_value=sign_test(better, worse))


def outputs_of(project: ProjectFile, trial_uid: str) -> list[TrialOutput]:
    """Every output of a trial, by case key."""
    with project.reading() as connection:
        key = trials.trial_key(connection, trial_uid)
        if key is None:
            raise CuratorError(f"There is no trial “{trial_uid}” in this project.")
        return trials.outputs(connection, key)
