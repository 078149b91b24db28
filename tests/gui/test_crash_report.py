"""A bug in the app costs no work: a report is written, a calm word said, and one goes on."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from curator.gui import crash_report, dialogs
from curator.model.case import Case
from curator.model.review import Mark
from curator.operations import projects, reviewing
from tests.gui.session import Session, sample_copy


@pytest.mark.qt_no_exception_capture
def test_an_error_in_a_slot_is_reported_and_the_work_is_kept(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sample_copy(tmp_path)
    session = Session(qtbot, path)
    crash_report.install(lambda report: dialogs.tell_crash(report, session.window))
    marked = session.key
    session.press(Qt.Key.Key_P)

    def broken() -> None:
        raise ZeroDivisionError("a bug for the test")

    QTimer.singleShot(0, broken)
    qtbot.waitUntil(lambda: session.window.findChild(QMessageBox, "crash-dialog") is not None)
    box = session.window.findChild(QMessageBox, "crash-dialog")
    assert isinstance(box, QMessageBox)
    assert "Your work is saved." in box.text()
    (report,) = crash_report.report_folder().glob("curator-report-*.txt")
    assert str(report) in box.informativeText()
    words = report.read_text("utf-8")
    assert "ZeroDivisionError: a bug for the test" in words
    assert "in broken" in words
    assert session.case.answered[:40] not in words
    session.press(Qt.Key.Key_Escape)
    assert not box.isVisible()
    session.to_front()
    report.unlink()
    capsys.readouterr()

    # The app goes on.
    second = session.key
    session.press(Qt.Key.Key_S)
    session.quit()
    with projects.open_project(path) as kept:
        assert reviewing.review(kept, marked).mark is Mark.PASS
        assert reviewing.review(kept, second).mark is Mark.SKIP


def test_a_failure_in_the_background_is_reported_too(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    told: list[BaseException] = []

    def work(_: object, __: object) -> None:
        raise LookupError("a bug in a thread")

    hook = sys.excepthook
    sys.excepthook = lambda kind, error, trace: told.append(error)
    try:
        session.window.context.background.run("Working", work, lambda _: None, quiet=True)
        qtbot.waitUntil(lambda: bool(told))
    finally:
        sys.excepthook = hook
    assert isinstance(told[0], LookupError)
    session.quit()
    QCoreApplication.processEvents()


def test_an_error_in_any_thread_is_told_on_the_main_thread(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hook, thread_hook = sys.excepthook, threading.excepthook
    session = Session(qtbot, sample_copy(tmp_path))

    def broken() -> None:
        threading.excepthook(
            threading.ExceptHookArgs((LookupError, LookupError("a bug in a thread"), None, None))
        )

    def box() -> QMessageBox | None:
        return session.window.findChild(QMessageBox, "crash-dialog")

    try:
        thread = threading.Thread(target=broken)
        thread.start()
        thread.join()
        assert box() is None
        qtbot.waitUntil(lambda: box() is not None)
        session.press(Qt.Key.Key_Escape)
        session.to_front()
        session.rest()
        session.quit()
        # The window has gone: the report is written, and nobody is told.
        broken()
    finally:
        sys.excepthook, threading.excepthook = hook, thread_hook
    reports = list(crash_report.report_folder().glob("curator-report-*.txt"))
    assert reports
    for report in reports:
        report.unlink()
    capsys.readouterr()


def test_a_report_holds_no_case_text(tmp_path: Path) -> None:
    output = chr(65) + " customer's own words"
    with pytest.raises(ValueError) as first:  # noqa: PT011
        Case.model_validate({"key": output, "output": output})
    with pytest.raises(ValueError) as second:  # noqa: PT011
        int(output)
    report = crash_report.write_report(first.value, tmp_path)
    other = crash_report.write_report(second.value, tmp_path)
    assert "ValidationError: " in report.read_text("utf-8")
    assert "invalid literal for int() with base 10: …" in other.read_text("utf-8")
    for path in (report, other):
        assert output not in path.read_text("utf-8")


def test_a_report_holds_no_key(tmp_path: Path) -> None:
    for said in ("refused: sk-live-9aKq2Lw7Zx", "Authorization: Bearer abc.DEF-123 was sent"):
        report = crash_report.write_report(RuntimeError(said), tmp_path).read_text("utf-8")
        assert "[key]" in report
        assert "9aKq2Lw7Zx" not in report
        assert "abc.DEF" not in report
