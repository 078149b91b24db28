"""Runs on a real server: every answer kept once, whatever the server does meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curator.errors import CuratorError
from curator.model.endpoint import Endpoint
from curator.model.review import Mark
from curator.model.trial_run import RunProgress, RunRequest
from curator.model.variant import Examples, VariantDefinition
from curator.operations import (
    projects,
    reviewing,
    trial_plans,
    trial_results,
    trial_runs,
    trials,
    variants,
)
from curator.project import run_lock
from curator.project.store import ProjectFile
from curator.trials.run_control import RunControl
from tests.builders import incoming, new_project
from tests.model_server import ModelServer, Request, Trouble


@pytest.fixture
def project(tmp_path: Path) -> ProjectFile:
    """Cases 1 to 20 failed and have ideal answers, 21 to 30 passed."""
    made = new_project(
        tmp_path, [incoming(n, f"Topic {n} {'xyz'[n % 3] * n}?", f"Old {n}") for n in range(1, 31)]
    )
    reviewing.mark_cases(made, range(1, 21), Mark.FAIL, "Ada")
    reviewing.mark_cases(made, range(21, 31), Mark.PASS, "Ada")
    for key in range(1, 21):
        reviewing.write_ideal(made, key, f"answer to: ASK Topic {key} {'xyz'[key % 3] * key}?", "A")
    variants.save_variant(made, "asks", VariantDefinition(template="ASK {{ input }}"), "Ada")
    return made


def profile(server: ModelServer, **more: object) -> Endpoint:
    fields = {"base_url": server.url, "model": "test-model", "first_wait": 0.01, "timeout": 5}
    return Endpoint.model_validate({"name": "local", **fields, **more})


def test_a_run_keeps_every_answer_and_judges_it(project: ProjectFile) -> None:
    with ModelServer() as server:
        request = RunRequest(variants=("asks",), cases="all", judge="normalised")
        plan = trial_plans.plan_run(project, request, endpoint=profile(server))
        told = trial_plans.estimate(project, plan)
        assert told.calls == plan.calls == 60
        assert told.local
        assert told.cost is None
        assert "cost unknown" in told.sentence
        assert server.requests == []
        uid = trial_runs.start_run(project, plan)
        seen: list[RunProgress] = []
        found = trial_runs.run(project, uid, progress=seen.append)
        assert (found.state, found.done, found.total) == ("finished", 60, 60)
        assert seen[-1].done == 60
        assert set(server.answered.values()) == {1}
        fixed = trials.comparison(project, found.trials[1])
        assert (fixed.fixed, fixed.still_failing) == (20, 0)
        assert trials.comparison(project, found.trials[0]).fixed == 0


TROUBLES: tuple[Trouble, ...] = ("429", "500", "cut", "malformed", "hang", "not json")


def test_passing_troubles_are_waited_out(project: ProjectFile) -> None:
    def trouble(request: Request) -> Trouble:
        return TROUBLES[len(server.requests) % 6] if request.seen == 0 else ""

    with ModelServer(trouble=trouble) as server:
        request = RunRequest(variants=("asks",), fresh_baseline=False)
        plan = trial_plans.plan_run(project, request, endpoint=profile(server, timeout=0.3))
        uid = trial_runs.start_run(project, plan)
        found = trial_runs.run(project, uid)
        assert (found.state, found.done, found.failures) == ("finished", plan.calls, {})
        assert set(server.answered.values()) == {1}


FOR_GOOD: dict[Trouble, str] = {
    "content filter": "content filter",
    "refused by filter": "content filter",
    "huge": "answer too large",
    "wrong model": "wrong model",
    "context length": "prompt too long",
}


def test_a_call_without_output_is_kept_with_its_reason(project: ProjectFile) -> None:
    kinds = list(FOR_GOOD)

    def trouble(request: Request) -> Trouble:
        number = int(request.last.split()[2])
        return kinds[number] if number < len(kinds) else ""

    with ModelServer(trouble=trouble) as server:
        request = RunRequest(variants=("asks",), cases="all", fresh_baseline=False)
        plan = trial_plans.plan_run(project, request, endpoint=profile(server))
        uid = trial_runs.start_run(project, plan)
        found = trial_runs.run(project, uid)
        calls = trial_runs.failed_calls(project, uid)
        assert {call.case_key: call.failure for call in calls} == {
            number: FOR_GOOD[kind] for number, kind in enumerate(kinds) if number
        }
        assert all(call.reason for call in calls)
        # An API error is no output: nothing to judge, nothing to compare.
        assert trials.comparisons(project)[0].trial.outputs == 30 - len(calls)
        asked = len(server.requests)
        trial_runs.run(project, uid)
        assert len(server.requests) == asked
        server.trouble = lambda _: ""
        found = trial_runs.run(project, uid, retry_failures=True)
        assert found.failures == {}
        assert len(server.requests) == asked + len(calls)


@pytest.mark.parametrize(("trouble", "said"), [("401", "refuses the key"), ("quota", "quota")])
def test_what_no_waiting_mends_stops_the_run(
    project: ProjectFile, trouble: Trouble, said: str
) -> None:
    with ModelServer(trouble=lambda _: trouble) as server:
        request = RunRequest(variants=("asks",))
        plan = trial_plans.plan_run(project, request, endpoint=profile(server, concurrency=2))
        uid = trial_runs.start_run(project, plan)
        found = trial_runs.run(project, uid)
        assert found.state == "stopped"
        assert said in found.sentence
        assert len(server.requests) <= 2
        server.trouble = lambda _: ""
        assert trial_runs.run(project, uid).done == plan.calls


def test_the_spending_limit_is_never_passed(project: ProjectFile) -> None:
    with ModelServer(answer=lambda _: "ten words " * 5) as server:
        costly = profile(server, input_price=1000.0, output_price=10_000.0)
        definition = VariantDefinition(template="{{ input }}", parameters={"max_tokens": 10})
        variants.save_variant(project, "bounded", definition, "Ada")
        request = RunRequest(variants=("bounded",), fresh_baseline=False, spending_limit=0.5)
        plan = trial_plans.plan_run(project, request, endpoint=costly)
        told = trial_plans.estimate(project, plan)
        assert told.cost is not None
        assert told.cost > 0.5
        uid = trial_runs.start_run(project, plan)
        found = trial_runs.run(project, uid)
        assert found.state == "stopped"
        assert "spending limit" in found.sentence
        assert found.spent is not None
        assert 0.3 < found.spent <= 0.5
        assert found.done == server.answered.total() < plan.calls
        found = trial_runs.run(project, uid, spending_limit=100.0)
        assert (found.state, found.done) == ("finished", plan.calls)
        assert set(server.answered.values()) == {1}
        with pytest.raises(CuratorError, match="A spending limit needs prices"):
            trial_plans.plan_run(project, request, endpoint=profile(server))


def test_pause_cancel_and_resume(project: ProjectFile) -> None:
    with ModelServer() as server:
        request = RunRequest(variants=("asks",), repeats=3)
        plan = trial_plans.plan_run(project, request, endpoint=profile(server, concurrency=2))
        uid = trial_runs.start_run(project, plan)
        control = RunControl()
        at_pause: list[int] = []

        def watch(now: RunProgress) -> None:
            if not at_pause and now.done >= 4:
                control.pause()
            if now.paused and now.in_flight == 0:
                at_pause.append(now.done)
                if len(at_pause) == 3:
                    control.cancel()

        found = trial_runs.run(project, uid, progress=watch, control=control)
        assert found.state == "stopped"
        assert len(set(at_pause)) == 1
        assert found.done == at_pause[0] < plan.calls
        assert [one.uid for one in trial_runs.unfinished_runs(project)] == [uid]
        found = trial_runs.run(project, uid)
        assert (found.state, found.done) == ("finished", plan.calls)
        assert set(server.answered.values()) == {1}


def test_examples_never_come_from_the_held_out_set(project: ProjectFile) -> None:
    definition = VariantDefinition(examples=Examples(how="nearest", count=3))
    variants.save_variant(project, "shown", definition, "Ada")
    from curator.operations.snapshots import reviewed_cases

    held = {one.case.asked for one in reviewed_cases(project) if one.held_out}
    with ModelServer() as server:
        request = RunRequest(variants=("shown",), cases="all", fresh_baseline=False)
        plan = trial_plans.plan_run(project, request, endpoint=profile(server))
        trial_runs.run(project, trial_runs.start_run(project, plan))
        for sent in server.requests:
            texts = [one["content"] for one in sent.body["messages"]]
            assert [one["role"] for one in sent.body["messages"][-7:-1]] == [
                "user",
                "assistant",
            ] * 3
            assert texts[-1] not in texts[:-1]
            assert held.isdisjoint(texts[:-1])


def test_plans_are_told_and_refused(project: ProjectFile) -> None:
    with ModelServer() as server:
        variants.save_variant(project, "odd", VariantDefinition(template="{{ product }}"), "Ada")
        with pytest.raises(CuratorError, match="names the field “product”"):
            trial_plans.plan_run(project, RunRequest(variants=("odd",)), endpoint=profile(server))
        with pytest.raises(CuratorError, match="There is no variant “v9”"):
            trial_plans.plan_run(project, RunRequest(variants=("v9",)), endpoint=profile(server))
        with pytest.raises(CuratorError, match="No endpoint is set up"):
            trial_plans.plan_run(project, RunRequest(variants=("asks",)))
        held = next(key for key in range(1, 31) if variants.look_at_case(project, key, "Ada"))
        request = RunRequest(variants=("asks",), cases="all", fresh_baseline=False)
        plan = trial_plans.plan_run(project, request, endpoint=profile(server))
        assert held in plan.held_out
        assert any("looked at while a prompt was written" in one for one in plan.warnings)
        assert any("no verdict on a variant" in one for one in plan.warnings)


def judging(right: bool) -> Callable[[dict[str, Any]], str]:
    """A server that answers, and that judges: rightly, or always in favour."""

    def answer(body: dict[str, Any]) -> str:
        text = body["messages"][-1]["content"]
        if not text.startswith("You judge one answer"):
            return f"Answer to: {text}"
        judged = text.partition("<answer>\n")[2].partition("\n</answer>")[0]
        good = judged.startswith("Answer to: ASK") or judged in {f"Old {n}" for n in range(21, 31)}
        verdict = "pass" if good or not right else "fail"
        return f'```json\n{{"reason": "as it is", "verdict": "{verdict}"}}\n```'

    return answer


@pytest.mark.parametrize("right", [True, False])
def test_a_model_as_judge_stands_beside_its_agreement(project: ProjectFile, right: bool) -> None:
    with ModelServer(answer=judging(right)) as server:
        request = RunRequest(variants=("asks",), cases="all", judge="model:local")
        plan = trial_plans.plan_run(project, request, endpoint=profile(server))
        told = trial_plans.estimate(project, plan)
        assert told.calls == 60 + 60 + 30  # the outputs, their judging, 30 marked logged outputs
        uid = trial_runs.start_run(project, plan)
        found = trial_runs.run(project, uid)
        assert (found.state, found.sentence) == ("finished", "")
        assert set(server.answered.values()) == {1}
        assert server.answered.total() == told.calls
        row = trial_results.results(project, uid).rows[1]
        assert row.agreement is not None
        assert row.agreement.cases == 30
        assert row.agreement.passes.value == 1.0
        assert row.agreement.fails.value == (1.0 if right else 0.0)
        assert row.verdict == ("helps" if right else "no verdict")
        if not right:
            assert "agrees with people too little" in row.sentence
        trial_runs.run(project, uid)
        assert server.answered.total() == told.calls
        # A person who judges some of the outputs too is counted in the agreement.
        trial = found.trials[1]
        key = trial_results.queue_to_compare(project, trial)[0]
        trials.judge(project, trial, key, "both wrong", "Ada")
        again = trial_results.results(project, uid).rows[1].agreement
        assert again is not None
        assert again.cases == 31
        assert projects.verify(project).ok


def test_two_programs_never_send_the_same_run(project: ProjectFile) -> None:
    with ModelServer() as server:
        plan = trial_plans.plan_run(
            project, RunRequest(variants=("asks",)), endpoint=profile(server)
        )
        uid = trial_runs.start_run(project, plan)
        with run_lock.only_here(project.path, uid):
            with pytest.raises(CuratorError, match="going on in another window"):
                trial_runs.run(project, uid)
            assert server.requests == []
        assert trial_runs.run(project, uid).state == "finished"
        assert sorted(path.suffix for path in project.path.parent.glob("*.run")) == []
