"""Runs of variants on endpoints: started, resumed, watched; every answer kept as it arrives."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model.case import Case
from curator.model.changes import Changed
from curator.model.endpoint import Endpoint
from curator.model.reviewed_case import ReviewedCase
from curator.model.trial import TrialCall
from curator.model.trial_run import PlannedVariant, RunPlan, RunProgress, RunStatus
from curator.model.variant import VariantDefinition
from curator.operations.model_judging import is_model, judge_run
from curator.operations.prompt_material import Material, material_for
from curator.operations.snapshots import reviewed_cases
from curator.operations.trial_tokens import prompt_tokens
from curator.operations.trials import references
from curator.operations.variants import definition_of, find_variant
from curator.project import cases, judge_calls, run_lock, trial_runs, trials, variants
from curator.project.store import ProjectFile
from curator.trials.budget import Budget
from curator.trials.endpoints.client import ChatClient, load_sdk
from curator.trials.endpoints.failures import WAIT_AND_RETRY
from curator.trials.endpoints.keys import need_key
from curator.trials.judges import Judge, find_judge, judge_output
from curator.trials.judges.base import Judgement
from curator.trials.rendering import Prompt, render
from curator.trials.run_control import RunControl
from curator.trials.runner import CallKey, Lane, Work
from curator.trials.runner import run as run_calls

if TYPE_CHECKING:
    from curator.project.sql import Connection

BY_HAND = "blind"
"""`Trial.judge` where people judge the outputs."""
EXPECTED_OUTPUT = 500
"""Tokens set aside for an answer before the first one came, where nothing bounds it (own)."""


def start_run(
    project: ProjectFile, plan: RunPlan, *, reviewed: Sequence[ReviewedCase] | None = None
) -> str:
    """Make a run of a plan, one trial a variant, and freeze the held-out set. Returns its uid.

    Nothing is sent yet: `run` does that.
    """
    known = reviewed_cases(project) if reviewed is None else reviewed
    held_out = [one.case.key for one in known if one.held_out]
    definitions = {one.name: find_variant(project, one.name) for one in plan.variants}
    with project.writing() as connection:
        if not trials.frozen_held_out(connection):
            trials.freeze_held_out(connection, held_out)
        key, uid = trial_runs.create(connection, plan)
        for one in plan.variants:
            entry = variants.ensure_variant(connection, one.name, definitions[one.name].as_json())
            trials.create_trial(
                connection,
                entry,
                source=f"{one.endpoint.name} ({one.endpoint.host})",
                judge=plan.request.judge or BY_HAND,
                run_key=key,
            )
    return uid


def run(
    project: ProjectFile,
    uid: str,
    *,
    progress: Callable[[RunProgress], None] = lambda _: None,
    control: RunControl | None = None,
    retry_failures: bool = False,
    spending_limit: float | None = None,
) -> RunStatus:
    """Run what is left of a run and say how it stands; blocks, so call it in the background.

    A model as judge judges as soon as all outputs are there.
    Answers that are kept are never asked for again. Calls that failed for a passing reason
    (time-out, server error, rate limit) are tried again, others with `retry_failures` alone.
    `spending_limit` raises the limit that the run was planned with. `progress` is called from
    the calling thread about twenty times a second; `control` pauses and stops from any thread.
    """
    with run_lock.only_here(project.path, uid):
        plan = _made_ready(project, uid, retry_failures, spending_limit)
        try:
            handle = control or RunControl()
            sentence = run_calls(_work(project, uid, plan, progress, handle))
            if not sentence and is_model(plan.request.judge):
                sentence = judge_run(project, uid, progress=progress, control=handle)
        except BaseException:
            # Also on an interrupt from the keyboard: what is kept is kept, and the run says so.
            _set_state(project, uid, "Interrupted. What came in is kept; resume when you like.")
            raise
        _set_state(project, uid, sentence)
    return status(project, uid)


def _made_ready(
    project: ProjectFile, uid: str, retry_failures: bool, spending_limit: float | None
) -> RunPlan:
    """The plan with the limit that holds now; calls that are to be tried again are open again."""
    plan = _plan(project, uid)
    if spending_limit is not None:
        request = plan.request.model_copy(update={"spending_limit": spending_limit})
        plan = plan.model_copy(update={"request": request})
    with project.writing() as connection:
        trial_runs.replace_plan(connection, uid, plan)
        keys = [key for key, _, _ in trial_runs.trials_of(connection, uid)]
        kinds = None if retry_failures else [kind.value for kind in WAIT_AND_RETRY]
        trial_runs.forget_failures(connection, keys, kinds)
        trial_runs.set_state(connection, uid, "running", "")
    return plan


def _set_state(project: ProjectFile, uid: str, sentence: str) -> None:
    with project.writing() as connection:
        state = "stopped" if sentence else "finished"
        trial_runs.set_state(connection, uid, state, sentence)


def _plan(project: ProjectFile, uid: str) -> RunPlan:
    with project.reading() as connection:
        found = trial_runs.plan(connection, uid)
    if found is None:
        raise CuratorError(f"There is no run “{uid}” in this project.", field="run")
    return found


class _Prompts:
    """The prompts of a run, made when they are sent."""

    def __init__(self, project: ProjectFile, plan: RunPlan, uid: str) -> None:
        with project.reading() as connection:
            self._cases: dict[int, Case] = {
                case.key: case for case in cases.cases(connection, list(plan.cases))
            }
            by_name = {one.name: one for one in variants.variants(connection).values()}
            rows = trial_runs.trials_of(connection, uid)
        definitions = [definition_of(by_name[name]) for _, _, name in rows]
        needed = any(one.examples is not None or one.facts for one in definitions)
        reviewed = reviewed_cases(project) if needed else ()
        self._ways: dict[int, tuple[VariantDefinition, Endpoint, Material]] = {}
        for (trial, *_), definition, planned in zip(rows, definitions, plan.variants, strict=True):
            material = material_for(
                project, definition, plan.cases, reviewed=reviewed, chosen=planned.examples
            )
            self._ways[trial] = (definition, planned.endpoint, material)

    def make(self, key: CallKey) -> Prompt:
        definition, endpoint, material = self._ways[key.trial]
        return render(
            definition,
            self._cases[key.case],
            examples=material.examples(key.case),
            facts=material.facts(key.case),
            model=endpoint.model,
        )

    def definition(self, trial: int) -> VariantDefinition:
        return self._ways[trial][0]


def _work(
    project: ProjectFile,
    uid: str,
    plan: RunPlan,
    progress: Callable[[RunProgress], None],
    control: RunControl,
) -> Work:
    load_sdk()
    prompts = _Prompts(project, plan, uid)
    with project.reading() as connection:
        rows = trial_runs.trials_of(connection, uid)
        keys = [key for key, _, _ in rows]
        over = {
            CallKey(trial, case, repeat)
            for trial, case, repeat, _ in trial_runs.finished(connection, keys)
        }
        spent = trial_runs.spent(connection, keys)
        known = references(connection, plan.cases)
    judges = _judges(plan, prompts, keys)
    trial_uids = {key: trial for key, trial, _ in rows}
    return Work(
        lanes=_lanes(plan, keys, over),
        prompt=prompts.make,
        keep=partial(_keep, project, judges, known),
        tokens=prompt_tokens,
        name_of=lambda key: f"{trial_uids[key.trial]}-{key.case}-{key.repeat}",
        expected_output=EXPECTED_OUTPUT,
        budget=Budget(plan.request.spending_limit, spent),
        control=control,
        progress=progress,
        done=len(over),
        total=plan.calls,
        seed=plan.seed,
    )


def _judges(plan: RunPlan, prompts: _Prompts, keys: Sequence[int]) -> dict[int, Judge]:
    if not plan.request.judge or is_model(plan.request.judge):
        return {}
    return {
        key: find_judge(plan.request.judge, schema=prompts.definition(key).output_schema)
        for key in keys
    }


def _lanes(plan: RunPlan, keys: Sequence[int], over: set[CallKey]) -> list[Lane]:
    """Calls by endpoint. Case by case, so that a run cut short still compares like with like."""
    lanes: dict[str, Lane] = {}
    for case in plan.cases:
        for repeat in range(1, plan.request.repeats + 1):
            for trial, planned in zip(keys, plan.variants, strict=True):
                call = CallKey(trial, case, repeat)
                lane = lanes.get(planned.endpoint.name)
                if lane is None:
                    lane = lanes[planned.endpoint.name] = _lane(planned)
                if call not in over:
                    lane.waiting.append(call)
    return list(lanes.values())


def _lane(planned: PlannedVariant) -> Lane:
    endpoint = planned.endpoint
    key = need_key(endpoint)
    return Lane(endpoint, deque(), lambda: ChatClient(endpoint, key))


def _keep(
    project: ProjectFile,
    judges: dict[int, Judge],
    known: dict[int, str],
    calls: Sequence[TrialCall],
) -> None:
    """Judge what can be computed and commit: after this nobody pays for these answers again."""
    judged = [_judged(call, judges.get(call.trial_key), known) for call in calls]
    with project.writing() as connection:
        trial_runs.keep_calls(
            connection, judged, {trial: judge.name for trial, judge in judges.items()}
        )


def _judged(call: TrialCall, judge: Judge | None, known: dict[int, str]) -> TrialCall:
    if judge is None or call.output is None:
        return call
    try:
        said = judge_output(judge, call.output.text, known.get(call.case_key))
    except CuratorError as error:
        # A judge of somebody's own that fails must not lose an answer that is paid for.
        return call.model_copy(update={"note": error.sentence})
    if said is None:
        return call
    return call.model_copy(update=_as_fields(said))


def _as_fields(said: Judgement) -> dict[str, object]:
    return {"mark": said.mark, "note": said.note, "score": said.score}


def status(project: ProjectFile, uid: str) -> RunStatus:
    """How one run stands. Raises CuratorError where there is none."""
    for one in runs(project):
        if one.uid == uid:
            return one
    raise CuratorError(f"There is no run “{uid}” in this project.", field="run")


def runs(project: ProjectFile) -> list[RunStatus]:
    """Every run, oldest first. One that was killed says "running" and can be resumed."""
    found: list[RunStatus] = []
    with project.reading() as connection:
        for row in trial_runs.rows(connection):
            plan = RunPlan.model_validate_json(row["plan"])
            of_run = trial_runs.trials_of(connection, row["uid"])
            keys = [key for key, _, _ in of_run]
            over = trial_runs.finished(connection, keys)
            priced = all(one.endpoint.has_price for one in plan.variants)
            found.append(
                RunStatus(
                    uid=row["uid"],
                    created_at=row["created_at"],
                    state=row["state"],
                    sentence=row["sentence"],
                    variants=tuple(name for _, _, name in of_run),
                    trials=tuple(uid for _, uid, _ in of_run),
                    done=len(over),
                    total=plan.calls,
                    failures=dict(Counter(failure for *_, failure in over if failure)),
                    spent=_spent(connection, keys) if priced else None,
                    spending_limit=plan.request.spending_limit,
                )
            )
    return found


def _spent(connection: Connection, keys: Sequence[int]) -> float:
    """What the calls and the judging of a run cost."""
    return trial_runs.spent(connection, keys) + judge_calls.spent(connection, keys)


def unfinished_runs(project: ProjectFile) -> list[RunStatus]:
    """Runs that can be resumed, oldest first."""
    return [one for one in runs(project) if one.unfinished]


def failed_calls(project: ProjectFile, uid: str) -> list[TrialCall]:
    """Calls of a run that gave no output, each with its reason."""
    with project.reading() as connection:
        keys = [key for key, _, _ in trial_runs.trials_of(connection, uid)]
        return [call for call in trial_runs.calls(connection, keys) if call.failure]


def variants_of(project: ProjectFile, uid: str) -> dict[int, str]:
    """Names of a run's variants by the key of their trial."""
    with project.reading() as connection:
        return {key: name for key, _, name in trial_runs.trials_of(connection, uid)}


def changed(found: RunStatus) -> Changed:
    """What a run changed, for pages that listen."""
    return Changed(
        sentence=found.sentence or f"Ran {found.done:,} of {found.total:,} calls.", trials=True
    )
