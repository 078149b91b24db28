"""Questions about patterns, asked of a real project: answers at once, and honest ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.bench.planted_modes import STRAY, planted_failures
from curator.model.review import Mark
from curator.operations import pattern_study, patterns, reviewing
from curator.operations.pattern_study import PatternStudy
from curator.project.store import ProjectFile
from tests.builders import add_cases, incoming, new_project

PERSON = "Ada"
COUNT = 120


@pytest.fixture(scope="module")
def truth() -> dict[int, str]:
    return {}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, truth: dict[int, str]) -> ProjectFile:
    """Planted failures with notes, six of each mode tagged, and forty passes."""
    failures, modes = planted_failures(COUNT, 3, notes=0.7)
    made = new_project(
        tmp_path_factory.mktemp("study"),
        [
            incoming(n, one.asked, f"{one.answered} ({n})")
            for n, one in enumerate(failures, start=1)
        ],
    )
    add_cases(made, [incoming(n, f"Where is shop {n}?", f"In street {n}.") for n in range(40)])
    reviewing.mark_cases(made, range(1, COUNT + 1), Mark.FAIL, PERSON)
    reviewing.mark_cases(made, range(COUNT + 1, COUNT + 41), Mark.PASS, PERSON)
    used: dict[str, int] = {}
    for key, (failure, mode) in enumerate(zip(failures, modes, strict=True), start=1):
        truth[key] = mode
        if failure.note:
            reviewing.write_note(made, key, failure.note, PERSON)
        if mode != STRAY and used.get(mode, 0) < 4:
            used[mode] = used.get(mode, 0) + 1
            reviewing.set_tags(made, key, [mode], PERSON)
    patterns.ensure_grouped(made)
    return made


@pytest.fixture(scope="module")
def study(project: ProjectFile) -> PatternStudy:
    return pattern_study.make_study(project)


def test_a_preview_counts_what_grouping_there_gives(study: PatternStudy) -> None:
    for threshold in (0.3, study.threshold, 0.9):
        told = pattern_study.preview(study, threshold)
        found = pattern_study.group_at(study, threshold)
        assert (told.patterns, told.unassigned) == (len(found.patterns), len(found.unassigned))


def test_the_slider_goes_from_fewer_to_more(study: PatternStudy) -> None:
    stops = pattern_study.slider_stops(study)
    assert [one.threshold for one in stops] == sorted(
        (one.threshold for one in stops), reverse=True
    )
    assert stops[0].patterns <= min(one.patterns for one in stops)
    assert len({(one.patterns, one.unassigned) for one in stops}) > 3
    nearest = min(stops, key=lambda one: abs(one.threshold - study.threshold))
    here = pattern_study.preview(study, study.threshold)
    assert (nearest.patterns, nearest.unassigned) == (here.patterns, here.unassigned)


def test_moving_the_cut_keeps_map_and_peoples_patterns(
    project: ProjectFile, study: PatternStudy
) -> None:
    before = patterns.current(project)
    broad = pattern_study.group_at(study, 0.95)
    assert broad.positions == before.positions
    kept = {one.id: one.members for one in before.patterns if one.by_people}
    assert {one.id: one.members for one in broad.patterns if one.id in kept} == kept


def test_why_names_the_note_where_notes_agree(project: ProjectFile, study: PatternStudy) -> None:
    noted = 0
    for pattern in patterns.current(project).patterns:
        for key in pattern.members:
            told = pattern_study.why(study, key, pattern.id)
            assert told is not None
            assert abs(sum(part.share for part in told.parts) - 1.0) < 0.01
            noted += told.parts[0].block in ("note", "tags")
    assert noted > 20
    assert pattern_study.why(study, 10_000, study.study.made[0].id) is None
    assert pattern_study.why(study, 1, "nope") is None


def test_the_parts_of_a_reason_add_up(study: PatternStudy) -> None:
    pattern = study.study.current.patterns[0]
    key = pattern.members[0]
    told = pattern_study.why(study, key, pattern.id)
    assert told is not None
    row, rows = study.study.seen.row_of[key], study.study.rows(pattern.id)
    others = rows[rows != row]
    similarity = study.study.seen.representation.similarity(rows[rows == row], others)
    assert told.similarity == pytest.approx(float(similarity.mean()), abs=2e-3)


def test_suggestions_are_mostly_right_and_taken_by_one_deed(
    project: ProjectFile, study: PatternStudy, truth: dict[int, str]
) -> None:
    state = pattern_study.learned_state(study)
    assert state.speaks
    assert state.accuracy is not None
    assert state.accuracy.low < state.accuracy.value < state.accuracy.high
    offered = pattern_study.suggestions(study)
    right = sum(one.name == truth[one.case_key] for one in offered)
    assert right >= 0.7 * len(offered) > 5
    before = patterns.current(project)
    first, second = offered[:2]
    done = patterns.take_suggestions(
        project, [(one.case_key, one.pattern_id) for one in (first, second)], PERSON
    )
    assert done.deed
    assert not pattern_study.is_fresh(project, study)
    now = patterns.current(project)
    assert all(
        one.case_key in next(p for p in now.patterns if p.id == one.pattern_id).members
        for one in (first, second)
    )
    assert reviewing.review(project, first.case_key).tags[0] == first.name
    reviewing.undo(project, PERSON)
    assert patterns.current(project) == before


def test_a_tag_teaches_without_a_new_study(
    project: ProjectFile, study: PatternStudy, truth: dict[int, str]
) -> None:
    asked = pattern_study.most_informative(study, 1)[0].case_key
    reviewing.set_tags(project, asked, ["brand new", truth[asked]], PERSON)
    other = pattern_study.most_informative(study, 2)[1].case_key
    reviewing.set_tags(project, other, ["brand new"], PERSON)
    again = pattern_study.taught_again(project, study)
    assert again is not None
    assert pattern_study.is_fresh(project, again)
    assert "brand new" in {one.name for one in again.study.made}
    assert not {asked, other} & {one.case_key for one in pattern_study.suggestions(again)}
    assert again.study.seen is study.study.seen
    before, after = (pattern_study.learned_state(one).accuracy for one in (study, again))
    assert before is not None
    assert after is not None
    assert after.of == before.of + 2
    reviewing.write_note(project, asked, "something else", PERSON)
    assert pattern_study.taught_again(project, study) is None
    for _ in range(3):
        reviewing.undo(project, PERSON)


def test_the_most_informative_are_no_members_and_differ(study: PatternStudy) -> None:
    asked = pattern_study.most_informative(study, 5)
    held = {key for one in study.study.made for key in one.members}
    keys = [one.case_key for one in asked]
    assert len(keys) == len(set(keys)) == 5
    assert not held & set(keys)
    assert [one.score for one in asked] == sorted((one.score for one in asked), reverse=True)


def test_the_hierarchy_holds_every_placed_failure_once(
    project: ProjectFile, study: PatternStudy
) -> None:
    now = patterns.current(project)
    branches = pattern_study.hierarchy(study)
    assert 1 < len(branches) < len(now.patterns)
    keys = [key for one in branches for key in one.keys]
    assert sorted(keys) == sorted(key for one in now.patterns for key in one.members)
    for branch in branches:
        inside = [key for one in branch.children for key in one.keys]
        if branch.level == "broad":
            assert sorted(inside) == list(branch.keys)
        assert len(inside) == len(set(inside))
        assert set(inside) <= set(branch.keys)


def test_review_next_shows_every_kind_once(project: ProjectFile, study: PatternStudy) -> None:
    largest = max(patterns.current(project).patterns, key=lambda one: len(one.members))
    shown = pattern_study.review_next(project, study, largest.id, each=2)
    kinds = [one.kind for one in shown]
    assert kinds.count("typical") == 2
    assert "border" in kinds
    assert kinds.count("near pass") == 2
    assert len({one.case_key for one in shown}) == len(shown)
    for one in shown:
        passed = reviewing.review(project, one.case_key).mark is Mark.PASS
        assert passed == (one.kind == "near pass")
        assert passed or one.case_key in largest.members


def test_copies_are_folded_with_their_number(tmp_path: Path) -> None:
    made = new_project(tmp_path, [incoming(n, f"Question {n} about a thing?") for n in range(3)])
    add_cases(made, [incoming(0, "Question 0 about a thing?")])
    add_cases(made, [incoming(0, "Question 0 about  a thing?"), incoming(9, "Else?", "Other.")])
    told = pattern_study.folds(made, [1, 2, 3, 4, 5])
    assert told[0].keys == (1, 4)
    assert told[0].count == 3
    assert sum(one.count for one in told) == 6
