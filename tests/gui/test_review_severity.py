"""Severity: off until a project turns it on, then one key a level, shown, filtered, undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.exporting.targets.curator_jsonl import curator_case
from curator.gui.pages.review_keys import SEVERITY_KEYS
from curator.gui.widgets.controls import MessageRow
from curator.model.queue import CaseFilter, Queue
from curator.model.review import ActKind, Mark, Severity
from curator.model.reviewed_case import ReviewedCase
from curator.operations import importing, projects, reviewing
from tests.builders import add_cases, incoming, judged
from tests.gui.session import ALT, Session

Key = Qt.Key


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "severity.curator"
    with projects.create_project(path) as opened:
        add_cases(opened, [incoming(line) for line in range(1, 5)])
    return path


def turn_on(session: Session) -> None:
    """Press a severity's key where it is off, and take up the offer."""
    session.press(Key.Key_H, modifier=ALT)
    (row,) = [one for one in session.window.findChildren(MessageRow) if not one.isHidden()]
    assert row.text == "Severities are off in this project."
    row.action_button.click()


def test_off_until_the_project_turns_it_on(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    opened = session.window.context.the_project()
    choice = session.review.case.note_tags.severity
    session.press(Key.Key_F)
    assert choice.isHidden()
    assert reviewing.review(opened, session.key).severity is None
    turn_on(session)
    assert choice.isVisible()
    assert projects.settings(opened)["severity"] is True
    assert reviewing.review(opened, session.key).severity is None
    session.quit()


def test_one_key_a_level_after_f_and_back_again(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    opened = session.window.context.the_project()
    turn_on(session)
    first, view = session.key, session.review.case
    session.press(Key.Key_F)
    assert list(session.review.key_strip()) == list(SEVERITY_KEYS)
    session.type("wrong plan")
    session.press(Key.Key_H, modifier=ALT)
    assert session.focused is view.note_tags.note, "one goes on writing"
    assert view.note_tags.severity.value() == "high"
    review = reviewing.review(opened, first)
    assert (review.note, review.severity) == ("wrong plan", Severity.HIGH)
    kept = reviewing.history(opened, first)[-1]
    assert (kept.kind, kept.payload) == (ActKind.SEVERITY, {"severity": "high"})
    row = session.review.list.model.index(session.review.list.row(), 0)
    spoken = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Fail, severity high.")
    session.press(Key.Key_L, modifier=ALT)
    assert reviewing.review(opened, first).severity is Severity.LOW
    session.press(Key.Key_L, modifier=ALT)
    assert reviewing.review(opened, first).severity is None, "the same key takes it away"
    session.press(Key.Key_Escape, Key.Key_Z)
    assert reviewing.review(opened, first).severity is Severity.LOW
    session.press(Key.Key_Z)
    assert reviewing.review(opened, first).severity is Severity.HIGH
    assert view.note_tags.severity.value() == "high"
    assert session.window._note is not None
    assert "severity of case" in session.window._note.text
    # A pass has none; taking the pass back brings the failure's back.
    session.press(Key.Key_P)
    assert reviewing.review(opened, first).severity is None
    session.press(Key.Key_Z)
    assert reviewing.review(opened, first).severity is Severity.HIGH
    session.quit()


def test_it_is_of_failures_and_can_be_filtered(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    opened = session.window.context.the_project()
    turn_on(session)
    session.press(Key.Key_M, modifier=ALT)
    assert session.window.key_strip.word.text() == "Severity is of failures: mark it fail first"
    assert reviewing.review(opened, session.key).severity is None
    keys = list(session.review.list.model.keys)
    reviewing.mark_cases(opened, keys[:3], Mark.FAIL, "Ada")
    reviewing.set_severity(opened, keys[1:3], Severity.MEDIUM, "Ada")
    session.review.show_queue(Queue(filter=CaseFilter(severity=Severity.MEDIUM)))
    assert list(session.review.list.model.keys) == keys[1:3]
    chips = [chip.text() for chip in session.review.list.filters.chips]
    assert chips == ["Severity: medium"]
    session.review.list.filters.chips[0].click()
    assert list(session.review.list.model.keys) == keys
    session.quit()


def test_severity_goes_out_with_curator_jsonl_and_comes_back(project: Path, tmp_path: Path) -> None:
    with projects.open_project(project) as opened:
        reviewing.mark_cases(opened, [1, 2], Mark.FAIL, "Ada")
        reviewing.set_severity(opened, [2], Severity.HIGH, "Ada")
        lines = [
            json.dumps(
                curator_case(
                    ReviewedCase(
                        case=reviewing.case(opened, key), review=reviewing.review(opened, key)
                    )
                )
            )
            for key in (1, 2)
        ]
    # Anybody else's severity is metadata, as is one of no failure.
    lines.append('{"id": "x", "input": "a", "output": "b", "mark": "fail", "severity": "WARN"}')
    lines.append('{"id": "y", "input": "c", "output": "d", "mark": "pass", "severity": "high"}')
    file = tmp_path / "out.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    with projects.create_project(tmp_path / "again.curator") as again:
        report = importing.import_files(again, [file], reviewer="Ben")
        assert report.imported == 4
        assert [reviewing.review(again, key).severity for key in (1, 2, 3, 4)] == [
            None,
            Severity.HIGH,
            None,
            None,
        ]
        assert reviewing.case(again, 3).metadata["severity"] == "WARN"
        assert reviewing.case(again, 4).metadata["severity"] == "high"


def test_several_failures_at_once_are_one_deed(tmp_path: Path) -> None:
    with projects.create_project(tmp_path / "several.curator") as opened:
        failed = judged(Mark.FAIL)
        add_cases(opened, [incoming(line, review=failed) for line in range(1, 4)])
        reviewing.set_severity(opened, [1, 2, 3], Severity.LOW, "Ada")
        reviewing.undo(opened, "Ada")
        assert [reviewing.review(opened, key).severity for key in (1, 2, 3)] == [None] * 3
        assert projects.verify(opened).ok
