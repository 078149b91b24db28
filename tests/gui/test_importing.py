"""Bringing files in, in the real window, by mouse and keys."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from curator.model.importing import Calls
from curator.operations import reviewing
from curator.operations.cases import all_cases
from tests.gui.import_session import CHAT, Key, Start, table
from tests.gui.session import CTRL
from tests.gui.test_accessibility import problems


def test_drop_look_change_a_field_import_and_the_cases_are_there(
    start: Start, tmp_path: Path
) -> None:
    session = start()
    session.drop(table(tmp_path))
    page = session.page
    assert session.window.page is page
    assert page.facts.format.currentText() == "CSV table"
    assert not page.progress.add.isEnabled()
    assert "The input and the output could not be told" in session.messages()[0]
    # The rows as they lie there help to choose, and the first field has the focus.
    assert page.results.beside.raw.toPlainText() == "q1,a1,x\nq2,a2,y"
    assert session.focused is session.field("frage")
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
    progress = session.page.progress
    assert progress.add.text() == "Go on"
    session.click(progress.add)
    session.qtbot.waitUntil(progress.review.isVisible, timeout=20_000)
    session.rest()
    assert reviewing.figures(session.project).cases == 14_000
    assert not progress.add.isVisible()
    session.quit()


def test_each_of_several_files_says_what_it_needs(start: Start, tmp_path: Path) -> None:
    good, old, wrong, cut = (tmp_path / f"{n}.jsonl" for n in ("good", "old", "wrong", "cut"))
    good.write_text(CHAT, encoding="utf-8")
    text = '{"input": "Größe?", "output": "schön groß"}\n'
    old.write_bytes(text.encode("cp1252"))
    wrong.write_text(text.encode().decode("cp1252"), encoding="utf-8")
    cut.write_text(CHAT + CHAT[:20], encoding="utf-8")
    session = start()
    session.drop(good, old, wrong, cut)
    page = session.page
    files = page.facts.files
    assert [files.item(row).text().split("  ·  ")[1] for row in range(4)] == [
        "Curator JSONL (JSON)",
        "confirm its encoding",
        "holds text decoded wrongly",
        "has rejected rows",
    ]
    assert "Confirm the encoding of old.jsonl" in page.progress.words.text()
    files.setFocus()
    session.press(Key.Key_Down)
    session.rest()
    session.click(page.facts.encoding_notice.read_as)
    assert page.progress.words.text() == "Ready to add"
    session.add()
    answers = [one.case.answered for one in all_cases(session.project)]
    assert sorted(answers) == ["So.", "schÃ¶n groÃŸ", "schön groß"]
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
