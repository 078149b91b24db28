"""(b) Real maths solutions of two models: marks, ideal answers, a paired trial."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.command_line import curator_here as curator
from tests.end_to_end.command_line import write_jsonl

BEFORE, AFTER = "6b_finetuning", "175b_verification"


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[dict[str, Any]]:
    path = shared / "data" / "gsm8k_model_solutions" / "example_model_solutions.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def project(
    shared: Path, rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("maths") / "maths.curator"
    curator("new", path)
    answer = curator(
        "import",
        path,
        shared / "data" / "gsm8k_model_solutions" / "example_model_solutions.jsonl",
        "--map",
        "input=question",
        "--map",
        f"output={BEFORE}.solution",
        "--map",
        f"mark={BEFORE}.is_correct",
        "--map",
        "ideal=ground_truth",
        "--accept-marks",
        "--reviewer",
        "Answer check",
        "--json",
    )
    assert answer.code == 0, answer.err
    assert answer.data["imported"] == len(rows) == 1319
    return path


def test_marks_and_failure_rate_equal_the_file(project: Path, rows: list[dict[str, Any]]) -> None:
    from scipy.stats import binomtest

    data = curator("stats", project, "--json").data
    failed = sum(not row[BEFORE]["is_correct"] for row in rows)
    assert (data["failed"], data["passed"]) == (failed, len(rows) - failed)
    interval = binomtest(failed, len(rows)).proportion_ci(method="wilson")
    rate = data["failure_rate"]
    assert rate["value"] == pytest.approx(failed / len(rows))
    assert (rate["low"], rate["high"]) == (
        pytest.approx(interval.low),
        pytest.approx(interval.high),
    )
    assert data["ideal_answers"] == len(rows)


def test_the_paired_trial_equals_scipy(
    project: Path, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    from scipy.stats import binomtest

    outputs = [
        {
            "id": f"example_model_solutions-{line}",
            "output": row[AFTER]["solution"],
            "mark": "pass" if row[AFTER]["is_correct"] else "fail",
        }
        for line, row in enumerate(rows, start=1)
    ]
    file = write_jsonl(tmp_path / "175b.jsonl", outputs)
    answer = curator(
        "trial", project, "--import", file, "--variant", "175b with verification", "--json"
    )
    assert answer.code == 0, answer.err
    data = answer.data
    pairs = [(row[BEFORE]["is_correct"], row[AFTER]["is_correct"]) for row in rows]
    assert data["cases"] == len(rows)
    assert data["fixed"] == pairs.count((False, True))
    assert data["still_failing"] == pairs.count((False, False))
    assert data["now_failing"] == pairs.count((True, False))
    assert data["still_passing"] == pairs.count((True, True))
    expected = binomtest(data["fixed"], data["fixed"] + data["now_failing"]).pvalue
    assert data["p_value"] == pytest.approx(expected, rel=1e-9)
    tried = data["fixed"] + data["still_failing"]
    interval = binomtest(data["fixed"], tried).proportion_ci(method="wilson")
    assert data["fix_rate"]["value"] == pytest.approx(data["fixed"] / tried)
    assert data["fix_rate"]["low"] == pytest.approx(interval.low)
    assert data["fix_rate"]["high"] == pytest.approx(interval.high)
    assert sum(row["cases"] for row in data["patterns"]) == tried
    assert sum(row["fixed"] for row in data["patterns"]) == data["fixed"]


@pytest.mark.slow
def test_the_fix_rate_of_every_pattern_with_its_interval(
    project: Path, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Judged by the computed number instead of the file's marks, which it must agree with."""
    from scipy.stats import binomtest

    patterns = curator("patterns", project, "--accept", "--json").data["patterns"]
    members = {one["id"]: set(one["case_ids"]) for one in patterns}
    ids = [f"example_model_solutions-{line}" for line in range(1, len(rows) + 1)]
    outputs = [
        {"id": name, "output": row[AFTER]["solution"]} for name, row in zip(ids, rows, strict=True)
    ]
    file = write_jsonl(tmp_path / "175b.jsonl", outputs)
    answer = curator(
        "trial", project, "--import", file, "--variant", "175b", "--judge", "number", "--json"
    )
    assert answer.code == 0, answer.err
    data = answer.data
    right = {name: row[AFTER]["is_correct"] for name, row in zip(ids, rows, strict=True)}
    fixed = sum(row[AFTER]["is_correct"] and not row[BEFORE]["is_correct"] for row in rows)
    assert data["fixed"] == pytest.approx(fixed, abs=3)
    assert len(data["patterns"]) > 3
    for row in data["patterns"]:
        interval = binomtest(row["fixed"], row["cases"]).proportion_ci(method="wilson")
        rate = row["fix_rate"]
        assert rate["value"] == pytest.approx(row["fixed"] / row["cases"])
        assert (rate["low"], rate["high"]) == (
            pytest.approx(interval.low),
            pytest.approx(interval.high),
        )
        if row["id"]:
            of_pattern = members[row["id"]]
            assert row["cases"] == len(of_pattern)
            assert row["fixed"] == pytest.approx(sum(right[one] for one in of_pattern), abs=2)
