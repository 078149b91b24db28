"""The benchmark of the data checks: what it measures is there, on a few rows."""

from __future__ import annotations

import pytest

from curator.bench import readiness


def test_it_reports_every_time_beside_the_same_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "REPEATS", 1)
    found = readiness.run(rows=40)
    floor = found["floor_seconds"]
    assert isinstance(floor, float)
    for what in ("file", "project", "with_embedding", "after_one_edit"):
        seconds, ratio = found[f"{what}_seconds"], found[f"{what}_ratio"]
        assert isinstance(seconds, float)
        assert ratio == pytest.approx(seconds / floor)
    assert found["aim"] == 10.0
