"""What people do to patterns: each deed kept, undone, and followed by tags."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.model.pattern import Pattern, PatternSet
from curator.model.queue import Queue
from curator.model.review import Mark
from curator.operations import pattern_study, patterns, projects, reviewing
from curator.project.store import ProjectFile
from tests.builders import add_cases, incoming, new_project

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


def two_kinds(project: ProjectFile) -> Pattern:
    """A pattern of two kinds of outputs, made by a person."""
    patterns.new_pattern(project, "Mixed", [3, 6, 9, 12, 7, 10, 13, 16], PERSON)
    return by_name(patterns.current(project), "Mixed")


def test_a_split_parts_two_kinds_and_is_undone(project: ProjectFile) -> None:
    mixed = two_kinds(project)
    study = pattern_study.make_study(project)
    halves = pattern_study.propose_split(study, mixed.id)
    assert halves is not None
    assert {halves.first.keys, halves.second.keys} == {(3, 6, 9, 12), (7, 10, 13, 16)}
    assert halves.between < min(halves.first.cohesion, halves.second.cohesion)
    patterns.split(project, mixed.id, halves.second.keys, "Second half", PERSON)
    found = patterns.current(project)
    assert by_name(found, "Mixed").members == halves.first.keys
    assert by_name(found, "Second half").members == halves.second.keys
    reviewing.undo(project, PERSON)
    assert by_name(patterns.current(project), "Mixed") == mixed
    for keys in ((), mixed.members, (1,)):
        with pytest.raises(CuratorError, match="needs some of its"):
            patterns.split(project, mixed.id, keys, "Half", PERSON)
    assert pattern_study.propose_split(study, "nope") is None


def test_a_tags_pattern_can_be_split_too(project: ProjectFile) -> None:
    for key in (7, 10):
        reviewing.set_tags(project, key, ["action"], PERSON)
    action = by_name(patterns.current(project), "action")
    patterns.split(project, action.id, [7, 10], "Refunds", PERSON)
    found = patterns.current(project)
    assert by_name(found, "Refunds").members == (7, 10)
    assert by_name(found, "action").members == (1, 4)


def test_dissolving_frees_the_cases_and_takes_the_tag_off(project: ProjectFile) -> None:
    start = patterns.current(project)
    patterns.dissolve(project, by_name(start, "action").id, PERSON)
    found = patterns.current(project)
    assert [one.name for one in found.patterns] == ["tone"]
    assert {1, 4} <= set(found.unassigned)
    assert reviewing.review(project, 1).tags == ()
    assert "dissolving a pattern" in reviewing.undo(project, PERSON).sentence
    assert patterns.current(project) == start
    assert projects.verify(project).ok


def test_a_description_is_kept_and_undone(project: ProjectFile) -> None:
    action = by_name(patterns.current(project), "action")
    patterns.describe(project, action.id, "Says it did\nwhat it cannot do. ", PERSON)
    found = by_name(patterns.current(project), "action")
    assert found.description == "Says it did\nwhat it cannot do."
    assert not patterns.describe(project, action.id, found.description, PERSON).deed
    reviewing.undo(project, PERSON)
    assert by_name(patterns.current(project), "action").description == ""


def test_only_failures_go_into_patterns(project: ProjectFile) -> None:
    action = by_name(patterns.current(project), "action")
    reviewing.mark_cases(project, [30], Mark.PASS, PERSON)
    for keys in ([30], [99], [3, 30]):
        with pytest.raises(CuratorError, match="1 case of these did not fail"):
            patterns.move_cases(project, keys, action.id, PERSON)
        with pytest.raises(CuratorError, match="did not fail"):
            patterns.new_pattern(project, "New", keys, PERSON)
    with pytest.raises(CuratorError, match="none is chosen"):
        patterns.new_pattern(project, "New", [], PERSON)


def import_more(project: ProjectFile, count: int) -> list[int]:
    first = reviewing.case_count(project) + 1
    new = [incoming(n, f"Newer question {n}?", OUTPUTS[n % 3]) for n in range(100, 100 + count)]
    add_cases(project, new)
    keys = list(range(first, first + count))
    reviewing.mark_cases(project, keys, Mark.FAIL, PERSON)
    return keys


def test_new_failures_join_or_wait_and_nothing_moves(project: ProjectFile) -> None:
    before = patterns.ensure_grouped(project)
    homes = {key: one.id for one in before.patterns for key in one.members}
    places = {key: (x, y) for key, x, y in before.positions}
    new = import_more(project, 6)
    assert patterns.waiting(patterns.current(project)) == tuple(new)
    assert patterns.take_in(project).patterns
    after = patterns.current(project)
    check_every_failure_is_somewhere_once(after, {*range(1, 31), *new})
    assert {key: one.id for one in after.patterns for key in one.members if key in homes} == homes
    assert {key: (x, y) for key, x, y in after.positions if key in places} == places
    assert {key for key, _, _ in after.positions} == {*places, *new}
    assert any(set(one.members) & set(new) for one in after.patterns)
    assert patterns.waiting(after) == ()
    assert not patterns.take_in(project).anything
    assert projects.verify(project).ok


def test_taking_in_stands_in_nobodys_way_of_undo(project: ProjectFile) -> None:
    patterns.ensure_grouped(project)
    tone = by_name(patterns.current(project), "tone")
    patterns.rename(project, tone.id, "Stiff", PERSON)
    new = import_more(project, 3)
    patterns.take_in(project)
    reviewing.undo(project, PERSON)  # the marks of the new ones
    reviewing.undo(project, PERSON)  # the name
    found = patterns.current(project)
    assert by_name(found, "tone").id == tone.id
    check_every_failure_is_somewhere_once(found, set(range(1, 31)))
    assert not set(new) & {key for key, _, _ in found.positions}


def test_a_first_grouping_stands_in_nobodys_way_of_undo(project: ProjectFile) -> None:
    tone = by_name(patterns.current(project), "tone")
    patterns.rename(project, tone.id, "Stiff", PERSON)
    patterns.ensure_grouped(project)
    assert by_name(patterns.current(project), "Stiff").id == tone.id
    reviewing.undo(project, PERSON)
    assert by_name(patterns.current(project), "tone").id == tone.id


def test_what_was_done_while_a_grouping_waited_stands(project: ProjectFile) -> None:
    found = patterns.group(project)
    tone = by_name(patterns.current(project), "tone")
    patterns.rename(project, tone.id, "Stiff", PERSON)
    patterns.new_pattern(project, "Mine", [3, 7], PERSON)
    patterns.accept_grouping(project, found, PERSON)
    after = patterns.current(project)
    assert by_name(after, "Stiff").id == tone.id
    assert by_name(after, "Mine").members == (3, 7)
    check_every_failure_is_somewhere_once(after, set(range(1, 31)))


def test_accepted_patterns_are_grouped_afresh_only_on_request(project: ProjectFile) -> None:
    patterns.accept_grouping(project, patterns.group(project), PERSON)
    before = patterns.current(project)
    accepted = [one for one in before.patterns if one.as_grouped]
    assert accepted
    named = accepted[0]
    patterns.rename(project, named.id, "Has a name", PERSON)
    standing = patterns.current(project)
    assert {one.id for one in patterns.group(project, threshold=0.01).patterns} == {
        one.id for one in standing.patterns
    }
    anew = patterns.group(project, threshold=0.0, afresh=True)
    assert by_name(anew, "Has a name").members == named.members
    loose = {one.id for one in accepted[1:]}
    assert not loose & {one.id for one in anew.patterns if one.by_people}
    patterns.accept_grouping(project, anew, PERSON)
    assert all(one.by_people for one in patterns.current(project).patterns)
    reviewing.undo(project, PERSON)
    assert patterns.current(project) == standing


def test_another_lens_is_a_choice_that_is_kept(project: ProjectFile) -> None:
    found = patterns.group(project, lens="answered")
    assert found.lens == "answered"
    patterns.accept_grouping(project, found, PERSON)
    assert patterns.current(project).lens == "answered"
    assert patterns.group(project).threshold == found.threshold
