"""The export benchmark runs and measures what it says, on few rows."""

from __future__ import annotations

from curator.bench import BENCHES
from curator.bench.export import run


def test_export_and_floor_hold_the_same_rows_and_the_ratio_is_theirs() -> None:
    found = run(600)
    export, floor, ratio = (found[name] for name in ("export_seconds", "floor_seconds", "ratio"))
    assert isinstance(export, float)
    assert isinstance(floor, float)
    assert ratio == export / floor
    assert found["rows"] == 600
    size = found["bytes"]
    assert isinstance(size, int)
    assert 300 < size / 600 < 600
    assert "export" in BENCHES
