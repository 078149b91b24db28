"""The planted worlds, a few of each kind: false wins are rare, real ones are found."""

from __future__ import annotations

import pytest

from curator.bench.trials import run
from curator.model.statistics import wilson


def figures(worlds: int, kind: str) -> dict[str, float]:
    found = run(worlds=worlds, only=[kind])
    return {
        name.removeprefix(f"{kind}: "): value
        for name, value in found.items()
        if isinstance(value, float)
    }


@pytest.mark.parametrize("kind", ["null, one variant", "null, five variants", "null, held out"])
def test_chance_alone_is_rarely_called_help(kind: str) -> None:
    found = figures(40, kind)
    # So few worlds cannot show 5 % itself (the benchmark's 400 do): they must not show more.
    assert wilson(40 * found["says it helps"], 40).low <= 0.05
    # The trap is set: read against the logged failures, nearly every null run looks like a win.
    assert found["a naive reading calls it a win"] > 0.9
    assert found["failures that pass when merely run again"] > 0.4


def test_real_effects_are_found() -> None:
    assert figures(30, "gain of 30 points")["says it helps"] > 0.2
    assert figures(30, "harmful")["says it hurts or is mixed"] > 0.8
