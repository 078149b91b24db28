"""`curator trial`: what a variant does to the failures, run on an endpoint or imported."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import typer

from curator.cli.options import AsJson, ProjectPath, ReviewerName
from curator.cli.output import give, leave, say
from curator.cli.trial_known import known_definition, named_or_described
from curator.cli.trial_options import (
    BaselineOption,
    BaseUrlOption,
    CasesOption,
    EndpointOption,
    JudgeOption,
    KeyVariableOption,
    KnownOption,
    LimitOption,
    MarginOption,
    ModelOption,
    OutputsOption,
    RepeatsOption,
    ResumeOption,
    RetryOption,
    TrainingRowsOption,
    VariantOption,
    WithPromptOption,
    YesOption,
)
from curator.cli.trial_output import (
    comparison_data,
    comparison_text,
    estimate_data,
    run_data,
    run_text,
)
from curator.errors import CuratorError
from curator.model.endpoint import Endpoint
from curator.model.trial_run import CaseChoice, RunRequest

if TYPE_CHECKING:
    from curator.model.base import JsonObject
    from curator.model.trial_run import RunEstimate, RunProgress
    from curator.project.store import ProjectFile


def trial(
    project: ProjectPath,
    variant: VariantOption = None,
    outputs: OutputsOption = None,
    cases: CasesOption = "failures",
    judge: JudgeOption = None,
    endpoint: EndpointOption = "",
    base_url: BaseUrlOption = "",
    model: ModelOption = "",
    key_variable: KeyVariableOption = "",
    repeats: RepeatsOption = 1,
    limit: LimitOption = None,
    margin: MarginOption = None,
    baseline: BaselineOption = True,
    known: KnownOption = None,
    training_rows: TrainingRowsOption = 0,
    with_prompt: WithPromptOption = "",
    resume: ResumeOption = False,
    retry: RetryOption = False,
    yes: YesOption = False,
    reviewer: ReviewerName = "",
    as_json: AsJson = False,
) -> None:
    """Run a variant over chosen cases, or import its outputs, and compare it pair by pair."""
    from curator.operations import projects

    names, who = variant or [], reviewer or projects.person_at_the_machine()
    said = _said(known, training_rows, with_prompt, outputs)
    with projects.open_project(project) as opened:
        if outputs is not None:
            _import(opened, outputs, names, judge, said, who, as_json=as_json)
        elif resume:
            _finish(opened, _unfinished(opened), limit, retry=retry, as_json=as_json)
        else:
            goes_to = _endpoint(base_url, model, key_variable)
            request = _request(
                names, endpoint, cases, repeats, judge, limit, margin, baseline=baseline
            )
            _run(opened, request, goes_to, who, yes=yes, as_json=as_json)


def _said(
    known: list[str] | None, training_rows: int, with_prompt: str, outputs: Path | None
) -> JsonObject:
    """What is known of a variant whose outputs are imported."""
    said = known_definition(known or [], training_rows, with_prompt)
    if said and outputs is None:
        raise CuratorError(
            "--is belongs to imported outputs; a variant to be run says it in its file.",
            field="is",
        )
    return said


def _request(
    names: list[str],
    endpoint: str,
    cases: str,
    repeats: int,
    judge: str | None,
    limit: float | None,
    margin: float | None,
    *,
    baseline: bool,
) -> RunRequest:
    """What is asked for; its variants are called as they were named."""
    if not names:
        raise CuratorError(
            "Name a variant: curator trial PROJECT --variant FILE.toml, or import outputs "
            "made elsewhere with --import FILE.",
            field="variant",
        )
    return RunRequest(
        variants=tuple(names),
        endpoint=endpoint,
        cases=_choice(cases),
        fresh_baseline=baseline,
        repeats=repeats,
        judge=judge or "",
        spending_limit=_above_nought(limit, "limit"),
        margin=_above_nought(margin, "margin"),
    )


def _run(
    project: ProjectFile,
    request: RunRequest,
    server: Endpoint | None,
    who: str,
    *,
    yes: bool,
    as_json: bool,
) -> None:
    """Run variants on the server that is named, or that one of their files describes."""
    to_run, described = _variants(project, list(request.variants), who)
    request = request.model_copy(update={"variants": tuple(to_run)})
    goes_to = None if request.endpoint else server or described
    uid = _start(project, request, goes_to, yes=yes, as_json=as_json)
    if uid:
        _finish(project, uid, None, retry=False, as_json=as_json)


def _import(
    project: ProjectFile,
    outputs: Path,
    names: list[str],
    judge: str | None,
    known: JsonObject,
    reviewer: str,
    *,
    as_json: bool,
) -> None:
    from curator.operations import trials

    if len(names) != 1:
        raise CuratorError("Name the variant of these outputs: --variant NAME.", field="variant")
    name, definition = named_or_described(names[0], known)
    found = trials.import_trial(
        project, outputs, name, judge=judge, definition=definition, reviewer=reviewer
    )
    give(comparison_text(found), comparison_data(found), as_json=as_json)


def _above_nought(value: float | None, name: str) -> float | None:
    if value is not None and (value <= 0 or (name == "margin" and value >= 1)):
        raise CuratorError(f"--{name} {value:g} makes no sense here.", field=name)
    return value


def _choice(cases: str) -> CaseChoice:
    if cases not in get_args(CaseChoice):
        raise CuratorError(
            f"“{cases}” is no choice of cases. Choose failures, passes, held-out or all.",
            field="cases",
        )
    return cast("CaseChoice", cases)


def _variants(
    project: ProjectFile, names: list[str], who: str
) -> tuple[list[str], Endpoint | None]:
    """Names of the variants in the project, and the endpoint that one of the files describes."""
    from curator.operations import variants

    known: list[str] = []
    described: Endpoint | None = None
    for name in names:
        path = Path(name)
        if path.suffix.lower() == ".toml":
            found = variants.use_file(project, path, who)
            known.append(found.name)
            described = found.endpoint or described
        else:
            known.append(name)
    return known, described


def _endpoint(base_url: str, model: str, key_variable: str) -> Endpoint | None:
    from curator.trials.endpoints.profile_file import parse_profile

    if not base_url:
        return None
    table = {"base_url": base_url, "model": model, "key_variable": key_variable}
    return parse_profile(table, "--base-url", name="command line")


def _start(
    project: ProjectFile,
    request: RunRequest,
    endpoint: Endpoint | None,
    *,
    yes: bool,
    as_json: bool,
) -> str:
    """Print the estimate and ask; the new run's uid, or "" where nobody wants it."""
    from curator.operations import snapshots, trial_plans, trial_runs

    reviewed = snapshots.reviewed_cases(project)
    plan = trial_plans.plan_run(project, request, endpoint=endpoint, reviewed=reviewed)
    estimate = trial_plans.estimate(project, plan, reviewed=reviewed)
    for warning in estimate.warnings:
        say(warning)
    say(estimate.sentence)
    if not yes and not _agreed(estimate):
        give("Nothing was sent.", {"estimate": estimate_data(estimate)}, as_json=as_json)
        return ""
    return trial_runs.start_run(project, plan, reviewed=reviewed)


def _agreed(estimate: RunEstimate) -> bool:
    """Whether the calls may go out: a local server without a price costs and tells nobody."""
    if estimate.local and not estimate.cost:
        return True
    if not sys.stdin.isatty():
        raise CuratorError(
            "Nothing was sent. Look at the estimate above, then run it again with --yes.",
            field="yes",
        )
    return typer.confirm("Send this?", err=True)


def _unfinished(project: ProjectFile) -> str:
    from curator.operations import trial_runs

    found = trial_runs.unfinished_runs(project)
    if not found:
        finished = trial_runs.runs(project)
        if finished and finished[-1].failures:
            return finished[-1].uid
        raise CuratorError("There is no run to resume in this project.", field="resume")
    return found[-1].uid


def _finish(
    project: ProjectFile,
    uid: str,
    limit: float | None,
    *,
    retry: bool,
    as_json: bool,
) -> None:
    """Run what is left, and print what the run showed."""
    from curator.operations import trial_results, trial_runs, trials

    status = trial_runs.run(
        project, uid, progress=_Progress(), retry_failures=retry, spending_limit=limit
    )
    if status.sentence:
        say(status.sentence)
    results = trial_results.results(project, uid)
    by_uid = {one.trial.uid: one for one in trials.comparisons(project)}
    shown = [by_uid[one.trial_uid] for one in results.rows]
    give(run_text(status, results, shown), run_data(status, results, shown), as_json=as_json)
    leave(findings=status.unfinished or bool(status.failures))


class _Progress:
    """One line on a terminal: done, rate, money, time left."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()

    def __call__(self, now: RunProgress) -> None:
        if not self._watched:
            return
        told = [f"{now.done:,} of {now.total:,} calls", f"{now.rate:,.0f} a minute"]
        if now.spent is not None:
            told.append(f"${now.spent:,.4f}")
        if now.seconds_left is not None:
            told.append(f"{now.seconds_left / 60:,.1f} minutes left")
        if now.failed:
            told.append(f"{now.failed:,} without output")
        line = ", ".join(told)
        typer.echo(f"\r{line:<78}", err=True, nl=now.done >= now.total)
