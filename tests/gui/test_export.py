"""The export page: what is shown is what is written; a block needs a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from curator.gui.pages.export import ExportPage
from curator.gui.pages.export_summary import save_summary
from curator.gui.pages.summary_dialog import SummaryDialog
from curator.gui.widgets.controls import EmptyState
from curator.model.dataset import ExportOptions
from curator.operations import exporting, projects, reviewing
from tests.builders import add_cases, incoming
from tests.exporting.outside import together_report
from tests.gui import stage_window
from tests.gui.stage_window import MakeStage, StageWindow, grouped_sample

shared_window = stage_window.shared_window
make_stage = stage_window.make_stage
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stage(make_stage: MakeStage, tmp_path: Path) -> StageWindow:
    made = make_stage(grouped_sample(tmp_path), "export")
    made.page(ExportPage).options.format.setCurrentIndex(0)
    after_change(made)
    return made


def page_of(stage: StageWindow) -> ExportPage:
    return stage.page(ExportPage)


def after_change(stage: StageWindow) -> ExportPage:
    """The page when the last choice has been worked out."""
    stage.qtbot.waitUntil(lambda: not page_of(stage).options._timer.isActive())
    stage.settle()
    return page_of(stage)


def test_what_is_shown_is_what_is_written(stage: StageWindow, tmp_path: Path) -> None:
    page = page_of(stage)
    out = tmp_path / "out"
    page.set_folder(out)
    state = page._state
    assert state is not None
    assert page.finish.go.text() == f"Export {state.rows + state.held_out} cases"
    stage.press(KEY.Key_E, modifier=CTRL)
    train = (out / "train.jsonl").read_text(encoding="utf-8").splitlines()
    validation = (out / "validation.jsonl").read_text(encoding="utf-8").splitlines()
    assert (len(train), len(validation)) == (state.train, state.validation)
    assert list(state.preview) == train[: len(state.preview)]
    assert page._rows.toPlainText().startswith(train[0][:200])
    assert page.finish._told.isVisible()


def test_another_format_shows_other_rows(stage: StageWindow) -> None:
    page = page_of(stage)
    page.options.format.setCurrentIndex(page.options.format.findData("openai-dpo"))
    page = after_change(stage)
    assert page._state is not None
    assert "preferred_output" in json.loads(page._state.preview[0])


def test_an_unticked_pattern_stays_out(stage: StageWindow) -> None:
    page = page_of(stage)
    before = page._state
    assert before is not None
    first = before.shares[0]
    page.options.patterns._boxes[first.pattern_id].click()
    page = after_change(stage)
    assert page._state is not None
    none = sum(share.train for share in before.shares if not share.pattern_id)
    assert page._state.rows == before.rows - first.train - none
    for box in page.options.patterns._boxes.values():
        if box.isChecked() and box.isEnabled():
            box.click()
    after_change(stage)
    assert not page.finish.go.isEnabled()


def test_validation_share_moves_rows_between_the_parts(stage: StageWindow) -> None:
    page = page_of(stage)
    before = page._state
    page.options.validation.setValue(40)
    page = after_change(stage)
    assert before is not None
    assert page._state is not None
    assert page._state.validation > before.validation
    assert page._state.rows == before.rows


def test_a_block_lists_its_cases_and_needs_a_written_reason(
    stage: StageWindow, tmp_path: Path
) -> None:
    page = page_of(stage)
    page.set_folder(tmp_path / "out")
    row = exporting.prepare(stage.project, ExportOptions())[1].of("train")[0]
    stage.window.context.did(reviewing.write_ideal(stage.project, row.case_key, row.output, "Ada"))
    stage.settle()
    assert page.finish.blocked.isVisible()
    assert not page.finish.go.isEnabled()
    page.finish.cases_asked.emit([row.case_id], "Ideal answer equals the failed output")
    assert stage.opened[-1][0] == [row.case_key]
    stage.go_to("export")
    page.finish.blocked.reason.setFocus()
    stage.type("later")
    assert not page.finish.go.isEnabled()
    stage.type(", the pilot only checks the pipeline")
    assert page.finish.go.text().endswith("all the same")
    stage.press(KEY.Key_E, modifier=CTRL)
    manifest = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert "the pilot only checks the pipeline" in manifest


def test_a_folder_with_other_things_is_not_written_over(stage: StageWindow, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    page_of(stage).set_folder(tmp_path / "mine")
    assert page_of(stage)._folder() == tmp_path / "mine" / "sample-export"


def test_our_own_format_is_the_whole_project(stage: StageWindow) -> None:
    page = page_of(stage)
    page.options.format.setCurrentIndex(page.options.format.findData("curator"))
    page = after_change(stage)
    assert page.finish.go.text() == "Export the whole project"
    assert not page.options._split_part.isVisible()


def test_without_an_ideal_answer_the_page_says_what_is_missing(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    path = tmp_path / "empty.curator"
    with projects.create_project(path) as project:
        add_cases(project, [incoming(1)])
    stage = make_stage(path, "export")
    page_of(stage).options.format.setCurrentIndex(0)
    after_change(stage)
    empty = page_of(stage).findChild(EmptyState)
    assert isinstance(empty, EmptyState)
    assert empty.isVisible()


def test_the_summary_is_saved_where_asked(stage: StageWindow, tmp_path: Path) -> None:
    told: list[str] = []
    stage.window.context.message_shown.connect(lambda kind, text, *_: told.append(text))
    save_summary(stage.window.context, tmp_path / "summary.html")
    stage.settle()
    assert "Summary saved" in told[0]
    assert "<html" in (tmp_path / "summary.html").read_text(encoding="utf-8")
    save_summary(stage.window.context, tmp_path / "summary.pdf")
    stage.settle()
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF-")


def test_every_choice_reaches_the_rows(stage: StageWindow, tmp_path: Path) -> None:
    options = page_of(stage).options
    options.rows.prompt.setCurrentIndex(options.rows.prompt.findData("own"))
    assert options.rows.text.isVisibleTo(options)
    options.rows.text.setPlainText("You are the help desk.")
    options.seed.setValue(11)
    options.whose.reviewed.click()
    page = after_change(stage)
    state = page._state
    assert state is not None
    assert json.loads(state.preview[0])["messages"][0]["content"] == "You are the help desk."
    assert state.options.seed == 11
    assert not state.options.reviewed_only
    assert {check.name for check in state.blocking}, (
        "unreviewed answers block until a reason stands"
    )
    assert "tokens for training" in page._effort.text()


def test_what_a_service_does_not_take_is_said_before_the_export(stage: StageWindow) -> None:
    page = page_of(stage)
    whole = page._state
    page.options.format.setCurrentIndex(page.options.format.findData("together"))
    page = after_change(stage)
    assert whole is not None
    assert page._state is not None
    assert page._state.held_out == whole.held_out - page._state.left_out
    assert "2 cases are left out: it declares tools, which Together" in page._left_out.text()
    assert page.finish.go.text() == f"Export {page._state.rows + page._state.held_out} cases"


def test_togethers_own_checker_takes_what_is_exported_for_it(
    stage: StageWindow, tmp_path: Path
) -> None:
    report = exporting.export(
        stage.project, ExportOptions(format="together"), tmp_path / "out", "Ada"
    )
    assert report.counts["left_out"] == 2
    assert "2 left out: sup-047, sup-089 (it declares tools" in report.sentence
    for split in ("train", "validation", "held_out"):
        told = together_report(tmp_path / "out" / f"{split}.jsonl")
        assert told["is_check_passed"], (split, told)


def test_the_chosen_place_is_the_projects_and_its_facts_are_dated(stage: StageWindow) -> None:
    page = page_of(stage)
    page.options.format.setCurrentIndex(page.options.format.findData("openai-sft"))
    page = after_change(stage)
    place = page.options.place
    at = place.place.findData("OpenAI/gpt-4.1-mini")
    place.place.setCurrentIndex(at)
    place.place.activated.emit(at)
    stage.settle()
    assert projects.settings(stage.project)["target"] == "OpenAI/gpt-4.1-mini"
    assert "new jobs until 6 January 2027" in place._facts.text()
    assert "Read on 1 November 2026" in place._facts.text()
    assert "at least 10 training rows" in place._limits.text()


def test_the_summary_asks_how_much_it_may_show(stage: StageWindow, tmp_path: Path) -> None:
    save_summary(stage.window.context, tmp_path / "before.json")
    stage.settle()
    stage.press(KEY.Key_P, modifier=CTRL)
    dialog = stage.window.findChild(SummaryDialog)
    assert isinstance(dialog, SummaryDialog)
    assert dialog.options().content == "excerpt"
    dialog.content.buttons["none"].click()
    dialog.redact.click()
    dialog.compare_with(tmp_path / "before.json")
    chosen = dialog.options()
    dialog.reject()
    assert (chosen.content, chosen.redact) == ("none", True)
    save_summary(stage.window.context, tmp_path / "after.html", chosen)
    stage.settle()
    page = (tmp_path / "after.html").read_text(encoding="utf-8")
    assert "What changed" in page
    assert "Reviewer’s note" not in page
