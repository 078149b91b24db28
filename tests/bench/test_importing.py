"""The import's benchmark measures what it says."""

from __future__ import annotations

from curator.bench import BENCHES
from curator.bench.importing import run


def test_an_import_is_measured_beside_its_floor() -> None:
    found = run(2_000)
    assert found["cases"] == 2_000
    for name in ("floor", "until reviewable", "ratio to the floor", "ratio to pandas alone"):
        figure = found[name]
        assert isinstance(figure, float)
        assert figure > 0
    assert {"import", "import-memory"} <= BENCHES.keys()
