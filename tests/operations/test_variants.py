"""Variants in a project: written, undone, frozen by a run, drafted; held-out cases kept out."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.model.endpoint import Endpoint
from curator.model.review import Mark
from curator.model.trial_run import RunRequest
from curator.model.variant import FACTS_NAME, Examples, VariantDefinition
from curator.operations import (
    projects,
    readiness,
    reviewing,
    trial_plans,
    trial_results,
    trial_runs,
    variants,
)
from curator.operations.snapshots import reviewed_cases, take_snapshot
from curator.project.store import ProjectFile
from curator.readiness.outcomes import read_traits
from tests.builders import incoming, new_project
from tests.model_server import ModelServer


@pytest.fixture
def project(tmp_path: Path) -> ProjectFile:
    """Cases 1 to 24 failed, each lacking a fact of its own; 25 to 40 passed."""
    made = new_project(
        tmp_path,
        [
            incoming(n, f"When does plan {(n * 7919) ** 5:x} end?", "It ends at some point.")
            for n in range(1, 41)
        ],
    )
    reviewing.mark_cases(made, range(1, 25), Mark.FAIL, "Ada")
    reviewing.mark_cases(made, range(25, 41), Mark.PASS, "Ada")
    for key in range(1, 25):
        reviewing.write_ideal(made, key, f"It ends after {100 + key} days.", "Ada")
        reviewing.write_note(made, key, "no end named", "Ada")
        reviewing.set_tags(made, key, ["vague"], "Ada")
    return made


def names(project: ProjectFile) -> list[str]:
    return [one.name for one in variants.variant_list(project)]


def test_a_variant_is_saved_rewritten_undone_and_done_again(project: ProjectFile) -> None:
    first = VariantDefinition(system="Be exact.")
    assert variants.save_variant(project, " exact  ", first, "Ada").trials
    assert not variants.save_variant(project, "exact", first, "Ada").anything
    second = first.model_copy(update={"system": "Be very exact."})
    variants.save_variant(project, "very exact", second, "Ada", former="exact")
    assert names(project) == ["very exact"]
    told = reviewing.undo(project, "Ada")
    assert told.trials
    assert told.sentence == "Undone: variant “very exact”"
    assert variants.find_variant(project, "exact") == first
    reviewing.undo(project, "Ada")
    assert names(project) == []
    reviewing.redo(project, "Ada")
    assert names(project) == ["exact"]
    variants.delete_variant(project, "exact", "Ada")
    assert names(project) == []
    project.close()
    again = projects.open_project(project.path)
    reviewing.undo(again, "Ada")
    assert variants.find_variant(again, "exact") == first
    assert projects.verify(again).ok


def test_what_is_refused(project: ProjectFile) -> None:
    variants.save_variant(project, "v2", VariantDefinition(system="x"), "Ada")
    with pytest.raises(CuratorError, match="name of a built-in variant"):
        variants.save_variant(project, "Fresh baseline", VariantDefinition(), "Ada")
    variants.save_variant(project, "v3", VariantDefinition(), "Ada")
    with pytest.raises(CuratorError, match="There is a variant “v2” already"):
        variants.save_variant(project, "v2", VariantDefinition(), "Ada", former="v3")
    held = next(one.case.id for one in reviewed_cases(project) if one.held_out and one.has_ideal)
    shown = VariantDefinition(examples=Examples(cases=(held,)))
    with pytest.raises(CuratorError, match=f"Case {held} is held out"):
        variants.save_variant(project, "shown", shown, "Ada")
    assert held not in {one for _, one in variants.examples_to_pick(project)}


def test_a_preview_shows_what_would_be_sent(project: ProjectFile) -> None:
    definition = VariantDefinition(
        system="Plan desk.", examples=Examples(how="nearest", count=2), facts=True
    )
    prompt = variants.preview(project, definition, 3, model="m")
    assert [one.role for one in prompt.messages] == [
        "system", "user", "assistant", "user", "assistant", "user",
    ]  # fmt: skip
    assert prompt.messages[-1].content.endswith("Facts you can rely on:\n- It ends after 103 days.")
    assert "103 days" not in "".join(one.content for one in prompt.messages[:-1])
    assert prompt.model == "m"


def test_a_draft_carries_the_notes_of_tuning_cases_alone(project: ProjectFile) -> None:
    held = [one.case.key for one in reviewed_cases(project) if one.held_out]
    reviewing.write_note(project, held[0], "secret of the held-out set", "Ada")
    (pattern,) = {one.id for one in take_snapshot(project).patterns.patterns}
    draft = variants.draft_from_notes(project, [pattern])
    assert draft.system == (
        "Rules:\n- Avoid this failure: vague.\n  - A reviewer wrote: no end named"
    )
    assert draft.written_from == "notes"
    assert names(project) == []
    with ModelServer(answer=lambda body: f"Better. {len(body['messages'])}\n") as server:
        endpoint = Endpoint(name="x", base_url=server.url, model="m")
        written = variants.draft_by_model(project, [pattern], endpoint)
        assert written.system == "Better. 1"
        assert "no end named" in server.requests[0].last
        assert "secret" not in server.requests[0].last
    assert names(project) == []


def test_the_facts_diagnosis_feeds_readiness(project: ProjectFile) -> None:
    """The server knows an end only when the facts are in the prompt: the gap is knowledge."""

    def answer(body: dict[str, list[dict[str, str]]]) -> str:
        text = body["messages"][-1]["content"]
        return text.rpartition("- ")[2] if "Facts you can" in text else "It ends at some point."

    with ModelServer(answer=answer) as server:
        endpoint = Endpoint(name="x", base_url=server.url, model="m")
        request = RunRequest(variants=(FACTS_NAME,), cases="all", judge="normalised")
        plan = trial_plans.plan_run(project, request, endpoint=endpoint)
        uid = trial_runs.start_run(project, plan)
        trial_runs.run(project, uid)
    row = trial_results.results(project, uid).rows[1]
    assert row.parts[0].fix_rate.value == 1.0
    traits = [read_traits(one.variant.definition) for one in take_snapshot(project).trials]
    assert (traits[0].baseline, traits[1].facts) == (True, True)
    verdict = readiness.assess(project)
    knowledge = next(one for one in verdict.rules if one.number == 5)
    assert "facts" in knowledge.reason.casefold()
    assert variants.is_frozen(project, FACTS_NAME)


def test_a_run_freezes_its_variant(project: ProjectFile) -> None:
    variants.save_variant(project, "v2", VariantDefinition(system="x"), "Ada")
    with ModelServer() as server:
        endpoint = Endpoint(name="x", base_url=server.url, model="m")
        plan = trial_plans.plan_run(project, RunRequest(variants=("v2",)), endpoint=endpoint)
        trial_runs.start_run(project, plan)
    with pytest.raises(CuratorError, match="stays as it was measured"):
        variants.save_variant(project, "v2", VariantDefinition(system="y"), "Ada")
    with pytest.raises(CuratorError, match="its results rest on it"):
        variants.delete_variant(project, "v2", "Ada")
    reviewing.undo(project, "Ada")
    assert variants.find_variant(project, "v2").system == "x"
    assert projects.verify(project).ok


def test_looking_at_a_held_out_case_is_written_down(project: ProjectFile) -> None:
    held = {one.case.key for one in reviewed_cases(project) if one.held_out}
    free = next(key for key in range(1, 41) if key not in held)
    assert variants.look_at_case(project, free, "Ada") == ""
    assert "is held out" in variants.look_at_case(project, min(held), "Ada")
    assert variants.held_out_looked_at(project) == {min(held)}
