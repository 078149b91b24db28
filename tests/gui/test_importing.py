"""Bringing files in, in the real window, by mouse and keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from curator.gui import dialogs
from curator.gui.pages.import_page import ImportPage
from curator.gui.widgets.controls import MessageRow
from curator.model.importing import Calls
from curator.operations import importing, reviewing
from curator.operations.cases import all_cases
from curator.project.store import ProjectFile
from tests.gui.session import CTRL, Session
from tests.gui.test_accessibility import problems

Key = Qt.Key
CHAT = '{"input": "How?", "output": "So."}\n'


class Importing(Session):
    """A session whose subject is the import page."""

    @property
    def page(self) -> ImportPage:
        page = self.window.pages["import"]
        assert isinstance(page, ImportPage)
        return page

    @property
    def project(self) -> ProjectFile:
        return self.window.context.the_project()

    def drop(self, *files: Path, on: QWidget | None = None) -> None:
        """Drag files onto a place of the window and let go."""
        target = on or self.window
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        place, copy = QPoint(300, 300), Qt.DropAction.CopyAction
        QApplication.sendEvent(target, QDragEnterEvent(place, copy, data, left, none))
        QApplication.sendEvent(target, QDropEvent(place.toPointF(), copy, data, left, none))
        self.rest()

    def add(self) -> None:
        """Press Add cases and wait for the end."""
        self.page.progress.add.setFocus()
        self.press(Key.Key_Space)
        self.qtbot.waitUntil(self.page.progress.review.isVisible, timeout=20_000)
        self.rest()

    def choose(self, combo: QComboBox, value: str) -> None:
        """Open a box, go to a row of its list and take it."""
        QApplication.processEvents()
        combo.setFocus()
        assert self.focused is combo
        wanted = combo.findData(value)
        assert wanted >= 0, value
        self.press(Key.Key_Down)
        view = combo.view()
        self.qtbot.waitUntil(view.isVisible)
        while (row := view.currentIndex().row()) != wanted:
            QTest.keyClick(view, Key.Key_Down if row < wanted else Key.Key_Up)
            assert view.currentIndex().row() != row
        QTest.keyClick(view, Key.Key_Return)
        self.qtbot.waitUntil(lambda: not view.isVisible())
        self.to_front()
        main = self.window.windowHandle()
        self.qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is main)
        self.rest()

    def field(self, column: str) -> QComboBox:
        """What a column is taken for."""
        combo = self.page.mapping.findChild(QComboBox, f"field-{column}")
        assert combo is not None
        return combo

    def shown(self) -> list[Sequence[str]]:
        """The preview's rows."""
        return list(self.page.results.preview.rows.rows)

    def messages(self) -> list[str]:
        """What the message rows say."""
        QApplication.processEvents()
        return [row.text for row in self.window.findChildren(MessageRow) if not row.isHidden()]

    def click(self, button: QWidget) -> None:
        """Click with the mouse."""
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.rest()


Start = Callable[[], Importing]


@pytest.fixture
def start(qtbot: QtBot) -> Start:
    return lambda: Importing(qtbot, None)


def table(folder: Path, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_text("frage,antwort,quelle\nq1,a1,x\nq2,a2,y\n", encoding="utf-8")
    return path


def test_drop_look_change_a_field_import_and_the_cases_are_there(
    start: Start, tmp_path: Path
) -> None:
    session = start()
    session.drop(table(tmp_path))
    page = session.page
    assert session.window.page is page
    assert page.facts.format.currentText() == "CSV table"
    assert not page.progress.add.isEnabled()
    assert "No column looks like the input" in session.messages()[0]
    session.choose(session.field("frage"), "input")
    session.choose(session.field("antwort"), "output")
    assert [row[1:3] for row in session.shown()] == [["q1", "a1"], ["q2", "a2"]]
    # The row as it lies in the file stands beside the case it becomes.
    page.results.preview.setFocus()
    session.press(Key.Key_Down)
    assert page.results.beside.raw.toPlainText() == "q2,a2,y"
    assert [block.text for block in page.results.beside.case._blocks[:2]] == ["q2", "a2"]
    # A field has one column: the one that had it before is kept as an extra field.
    session.choose(session.field("quelle"), "output")
    assert session.field("antwort").currentText() == "Keep as extra field"
    session.choose(session.field("antwort"), "output")
    session.choose(session.field("quelle"), "leave")
    session.add()
    assert [one.case.answered for one in all_cases(session.project)] == ["a1", "a2"]
    assert session.project.path == tmp_path / "log.curator"
    session.press(Key.Key_Space)
    assert session.window.page is session.review
    session.quit()

    # The mapping is remembered for files with these columns, and says so.
    again = start()
    again.drop(table(tmp_path, "more.csv"))
    assert again.page.mapping.remembered.isVisible()
    assert again.field("frage").currentText() == "Input"
    assert again.page.progress.add.isEnabled()
    again.page.looking.forget_mapping()
    again.rest()
    assert not again.page.mapping.remembered.isVisible()
    assert not again.page.progress.add.isEnabled()
    again.quit()


def test_a_mapping_is_saved_and_loaded_as_a_file(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "map.toml"
    monkeypatch.setattr(dialogs, "name_mapping", lambda *_: saved)
    monkeypatch.setattr(dialogs, "choose_mapping", lambda *_: saved)
    session = start()
    session.drop(table(tmp_path))
    session.choose(session.field("frage"), "input")
    session.choose(session.field("antwort"), "output")
    session.page.looking.save_mapping()
    assert importing.read_mapping(saved).fields["input"] == "frage"
    other = tmp_path / "other.csv"
    other.write_text("frage,antwort\nq,a\n", encoding="utf-8")
    session.drop(other)
    assert not session.page.progress.add.isEnabled()
    session.page.looking.load_mapping()
    session.rest()
    assert session.page.progress.add.isEnabled()
    saved.write_text("nonsense", encoding="utf-8")
    session.page.looking.load_mapping()
    assert any("map.toml is not a mapping file" in text for text in session.messages())
    session.quit()


def test_text_and_cells_are_pasted(start: Start) -> None:
    session = start()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(CHAT + CHAT.replace("How", "Why"))
    session.press(Key.Key_V, modifier=CTRL)
    session.rest()
    page = session.page
    assert session.window.page is page
    assert [row[1] for row in session.shown()] == ["How?", "Why?"]
    data = QMimeData()
    cells = [("question", "answer"), ("Where?", "There.<br>Or here.")]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) for row in cells)
    data.setHtml(f"<table>{rows}</table>")
    data.setText("question\tanswer\nWhere?\tThere.\nOr here.\n")
    clipboard.setMimeData(data)
    session.press(Key.Key_V, modifier=CTRL)
    session.rest()
    (row,) = session.shown()
    assert row[1] == "Where?"
    assert row[2].split("\n") == ["There.", "Or here."]
    # Pasted text has no folder of its own: the project goes to the documents.
    assert page.plan is not None
    assert page._target().parent != page.plan.path.parent
    clipboard.setText("   ")
    session.press(Key.Key_V, modifier=CTRL)
    assert any("clipboard holds no text" in text for text in session.messages())
    assert session.shown()
    session.quit()


def test_an_unsure_encoding_is_confirmed_or_changed(start: Start, tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_bytes("question,answer\nGröße?,schön groß\nplain,plain\n".encode("cp1252"))
    session = start()
    session.drop(old)
    notice = session.page.facts.encoding_notice
    assert notice.isVisible()
    assert problems(session.window) == []
    assert "Größe?,schön groß" in notice.example.text()
    assert [row[1] for row in session.shown()] == ["plain"]
    assert session.page.results.rejected.rows.rowCount() == 1
    session.click(notice.read_as)
    assert not notice.isVisible()
    assert [row[2] for row in session.shown()] == ["schön groß", "plain"]
    # Any other can be chosen, too.
    session.choose(session.page.facts.encoding, "cp1251")
    assert session.shown()[0][2] != "schön groß"
    session.choose(session.page.facts.encoding, "cp1252")
    session.add()
    assert [one.case.answered for one in all_cases(session.project)] == ["schön groß", "plain"]
    session.quit()


@pytest.mark.parametrize("accepted", [True, False])
def test_a_repair_is_offered_and_done_only_when_chosen(
    start: Start, tmp_path: Path, accepted: bool
) -> None:
    broken = "Die Größe".encode().decode("cp1252")
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps({"input": "q", "output": broken}) + "\n" + CHAT, encoding="utf-8")
    session = start()
    session.drop(log)
    notice = session.page.facts.repair_notice
    assert notice.isVisible()
    assert notice.choice.value() == "leave"
    assert notice.examples.count() == 1
    if accepted:
        session.click(notice.choice.buttons["repair"])
        assert session.shown()[0][2] == "Die Größe"
        assert notice.examples.count() == 1  # what it was stays in view
    session.add()
    first = next(iter(all_cases(session.project))).case
    assert first.answered == ("Die Größe" if accepted else broken)
    assert ("before repair" in first.metadata) == accepted
    session.quit()


def test_a_folder_of_several_formats_is_one_import(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "a.jsonl").write_text(CHAT, encoding="utf-8")
    table(folder, "b.csv")
    call = {
        "id": "o1",
        "traceId": "t",
        "type": "GENERATION",
        "startTime": "2026-03-01T09:00:00Z",
        "input": "q1",
        "output": "a1",
    }
    calls = [call, {**call, "id": "o2", "startTime": "2026-03-01T10:00:00Z", "output": "a2"}]
    (folder / "c.json").write_text(json.dumps(calls), encoding="utf-8")
    (folder / "d.bin").write_bytes(bytes(range(32)) * 20)
    session = start()
    session.drop(folder)
    page = session.page
    listed = [page.facts.files.item(row).text() for row in range(page.facts.files.count())]
    assert [one.split("  ·  ")[1] for one in listed] == [
        "Curator JSONL (JSON)",
        "choose its fields",
        "Langfuse export (JSON)",
        "cannot be read",
    ]
    # What merely lay in the folder keeps nobody waiting; ticked, it waits for its fields.
    assert page.progress.words.text() == "Ready to add 2 of 4 files"
    assert problems(session.window) == []
    item = page.facts.files.item(1)
    item.setCheckState(Qt.CheckState.Checked)
    assert not page.progress.add.isEnabled()
    assert page.progress.words.text() == "b.csv still waits for its fields"
    item.setCheckState(Qt.CheckState.Unchecked)
    assert page.progress.add.isEnabled()
    # Each file is read in its own way.
    page.facts.files.setFocus()
    session.press(Key.Key_Down)
    session.rest()
    session.choose(session.field("frage"), "input")
    session.choose(session.field("antwort"), "output")
    page.facts.files.setFocus()
    session.press(Key.Key_Down)
    session.rest()
    assert page.facts.calls.value() == Calls.EVERY.value
    session.click(page.facts.calls.buttons[Calls.LAST.value])
    assert [row[2] for row in session.shown()] == ["a2"]
    session.press(Key.Key_Down)
    session.rest()
    session.add()
    answers = [one.case.answered for one in all_cases(session.project)]
    assert answers == ["So.", "a1", "a2", "a2"]
    assert page._target().parent == tmp_path
    session.quit()


def test_a_format_can_be_chosen_and_a_wrong_one_changes_nothing(
    start: Start, tmp_path: Path
) -> None:
    said = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps({"messages": said}) + "\n", encoding="utf-8")
    session = start()
    session.drop(log)
    facts = session.page.facts
    assert "fine-tuning" in facts.format.currentText()
    assert "all of the first rows fit" in facts.confidence.text()
    assert session.shown()[0][3] == "Ideal answer"
    session.choose(facts.format, "openai-chat")
    assert facts.confidence.text() == "Chosen by you"
    assert session.shown()[0][3] == ""
    facts.format_chosen.emit("parquet")
    session.rest()
    assert session.messages()
    assert session.page.plan is not None
    assert session.page.plan.choice().format_name == "openai-chat"
    session.quit()


def test_a_sample_is_taken_of_a_large_file(start: Start, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = "".join(f"q{n},a{n},{'x' if n % 3 else 'y'}\n" for n in range(300))
    log.write_text("question,answer,kind\n" + rows, encoding="utf-8")
    session = start()
    session.drop(log)
    sample = session.page.facts.sample
    session.choose(sample.how, "sample")
    assert sample.by.findData("kind") > 0
    session.choose(sample.by, "kind")
    assert problems(session.window) == []
    sample.count.setFocus()
    sample.count.selectAll()
    session.type("20")
    session.press(Key.Key_Tab)
    session.add()
    cases = [one.case for one in all_cases(session.project)]
    assert sorted(str(case.metadata["kind"]) for case in cases) == ["x"] * 10 + ["y"] * 10
    assert "a sample of 300" in session.page.progress.words.text()
    session.quit()


def test_suggestions_wait_or_are_taken_knowingly(start: Start, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("question,answer,is_correct\nq1,a1,no\nq2,a2,yes\n", encoding="utf-8")
    session = start()
    session.drop(log)
    assert [row[3] for row in session.shown()] == ["Fail", "Pass"]
    assert session.page.judgements.accept.isVisible()
    session.add()
    assert reviewing.figures(session.project).reviewed == 0
    assert "2 suggestions" in session.page.progress.words.text()
    assert session.page.progress.suggestions.isVisible()
    session.drop(log)
    session.page.judgements.accept.setFocus()
    session.press(Key.Key_Space)
    session.add()
    found = reviewing.figures(session.project)
    assert (found.reviewed, found.suggestions, found.cases) == (2, 0, 2)
    session.quit()


def test_a_stopped_import_keeps_whole_batches_and_can_go_on(start: Start, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    with log.open("w", encoding="utf-8") as file:
        for n in range(14_000):
            file.write(json.dumps({"id": f"c{n}", "input": f"q{n}", "output": "a"}) + "\n")
    session = start()
    session.drop(log)
    session.page.progress.add.setFocus()
    session.press(Key.Key_Space)
    assert session.page.progress.stop.isVisible()
    assert session.focused is session.page.progress.stop
    session.press(Key.Key_Escape)
    session.qtbot.waitUntil(session.page.progress.review.isVisible, timeout=20_000)
    session.rest()
    assert "stopped before the end" in session.page.progress.words.text()
    stopped = reviewing.figures(session.project).cases
    assert stopped < 14_000
    session.drop(log)
    session.add()
    assert reviewing.figures(session.project).cases == 14_000
    session.quit()


def test_what_cannot_be_read_is_told_and_the_old_file_stays(start: Start, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.bin"
    good.write_text(CHAT, encoding="utf-8")
    bad.write_bytes(bytes(range(32)) * 20)
    session = start()
    session.drop(good)
    session.drop(bad)
    assert any("bad.bin is not text" in text for text in session.messages())
    assert session.page.facts.file_name.text() == "good.jsonl"
    session.drop(tmp_path / "gone.jsonl")
    assert any("gone.jsonl does not exist" in text for text in session.messages())
    session.quit()


def test_a_dropped_project_is_opened(start: Start, tmp_path: Path) -> None:
    session = start()
    log = tmp_path / "log.jsonl"
    log.write_text(CHAT, encoding="utf-8")
    session.drop(log)
    session.add()
    path = session.project.path
    session.window.keeper.close()
    session.drop(path)
    assert session.project.path == path
    # Over any page of the window a file can be dropped.
    assert session.window.page is session.review
    session.drop(log, on=session.review)
    assert session.window.page is session.page
    found = session.page.findChild(QPushButton, "import-add")
    assert found is session.page.progress.add
    session.quit()
