"""What is kept of prepared statements is what SQLAlchemy makes of them today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from curator.model.review import Mark
from curator.operations import reviewing
from curator.project.kept_statements import KEPT
from curator.project.prepared import Compiled
from scripts.keep_statements import compiled
from tests.builders import incoming, new_project


def test_the_kept_texts_are_those_of_todays_statements_and_tables() -> None:
    """Where this fails: `python scripts/keep_statements.py`."""
    assert {name: Compiled(*kept) for name, kept in KEPT.items()} == compiled()


READ = """
import sys
from pathlib import Path
from curator.model.queue import Queue
from curator.operations import ideal_answers, projects, reviewing, suggestions
with projects.open_project(Path(sys.argv[1])) as project:
    reviewing.figures(project)
    projects.settings(project)
    keys = reviewing.queue_keys(project, Queue())
    place = reviewing.first_unmarked(project, keys)
    reviewing.tag_counts(project)
    reviewing.lines(project, keys)
    assert reviewing.case(project, keys[place]).key == keys[place]
    assert reviewing.review(project, keys[place]).mark is None
    suggestions.of_case(project, keys[place])
    ideal_answers.draft(project, keys[place], "Ada")
assert "sqlalchemy" not in sys.modules
"""


def test_what_a_project_opens_with_is_read_without_sqlalchemy(
    tmp_path: Path, repository: Path
) -> None:

    with new_project(tmp_path, [incoming(number) for number in range(1, 9)]) as project:
        reviewing.mark_cases(project, [1, 2], Mark.FAIL, "Ada")
        reviewing.set_tags(project, 1, ["invented"], "Ada")
        path = project.path
    finished = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
