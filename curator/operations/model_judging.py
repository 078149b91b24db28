"""A model as judge: of the outputs of a run, and of logged outputs that people marked.

The second is what its agreement with people is measured on.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from curator.errors import CuratorError
from curator.model.case import Case
from curator.model.endpoint import Endpoint
from curator.model.review import Mark
from curator.model.reviewed_case import ReviewedCase
from curator.model.trial import TrialCall
from curator.model.trial_run import RunPlan, RunProgress, VariantEstimate
from curator.operations.endpoints import find_endpoint
from curator.operations.snapshots import reviewed_cases
from curator.operations.trial_tokens import prompt_tokens
from curator.operations.trials import references
from curator.project import cases, judge_calls, trial_runs
from curator.project.judge_calls import LOGGED, JudgeCall
from curator.project.store import ProjectFile
from curator.trials.budget import Budget
from curator.trials.endpoints.client import ChatClient
from curator.trials.endpoints.keys import need_key
from curator.trials.judges.model import endpoint_of, judging_prompt, read_judgement
from curator.trials.rendering import Prompt
from curator.trials.run_control import RunControl
from curator.trials.runner import CallKey, Lane, Work
from curator.trials.runner import run as run_calls

COMPARED = 40
"""Logged outputs of either mark that are judged to be compared with people (own)."""
ANSWER_TOKENS = 60
"""What a judge's answer takes (own)."""


@dataclass(frozen=True)
class _Job:
    """Everything to be judged: texts, cases and references by call."""

    judge: str
    endpoint: Endpoint
    outputs: Mapping[CallKey, str]
    cases: Mapping[int, Case]
    references: Mapping[int, str]

    def prompt(self, key: CallKey) -> Prompt:
        # The ideal answer was written beside the logged output; both sides are judged with it.
        return judging_prompt(
            self.cases[key.case],
            self.outputs[key],
            self.references.get(key.case),
            self.endpoint.model,
        )


def is_model(judge: str) -> bool:
    """Whether a judge's name points to a model on an endpoint."""
    return endpoint_of(judge) is not None


def judge_endpoint(judge: str, planned: RunPlan | None = None) -> Endpoint:
    """The endpoint of a judge: of the run's own where it bears that name, else a profile."""
    name = endpoint_of(judge) or ""
    for one in planned.variants if planned is not None else ():
        if one.endpoint.name == name:
            return one.endpoint
    found = find_endpoint(name)
    if not found.model:
        raise CuratorError(f"The endpoint “{found.name}” names no model to judge.", field="model")
    return found


def compared_cases(reviewed: Sequence[ReviewedCase], seed: int) -> list[ReviewedCase]:
    """Logged outputs with a person's mark, as many passes as fails, drawn by the seed."""
    rng = random.Random(seed)
    chosen: list[ReviewedCase] = []
    for mark in (Mark.PASS, Mark.FAIL):
        of_mark = [one for one in reviewed if one.review.mark is mark]
        chosen += rng.sample(of_mark, COMPARED) if len(of_mark) > COMPARED else of_mark
    return chosen


def judge_run(
    project: ProjectFile,
    uid: str,
    *,
    progress: Callable[[RunProgress], None] = lambda _: None,
    control: RunControl | None = None,
) -> str:
    """Let the run's model judge what is not judged yet; "" when done, else why it stopped.

    Blocks. What was judged before is not paid for again; the run's spending limit holds.
    """
    with project.reading() as connection:
        plan = trial_runs.plan(connection, uid)
    if plan is None:
        raise CuratorError(f"There is no run “{uid}” in this project.", field="run")
    judge = plan.request.judge
    endpoint = judge_endpoint(judge, plan)
    job, waiting, spent = _job(project, uid, judge, endpoint)
    if not waiting:
        return ""
    key = need_key(endpoint)
    return run_calls(
        Work(
            lanes=[Lane(endpoint, deque(waiting), lambda: ChatClient(endpoint, key))],
            prompt=job.prompt,
            keep=partial(_keep, project, judge),
            tokens=prompt_tokens,
            name_of=lambda call: f"{uid}-judge-{call.trial}-{call.case}-{call.repeat}",
            expected_output=ANSWER_TOKENS,
            budget=Budget(plan.request.spending_limit, spent),
            control=control or RunControl(),
            progress=progress,
            done=0,
            total=len(waiting),
            seed=plan.seed,
        )
    )


def _job(
    project: ProjectFile, uid: str, judge: str, endpoint: Endpoint
) -> tuple[_Job, list[CallKey], float]:
    """What is to be judged, the calls that are still open, and what the run has cost so far."""
    compared = compared_cases(reviewed_cases(project), project.seed)
    outputs = {CallKey(LOGGED, one.case.key, 1): one.case.answered for one in compared}
    with project.reading() as connection:
        keys = [key for key, _, _ in trial_runs.trials_of(connection, uid)]
        for call in trial_runs.calls(connection, keys):
            if call.output is not None:
                place = CallKey(call.trial_key, call.case_key, call.repeat)
                outputs[place] = call.output.text
        over = judge_calls.done(connection, judge, keys)
        wanted = sorted({key.case for key in outputs})
        known = {case.key: case for case in cases.cases(connection, wanted)}
        job = _Job(judge, endpoint, outputs, known, references(connection, wanted))
        spent = trial_runs.spent(connection, keys) + judge_calls.spent(connection, keys)
    return job, [key for key in outputs if key not in over], spent


def _keep(project: ProjectFile, judge: str, calls: Sequence[TrialCall]) -> None:
    with project.writing() as connection:
        judge_calls.keep(connection, judge, [_said(call) for call in calls])


def _said(call: TrialCall) -> JudgeCall:
    """A judge's answer as it is kept; one that says neither pass nor fail is no judgement."""
    found = read_judgement(call.output.text) if call.output is not None else None
    note = found.note if found is not None else call.reason
    if found is None and call.output is not None:
        note = f"The judge said neither pass nor fail: {call.output.text[:200]}"
    return JudgeCall(
        trial_key=call.trial_key,
        case_key=call.case_key,
        repeat=call.repeat,
        mark=found.mark if found is not None else None,
        note=note,
        failure=call.failure,
        cost=call.cost,
        seconds=call.seconds,
    )


def estimate_judging(
    plan: RunPlan, chosen: Sequence[ReviewedCase], reviewed: Sequence[ReviewedCase], seed: int
) -> VariantEstimate:
    """What the model as judge adds to a run, the outputs it is compared with people on included."""
    endpoint = judge_endpoint(plan.request.judge, plan)
    calls = plan.calls + len(compared_cases(reviewed, seed))
    spread = chosen[:: max(1, len(chosen) // 20)]
    tokens = [
        prompt_tokens(
            judging_prompt(
                one.case, one.case.answered, one.review.ideal or one.case.expected, endpoint.model
            )
        )
        for one in spread
    ]
    input_tokens = round(calls * sum(tokens) / len(tokens))
    output_tokens = calls * ANSWER_TOKENS
    return VariantEstimate(
        name=f"Judge {plan.request.judge}",
        host=endpoint.host,
        model=endpoint.model,
        calls=calls,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cost=endpoint.price(input_tokens, output_tokens),
    )
