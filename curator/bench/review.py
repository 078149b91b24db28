"""Review: a key until the next case is painted, scrolling, queues, search, opening, memory.

The window is another program's matter (this layer knows no Qt): it runs as a child process on
generated projects, with nothing to show it on. Beside every figure stands a floor of the same
run: bare commits and a bare window of the same size with the same texts.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import orjson

from curator.bench.review_project import build
from curator.errors import CuratorError
from curator.model.value import JsonObject

SIZES = (1_000, 100_000)
OPENINGS = 3
TIMES = 150
WINDOW = "curator.gui.review_bench"
FRAME = 1000 / 60
"""Milliseconds of one frame at 60 Hz: the aim for a key at p99."""
TIMED = {
    "key to next case painted": ("keys", "key"),
    "a page of the list": ("scroll", "repaint"),
    "scroll bar anywhere": ("drag", "repaint"),
    "to the end and back": ("ends", "repaint"),
    "another queue": ("queues", ""),
    "another filter": ("filters", ""),
    "search, from the last letter": ("search", ""),
    "search, while one types on": ("typed", ""),
}
"""What is measured: its name with the window, and which floor it is compared with."""


def run(
    sizes: Sequence[int] = SIZES,
    openings: int = OPENINGS,
    kept: Path | None = None,
    times: int = TIMES,
) -> JsonObject:
    """Every figure for every size; times in ms, by what was done; openings are medians.

    `kept`: a folder of generated projects. One that is there is measured (a copy of it), one
    that is not is put there: a million cases take minutes to make.
    """
    if getattr(sys, "frozen", False):
        raise CuratorError("The review benchmark needs Curator from a Python installation.")
    found: JsonObject = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for name, value in _measured(Path(folder), size, openings, kept, times).items():
                found[f"{size:,} cases: {name}"] = value
    if len(sizes) > 1:
        first, last = f"{min(sizes):,} cases: ", f"{max(sizes):,} cases: "
        for kind in ("key to next case painted, p50 ms", "key to next case painted, p99 ms"):
            found[f"{last}{kind}, times that of {min(sizes):,}"] = _number(
                found[last + kind]
            ) / _number(found[first + kind])
    return found


def project_in(folder: Path, size: int, kept: Path | None) -> Path:
    """A fresh project of this size in a folder; from the kept ones, where those are wanted."""
    path = folder / "bench.curator"
    if kept is None:
        return build(path, size)
    model = kept / f"review-{size}.curator"
    if not model.exists():
        kept.mkdir(parents=True, exist_ok=True)
        # Renamed when whole: half a project must not be measured later.
        build(kept / "making.curator", size).replace(model)
    return Path(shutil.copyfile(model, path))


def _measured(folder: Path, size: int, openings: int, kept: Path | None, times: int) -> JsonObject:
    began = time.perf_counter()
    project = project_in(folder, size, kept)
    figures: JsonObject = {"making the project, s": time.perf_counter() - began}
    for kind in ("floor", "open"):
        _child(kind, project, times)  # writes the bytecode that an installed program has
    floors = [_child("floor", project, times) for _ in range(openings)]
    openings_seen = [_child("open", project, times) for _ in range(openings)]
    opened = [_number(one["open"]) for one in openings_seen]
    bare = [_number(one["open"]) for one in floors]
    # Other programs delay a start, but they do not add to its own processor time.
    worked = min(_number(one["processor"]) for one in openings_seen)
    least = min(_number(one["processor"]) for one in floors)
    window, floor = _child("app", project, times), floors[-1]
    for name, (measured, compared) in TIMED.items():
        own = _table(window[measured])
        figures[f"{name}, p50 ms"] = own["p50"]
        figures[f"{name}, p99 ms"] = own["p99"]
        if compared:
            bottom = _table(floor[compared])
            for point in ("p50", "p99"):
                ratio = _number(own[point]) / _number(bottom[point])
                figures[f"{name}, {point} times its floor"] = ratio
        if "whole" in own:
            for point in ("p50", "p99"):
                figures[f"{name}, until all are known, {point} ms"] = _table(own["whole"])[point]
        if "stall" in own:
            figures[f"{name}, longest stall of the window, ms"] = own["stall"]
    keys, bottom = _table(window["keys"]), _table(floor["key"])
    figures["key: processor time of the window's thread, p50 ms"] = _table(keys["processor"])["p50"]
    figures["floor: commit and repaint, p50 ms"] = bottom["p50"]
    figures["floor: commit and repaint, p99 ms"] = bottom["p99"]
    figures["process start to first case painted, ms"] = statistics.median(opened)
    figures["floor: process start to a bare window, ms"] = statistics.median(bare)
    figures["opening times its floor"] = statistics.median(opened) / statistics.median(bare)
    figures["opening: processor time, ms"] = worked
    figures["opening: processor time, times its floor"] = worked / least
    for name in ("memory when opened", "memory at the end"):
        figures[f"{name}, MB at most"] = _table(window[name]).get("peak")
    return figures


def _child(kind: str, project: Path, times: int) -> JsonObject:
    """One run of the window or of its floor in a fresh process."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(project.parent / "bytecode"),
    }
    done = subprocess.run(  # noqa: S603  our own module
        [sys.executable, "-m", WINDOW, kind, str(project), str(time.time()), str(times)],
        capture_output=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        trouble = done.stderr.decode(errors="replace").strip().splitlines()
        raise CuratorError(f"The window of the benchmark failed: {(trouble or ['?'])[-1]}")
    return _table(orjson.loads(done.stdout.splitlines()[-1]))


def _table(value: object) -> JsonObject:
    if not isinstance(value, dict):
        raise TypeError("a table of figures was expected")
    return value  # pyright: ignore[reportUnknownVariableType]


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError("a figure was expected")
    return float(value)
