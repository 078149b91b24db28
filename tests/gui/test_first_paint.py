"""The first window comes quickly: what it loads until it is painted is a short list."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HEAVY = {
    "datasets",
    "jinja2",
    "jsonschema",
    "numpy",
    "openai",
    "pandas",
    "pyarrow",
    "rensa",
    "scipy",
    "sklearn",
    "wordllama",
}
PROBE = """
import json, sys
from curator.gui.application import make_application, start
application = make_application(["curator"])
window = start(application, None)
shown = not window.grab().isNull() and window.isVisible()
application.processEvents()
print(json.dumps([shown, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def test_nothing_heavy_is_loaded_when_the_first_window_is_painted(
    repository: Path, tmp_path: Path
) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=repository,
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
    shown, modules = json.loads(finished.stdout)
    assert shown
    assert "PySide6" in modules
    assert HEAVY.isdisjoint(modules), sorted(HEAVY.intersection(modules))
