"""Owning patterns by keys: split, dissolve, describe, cut, look deeper, and undo of it all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QInputDialog, QWidget

from curator.gui.pages.patterns import PatternsPage
from curator.gui.pages.patterns_figures_view import figure_sections
from curator.model.changes import Changed
from curator.model.pattern import Pattern, PatternSet
from curator.model.review import Mark
from curator.operations import pattern_study, patterns, projects, reviewing
from curator.project.store import ProjectFile
from tests.builders import add_cases, incoming
from tests.gui import stage_window
from tests.gui.stage_window import MakeStage, StageWindow, grouped_sample

shared_window = stage_window.shared_window
make_stage = stage_window.make_stage
KEY = Qt.Key
ADDED_DEEDS = 101
"""A hundred failures marked at once, a note on each."""


@pytest.fixture
def stage(make_stage: MakeStage, tmp_path: Path) -> StageWindow:
    return make_stage(grouped_sample(tmp_path), "patterns")


def page_of(stage: StageWindow) -> PatternsPage:
    return stage.page(PatternsPage)


def current(stage: StageWindow) -> Pattern:
    row = page_of(stage)._pane.current()
    assert row is not None
    return next(one for one in standing(stage).patterns if one.id == row.pattern_id)


def standing(stage: StageWindow) -> PatternSet:
    return patterns.current(stage.project)


def shape(found: PatternSet) -> dict[str, tuple[str, frozenset[int]]]:
    """What has to come back after undo: ids, names, members."""
    return {one.id: (one.name, frozenset(one.members)) for one in found.patterns}


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def in_front(stage: StageWindow) -> None:
    """Offscreen nobody gives the focus back to the window when a dialog closes."""
    stage.window.activateWindow()
    stage.qtbot.waitUntil(stage.window.isActiveWindow)
    page_of(stage)._pane.view.setFocus()
    stage.settle()


def leave(stage: StageWindow, dialog: QDialog) -> None:
    dialog.reject()
    in_front(stage)


def test_x_proposes_halves_and_splits_on_enter(stage: StageWindow) -> None:
    before, pattern = shape(standing(stage)), current(stage)
    stage.press(KEY.Key_X)
    dialog = page_of(stage).tools.split_dialog
    assert dialog is not None
    assert dialog.name.hasFocus()
    stage.type("reads like an advert")
    stage.press(KEY.Key_Return)
    in_front(stage)
    after = standing(stage)
    made = next(one for one in after.patterns if one.name == "reads like an advert")
    rest = next(one for one in after.patterns if one.id == pattern.id)
    assert {*made.members, *rest.members} == set(pattern.members)
    assert made.members
    assert rest.members
    stage.press(KEY.Key_Z)
    assert shape(standing(stage)) == before


def test_a_split_that_is_left_changes_nothing(stage: StageWindow) -> None:
    before = shape(standing(stage))
    stage.press(KEY.Key_X)
    dialog = page_of(stage).tools.split_dialog
    assert dialog is not None
    leave(stage, dialog)
    assert shape(standing(stage)) == before


def test_d_dissolves_and_z_brings_back(stage: StageWindow) -> None:
    before, pattern = shape(standing(stage)), current(stage)
    stage.press(KEY.Key_D)
    assert pattern.id not in shape(standing(stage))
    assert set(pattern.members) <= set(standing(stage).unassigned)
    stage.press(KEY.Key_Z)
    assert shape(standing(stage)) == before


def test_e_describes(stage: StageWindow) -> None:
    stage.press(KEY.Key_E)
    asked = stage.window.findChild(QInputDialog, "ask")
    assert isinstance(asked, QInputDialog)
    asked.setTextValue("Scripted answers where a person asked for help.")
    asked.accept()
    in_front(stage)
    words = "Scripted answers where a person asked for help."
    assert current(stage).description == words
    assert page_of(stage)._detail.summary._about.text() == words
    stage.press(KEY.Key_Z)
    assert current(stage).description == ""


def test_the_slider_previews_at_once_and_changes_nothing_before_it_is_accepted(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    path = untagged_project(tmp_path, 60)
    stage = make_stage(path, "patterns")
    grain = page_of(stage).tools.grain
    before = shape(standing(stage))
    assert grain.isEnabled()
    assert grain.words.text().startswith(f"{len(before)} pattern")
    stage.press(KEY.Key_F)
    stage.press(KEY.Key_Home)
    stop = grain._stops[0]
    assert f"{stop.patterns:,} pattern" in grain.words.text()
    assert shape(standing(stage)) == before
    stage.press(KEY.Key_Return)
    flow = page_of(stage)._flow
    assert flow.found is not None
    assert len(flow.found.patterns) == stop.patterns
    assert shape(standing(stage)) == before
    flow.accept()
    stage.settle()
    assert len(standing(stage).patterns) == stop.patterns
    in_front(stage)
    stage.press(KEY.Key_Z)
    assert shape(standing(stage)) == before


def test_the_slider_tells_the_patterns_as_they_stand_after_one_was_dissolved(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    stage = make_stage(untagged_project(tmp_path, 60), "patterns")
    gone = current(stage)
    stage.press(KEY.Key_D)
    after = standing(stage)
    assert set(gone.members) <= set(after.unassigned)
    told = page_of(stage).tools.grain.words.text()
    assert told == f"{len(after.patterns)} patterns, {len(after.unassigned)} cases in none"


def test_the_figures_tell_everything_with_a_unit_or_a_comparison(stage: StageWindow) -> None:
    page, pattern = page_of(stage), current(stage)
    found = page.tools.keeper.figures[pattern.id]
    told = page._detail.figures.text()
    assert f"{found.share.percent} of all failures." in told
    for title, lines in figure_sections(found):
        assert title in told
        assert lines
    assert "v8 with policy rules fixes" in told
    head = page._detail.figures.findChild(QWidget, "figures-how-often")
    assert isinstance(head, QWidget)
    click(head)
    assert "How often" in page._detail.figures._folded


def test_why_a_case_is_here_is_told_beneath_the_list(stage: StageWindow) -> None:
    page = page_of(stage)
    page._detail.show_tab(1)
    page._detail.cases.setFocus()
    stage.press(KEY.Key_Down)
    study = page.tools.keeper.study
    assert study is not None
    key = page._detail.cases.keys()[page._detail.cases.currentIndex().row()]
    found = pattern_study.why(study, key, current(stage).id)
    assert found is not None
    assert page._detail.why.text() == found.sentence


def test_b_shows_broad_and_finer_and_goes_to_a_pattern(stage: StageWindow) -> None:
    last = standing(stage).patterns[-1]
    stage.press(KEY.Key_B)
    dialog = page_of(stage).tools.tree_dialog
    assert dialog is not None
    (row,) = dialog.tree.findItems(
        last.name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    )[:1]
    dialog.tree.setCurrentItem(row)
    dialog.tree.setFocus()
    stage.press(KEY.Key_Return)
    in_front(stage)
    assert current(stage).id == last.id


def test_t_and_w_open_what_teaches_and_what_tells_most(stage: StageWindow) -> None:
    pattern = current(stage)
    stage.press(KEY.Key_W)
    keys, title = stage.opened[-1]
    assert pattern.name in title
    assert set(keys) & set(pattern.members)
    stage.go_to("patterns")
    stage.press(KEY.Key_T)
    keys, title = stage.opened[-1]
    assert title == "Failures whose tag would teach most"
    placed = {key for one in standing(stage).patterns if one.by_people for key in one.members}
    assert keys
    assert not placed.intersection(keys)


def test_the_first_grouping_puts_the_largest_pattern_in_front(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    path = tmp_path / "fresh.curator"
    with projects.create_project(path) as project:
        add_failures(project, first=0, count=30, reviewer="Ada")
        odd = incoming(99, "Zebra?", "Quagga\n\n# 77 %", public_id="odd")
        add_cases(project, [odd])
        key = reviewing.key_of_id(project, "odd") or 0
        reviewing.mark_cases(project, [key], Mark.FAIL, "Ada")
        reviewing.write_note(project, key, "speaks of extinct animals", "Ada")
    stage = make_stage(path, "patterns")
    assert patterns.current(stage.project).unassigned
    current = page_of(stage)._pane.current()
    assert current is not None
    assert current.number == 1


def untagged_project(folder: Path, count: int) -> Path:
    """Failures of three kinds over many topics, with copies, nothing tagged."""
    path = folder / "untagged.curator"
    with projects.create_project(path) as project:
        add_failures(project, first=0, count=count, reviewer="Ada")
        patterns.ensure_grouped(project)
    return path


def add_failures(project: ProjectFile, *, first: int, count: int, reviewer: str) -> None:
    """More failures of the same three kinds."""
    kinds = (
        ("I am sorry, but I cannot help with {}.", "refuses without a reason"),
        ('{{"topic": "{}", "steps": [', "JSON breaks off"),
        ("Great question! {} is great! Buy our plan today!", "advertises instead of answering"),
    )
    topics = ("parcels", "tax rates", "passwords", "invoices", "holidays", "refunds", "printers")
    cases = [
        incoming(
            number,
            f"How do I deal with {topics[number % 7]} in case {number}?",
            kinds[number % 3][0].format(f"{topics[number % 7]} {number}"),
            public_id=f"f{number}",
        )
        for number in range(first, first + count)
    ]
    add_cases(project, cases)
    keys = [reviewing.key_of_id(project, f"f{n}") or 0 for n in range(first, first + count)]
    reviewing.mark_cases(project, keys, Mark.FAIL, reviewer)
    for place, key in enumerate(keys):
        reviewing.write_note(project, key, kinds[(first + place) % 3][1], reviewer)


def test_a_whole_session_of_owning_patterns(make_stage: MakeStage, tmp_path: Path) -> None:
    """Group, rename, merge, split, select, lock, import more, regroup, accept; then undo all."""
    stage = make_stage(untagged_project(tmp_path, 60), "patterns")
    page = page_of(stage)
    start = shape(standing(stage))
    assert len(start) >= 2
    deeds = 0

    first = current(stage)
    stage.press(KEY.Key_R)
    stage.type("kept name")
    stage.press(KEY.Key_Return)
    deeds += 1
    stage.press(KEY.Key_Period)
    deeds += 1
    locked = current(stage)
    assert (locked.name, locked.locked) == ("kept name", True)

    page._detail.show_tab(1)
    page._detail.cases.setFocus()
    page._detail.cases.clearSelection()
    stage.press(KEY.Key_Home)
    stage.press(KEY.Key_Down, modifier=Qt.KeyboardModifier.ShiftModifier)
    chosen = page._panes.selected_keys()
    assert len(chosen) >= 2
    stage.press(KEY.Key_N)
    stage.type("picked by hand")
    stage.press(KEY.Key_Return)
    deeds += 1
    picked = next(one for one in standing(stage).patterns if one.name == "picked by hand")
    assert set(picked.members) == set(chosen)

    others = [one for one in standing(stage).patterns if one.id not in (first.id, picked.id)]
    page._pane.go_to(others[0].id)
    in_front(stage)
    stage.press(KEY.Key_M)
    stage.type("picked by hand")
    stage.press(KEY.Key_Return)
    deeds += 1
    in_front(stage)
    merged = next(one for one in standing(stage).patterns if one.id == picked.id)
    assert set(others[0].members) < set(merged.members)

    add_failures(stage.project, first=60, count=100, reviewer="Bo")
    stage.window.context.did(Changed(imported=True, patterns=True))
    stage.settle()
    stage.press(KEY.Key_G)
    assert page._flow.found is not None
    page._flow.accept()
    deeds += 1
    stage.settle()
    after = shape(standing(stage))
    kept = frozenset(first.members) - frozenset(chosen)
    assert after[first.id] == ("kept name", kept)
    assert after[picked.id][1] >= frozenset(merged.members)
    in_front(stage)
    stage.press(KEY.Key_Z)
    assert reviewing.figures(stage.project).failed == 160
    for _ in range(ADDED_DEEDS):
        stage.window.context.did(reviewing.undo(stage.project, "Ada"))
    stage.settle()
    for _ in range(deeds - 1):
        stage.press(KEY.Key_Z)
    back = standing(stage)
    again = next(one for one in back.patterns if one.id == first.id)
    assert (again.name, again.locked) == (first.name, first.locked)
    assert "picked by hand" not in {one.name for one in back.patterns}
    for identity, (name, members) in start.items():
        found = shape(back)[identity]
        assert found[0] == name
        assert members <= found[1]
