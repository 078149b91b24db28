"""Filters combine, are kept by name, and a case is found by its id: all by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from curator.gui.widgets.controls import MessageRow
from curator.model.case import IncomingCase
from curator.model.queue import CaseFilter, Queue
from curator.model.review import Mark
from curator.operations import projects, reviewing
from tests.builders import add_cases, incoming, judged
from tests.gui.session import CTRL, SHIFT, Session

Key = Qt.Key


def known(line: int, public_id: str, tier: str) -> IncomingCase:
    """A case with metadata."""
    case = incoming(line, public_id=public_id, model="one")
    day = f"2026-06-{10 + line}T23:59:00Z"
    return case.model_copy(update={"metadata": {"tier": tier}, "created_at": day})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Six cases: two models, a tag on two failures, metadata on one."""
    path = tmp_path / "filters.curator"
    failed, passed = judged(Mark.FAIL, tags=["tone"]), judged(Mark.PASS)
    with projects.create_project(path) as opened:
        add_cases(
            opened,
            [
                incoming(1, public_id="a-1", model="one", review=failed),
                incoming(2, public_id="a-2", model="two", review=failed),
                incoming(3, public_id="a-3", model="one", review=passed),
                incoming(4, public_id="a-4", model="two"),
                known(5, "b-5", "gold"),
                known(6, "b-6", "tin"),
            ],
        )
    return path


def choose(session: Session, *path: str) -> None:
    """Choose from the filter menu by keys."""
    session.press(Key.Key_F, modifier=CTRL | SHIFT)
    for words in path:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        rows = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
        titles = [one.text() for one in rows]
        found = next(place for place, title in enumerate(titles) if title.startswith(words))
        while menu.activeAction() is not rows[found]:
            session.press(Key.Key_Down)
        session.press(Key.Key_Return)
    session.rest()


def chips(session: Session) -> list[str]:
    return [chip.text() for chip in session.review.list.filters.chips]


def ids(session: Session) -> list[str]:
    opened = session.window.context.the_project()
    keys = list(session.review.list.model.keys)
    return sorted(reviewing.ids_of_keys(opened, keys).values())


def test_filters_combine_and_are_taken_away(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    choose(session, "Mark", "Fail")
    assert ids(session) == ["a-1", "a-2"]
    choose(session, "Model", "one")
    assert ids(session) == ["a-1"]
    assert chips(session) == ["Fail", "Model: one"]
    choose(session, "Tag", "tone")
    session.review.list.filters.chips[0].click()
    assert session.review.queue.filter == CaseFilter(model="one", tag="tone")
    choose(session, "Mark", "Pass")
    assert session.review.empty.title.text() == "No case fits these filters"
    session.review.empty.button.click()
    assert chips(session) == []
    assert len(ids(session)) == 6
    session.quit()


def test_a_metadata_field_and_the_order(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    choose(session, "Metadata field")
    session.type("tier")
    session.press(Key.Key_Tab)
    session.type("gold")
    session.press(Key.Key_Return)
    session.to_front()
    assert ids(session) == ["b-5"]
    choose(session, "Clear all")
    choose(session, "Sort", "By id")
    opened = session.window.context.the_project()
    wanted = reviewing.queue_keys(opened, Queue(order="id"))
    assert list(session.review.list.model.keys) == list(wanted)
    assert chips(session) == ["By id"]
    session.quit()


def dates(session: Session, first: str, last: str) -> None:
    """Ask for the cases of these days."""
    choose(session, "Date")
    for one in (first, last):
        session.press(Key.Key_A, modifier=CTRL)
        session.press(Key.Key_Backspace)
        session.type(one)
        session.press(Key.Key_Tab)
    session.press(Key.Key_Return)
    session.to_front()


def test_days_narrow_the_list_both_ends_included(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    dates(session, "2026-06-15", "2026-06-15")
    assert ids(session) == ["b-5"]
    assert chips(session) == ["From 2026-06-15", "Until 2026-06-15"]
    dates(session, "", "2026-06")
    assert ids(session) == ["b-5", "b-6"]
    assert chips(session) == ["Until 2026-06"]
    choose(session, "Metadata field")
    session.type("tier")
    session.press(Key.Key_Tab)
    session.type("tin")
    session.press(Key.Key_Return)
    session.to_front()
    assert ids(session) == ["b-6"]
    choose(session, "Save these filters")
    session.type("June tin")
    session.press(Key.Key_Return)
    session.to_front()
    choose(session, "Clear all")
    choose(session, "June tin")
    assert session.review.queue.filter == CaseFilter(until="2026-06", metadata={"tier": "tin"})
    session.quit()


def test_what_is_no_date_is_said(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    dates(session, "last June", "")
    rows = [row.text for row in session.window.findChildren(MessageRow) if not row.isHidden()]
    assert rows == ["“last June” is no date: write 2026-06-30, or 2026-06 for the whole month."]
    assert len(ids(session)) == 6
    session.quit()


def test_filters_are_kept_by_name_and_found_again(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    choose(session, "Mark", "Fail")
    choose(session, "Model", "two")
    choose(session, "Save these filters")
    session.type("Two fails")
    session.press(Key.Key_Return)
    session.to_front()
    session.quit()

    again = Session(qtbot, project)
    assert len(ids(again)) == 6
    choose(again, "Two fails")
    assert ids(again) == ["a-2"]
    again.quit()


def test_a_case_is_shown_by_its_id(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    choose(session, "Mark", "Fail")
    for wanted in ("a-2", "b-6"):
        session.press(Key.Key_G, modifier=CTRL)
        session.type(wanted)
        session.press(Key.Key_Return)
        session.to_front()
        assert session.case.id == wanted
    assert session.focused is session.review.list.table
    session.quit()
