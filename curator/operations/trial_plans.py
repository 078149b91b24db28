"""Planning a run: which calls, where they go, what they will cost; nothing is sent here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curator.errors import CuratorError
from curator.exporting.tokens import vocabulary
from curator.model.case import Case
from curator.model.endpoint import Endpoint
from curator.model.reviewed_case import ReviewedCase
from curator.model.trial_run import (
    PlannedVariant,
    RunEstimate,
    RunPlan,
    RunRequest,
    VariantEstimate,
)
from curator.model.variant import BASELINE_NAME, VariantDefinition
from curator.operations import patterns as pattern_deeds
from curator.operations.endpoints import find_endpoint
from curator.operations.model_judging import estimate_judging, is_model, judge_endpoint
from curator.operations.prompt_material import Material, material_for
from curator.operations.snapshots import reviewed_cases
from curator.operations.trial_tokens import prompt_tokens
from curator.operations.variants import find_variant, held_out_looked_at
from curator.project import trials
from curator.project.store import ProjectFile
from curator.trials.judges import find_judge
from curator.trials.planning import choose_cases, warnings_of
from curator.trials.rendering import Prompt, render

COUNTED = 60
"""Cases whose prompts are counted for an estimate, evenly spread over the run (own)."""


def plan_run(
    project: ProjectFile,
    request: RunRequest,
    *,
    endpoint: Endpoint | None = None,
    reviewed: Sequence[ReviewedCase] | None = None,
) -> RunPlan:
    """What a request comes to: its variants with their endpoints, its cases in seeded order.

    `endpoint` stands in for a profile of this machine; `reviewed` saves reading the cases again
    where they are at hand. Raises CuratorError for whatever would
    make the run fail: an unknown name, a template that does not fit, a limit without prices.
    """
    reviewed = reviewed_cases(project) if reviewed is None else reviewed
    found = pattern_deeds.current(project).patterns
    chosen = choose_cases(request, reviewed, found, project.seed)
    keys = [one.case.key for one in chosen]
    planned: list[PlannedVariant] = []
    definitions = {name: find_variant(project, name) for name in _names(request)}
    for name, definition in definitions.items():
        goes_to = endpoint or find_endpoint(definition.endpoint or request.endpoint)
        if request.judge and not is_model(request.judge):
            find_judge(request.judge, schema=definition.output_schema)
        material = material_for(project, definition, keys, reviewed=reviewed)
        _try_all(definition, [one.case for one in chosen], material, goes_to)
        planned.append(PlannedVariant(name=name, endpoint=goes_to, examples=dict(material.chosen)))
    _check_limit(request, [one.endpoint for one in planned])
    plan = RunPlan(
        request=request,
        variants=tuple(planned),
        cases=tuple(keys),
        held_out=tuple(one.case.key for one in chosen if one.held_out),
        seed=project.seed,
        warnings=warnings_of(
            request, chosen, held_out_looked_at(project), _runs_on(project, chosen)
        ),
    )
    if is_model(request.judge):
        _check_limit(request, [judge_endpoint(request.judge, plan)])
    return plan


def _names(request: RunRequest) -> list[str]:
    names = list(dict.fromkeys(request.variants))
    if request.fresh_baseline and BASELINE_NAME not in names:
        names.insert(0, BASELINE_NAME)
    return names


def _try_all(
    definition: VariantDefinition, chosen: Sequence[Case], material: Material, endpoint: Endpoint
) -> None:
    """Make every prompt once, so that a field that some case lacks is told before the run."""
    for case in chosen:
        prompt = _prompt(definition, case, material, endpoint)
        if not prompt.model:
            raise CuratorError(
                f"No model is named for case {case.id}: name one in the variant or the endpoint "
                f"“{endpoint.name}”.",
                field="model",
            )


def _prompt(
    definition: VariantDefinition, case: Case, material: Material, endpoint: Endpoint
) -> Prompt:
    return render(
        definition,
        case,
        examples=material.examples(case.key),
        facts=material.facts(case.key),
        model=endpoint.model,
    )


def _check_limit(request: RunRequest, endpoints: Sequence[Endpoint]) -> None:
    if request.spending_limit is None:
        return
    for one in endpoints:
        if not one.has_price:
            raise CuratorError(
                f"A spending limit needs prices: enter those of “{one.name}”, or run "
                "without a limit.",
                field="spending_limit",
            )


def _runs_on(project: ProjectFile, chosen: Sequence[ReviewedCase]) -> int:
    """How many trials ran on held-out cases of this choice before."""
    held = {one.case.key for one in chosen if one.held_out}
    if not held:
        return 0
    with project.reading() as connection:
        return sum(
            any(output.case_key in held for output in trials.outputs(connection, trial.key))
            for trial in trials.trials(connection)
            if trial.run_uid
        )


def estimate(
    project: ProjectFile, plan: RunPlan, *, reviewed: Sequence[ReviewedCase] | None = None
) -> RunEstimate:
    """Where a plan goes and what it takes. Tokens of a spread part of the cases, scaled up.

    Output tokens follow from the logged outputs of the same cases; a bound in the variant's
    parameters bounds them.
    """
    found = reviewed_cases(project) if reviewed is None else reviewed
    by_key = {one.case.key: one for one in found}
    chosen = [by_key[key] for key in plan.cases]
    step = max(1, len(chosen) // COUNTED)
    spread = [one.case for one in chosen[::step]]
    rows = [_estimate(project, plan, one, spread, by_key) for one in plan.variants]
    local = all(one.endpoint.is_local for one in plan.variants)
    if is_model(plan.request.judge):
        rows.append(estimate_judging(plan, chosen, found, project.seed))
        local = local and judge_endpoint(plan.request.judge, plan).is_local
    costs = [row.cost for row in rows]
    known = [cost for cost in costs if cost is not None]
    return RunEstimate(
        variants=tuple(rows),
        failures=sum(one.failed for one in chosen),
        passes=sum(one.passed for one in chosen),
        held_out=len(plan.held_out),
        repeats=plan.request.repeats,
        calls=sum(row.calls for row in rows),
        input_tokens=sum(row.input_tokens for row in rows),
        output_tokens=sum(row.output_tokens for row in rows),
        cost=sum(known) if len(known) == len(costs) else None,
        hosts=tuple(dict.fromkeys(row.host for row in rows)),
        local=local,
        spending_limit=plan.request.spending_limit,
        warnings=plan.warnings,
    )


def _estimate(
    project: ProjectFile,
    plan: RunPlan,
    planned: PlannedVariant,
    spread: Sequence[Case],
    reviewed: Mapping[int, ReviewedCase],
) -> VariantEstimate:
    definition = find_variant(project, planned.name)
    keys = [case.key for case in spread]
    material = material_for(
        project, definition, keys, reviewed=tuple(reviewed.values()), chosen=planned.examples
    )
    prompts = [_prompt(definition, case, material, planned.endpoint) for case in spread]
    calls = len(plan.cases) * plan.request.repeats
    scale = calls / len(spread)
    input_tokens = round(scale * sum(prompt_tokens(one) for one in prompts))
    output_tokens = round(scale * sum(_expected_output(definition, case) for case in spread))
    return VariantEstimate(
        name=planned.name,
        host=planned.endpoint.host,
        model=prompts[0].model,
        calls=calls,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cost=planned.endpoint.price(input_tokens, output_tokens),
    )


def _expected_output(definition: VariantDefinition, case: Case) -> int:
    logged = vocabulary()(case.answered)
    bounds = (definition.parameters.get(name) for name in ("max_completion_tokens", "max_tokens"))
    bound = next((one for one in bounds if isinstance(one, int)), None)
    return logged if bound is None else min(logged, bound)
