"""The patterns page, by its keys, on the sample project."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from curator.gui.pages.patterns import PatternsPage
from curator.gui.pages.patterns_cases import CaseList
from curator.gui.pages.patterns_change import DifferencePanel
from curator.gui.pages.patterns_list import PatternListPane
from curator.gui.pages.patterns_map import MapPane
from curator.gui.pages.patterns_picker import PatternPicker
from curator.gui.pages.patterns_summary import common_notes
from curator.gui.widgets.controls import EmptyState
from curator.gui.widgets.key_strip import StripButton
from curator.model.pattern import Pattern
from curator.operations import patterns, projects, reviewing
from tests.builders import add_cases, incoming
from tests.gui import stage_window
from tests.gui.stage_window import MakeStage, StageWindow, grouped_sample

shared_window = stage_window.shared_window
make_stage = stage_window.make_stage
KEY = Qt.Key


@pytest.fixture
def stage(make_stage: MakeStage, tmp_path: Path) -> StageWindow:
    return make_stage(grouped_sample(tmp_path), "patterns")


def listed(stage: StageWindow) -> PatternListPane:
    pane = stage.page(PatternsPage).findChild(PatternListPane)
    assert isinstance(pane, PatternListPane)
    return pane


def the_map(stage: StageWindow) -> MapPane:
    pane = stage.page(PatternsPage).findChild(MapPane)
    assert isinstance(pane, MapPane)
    return pane


def current(stage: StageWindow) -> Pattern:
    row = listed(stage).current()
    assert row is not None
    return by_id(stage, row.pattern_id)


def by_id(stage: StageWindow, pattern_id: str) -> Pattern:
    found = {one.id: one for one in patterns.current(stage.project).patterns}
    return found[pattern_id]


def test_the_list_ranks_patterns_and_ends_with_those_in_none(stage: StageWindow) -> None:
    rows = listed(stage).model.rows()
    assert [row.number for row in rows[:-1]] == list(range(1, len(rows)))
    counts = [row.count for row in rows[:-1]]
    assert counts == sorted(counts, reverse=True)
    assert rows[-1].pattern_id == ""
    assert sum(row.count for row in rows) == reviewing.figures(stage.project).failed
    assert "share" in rows[0].spoken


def test_j_and_k_go_through_the_list_and_the_detail_follows(stage: StageWindow) -> None:
    first = current(stage)
    stage.press(KEY.Key_J)
    assert current(stage).id != first.id
    shown = stage.page(PatternsPage)._detail._row
    assert shown is not None
    assert shown.pattern_id == current(stage).id
    stage.press(KEY.Key_K)
    assert current(stage).id == first.id


def test_rename_in_place_then_undo(stage: StageWindow) -> None:
    pattern = current(stage)
    stage.press(KEY.Key_R)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    stage.type("form letter voice")
    stage.press(KEY.Key_Return)
    assert by_id(stage, pattern.id).name == "form letter voice"
    stage.press(KEY.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert by_id(stage, pattern.id).name == pattern.name


def test_escape_leaves_a_name_as_it_was(stage: StageWindow) -> None:
    pattern = current(stage)
    stage.press(KEY.Key_R)
    stage.type("something else")
    stage.press(KEY.Key_Escape)
    assert by_id(stage, pattern.id).name == pattern.name


def test_a_name_in_use_is_refused_with_a_sentence(stage: StageWindow) -> None:
    other = listed(stage).model.rows()[1].name
    told: list[str] = []
    stage.window.context.message_shown.connect(lambda kind, text, *_: told.append(text))
    stage.press(KEY.Key_R)
    stage.type(other)
    stage.press(KEY.Key_Return)
    assert told
    assert other in told[0]


def test_digits_set_the_fix_and_the_link_takes_it_back(stage: StageWindow) -> None:
    pattern = current(stage)
    stage.press(KEY.Key_3)
    assert by_id(stage, pattern.id).fix == "fine-tuning"
    stage.press(KEY.Key_1)
    assert by_id(stage, pattern.id).fix == "prompt"
    stage.page(PatternsPage)._detail.summary._undecide.click()
    stage.settle()
    assert by_id(stage, pattern.id).fix == "undecided"


def test_full_stop_pins_and_unpins(stage: StageWindow) -> None:
    pattern = current(stage)
    stage.press(KEY.Key_Period)
    assert by_id(stage, pattern.id).locked
    stage.press(KEY.Key_Period)
    assert not by_id(stage, pattern.id).locked


def test_merge_by_typing_a_few_letters(stage: StageWindow) -> None:
    rows = listed(stage).model.rows()
    source, target = rows[0], rows[3]
    stage.press(KEY.Key_M)
    picker = QApplication.activeModalWidget()
    assert isinstance(picker, PatternPicker)
    stage.type(target.name)
    stage.press(KEY.Key_Return)
    merged = by_id(stage, target.pattern_id)
    assert len(merged.members) == source.count + target.count
    assert source.pattern_id not in {one.id for one in patterns.current(stage.project).patterns}
    assert current(stage).id == target.pattern_id


def test_enter_and_o_open_the_cases_in_review(stage: StageWindow) -> None:
    pattern = current(stage)
    stage.press(KEY.Key_Return)
    keys, title = stage.opened[-1]
    assert sorted(keys) == list(pattern.members)
    assert pattern.name in title
    stage.go_to("patterns")
    stage.press(KEY.Key_O)
    assert sorted(stage.opened[-1][0]) == list(pattern.members)


def test_a_lasso_makes_a_new_pattern(stage: StageWindow) -> None:
    pane, pattern = the_map(stage), current(stage)
    chosen = list(pattern.members[:3])
    corners = [at for key in chosen if (at := pane.map.position_of(key)) is not None]
    assert len(corners) == len(chosen)
    left = min(at.x() for at in corners) - 9
    right = max(at.x() for at in corners) + 9
    top = min(at.y() for at in corners) - 9
    bottom = max(at.y() for at in corners) + 9
    path = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    QTest.mousePress(pane.map, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, path[0])))
    for corner in path[1:]:
        QTest.mouseMove(pane.map, QPoint(*map(round, corner)))
    QTest.mouseRelease(pane.map, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, path[-1])))
    selected = pane.map.selected_keys()
    assert set(chosen) <= set(selected)
    assert not pane.bar.isHidden()
    stage.press(KEY.Key_N)
    stage.type("drawn round")
    stage.press(KEY.Key_Return)
    made = [one for one in patterns.current(stage.project).patterns if one.name == "drawn round"]
    assert [sorted(one.members) for one in made] == [sorted(selected)]
    assert pane.bar.isHidden()


def test_a_smaller_window_cuts_no_key_in_two_while_the_map_has_the_keys(
    stage: StageWindow,
) -> None:
    the_map(stage).map.setFocus()
    stage.settle()
    stage.window.resize(1024, 700)
    stage.qtbot.waitUntil(lambda: stage.window.key_strip.width() < 1024)
    stage.settle()
    shown = [one for one in stage.window.key_strip.findChildren(StripButton) if one.isVisible()]
    assert shown
    assert all(one.width() >= one.sizeHint().width() for one in shown)


def test_the_lassos_equal_for_the_keyboard(stage: StageWindow) -> None:
    """Select two cases in the list with Shift, move them with V."""
    detail = stage.page(PatternsPage)._detail
    detail.show_tab(1)
    detail.cases.setFocus()
    stage.press(KEY.Key_Home)
    stage.press(KEY.Key_Down, modifier=Qt.KeyboardModifier.ShiftModifier)
    keys = detail.cases.selected_keys()
    assert len(keys) == 2
    assert sorted(the_map(stage).map.selected_keys()) == sorted(keys)
    target = listed(stage).model.rows()[2]
    stage.press(KEY.Key_V)
    stage.type(target.name)
    stage.press(KEY.Key_Return)
    assert set(keys) <= set(by_id(stage, target.pattern_id).members)


def test_a_likely_case_is_taken_by_one_key(stage: StageWindow) -> None:
    found = patterns.current(stage.project)
    assert found.proposals
    proposal = found.proposals[0]
    listed(stage).go_to(proposal.pattern_id)
    detail = stage.page(PatternsPage)._detail
    detail.show_tab(2)
    likely = detail.findChild(CaseList, "pattern-likely")
    assert isinstance(likely, CaseList)
    place = likely.keys().index(proposal.case_key)
    likely.setFocus()
    likely.setCurrentIndex(likely.model().index(place, 0))
    stage.press(KEY.Key_Return)
    assert proposal.case_key in by_id(stage, proposal.pattern_id).members


def test_regrouping_shows_the_difference_and_changes_nothing_until_accepted(
    stage: StageWindow,
) -> None:
    page = stage.page(PatternsPage)
    for key in current(stage).members[:4]:
        reviewing.set_tags(stage.project, key, [], "Ada")
    before = patterns.current(stage.project)
    stage.press(KEY.Key_G)
    panel = page.findChild(DifferencePanel)
    assert isinstance(panel, DifferencePanel)
    assert panel.isVisible()
    assert patterns.current(stage.project) == before
    stage.press(KEY.Key_Escape)
    assert not panel.isVisible()
    assert patterns.current(stage.project) == before
    stage.press(KEY.Key_G)
    found = page._flow.found
    assert found is not None
    panel.accepted.emit()
    stage.settle()
    accepted = patterns.current(stage.project)
    assert {one.id for one in accepted.patterns} == {one.id for one in found.patterns}
    assert not panel.isVisible()


def test_another_lens_is_a_proposal_too(stage: StageWindow) -> None:
    before = patterns.current(stage.project)
    listed(stage).lens_chosen.emit("answered")
    stage.settle()
    found = stage.page(PatternsPage)._flow.found
    assert found is not None
    assert found.lens == "answered"
    assert patterns.current(stage.project) == before


def test_below_twenty_failures_one_button_leads_on(make_stage: MakeStage, tmp_path: Path) -> None:
    path = tmp_path / "small.curator"
    with projects.create_project(path) as project:
        add_cases(project, [incoming(line) for line in range(1, 6)])
    stage = make_stage(path, "patterns")
    empty = stage.page(PatternsPage).findChild(EmptyState)
    assert isinstance(empty, EmptyState)
    assert empty.isVisible()
    assert "20 failures" in empty.text.text()
    empty.button.click()
    assert stage.window.page.name == "review"


def test_at_twenty_failures_patterns_are_proposed_without_a_question(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    path = tmp_path / "twenty.curator"
    with projects.create_project(path) as project:
        wrong = [incoming(n, f"Refund {n}?", f"Sure, refund {n} is on its way.") for n in range(24)]
        add_cases(project, wrong)
        keys = list(reviewing.queue_keys(project, reviewing.Queue(kind="all")))
        reviewing.mark_cases(project, keys, reviewing.Mark.FAIL, "Ada")
    stage = make_stage(path, "patterns")
    stage.settle()
    found = patterns.current(stage.project)
    assert found.embedder
    assert not any(one.by_people for one in found.patterns)


def test_common_notes_are_the_most_frequent_first() -> None:
    assert common_notes(["a", "b  c", "", "b c", "d"]) == ("b c", "a", "d")
