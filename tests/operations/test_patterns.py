"""What people do to patterns: each deed kept, undone, and followed by tags."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.model.pattern import Pattern, PatternSet
from curator.model.queue import Queue
from curator.model.review import Mark
from curator.operations import patterns, projects, reviewing
from curator.project.store import ProjectFile
from tests.builders import incoming, new_project

PERSON = "Ada"
OUTPUTS = [
    "I have refunded your card, the money arrives tomorrow.",
    "Dear Sir or Madam, we acknowledge receipt of your esteemed enquiry.",
    "The Solo plan includes nine users and a pony.",
]


@pytest.fixture
def project(tmp_path: Path) -> ProjectFile:
    """Thirty failures of three kinds, the first two of each tagged."""
    made = new_project(
        tmp_path,
        [incoming(n, f"Question number {n} on topic {n * 7}?", OUTPUTS[n % 3]) for n in range(30)],
    )
    reviewing.mark_cases(made, range(1, 31), Mark.FAIL, PERSON)
    for key, tag in ((1, "action"), (4, "action"), (2, "tone"), (5, "tone")):
        reviewing.set_tags(made, key, [tag], PERSON)
    return made


def by_name(found: PatternSet, name: str) -> Pattern:
    return next(one for one in found.patterns if one.name == name)


def check_every_failure_is_somewhere_once(found: PatternSet, failures: set[int]) -> None:
    members = [key for one in found.patterns for key in one.members]
    assert len(members) == len(set(members))
    assert set(members) | set(found.unassigned) == failures
    assert not set(members) & set(found.unassigned)


def test_tags_are_patterns_at_once(project: ProjectFile) -> None:
    found = patterns.current(project)
    assert {one.name: one.members for one in found.patterns} == {
        "action": (1, 4),
        "tone": (2, 5),
    }
    check_every_failure_is_somewhere_once(found, set(range(1, 31)))
    reviewing.set_tags(project, 4, ["tone"], PERSON)
    found = patterns.current(project)
    assert [one.name for one in found.patterns] == ["tone"]  # one use makes no pattern
    assert by_name(found, "tone").members == (2, 4, 5)


def test_the_first_grouping_is_kept_as_proposals_and_no_deed_to_undo(
    project: ProjectFile,
) -> None:
    found = patterns.ensure_grouped(project)
    check_every_failure_is_somewhere_once(found, set(range(1, 31)))
    assert any(not one.by_people for one in found.patterns)
    assert patterns.ensure_grouped(project) == patterns.current(project)
    assert "tags of case" in reviewing.undo(project, PERSON).sentence


def test_passing_a_case_takes_it_out_of_its_pattern(project: ProjectFile) -> None:
    patterns.accept_grouping(project, patterns.group(project), PERSON)
    reviewing.mark_cases(project, [1], Mark.PASS, PERSON)
    check_every_failure_is_somewhere_once(patterns.current(project), set(range(2, 31)))


def test_edits_are_kept_and_undone(project: ProjectFile) -> None:
    start = patterns.current(project)
    action, tone = by_name(start, "action"), by_name(start, "tone")
    patterns.rename(project, action.id, "Promises an action", PERSON)
    patterns.set_fix(project, action.id, "prompt", PERSON)
    patterns.set_locked(project, action.id, True, PERSON)
    patterns.new_pattern(project, "Invents facts", [3, 6, 9], PERSON)
    patterns.move_cases(project, [12], tone.id, PERSON)
    project.close()
    again = projects.open_project(project.path)
    found = patterns.current(again)
    renamed = by_name(found, "Promises an action")
    assert (renamed.id, renamed.fix, renamed.locked) == (action.id, "prompt", True)
    assert by_name(found, "Invents facts").members == (3, 6, 9)
    assert by_name(found, "tone").members == (2, 5, 12)
    assert reviewing.review(again, 12).tags == ("tone",)
    assert len({one.colour for one in found.patterns}) == len(found.patterns)
    for _ in range(5):
        assert reviewing.undo(again, PERSON).patterns
    assert patterns.current(again) == start
    assert projects.verify(again).ok


def test_merging_tag_patterns_moves_the_tags_too(project: ProjectFile) -> None:
    start = patterns.current(project)
    action, tone = by_name(start, "action"), by_name(start, "tone")
    patterns.merge(project, tone.id, [action.id], PERSON)
    found = patterns.current(project)
    assert [(one.name, one.members) for one in found.patterns] == [("tone", (1, 2, 4, 5))]
    assert reviewing.review(project, 1).tags == ("tone", "action")
    reviewing.undo(project, PERSON)
    assert patterns.current(project) == start
    assert reviewing.review(project, 1).tags == ("action",)


def test_a_case_moved_out_of_all_patterns_stays_out(project: ProjectFile) -> None:
    patterns.move_cases(project, [1], None, PERSON)
    found = patterns.current(project)
    assert 1 in found.unassigned
    assert reviewing.review(project, 1).tags == ()


def test_a_locked_pattern_survives_regrouping(project: ProjectFile) -> None:
    patterns.new_pattern(project, "Mine", [3, 7, 11], PERSON)
    mine = by_name(patterns.current(project), "Mine")
    patterns.set_locked(project, mine.id, True, PERSON)
    patterns.accept_grouping(project, patterns.group(project), PERSON)
    after = by_name(patterns.current(project), "Mine")
    assert (after.id, after.members, after.colour) == (mine.id, (3, 7, 11), mine.colour)


def test_names_are_needed_and_unique(project: ProjectFile) -> None:
    found = patterns.current(project)
    action, tone = by_name(found, "action"), by_name(found, "tone")
    with pytest.raises(CuratorError, match="needs a name"):
        patterns.rename(project, action.id, "  ", PERSON)
    with pytest.raises(CuratorError, match="called “tone” already"):
        patterns.rename(project, action.id, "tone", PERSON)
    with pytest.raises(CuratorError, match="another pattern"):
        patterns.merge(project, tone.id, [tone.id], PERSON)
    with pytest.raises(CuratorError, match="no pattern"):
        patterns.set_fix(project, "nope", "prompt", PERSON)


def test_the_queue_of_a_pattern(project: ProjectFile) -> None:
    patterns.accept_grouping(project, patterns.group(project), PERSON)
    tone = by_name(patterns.current(project), "tone")
    queue = Queue(kind="pattern", pattern_id=tone.id)
    assert set(reviewing.queue_keys(project, queue)) == set(tone.members)
