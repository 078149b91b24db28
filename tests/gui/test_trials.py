"""The trials page, by its keys: importing outputs, judging them blind, reading the result."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from curator.gui.pages.trials import TrialsPage
from curator.gui.pages.trials_state import TrialRow, chance_sentence, result_sentence
from curator.gui.widgets.controls import EmptyState
from curator.model.review import Mark
from curator.model.statistics import wilson
from curator.model.trial import Comparison, Trial
from curator.model.variant import VariantDefinition
from curator.operations import projects, reviewing, trials, variants
from curator.trials.comparison import mcnemar_p
from tests.builders import add_cases, incoming
from tests.gui import stage_window
from tests.gui.stage_window import MakeStage, StageWindow, grouped_sample

shared_window = stage_window.shared_window
make_stage = stage_window.make_stage
KEY = Qt.Key


def small_project(folder: Path) -> Path:
    """Six cases: four failures, two passing; no trial."""
    path = folder / "small.curator"
    with projects.create_project(path) as project:
        cases = [
            incoming(n, f"Question {n}?", f"logged answer {n}", public_id=f"c{n}")
            for n in range(1, 7)
        ]
        add_cases(project, cases)
        keys = list(reviewing.queue_keys(project, reviewing.Queue(kind="all")))
        reviewing.mark_cases(project, keys[:4], Mark.FAIL, "Ada")
        reviewing.mark_cases(project, keys[4:], Mark.PASS, "Ada")
        for key in keys[:4]:
            reviewing.write_ideal(project, key, f"ideal answer {key}", "Ada")
    return path


def outputs_file(folder: Path, texts: dict[str, str]) -> Path:
    path = folder / "v2 states the rule.jsonl"
    rows = [json.dumps({"id": name, "output": text}) for name, text in texts.items()]
    path.write_text("\n".join(rows))
    return path


@pytest.fixture
def stage(make_stage: MakeStage, tmp_path: Path) -> StageWindow:
    return make_stage(small_project(tmp_path), "trials")


def import_outputs(stage: StageWindow, folder: Path, judge: str = "") -> TrialsPage:
    page = stage.page(TrialsPage)
    page.look_at(outputs_file(folder, {f"c{n}": f"new answer {n}" for n in range(1, 7)}))
    stage.settle()
    page.form.judge.set_value(judge)
    stage.press(KEY.Key_Return)
    return page


def test_without_a_trial_the_page_says_what_can_be_done(stage: StageWindow) -> None:
    empty = stage.page(TrialsPage).findChild(EmptyState)
    assert isinstance(empty, EmptyState)
    assert empty.isVisible()
    assert "import its outputs" in empty.text.text()
    assert empty.button.text() == "Import outputs"


def test_imported_outputs_stay_hidden_until_all_are_judged(
    stage: StageWindow, tmp_path: Path
) -> None:
    page = import_outputs(stage, tmp_path)
    assert page.table.trials.rows[0].variant == "v2 states the rule"
    assert page.table.trials.cell(0, 1).hidden
    assert "6 outputs" in page.table.trials.cell(0, 1).text
    assert "fixes" not in page.result.text()


def test_judging_blind_by_keys_gives_the_comparison(stage: StageWindow, tmp_path: Path) -> None:
    page = import_outputs(stage, tmp_path)
    uid = page.table.trials.rows[0].uid
    stage.press(KEY.Key_J)
    assert page.judging.isVisible()
    shown = {page.judging.a.text.toPlainText(), page.judging.b.text.toPlainText()}
    key = page.flow.queue[0]
    answer = reviewing.case(stage.project, key).answered
    assert shown == {answer, trials.trial_output(stage.project, uid, key).output.text}
    for _ in range(6):
        logged_is_a = trials.side_a_is_logged(stage.project, uid, page.flow.queue[0])
        stage.press(KEY.Key_B if logged_is_a else KEY.Key_A)
    assert not page.judging.isVisible()
    (done,) = trials.comparisons(stage.project)
    assert (done.fixed, done.still_failing, done.still_passing) == (4, 0, 2)
    assert page.table.trials.cell(0, 1).text == "100 %"
    assert "fixes 4 of 4 failures" in page.result.text()


def test_skip_comes_back_and_z_takes_a_judgement_back(stage: StageWindow, tmp_path: Path) -> None:
    page = import_outputs(stage, tmp_path)
    stage.press(KEY.Key_J)
    first = page.flow.queue[0]
    stage.press(KEY.Key_S)
    second = page.flow.queue[0]
    assert second != first
    stage.press(KEY.Key_G)
    uid = page.flow.uid
    assert trials.trial_output(stage.project, uid, second).mark is Mark.PASS
    stage.press(KEY.Key_Z)
    assert trials.trial_output(stage.project, uid, second).mark is None
    assert page.flow.queue[0] == second


def test_differences_and_the_ideal_answer_are_shown_on_request(
    stage: StageWindow, tmp_path: Path
) -> None:
    page = import_outputs(stage, tmp_path)
    stage.press(KEY.Key_J)
    assert not page.judging._spans()[0]
    stage.press(KEY.Key_D)
    assert page.judging._spans()[0]
    assert not page.judging._ideal_area.isVisible()
    stage.press(KEY.Key_I)
    assert page.judging._ideal_area.isVisible()


def test_an_automatic_judge_needs_no_judging(stage: StageWindow, tmp_path: Path) -> None:
    page = stage.page(TrialsPage)
    path = outputs_file(tmp_path, {"c1": "Ideal answer 1.", "c2": "something else"})
    page.look_at(path)
    stage.settle()
    page.form.judge.set_value("normalised")
    stage.press(KEY.Key_Return)
    (done,) = trials.comparisons(stage.project)
    assert (done.fixed, done.still_failing) == (1, 1)
    assert not page.table.trials.cell(0, 1).hidden


def test_a_file_with_an_unknown_case_is_refused_and_nothing_imported(
    stage: StageWindow, tmp_path: Path
) -> None:
    told: list[str] = []
    stage.window.context.message_shown.connect(lambda kind, text, *_: told.append(text))
    page = stage.page(TrialsPage)
    page.look_at(outputs_file(tmp_path, {"c1": "x", "nobody": "y"}))
    stage.settle()
    stage.press(KEY.Key_Return)
    assert "Nothing was imported" in told[0]
    assert "nobody" in told[0]
    assert trials.comparisons(stage.project) == []
    assert page.form.isVisible()


def test_a_cell_opens_its_cases(make_stage: MakeStage, tmp_path: Path) -> None:
    stage = make_stage(grouped_sample(tmp_path), "trials")
    page = stage.page(TrialsPage)
    (comparison,) = trials.comparisons(stage.project)
    page.table.setFocus()
    stage.press(KEY.Key_Right)
    column = page.table.trials.columns[page.table.currentIndex().column()]
    assert column.pattern is not None
    stage.press(KEY.Key_Return)
    keys, title = stage.opened[-1]
    assert set(keys) <= set(column.pattern.members)
    assert set(keys) <= {*comparison.still_failing_cases, *comparison.fixed_cases}
    assert column.pattern.name in title


def comparison_of(fixed: int, broken: int, failing: int = 10, passing: int = 20) -> Comparison:
    return Comparison(
        trial=Trial(key=1, uid="u", variant="v2", created_at=""),
        cases=fixed + failing + broken + passing,
        fixed=fixed,
        still_failing=failing,
        now_failing=broken,
        still_passing=passing,
        p_value=mcnemar_p(fixed, broken),
        fix_rate=wilson(fixed, fixed + failing),
        patterns=(),
    )


@pytest.mark.parametrize(
    ("fixed", "broken", "words"),
    [
        (6, 0, "chance alone would rarely do that"),
        (5, 0, "a difference is not shown. With 0 broken it would take 6 fixed."),
        (0, 7, "this variant loses"),
        (7, 1, "With 1 broken it would take 8 fixed."),
        (0, 0, "No case changed"),
    ],
)
def test_the_paired_test_is_told_in_words(fixed: int, broken: int, words: str) -> None:
    assert words in chance_sentence(comparison_of(fixed, broken))


def test_the_result_names_what_was_left_out() -> None:
    row = TrialRow(
        comparison_of(6, 1).model_copy(
            update={
                "trial": Trial(key=1, uid="u", variant="v2", created_at="", outputs=40, judged=37)
            }
        ),
        waiting=0,
    )
    assert result_sentence(row) == (
        "v2 fixes 6 of 16 failures, 38 % (18 to 61); 1 of 21 passing cases now fails; "
        "3 outputs left out: the case has no mark yet."
    )


def test_what_is_known_of_a_tuned_model_is_said_by_keys_when_its_outputs_come_in(
    stage: StageWindow, tmp_path: Path
) -> None:
    variants.save_variant(stage.project, "best", VariantDefinition(system="Be exact."), "Ada")
    page = stage.page(TrialsPage)
    page.look_at(outputs_file(tmp_path, {f"c{n}": f"ideal answer {n}" for n in range(1, 7)}))
    stage.settle()
    stage.type("pilot")
    page.resize(880, 460)
    assert not page.table.isVisible()
    known = page.form.known
    assert not known.rows.isVisible()
    known.boxes["current_model"].setFocus()
    stage.press(KEY.Key_Space)
    known.boxes["tuned"].setFocus()
    stage.press(KEY.Key_Space, KEY.Key_Tab)
    assert known.rows.hasFocus()
    known.rows.selectAll()
    stage.type("60")
    stage.press(KEY.Key_Tab, KEY.Key_Down)
    page.form.variant.setFocus()
    stage.press(KEY.Key_Return)
    (made,) = [one for one in variants.variant_list(stage.project) if one.name == "pilot"]
    assert made.definition == {
        "current_model": True, "tuned": True, "training_rows": 60, "with_prompt": "best",
    }  # fmt: skip


def test_what_the_verdict_goes_by_is_said_after_a_trial_too_and_undone(
    stage: StageWindow, tmp_path: Path
) -> None:
    page = import_outputs(stage, tmp_path, judge="normalised")
    stage.press(KEY.Key_V)
    dialog = page.tools.variant_dialog
    assert dialog is not None
    dialog.list.setCurrentRow(0)
    dialog.form.known.written.buttons["notes"].setFocus()
    stage.press(KEY.Key_Space)
    dialog.form.known.boxes["facts"].setFocus()
    stage.press(KEY.Key_Space)
    dialog.save.setFocus()
    stage.press(KEY.Key_Space)
    assert "Saved what is known of" in dialog.said.text()
    found = variants.find_variant(stage.project, "v2 states the rule")
    assert (found.written_from, found.facts) == ("notes", True)
    dialog.form.system.own.setChecked(True)
    dialog.form.system.text.setPlainText("Another prompt.")
    dialog.save.setFocus()
    stage.press(KEY.Key_Space)
    assert "was run and stays as it was measured" in dialog.said.text()
    reviewing.undo(stage.project, "Ada")
    assert variants.find_variant(stage.project, "v2 states the rule") == VariantDefinition()
    dialog.accept()
