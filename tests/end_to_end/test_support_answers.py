"""(a) Real support answers: stock replies as outputs, warm ones as ideal answers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.command_line import curator as curator_process
from tests.end_to_end.command_line import curator_here as curator
from tests.end_to_end.command_line import write_jsonl
from tests.exporting.outside import load_folder, together_report

FAILURES = 500


def instructions(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["instruction"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def project(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """500 marked failures with ideal answers, and 100 passing cases, imported as acts."""
    folder = shared / "data" / "bitext_customer_support"
    first, second = (
        instructions(folder / f"Bitext_Sample_Customer_Support_Training_Dataset.{v}.csv")
        for v in ("v1", "v2")
    )
    common = sorted(set(first) & set(second))
    assert len(common) == 4364
    spread = common[:: len(common) // (FAILURES + 100)][: FAILURES + 100]
    rows: list[dict[str, Any]] = []
    for number, asked in enumerate(spread):
        good = second[asked]["response"]
        row = {"id": f"b{number}", "input": asked, "metadata": {"intent": first[asked]["intent"]}}
        if number < FAILURES:
            row |= {"output": first[asked]["response"], "mark": "fail", "ideal": good}
        else:
            row |= {"output": good, "mark": "pass"}
        rows.append(row)
    place = tmp_path_factory.mktemp("support")
    path = place / "support.curator"
    assert curator("new", path).code == 0
    answer = curator("import", path, write_jsonl(place / "rows.jsonl", rows), "--json")
    assert answer.code == 0
    assert (answer.data["read"], answer.data["format"]) == (600, "curator")
    assert answer.data["imported"] + answer.data["duplicates"] == 600
    return path


def test_figures(project: Path) -> None:
    data = curator("stats", project, "--json").data
    assert data["reviewed"] == data["cases"]
    assert data["failed"] + data["passed"] == data["cases"]
    rate = data["failure_rate"]
    assert rate["value"] == pytest.approx(data["failed"] / data["cases"])
    assert rate["low"] < rate["value"] < rate["high"]


def test_patterns_hold_every_failure_once(project: Path) -> None:
    answer = curator("patterns", project, "--lens", "wrong", "--json")
    data = answer.data
    members = [one for pattern in data["patterns"] for one in pattern["case_ids"]]
    everywhere = [*members, *data["unassigned"]]
    assert (
        len(everywhere)
        == len(set(everywhere))
        == curator("stats", project, "--json").data["failed"]
    )
    assert len(data["patterns"]) >= 5
    assert all(pattern["size"] == len(pattern["case_ids"]) for pattern in data["patterns"])
    assert len({pattern["name"] for pattern in data["patterns"]}) == len(data["patterns"])
    # Another process: sets have another order there.
    again = curator_process("patterns", project, "--lens", "wrong", "--json").data
    for run in (data, again):
        run.pop("seconds")
    assert data == again


def test_verdict_and_export(project: Path, tmp_path: Path) -> None:
    verdict = curator("readiness", project, "--json")
    assert verdict.code in (0, 1)
    assert (verdict.code == 0) == (verdict.data["verdict"] == "Ready for a pilot")
    assert [rule["number"] for rule in verdict.data["rules"]] == list(range(1, 11))
    answer = curator(
        "export", project, "--out", tmp_path / "out", "--override-reason", "a test", "--json"
    )
    assert answer.code == 0, answer.out
    assert together_report(tmp_path / "out" / "train.jsonl")["is_check_passed"]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    rows = [
        json.loads(line)
        for line in (tmp_path / "out" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert manifest["counts"]["train"] == len(rows) >= 300
    again = curator_process(
        "export", project, "--out", tmp_path / "again", "--override-reason", "a test", "--json"
    )
    assert again.code == 0
    for name in ("train.jsonl", "validation.jsonl", "held_out.jsonl", "manifest.json"):
        one, other = ((tmp_path / out / name).read_bytes() for out in ("out", "again"))
        assert one == other, name


def test_the_dataset_folder_loads(project: Path, tmp_path: Path) -> None:
    answer = curator(
        "export",
        project,
        "--format",
        "huggingface",
        "--out",
        tmp_path / "hf",
        "--override-reason",
        "a test",
        "--json",
    )
    assert answer.code == 0, answer.out
    loaded = load_folder(tmp_path / "hf", tmp_path / "cache")
    assert {name: len(split) for name, split in loaded.items()} == {
        name: count for name, count in answer.data["counts"].items() if count
    }
