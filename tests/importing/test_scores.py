"""Scores of other tools: only what plainly says right or wrong suggests a mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.model.review import Mark
from tests.importing.helpers import lines, only, read_all, written
from tests.importing.tool_rows import ROWS


@pytest.mark.parametrize(
    ("name", "value", "mark"),
    [
        ("hallucination", 0, None),
        ("toxicity", False, None),
        ("length", 1, None),
        ("correctness", 0.7, None),
        ("correctness", 1, Mark.PASS),
        ("anything", "fail", Mark.FAIL),
        ("user_feedback", "👍", Mark.PASS),
    ],
)
def test_only_scores_that_say_right_or_wrong_suggest_marks(
    tmp_path: Path, name: str, value: object, mark: Mark | None
) -> None:
    score = {"name": name, "value": value, "stringValue": value if isinstance(value, str) else None}
    row = {**ROWS["langfuse"][0], "scores": [score]}
    case = only(read_all(written(tmp_path, lines(row)))[0])
    assert case.review.mark is mark
    assert case.metadata["scores"] == [score]


def test_scores_that_contradict_each_other_suggest_nothing(tmp_path: Path) -> None:
    scores = [{"name": "correct", "value": 1}, {"name": "accuracy", "value": 0}]
    row = {**ROWS["langfuse"][0], "scores": scores}
    assert only(read_all(written(tmp_path, lines(row)))[0]).review.mark is None
