"""What a project says of itself without its stages being loaded."""

from __future__ import annotations

from pathlib import Path

from curator.model.review import Mark
from curator.operations import projects, readiness
from curator.readiness.document import KEPT_SETTING
from tests.builders import incoming, judged, new_project


def test_the_kept_verdict_is_said(tmp_path: Path) -> None:
    assert projects.KEPT_VERDICT == KEPT_SETTING
    rows = [incoming(n, review=judged(Mark.PASS)) for n in range(1, 4)]
    with new_project(tmp_path, rows) as project:
        assert projects.kept_verdict_words(project) == ""
        found = readiness.assess(project)
        readiness.keep_verdict(project, found, "Ada")
        assert projects.kept_verdict_words(project) == found.verdict != ""
