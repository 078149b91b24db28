"""What a headless start may load, and that every package is held to the strict rules."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

HEAVY = ["PySide6", "shiboken6", "pandas", "sklearn", "scipy", "pyarrow", "wordllama"]


def _loaded_after(statement: str, repository: Path) -> set[str]:
    """The top-level modules in a fresh process after one statement."""
    probe = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    finished = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
    modules: list[str] = json.loads(finished.stdout)
    return {module.partition(".")[0] for module in modules}


def test_the_command_line_loads_nothing_heavy_and_no_qt(repository: Path) -> None:
    """Otherwise every command would start slowly and need a machine with Qt's libraries."""
    loaded = _loaded_after("import curator.__main__, curator.cli", repository)
    assert loaded.isdisjoint(HEAVY), sorted(loaded.intersection(HEAVY))


@pytest.mark.parametrize("package", ["model", "operations", "resource_files"])
def test_lower_layers_load_no_qt(package: str, repository: Path) -> None:
    """A pure core must not reach the toolkit through a side door."""
    loaded = _loaded_after(f"import curator.{package}", repository)
    assert loaded.isdisjoint(["PySide6", "shiboken6"])


FIRST_PAINT = """
from curator.gui.application import make_application, start
application = make_application(["curator"])
window = start(application, None)
application.processEvents()
assert window.isVisible()
"""


def test_the_first_window_waits_for_no_heavy_library(repository: Path) -> None:
    """Each of them takes from 0.2 to 1.5 seconds, which nobody should wait for to see a window."""
    loaded = _loaded_after(FIRST_PAINT, repository)
    waited_for = loaded.intersection([*HEAVY, "numpy"]) - {"PySide6", "shiboken6"}
    assert not waited_for, sorted(waited_for)


def test_every_package_below_gui_is_checked_strictly(repository: Path) -> None:
    """A new package joins pyright's strict list on the day it is made."""
    settings: dict[str, Any] = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    strict = set(settings["tool"]["pyright"]["strict"])
    packages = {
        f"curator/{path.parent.name}" for path in (repository / "curator").glob("*/__init__.py")
    }
    assert packages - {"curator/gui"} <= strict
