"""The first window comes quickly: what it loads until it is painted is a short list."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from curator.model.review import Mark
from curator.operations import reviewing, searching
from tests.builders import incoming, new_project

HEAVY = {
    "datasets",
    "jinja2",
    "jsonschema",
    "numpy",
    "openai",
    "orjson",
    "pandas",
    "pyarrow",
    "pydantic",
    "rensa",
    "scipy",
    "sklearn",
    "sqlalchemy",
    "wordllama",
}
"""What takes from 4 ms (orjson) to seconds to load."""
PROBE = """
import json, sys
from pathlib import Path
from curator.gui.application import make_application, start
application = make_application(["curator"])
window = start(application, Path(sys.argv[1]) if len(sys.argv) > 1 else None)
window.pages.stop()  # nothing that follows when nobody does anything
shown = not window.grab().isNull() and window.isVisible()
application.processEvents()
print(json.dumps([shown, window.page.name, sorted(sys.modules)]))
"""
LATER = {
    "curator.gui.command_list",
    "curator.gui.settings_dialog",
    "curator.gui.spelling",
    "curator.operations.importing",
    "curator.operations.patterns",
    "curator.project.schema",
}
"""Our own modules that nobody needs to see a case."""


def _loaded_when_painted(repository: Path, home: Path, *arguments: str) -> tuple[str, set[str]]:
    """The page in front and the modules loaded, when a fresh process has painted its window."""
    finished = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=repository,
        env={**os.environ, "XDG_CONFIG_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
    shown, page, modules = json.loads(finished.stdout)
    assert shown
    assert "PySide6" in modules
    return page, set(modules)


def _heavy(modules: set[str]) -> list[str]:
    return sorted(HEAVY.intersection(name.partition(".")[0] for name in modules))


def test_nothing_heavy_is_loaded_when_the_first_window_is_painted(
    repository: Path, tmp_path: Path
) -> None:
    page, modules = _loaded_when_painted(repository, tmp_path)
    assert page == "start"
    assert not _heavy(modules)


def test_nothing_heavy_is_loaded_when_the_first_case_is_painted(
    repository: Path, tmp_path: Path
) -> None:
    with new_project(tmp_path, [incoming(number) for number in range(1, 9)]) as project:
        reviewing.mark_cases(project, [1, 2], Mark.FAIL, "Ada")
        reviewing.set_tags(project, 1, ["invented"], "Ada")
        searching.index_cases(project)
    page, modules = _loaded_when_painted(repository, tmp_path, str(project.path))
    assert page == "review"
    assert not _heavy(modules)
    assert not LATER & modules
