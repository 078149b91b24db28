"""Once imports are Python's own again, Qt for Python reads no source of what is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROBE = """
import json, linecache, sys
{first}
import curator.gui.application
print(json.dumps([name for name in linecache.cache if "curator" in name]))
"""
GIVE_BACK = "from curator.gui.plain_imports import give_back; give_back()"
OTHERS_HOOK = """
import builtins
import PySide6.QtCore
hook = builtins.__import__
builtins.__import__ = lambda *words, **named: hook(*words, **named)
mine = builtins.__import__
from curator.gui.plain_imports import give_back; give_back()
assert builtins.__import__ is mine
print("[]")
"""


def _read_sources(repository: Path, code: str) -> list[str]:
    """Our modules whose source a fresh process has read."""
    finished = subprocess.run(
        [sys.executable, "-c", code],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(finished.stdout)


def test_no_source_is_read_for_what_is_imported(repository: Path) -> None:
    assert not _read_sources(repository, PROBE.format(first=GIVE_BACK))


def test_somebody_elses_hook_stays(repository: Path) -> None:
    assert not _read_sources(repository, OTHERS_HOOK)
