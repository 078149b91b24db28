"""Trials: outputs from a file, judged by mark, judge or blind; the held-out set frozen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curator.errors import CuratorError
from curator.model.review import Mark
from curator.operations import projects, reviewing, trials
from curator.operations.snapshots import reviewed_cases, take_snapshot
from curator.project.store import ProjectFile
from tests.builders import incoming, new_project


@pytest.fixture
def project(tmp_path: Path) -> ProjectFile:
    """Cases 1 to 12 failed and have ideal answers, 13 to 20 passed."""
    made = new_project(
        tmp_path, [incoming(n, f"Topic {n} {'x' * n}?", f"Answer {n}") for n in range(1, 21)]
    )
    reviewing.mark_cases(made, range(1, 13), Mark.FAIL, "Ada")
    reviewing.mark_cases(made, range(13, 21), Mark.PASS, "Ada")
    for key in range(1, 13):
        reviewing.write_ideal(made, key, f"Ideal {key}.", "Ada")
    return made


def write(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "outputs.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def outputs(*keys: int, mark: str | None = None, text: str = "New {}") -> list[dict[str, Any]]:
    return [{"id": f"log-{key}", "output": text.format(key), "mark": mark} for key in keys]


def test_marks_in_the_file_count(project: ProjectFile, tmp_path: Path) -> None:
    rows = [*outputs(1, 2, 3, mark="pass"), *outputs(4, mark="fail"), *outputs(13, mark="fail")]
    found = trials.import_trial(project, write(tmp_path, rows), "v2")
    assert (found.fixed, found.still_failing, found.now_failing) == (3, 1, 1)
    assert found.trial.variant == "v2"


def test_a_judge_compares_with_the_ideal_answer(project: ProjectFile, tmp_path: Path) -> None:
    rows = [*outputs(1, 2, text="ideal {}"), *outputs(3), *outputs(14)]
    exact = trials.import_trial(project, write(tmp_path, rows), "v2", judge="exact")
    assert (exact.fixed, exact.cases) == (0, 3)
    loose = trials.import_trial(project, write(tmp_path, rows), "v2", judge="normalised")
    assert (loose.fixed, loose.still_failing) == (2, 1)
    assert loose.trial.outputs - loose.trial.judged == 1  # case 14 has nothing to compare with


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (outputs(99), "line 1: there is no case “log-99”"),
        (outputs(1, 1), "line 2: case “log-1” has an output on line 1"),
        ([], "holds no outputs"),
    ],
)
def test_a_fault_stops_the_whole_file(
    project: ProjectFile, tmp_path: Path, rows: list[dict[str, Any]], said: str
) -> None:
    with pytest.raises(CuratorError, match=said):
        trials.import_trial(project, write(tmp_path, [*outputs(), *rows]), "v2")
    assert trials.comparisons(project) == []


def test_blind_judging_hides_and_mixes_the_sides(project: ProjectFile, tmp_path: Path) -> None:
    found = trials.import_trial(project, write(tmp_path, outputs(*range(1, 21))), "v2")
    uid = found.trial.uid
    queue = trials.judging_queue(project, uid)
    assert sorted(queue) == list(range(1, 21))
    assert queue != sorted(queue)
    sides = {trials.side_a_is_logged(project, uid, key) for key in queue}
    assert sides == {True, False}
    for key in queue:
        new_side = "b" if trials.side_a_is_logged(project, uid, key) else "a"
        trials.judge(project, uid, key, new_side if key <= 6 else "both wrong", "Ada")
    assert trials.judging_queue(project, uid) == []
    after = trials.comparison(project, uid)
    assert (after.fixed, after.still_failing, after.now_failing) == (6, 6, 8)


def test_a_judgement_is_undone_also_after_reopening(project: ProjectFile, tmp_path: Path) -> None:
    found = trials.import_trial(project, write(tmp_path, outputs(1, 2)), "v2")
    trials.judge(project, found.trial.uid, 1, "both good", "Ada")
    project.close()
    again = projects.open_project(project.path)
    assert trials.comparison(again, found.trial.uid).fixed == 1
    undone = reviewing.undo(again, "Ada")
    assert undone.trials
    assert trials.comparison(again, found.trial.uid).cases == 0
    assert projects.verify(again).ok


def test_the_held_out_set_is_frozen_with_the_first_trial(
    project: ProjectFile, tmp_path: Path
) -> None:
    before = {one.case.key for one in reviewed_cases(project) if one.held_out}
    assert before
    trials.import_trial(project, write(tmp_path, outputs(1)), "v2")
    reviewing.mark_cases(project, sorted(before)[:1], Mark.SKIP, "Ada")
    snapshot = take_snapshot(project)
    assert snapshot.held_out_frozen
    assert before <= {one.case.key for one in snapshot.reviewed if one.held_out}
