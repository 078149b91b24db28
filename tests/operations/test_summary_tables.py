"""Every table of the summary as data, from Python and from the command's JSON."""

from __future__ import annotations

import json
from pathlib import Path

from curator import Project
from curator.model.case import CarriedReview
from curator.model.review import Mark
from curator.operations import projects, reporting
from tests.builders import add_cases, incoming

TABLES = ("reasons", "figures", "pareto", "exemplars", "trials", "checks", "rules", "next_steps",
          "method", "facts", "costs")  # fmt: skip


def test_every_table_is_data(tmp_path: Path) -> None:
    path = tmp_path / "a.curator"
    cases = [
        incoming(
            number,
            f"Where do guests of room {number * 37 % 101} put their bicycles, job {number}?",
            "Per policy.",
            review=CarriedReview(
                mark=Mark.FAIL if number < 6 else Mark.PASS,
                tags=("cold",) if number < 6 else (),
                ideal=f"In the shed behind house {number}." if number < 6 else None,
                reviewer="Ines",
            ),
        )
        for number in range(9)
    ]
    with projects.create_project(path) as opened:
        add_cases(opened, cases)
        written = reporting.write_summary(opened, tmp_path / "summary.json")
    with Project.open(path) as project:
        summary, tables = project.summary(), project.summary_tables("none")
    assert summary == json.loads(written.read_text(encoding="utf-8"))
    assert set(TABLES) <= set(tables)
    assert tables["pareto"]["name"].tolist() == ["cold"]
    assert tables["pareto"]["share.value"][0] == 1.0
    assert len(tables["checks"]) > 30
    assert len(tables["rules"]) == 10
    assert not [name for name, one in tables.items() if "bicycles" in str(one.to_json())]
