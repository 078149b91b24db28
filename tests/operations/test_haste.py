"""How long reviewers looked, kept with what they did."""

from __future__ import annotations

from pathlib import Path

from curator.model.review import Mark
from curator.operations import reviewing
from curator.operations.snapshots import take_snapshot
from tests.builders import incoming, new_project


def test_how_long_a_case_was_looked_at_is_kept_with_its_latest_mark(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(n, f"Where is {n}?", "Here.") for n in range(1, 9)])
    reviewing.mark_cases(project, [1], Mark.FAIL, "Ada", seconds=0.41)
    reviewing.mark_cases(project, [2], Mark.PASS, "Ada")
    reviewing.mark_cases(project, [3, 4, 5], Mark.PASS, "Ada")
    reviewing.write_ideal(project, 1, "There.", "Ada", seconds=6)
    found = take_snapshot(project)
    assert (found.mark_seconds, found.ideal_seconds) == ({1: 0.4}, {1: 6.0})
    assert found.marked_together == (3, 4, 5)
    # The same mark again is no act, unless it was a glance and is none now.
    assert not reviewing.mark_cases(project, [1], Mark.FAIL, "Ada", seconds=2).anything
    assert not reviewing.mark_cases(project, [2], Mark.PASS, "Ada", seconds=9).anything
    assert reviewing.mark_cases(project, [1], Mark.FAIL, "Ada", seconds=4).anything
    assert not reviewing.mark_cases(project, [1], Mark.FAIL, "Ada", seconds=9).anything
    assert not reviewing.write_ideal(project, 1, "There.", "Ada", seconds=9).anything
    reviewing.mark_cases(project, [4], Mark.PASS, "Ben", seconds=5)
    found = take_snapshot(project)
    assert (found.mark_seconds, found.marked_together) == ({1: 4.0, 4: 5.0}, (3, 5))
    reviewing.undo(project, "Ada")
    assert take_snapshot(project).marked_together == (3, 4, 5)
