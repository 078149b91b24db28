"""A process's own peak of memory, whoever started it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from curator.bench.memory import most_memory

_CHILD = "from curator.bench.memory import most_memory; print(most_memory())"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell")
def test_the_peak_stays_when_the_memory_is_given_back() -> None:
    before = most_memory()
    np.ones(200_000_000 // 8)
    after = most_memory()
    assert before is not None
    assert after is not None
    assert after >= 190
    assert after >= before


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="needs /proc")
def test_a_childs_peak_is_not_its_parents(repository: Path) -> None:
    np.ones(200_000_000 // 8)
    ran = subprocess.run(
        [sys.executable, "-c", _CHILD], capture_output=True, check=True, text=True, cwd=repository
    )
    assert 1 < float(ran.stdout) < 100
