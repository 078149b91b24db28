"""Rejected rows mended in the real window, by keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from curator.gui.widgets.import_results import FIX
from curator.gui.widgets.mend_row import place_of
from curator.gui.widgets.row_field import RowField, pictured
from curator.operations.cases import all_cases
from tests.gui.import_session import Importing, Key, Start
from tests.gui.session import ALT, CTRL
from tests.gui.test_accessibility import problems


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Three good lines; line 2 is cut off, line 4 lacks its output, line 6 is no UTF-8."""
    path = tmp_path / "log.jsonl"
    good = [json.dumps({"input": f"q{n}", "output": f"a{n}"}).encode() for n in range(3)]
    cut, without = b'{"input": "cut", "output": "off', b'{"input": "without"}'
    other = '{"input": "other", "output": "größer"}'.encode("cp1252")
    rows = [good[0], cut, good[1], without, good[2], other]
    path.write_bytes(b"\n".join(rows) + b"\n")
    return path


def rejected(session: Importing) -> list[str]:
    """The lines that are still listed."""
    return [row[0] for row in session.page.results.rejected.rows.rows]


def answers(session: Importing) -> list[str]:
    return [one.case.answered for one in all_cases(session.project)]


def test_rejected_rows_are_mended_one_after_another(start: Start, log: Path) -> None:
    session = start()
    session.drop(log)
    page, mend = session.page, session.page.results.mend
    table = page.results.rejected
    # Before the import they can be looked at.
    table.setFocus()
    session.press(Key.Key_Down)
    assert mend.isVisible()
    assert not mend.again.isEnabled()
    session.add()
    assert rejected(session) == ["2", "4", "6"]
    assert all(row[-1] == FIX for row in table.rows.rows)
    kept = log.with_name("log.jsonl.rejected.jsonl")
    bytes_before = kept.read_bytes()

    table.setFocus()
    session.press(Key.Key_Down)
    table.selectRow(0)
    session.press(Key.Key_Return)
    assert session.focused is mend.field
    assert problems(session.window) == []
    assert "Line 2" in mend.reason.text()
    assert mend.raw.row == '{"input": "cut", "output": "off'
    # What is tried too early stays, with the new reason and the cursor at its place.
    session.press(Key.Key_End)
    session.type('"')
    session.press(Key.Key_Return, modifier=CTRL)
    session.rest()
    assert mend.reason.text().startswith("Still rejected: Line 2")
    assert rejected(session) == ["2", "4", "6"]
    assert session.focused is mend.field
    session.press(Key.Key_End)
    session.type("}")
    session.press(Key.Key_Return, modifier=CTRL)
    session.rest()
    assert rejected(session) == ["4", "6"]
    assert "2 rejected rows, 1 mended" in page.results.rejected_header.title.text()
    assert answers(session)[-1] == "off"
    assert page.rail_count() == "4"

    # The next one is in front already; Ctrl+R takes back what was typed.
    assert session.focused is mend.field
    assert "Line 4" in mend.reason.text()
    session.type("nonsense")
    session.press(Key.Key_R, modifier=CTRL)
    assert mend.field.row == '{"input": "without"}'
    session.press(Key.Key_Down, modifier=ALT)
    assert "Line 6" in mend.reason.text()
    assert "windows-1252" in mend.field_header.detail.text()
    assert "gr\\xf6\\xdfer" in mend.raw.row
    session.press(Key.Key_Return, modifier=CTRL)
    session.rest()
    assert answers(session)[-1] == "größer"
    session.press(Key.Key_Escape)
    assert session.focused is table
    assert rejected(session) == ["4"]
    assert kept.read_bytes() == bytes_before
    session.quit()


def test_mouse_users_click_fix_line_and_try_again(start: Start, log: Path) -> None:
    session = start()
    session.drop(log)
    session.add()
    page = session.page
    table, mend = page.results.rejected, page.results.mend
    place = table.visualRect(table.rows.index(1, table.rows.columnCount() - 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    session.rest()
    assert session.focused is mend.field
    assert "Line 4" in mend.reason.text()
    mend.field.put('{"input": "without", "output": "with"}')
    session.click(mend.again)
    assert answers(session)[-1] == "with"
    # A row of the preview brings the case beside its row back.
    first = page.results.preview.visualRect(page.results.preview.rows.index(0, 1)).center()
    QTest.mouseClick(page.results.preview.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert page.results.beside.isVisible()
    assert not mend.isVisible()
    session.quit()


def test_a_kept_file_of_rejected_rows_is_brought_in_and_mended(start: Start, log: Path) -> None:
    session = start()
    session.drop(log)
    session.add()
    session.drop(log.with_name("log.jsonl.rejected.jsonl"))
    assert session.page.results.rejected.rows.rowCount() == 3
    session.add()
    table, mend = session.page.results.rejected, session.page.results.mend
    table.setFocus()
    table.selectRow(0)
    session.press(Key.Key_Return)
    mend.field.put('{"input": "cut", "output": "off"}')
    session.press(Key.Key_Return, modifier=CTRL)
    session.rest()
    assert answers(session)[-1] == "off"
    session.quit()


@given(st.text(st.characters(codec="utf-8")), st.integers(0, 3))
def test_a_field_gives_back_every_character(qapp: QApplication, text: str, pictures: int) -> None:
    shown, _ = pictured(text)
    field = RowField("row", "Row")
    field.show_row(text + "␍␤"[:pictures])
    assert field.row == text + "␍␤"[:pictures]
    assert not {"\r", "\0", "\u2028", "\u2029"} & set(shown)
    field.deleteLater()


def test_the_place_of_a_trouble_is_read_from_its_reason() -> None:
    assert place_of("not valid JSON at column 5: x", "0123456") == 4
    assert place_of("not valid JSON at line 2, column 3: x", "ab\ncdef") == 5
    assert place_of("byte 0xf6 at byte column 4 is not UTF-8 text", "abcö") == 3
    assert place_of("there is no output", "abc") == 0
