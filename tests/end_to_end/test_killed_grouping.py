"""A grouping killed in the middle: what people did is there, and grouping again works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from curator.bench.planted_modes import planted_failures
from curator.model.review import Mark
from curator.operations import patterns, projects, reviewing
from curator.project.store import ProjectFile
from tests.builders import add_cases, incoming, judged
from tests.end_to_end.command_line import REPOSITORY

REVIEWER = "Ada"
GROUP = """
import sys
from pathlib import Path

from curator.operations import patterns, projects

def progress(done, total):
    if 2 * done >= total:
        print("half", flush=True)
        sys.stdin.read()

with projects.open_project(Path(sys.argv[1])) as project:
    found = patterns.group(project, afresh=True, progress=progress)
    patterns.accept_grouping(project, found, "Ada")
"""
"""Half-way it says so, and waits to be killed."""


def standing(project: ProjectFile) -> dict[str, tuple[str, bool, frozenset[int]]]:
    found = patterns.current(project).patterns
    return {one.id: (one.name, one.locked, frozenset(one.members)) for one in found}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Sixty failures in patterns, one of them named and pinned; thirty more wait."""
    failures, _ = planted_failures(90, 11, notes=0.5)
    rows = [
        incoming(line, one.asked, one.answered, review=judged(Mark.FAIL, note=one.note))
        for line, one in enumerate(failures, start=1)
    ]
    place = tmp_path / "killed.curator"
    with projects.create_project(place) as project:
        add_cases(project, rows[:60])
        first = patterns.ensure_grouped(project).patterns[0]
        patterns.rename(project, first.id, "what people call it", REVIEWER)
        patterns.set_locked(project, first.id, locked=True, reviewer=REVIEWER)
        add_cases(project, rows[60:], file="more.jsonl")
    return place


def test_a_kill_in_the_middle_of_grouping_loses_nothing(path: Path) -> None:
    with projects.open_project(path) as project:
        before, figures = standing(project), reviewing.figures(project)
    with subprocess.Popen(
        [sys.executable, "-c", GROUP, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    ) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        child.kill()
    assert said == b"half\n"
    with projects.open_project(path) as project:
        assert standing(project) == before
        assert reviewing.figures(project) == figures
        patterns.ensure_grouped(project)
        assert not patterns.waiting(patterns.current(project))
        after = standing(project)
    pinned = next(key for key, (_, locked, _) in before.items() if locked)
    assert after[pinned] == before[pinned]
