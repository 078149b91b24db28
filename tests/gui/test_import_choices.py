"""How a file is read, chosen in the real window before it is imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.gui import dialogs
from curator.operations import importing, reviewing
from curator.operations.cases import all_cases
from tests.gui.import_session import CHAT, Key, Start, table
from tests.gui.test_accessibility import problems


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


def test_the_first_row_of_a_table_can_be_a_case(start: Start, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("How?,So.\nWhy?,Because.\n", encoding="utf-8")
    session = start()
    session.drop(log)
    headed = session.page.mapping.headed
    assert headed.isVisible()
    assert headed.isChecked()
    headed.setFocus()
    session.press(Key.Key_Space)
    session.rest()
    assert not headed.isChecked()
    session.choose(session.field("column 1"), "input")
    session.choose(session.field("column 2"), "output")
    assert [row[1] for row in session.shown()] == ["How?", "Why?"]
    session.add()
    assert [one.case.answered for one in all_cases(session.project)] == ["So.", "Because."]
    session.quit()
