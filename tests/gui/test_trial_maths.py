"""Maths solutions of two models: the page shows what the command line says, pattern by pattern."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from curator.gui.pages.trials import TrialsPage
from curator.model.case import CarriedReview
from curator.model.review import Mark
from curator.operations import patterns, projects
from tests.builders import incoming, new_project
from tests.end_to_end.command_line import curator, write_jsonl
from tests.gui import stage_window
from tests.gui.stage_window import MakeStage
from tests.gui.test_trials import KEY

shared_window = stage_window.shared_window
make_stage = stage_window.make_stage
BEFORE, AFTER = "6b_finetuning", "175b_verification"
ROWS = 160


def test_fix_rates_are_those_of_the_command_line(
    shared: Path, make_stage: MakeStage, tmp_path: Path
) -> None:
    path = shared / "data" / "gsm8k_model_solutions" / "example_model_solutions.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:ROWS]]
    cases = [
        incoming(
            line,
            row["question"],
            row[BEFORE]["solution"],
            public_id=f"sum-{line}",
            review=CarriedReview(
                mark=Mark.PASS if row[BEFORE]["is_correct"] else Mark.FAIL,
                ideal=row["ground_truth"],
            ),
        )
        for line, row in enumerate(rows, start=1)
    ]
    with new_project(tmp_path, cases) as made:
        here = made.path
        patterns.ensure_grouped(made)
    there = tmp_path / "there.curator"
    shutil.copy(here, there)
    file = write_jsonl(
        tmp_path / "175b with verification.jsonl",
        [
            {"id": f"sum-{line}", "output": row[AFTER]["solution"]}
            for line, row in enumerate(rows, start=1)
        ],
    )
    told = curator(
        "trial", there, "--import", file, "--variant", "175b", "--judge", "number", "--json"
    ).data
    stage = make_stage(here, "trials")
    page = stage.page(TrialsPage)
    page.look_at(file)
    page.form.judge.set_value("number")
    stage.press(KEY.Key_Return)
    table = page.table.trials
    assert len(told["patterns"]) > 2
    shown = {
        column.pattern.id if column.pattern is not None else column.kind: table.cell(0, place)
        for place, column in enumerate(table.columns)
    }
    for row in told["patterns"]:
        if not row["id"]:
            continue
        estimate = shown[row["id"]].estimate
        assert estimate is not None
        assert estimate.model_dump() == row["fix_rate"]
    every = shown["all"].estimate
    assert every is not None
    assert every.model_dump() == told["fix_rate"]
    assert shown["broken"].text.startswith(f"{told['now_failing']} of ")
    assert f"fixes {told['fixed']:,} of" in page.result.text()
    with projects.open_project(there) as other:
        assert [one.id for one in patterns.current(other).patterns] == [
            one.id for one in patterns.current(stage.project).patterns
        ]
